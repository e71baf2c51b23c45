"""Messages to workers: none is needed for an upload to be found, and none more than once a lease."""

from collections.abc import Iterator

import pytest

from annotation.bank.models import Benchmark
from annotation.bank.tasks import run_import, waiting_imports
from annotation.models import User
from annotation.sweeping import Sweeper
from tests.brokers import broker_at
from tests.factories import make_import
from tests.integration.bank.conftest import QUESTION, WriteRows
from tests.integration.bank.test_uploads import upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def memory_broker() -> Iterator[None]:
    with broker_at("memory://"):
        yield


def test_an_upload_without_a_message_is_sent_once_a_lease(benchmark_of_three: Benchmark) -> None:
    waiting = make_import(benchmark_of_three, state="queued", stored_file="kept.jsonl")
    sent: list[int] = []
    sweeper = Sweeper("test", waiting_imports, sent.append)
    sweeper.sweep()
    sweeper.sweep()
    assert sent == [waiting.pk]


def test_the_task_imports_and_may_come_twice(lead: User, write_rows: WriteRows) -> None:
    import_row = upload(lead, write_rows("q.jsonl", QUESTION))
    run_import.apply(args=[import_row.pk])
    run_import.apply(args=[import_row.pk])
    import_row.refresh_from_db()
    assert (import_row.state, import_row.rows_new) == ("published", 1)


def test_an_import_that_is_gone_is_no_error(db: None) -> None:
    assert run_import.apply(args=[404]).successful()
