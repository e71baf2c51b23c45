"""Case images on their way in: found below one folder, checked, and re-encoded.

What is kept is a new file with the pixels alone, so no metadata of a scanner or a camera survives. It
is named by the hash of the file it was made from: the same image imported twice is one file.
"""

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("PNG", "JPEG", "WEBP")
BYTES_LIMIT = 20 * 1024 * 1024
PIXELS_LIMIT = 40_000_000
_PLAIN_MODES = {"1", "L", "LA", "RGB", "RGBA", "I;16"}


class ImageError(Exception):
    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class StoredImage:
    """``file`` is the path below the media root."""

    digest: str
    file: str
    width: int
    height: int


class ImageStore:
    """The images of one import. Files it wrote itself can be forgotten again."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder.resolve() if folder else None
        self._last: StoredImage | None = None
        self._written: list[Path] = []

    def inspect(self, path: str) -> StoredImage:
        """Hash and size of an image after decoding all of it; raises :class:`ImageError`."""
        content = self._read(path)
        digest = hashlib.sha256(content).hexdigest()
        if self._last is None or self._last.digest != digest:
            self._last = _describe(digest, _decode(content, path))
        return self._last

    def keep(self, path: str) -> StoredImage:
        """Write the re-encoded image below the media root, unless it is there."""
        stored = self.inspect(path)
        target = Path(settings.MEDIA_ROOT) / stored.file
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            half = target.with_suffix(".half")
            _save(_decode(self._read(path), path), half, target.suffix)
            half.replace(target)
            self._written.append(target)
        return stored

    def forget(self) -> None:
        """Remove the files this store wrote."""
        for path in self._written:
            path.unlink(missing_ok=True)
        self._written.clear()

    def _resolve(self, path: str) -> Path:
        if self.folder is None:
            raise ImageError("image_no_folder")
        source = (self.folder / path.replace("\\", "/")).resolve()
        if not source.is_relative_to(self.folder) or Path(path).is_absolute():
            raise ImageError("image_outside", path=path)
        if not source.is_file():
            raise ImageError("image_missing", path=path)
        return source

    def _read(self, path: str) -> bytes:
        source = self._resolve(path)
        if source.stat().st_size > BYTES_LIMIT:
            raise ImageError("image_too_large", path=path, megabytes=BYTES_LIMIT // (1024 * 1024))
        return source.read_bytes()


def _decode(content: bytes, path: str) -> Image.Image:
    """All pixels, turned as the camera says: that note is dropped with the rest of the metadata."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # our own limit is below Pillow's and is an error
            image = Image.open(BytesIO(content), formats=FORMATS)
            if image.width * image.height > PIXELS_LIMIT:
                raise ImageError("image_too_many_pixels", path=path, megapixels=PIXELS_LIMIT // 1_000_000)
            upright = ImageOps.exif_transpose(image)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ImageError("image_unreadable", path=path) from error
    upright.format = image.format
    return upright


def _describe(digest: str, image: Image.Image) -> StoredImage:
    suffix = "jpg" if image.format == "JPEG" else "png"
    return StoredImage(digest, f"images/{digest[:2]}/{digest}.{suffix}", *image.size)


def _save(image: Image.Image, target: Path, suffix: str) -> None:
    """The pixels alone: an image made from bytes knows nothing of the file they came from."""
    if image.mode not in _PLAIN_MODES:
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    clean = Image.frombytes(image.mode, image.size, image.tobytes())
    if suffix == ".jpg":
        clean.save(target, format="JPEG", quality=95)
    else:
        clean.save(target, format="PNG")
