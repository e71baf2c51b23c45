"""Files uploaded in the browser: kept aside, imported by a worker, removed when that is done."""

import uuid
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from shutil import rmtree
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from annotation.accounts.models import User
from annotation.bank.intake.files import suffix_of
from annotation.bank.models import Import
from annotation.bank.services import runs
from annotation.bank.services.benchmarks import open_benchmark
from annotation.bank.services.imports import run_begun
from annotation.bank.services.kinds import kind_of

ZIP_FILES_LIMIT = 5000
ZIP_BYTES_LIMIT = 2 * 1024 * 1024 * 1024
_BLOCK = 1024 * 1024


def keep_upload(
    *,
    kind: str,
    file: UploadedFile,
    images: UploadedFile | None = None,
    benchmark_name: str = "",
    target: str = "",
    options: dict[str, Any],
    created_by: User,
) -> Import:
    """A queued import; the caller tells a worker its id."""
    name = Path(file.name or "").name
    stored = _keep(file, suffix_of(name))
    if images is not None:
        options = {**options, "images_zip": _keep(images, ".zip")}
    with transaction.atomic():
        benchmark, is_new = open_benchmark(name=benchmark_name) if benchmark_name else (None, False)
        return Import.objects.create(
            kind=kind,
            benchmark=benchmark,
            target=target,
            file_name=name[:255],
            stored_file=stored,
            options={**options, "new_benchmark": is_new},
            created_by=created_by,
        )


def run_upload(*, import_id: int) -> Import | None:
    """Import an uploaded file; None when another worker has it or it is done already."""
    import_row = runs.claim_import(import_id)
    if import_row is None:
        return None
    try:
        kind_of(import_row).discard(import_row)  # what a worker that died left behind
        _unpack_images(import_row)
        run_begun(import_row=import_row, path=Path(settings.UPLOAD_ROOT) / import_row.stored_file)
    except runs.ImportLostError:
        return None  # its files belong to whoever took it over
    except runs.ImportRefusedError:
        pass  # the row says why
    except Exception:
        remove_files(import_row)
        raise
    remove_files(import_row)
    return import_row


def remove_files(import_row: Import) -> None:
    """The row first: where the database is away they stay, and the sweeper takes the upload up again."""
    Import.objects.filter(pk=import_row.pk).update(stored_file="")
    root = Path(settings.UPLOAD_ROOT)
    for name in (import_row.stored_file, import_row.options.get("images_zip")):
        if name:
            (root / name).unlink(missing_ok=True)
    rmtree(_images_folder(import_row), ignore_errors=True)


def _keep(file: UploadedFile, suffix: str) -> str:
    root = Path(settings.UPLOAD_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    stored = f"{uuid.uuid4().hex}{suffix}"
    with (root / stored).open("wb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    return stored


def _images_folder(import_row: Import) -> Path:
    return Path(settings.UPLOAD_ROOT) / f"images-{import_row.pk}"


def _unpack_images(import_row: Import) -> None:
    name = import_row.options.get("images_zip")
    if not name:
        return
    folder = _images_folder(import_row)
    rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        unpack_images(archive=Path(settings.UPLOAD_ROOT) / name, folder=folder)
    except runs.ImportRefusedError as error:
        runs.drop_new_benchmark(import_row)
        raise runs.refuse(import_row, list(error.problems), 0, 0) from error
    import_row.options["images"] = str(folder)


def unpack_images(*, archive: Path, folder: Path) -> None:
    """Unpack below ``folder``; a path that leads out of it, or a bomb, refuses the whole archive."""
    try:
        with zipfile.ZipFile(archive) as source:
            members = [member for member in source.infolist() if not member.is_dir()]
            if len(members) > ZIP_FILES_LIMIT:
                raise runs.refused("zip_too_many", limit=ZIP_FILES_LIMIT)
            left = ZIP_BYTES_LIMIT
            for member in members:
                left -= _unpack(source, member, folder / safe_name(member), left)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise runs.refused("zip_unreadable") from error


def safe_name(member: zipfile.ZipInfo) -> PurePosixPath:
    name = member_name(member)
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name or not path.name:
        raise runs.refused("zip_outside", name=name[:200])
    return path


def member_name(member: zipfile.ZipInfo) -> str:
    """Archives made on Chinese Windows hold GBK names that the format reads as code page 437."""
    if member.flag_bits & 0x800 or member.filename.isascii():
        return member.filename
    for encoding in ("utf-8", "gbk"):
        try:
            return member.filename.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return member.filename


def _unpack(source: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, limit: int) -> int:
    """Bytes written. Counted while they come out, since an archive may lie about its sizes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with source.open(member) as stream, target.open("wb") as file:
        while block := stream.read(_BLOCK):
            written += len(block)
            if written > limit:
                raise runs.refused("zip_too_large", megabytes=ZIP_BYTES_LIMIT // (1024 * 1024))
            file.write(block)
    return written
