"""Images come in re-encoded, from one folder, and only what a browser can safely show."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import Image, PngImagePlugin

from annotation.bank.models import Benchmark, QuestionImage
from annotation.bank.services.images import ImageError, ImageStore
from annotation.bank.services.questions import import_questions
from annotation.bank.services.runs import ImportRefusedError
from tests.integration.bank.conftest import WriteRows

pytestmark = pytest.mark.django_db
MRA = {"id": "M-1", "scenario": "MRA", "input": "见图", "reference": "右下肺炎。", "images": ["ct/a.png"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    (folder / "ct").mkdir(parents=True)
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Patient", "ZHANG SAN")
    Image.new("L", (40, 30), 90).save(folder / "ct" / "a.png", pnginfo=notes)
    return folder


def size_of(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        image.load()
        return image.size


def stored() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_an_image_is_kept_without_its_metadata(folder: Path, write_rows: WriteRows) -> None:
    import_questions(path=write_rows("q.jsonl", MRA), benchmark="CliMed", images=folder)
    image = QuestionImage.objects.get()
    assert (image.name, image.width, image.height, image.position) == ("ct/a.png", 40, 30, 1)
    content = (Path(settings.MEDIA_ROOT) / image.file).read_bytes()
    assert b"ZHANG" in (folder / "ct" / "a.png").read_bytes()
    assert b"ZHANG" not in content


def test_a_photograph_is_turned_upright_before_its_metadata_goes(folder: Path, write_rows: WriteRows) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "ZHANG SAN"
    Image.new("RGB", (40, 30), "red").save(folder / "b.jpg", exif=exif, comment=b"ZHANG SAN")
    import_questions(path=write_rows("q.jsonl", MRA | {"images": ["b.jpg"]}), benchmark="C", images=folder)
    (path,) = stored()
    assert size_of(path) == (30, 40)
    assert b"ZHANG" not in path.read_bytes()
    assert QuestionImage.objects.get().width == 30


def test_the_same_image_twice_is_one_file(folder: Path, write_rows: WriteRows) -> None:
    rows = [MRA, MRA | {"id": "M-2", "images": ["ct/a.png", "ct/a.png"]}]
    path = write_rows("q.jsonl", *rows)
    import_questions(path=path, benchmark="CliMed", images=folder)
    assert len(stored()) == 1
    assert QuestionImage.objects.count() == 3
    assert import_questions(path=path, benchmark="CliMed", images=folder).rows_unchanged == 2


def test_another_picture_under_the_same_path_is_another_content(folder: Path, write_rows: WriteRows) -> None:
    path = write_rows("q.jsonl", MRA)
    import_questions(path=path, benchmark="CliMed", images=folder)
    Image.new("L", (40, 30), 10).save(folder / "ct" / "a.png")
    with pytest.raises(ImportRefusedError, match="another content"):
        import_questions(path=path, benchmark="CliMed", images=folder)


@pytest.mark.parametrize(
    ("mode", "name"),
    [(mode, "x.png") for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")]
    + [(mode, "x.jpg") for mode in ("L", "RGB", "CMYK")]
    + [("RGBA", "x.webp")],
)
def test_every_pixel_format_is_kept_as_a_browser_can_show_it(folder: Path, mode: str, name: str) -> None:
    Image.new(mode, (8, 8)).save(folder / name)
    kept = ImageStore(folder).keep(name)
    assert size_of(Path(settings.MEDIA_ROOT) / kept.file) == (8, 8)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("../secret.png", "image_outside"),
        ("ct/../../secret.png", "image_outside"),
        ("/etc/passwd", "image_outside"),
        ("ct\\..\\..\\secret.png", "image_outside"),
        ("link.png", "image_outside"),
        ("ct/none.png", "image_missing"),
        ("ct", "image_missing"),
        ("text.png", "image_unreadable"),
        ("drawing.svg", "image_unreadable"),
        ("moving.gif", "image_unreadable"),
        ("half.png", "image_unreadable"),
    ],
)
def test_what_is_no_image_of_the_folder_is_refused(folder: Path, path: str, code: str) -> None:
    Image.new("L", (4, 4)).save(folder.parent / "secret.png")
    (folder / "link.png").symlink_to(folder.parent / "secret.png")
    (folder / "text.png").write_text("no image", encoding="utf-8")
    (folder / "drawing.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    Image.new("P", (4, 4)).save(folder / "moving.gif")
    whole = (folder / "ct" / "a.png").read_bytes()
    (folder / "half.png").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ImageError) as caught:
        ImageStore(folder).inspect(path)
    assert caught.value.code == code


def test_a_huge_picture_in_a_small_file_is_refused(folder: Path) -> None:
    Image.new("1", (10_000, 5_000)).save(folder / "bomb.png")
    with pytest.raises(ImageError) as caught:
        ImageStore(folder).inspect("bomb.png")
    assert caught.value.code == "image_too_many_pixels"


def test_a_question_with_images_needs_the_folder(write_rows: WriteRows) -> None:
    with pytest.raises(ImportRefusedError, match="no image folder was given"):
        import_questions(path=write_rows("q.jsonl", MRA), benchmark="CliMed")
    assert not Benchmark.objects.exists()


def test_a_failed_import_takes_its_files_with_it(folder: Path, write_rows: WriteRows) -> None:
    def cut(stage: str, done: int, total: int) -> None:
        if stage == "writing":
            raise OSError("the disk is full")

    arguments: dict[str, Any] = {"path": write_rows("q.jsonl", MRA), "benchmark": "C", "images": folder}
    with pytest.raises(OSError, match="full"):
        import_questions(**arguments, progress=cut)
    assert stored() == []
    assert import_questions(**arguments).rows_new == 1
    assert len(stored()) == 1
