"""Uploaded files: kept, imported by a worker, removed; archives of images cannot lead out or blow up."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from annotation.bank.models import Benchmark, Import, Question, QuestionImage
from annotation.bank.services import uploads
from annotation.bank.services.runs import ImportBusyError, ImportRefusedError
from annotation.bank.services.uploads import keep_upload, run_upload, unpack_images
from annotation.models import User
from tests.integration.bank.conftest import QUESTION, WriteRows

pytestmark = pytest.mark.django_db


def archive(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return buffer.getvalue()


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (8, 8)).save(buffer, format="PNG")
    return buffer.getvalue()


def upload(lead: User, path: Path, images: bytes | None = None, **options: Any) -> Import:
    return keep_upload(
        kind="questions",
        file=SimpleUploadedFile(path.name, path.read_bytes()),
        images=None if images is None else SimpleUploadedFile("images.zip", images),
        benchmark_name="CliMed",
        options={"strict": True, "replace": False, **options},
        created_by=lead,
    )


def left_over() -> list[str]:
    root = Path(settings.UPLOAD_ROOT)
    return [path.name for path in root.iterdir()] if root.exists() else []


def test_an_upload_waits_until_a_worker_takes_it(lead: User, write_rows: WriteRows) -> None:
    import_row = upload(lead, write_rows("q.jsonl", QUESTION))
    assert (import_row.state, import_row.file_name) == ("queued", "q.jsonl")
    assert not Question.objects.exists()
    run_upload(import_id=import_row.pk)
    import_row.refresh_from_db()
    assert (import_row.state, import_row.rows_new, import_row.created_by) == ("published", 1, lead)
    assert left_over() == []


def test_a_message_that_comes_twice_is_one_import(lead: User, write_rows: WriteRows) -> None:
    import_row = upload(lead, write_rows("q.jsonl", QUESTION))
    run_upload(import_id=import_row.pk)
    assert run_upload(import_id=import_row.pk) is None
    assert Question.objects.count() == 1


def test_a_refused_upload_says_why_and_leaves_nothing(lead: User, write_rows: WriteRows) -> None:
    import_row = upload(lead, write_rows("q.jsonl", QUESTION, b"nope"))
    run_upload(import_id=import_row.pk)
    import_row.refresh_from_db()
    assert (import_row.state, import_row.problems[0]["line"]) == ("refused", 2)
    assert not Benchmark.objects.exists()
    assert left_over() == []


def test_bad_lines_of_an_upload_are_listed_not_written_to_the_server(
    lead: User, write_rows: WriteRows
) -> None:
    import_row = upload(lead, write_rows("q.jsonl", QUESTION, b"nope"), strict=False)
    run_upload(import_id=import_row.pk)
    import_row.refresh_from_db()
    assert (import_row.state, import_row.rows_bad) == ("published", 1)
    assert import_row.problems[0]["line"] == 2
    assert left_over() == []


def test_an_upload_waits_for_another_import_into_its_benchmark(lead: User, write_rows: WriteRows) -> None:
    path = write_rows("q.jsonl", QUESTION)
    first, second = upload(lead, path), upload(lead, path)
    Import.objects.filter(pk=first.pk).update(
        state="writing", heartbeat_at=first.created_at.replace(year=2999)
    )
    with pytest.raises(ImportBusyError):
        run_upload(import_id=second.pk)
    second.refresh_from_db()
    assert second.state == "queued"
    assert len(left_over()) == 2


def test_images_come_from_an_archive(lead: User, write_rows: WriteRows) -> None:
    question = {"id": "M", "scenario": "MRA", "input": "见图", "reference": "肺炎", "images": ["胸片/a.png"]}
    import_row = upload(lead, write_rows("q.jsonl", question), archive(**{"胸片/a.png": picture()}))
    run_upload(import_id=import_row.pk)
    import_row.refresh_from_db()
    assert import_row.state == "published", import_row.problems
    assert QuestionImage.objects.get().name == "胸片/a.png"
    assert left_over() == []


def test_a_broken_archive_refuses_the_upload(lead: User, write_rows: WriteRows) -> None:
    import_row = upload(lead, write_rows("q.jsonl", QUESTION), b"no archive")
    run_upload(import_id=import_row.pk)
    import_row.refresh_from_db()
    assert (import_row.state, import_row.problems[0]["code"]) == ("refused", "zip_unreadable")
    assert not Benchmark.objects.exists()


@pytest.mark.parametrize("name", ["../out.png", "/abs.png", "a/../../out.png", "..\\out.png", "C:\\out.png"])
def test_an_archive_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "images.zip"
    path.write_bytes(archive(**{name: b"x"}))
    with pytest.raises(ImportRefusedError, match="leads out"):
        unpack_images(archive=path, folder=tmp_path / "inside")
    assert not (tmp_path / "out.png").exists()


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(uploads, "ZIP_BYTES_LIMIT", 1_000_000)
    path = tmp_path / "images.zip"
    path.write_bytes(archive(a=b"\0" * 800_000, b=b"\0" * 800_000))
    with pytest.raises(ImportRefusedError, match="unpacks to more"):
        unpack_images(archive=path, folder=tmp_path / "inside")


def test_an_archive_of_too_many_files_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "images.zip"
    path.write_bytes(archive(**{str(number): b"" for number in range(uploads.ZIP_FILES_LIMIT + 1)}))
    with pytest.raises(ImportRefusedError, match="more than 5000 files"):
        unpack_images(archive=path, folder=tmp_path / "inside")


def test_names_packed_on_chinese_windows_are_read(tmp_path: Path) -> None:
    member = zipfile.ZipInfo("x")
    member.filename, member.flag_bits = "胸片.png".encode("gbk").decode("cp437"), 0
    assert uploads.member_name(member) == "胸片.png"
