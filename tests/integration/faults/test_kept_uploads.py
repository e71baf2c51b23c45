"""An uploaded file is removed when its row says so, and not before; a damaged archive is named as one."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection

from annotation.bank.models import Import
from annotation.bank.services.uploads import remove_files, run_upload
from annotation.models import User
from tests.integration.bank.conftest import QUESTION, WriteRows
from tests.integration.bank.test_uploads import archive, upload

pytestmark = pytest.mark.django_db(transaction=True)
SWITCH = {
    "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
    "postgresql": (
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
    ),
}


@contextmanager
def database_that_takes_no_writes() -> Iterator[None]:
    on, off = SWITCH[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(on)
        try:
            yield
        finally:
            cursor.execute(off)


def test_a_file_whose_row_cannot_be_written_stays_for_the_next_worker(
    lead: User, write_rows: WriteRows
) -> None:
    import_row = upload(lead, write_rows("q.jsonl", QUESTION))
    with database_that_takes_no_writes(), pytest.raises(DatabaseError):
        remove_files(import_row)
    assert (Path(settings.UPLOAD_ROOT) / import_row.stored_file).exists()
    run_upload(import_id=import_row.pk)
    import_row.refresh_from_db()
    assert (import_row.state, import_row.rows_new) == ("published", 1)
    assert list(Path(settings.UPLOAD_ROOT).iterdir()) == []


def test_images_whose_archive_is_damaged_inside_refuse_the_upload(lead: User, write_rows: WriteRows) -> None:
    whole = archive(**{"a.png": zlib.compress(bytes(range(256)) * 40)})
    start = whole.index(b"a.png") + len("a.png")
    damaged = whole[:start] + b"\xff" * 60 + whole[start + 60 :]
    import_row = upload(lead, write_rows("q.jsonl", QUESTION), damaged)
    run_upload(import_id=import_row.pk)
    import_row.refresh_from_db()
    assert (import_row.state, import_row.problems[0]["code"]) == (Import.State.REFUSED, "zip_unreadable")
