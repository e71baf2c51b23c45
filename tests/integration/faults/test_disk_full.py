"""No room for the vectors of an encoder: the run says so, and goes on from there when there is room."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from annotation.models import Benchmark
from scoring.models import Embedding, Score, ScoringRun
from scoring.services.runs import plan_run, request_run, retry_run
from scoring.services.work import advance_run
from tests.factories import make_output
from tests.integration.scoring.worlds import make_mixed_benchmark

pytestmark = pytest.mark.django_db(transaction=True)
State = ScoringRun.State
PADDING = "患者既往有高血压病史。" * 5
# A server cannot be told how much room it has; its own error for a full disk can be raised.
FULL_DISK_ON_POSTGRESQL = """
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER no_room BEFORE INSERT ON scoring_embedding EXECUTE FUNCTION no_room();
"""


@contextmanager
def full_disk() -> Iterator[None]:
    """The database may not grow; what fits into its pages can still be written."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            fill, clear = FULL_DISK_ON_POSTGRESQL, "DROP FUNCTION no_room CASCADE"
        else:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA page_count")
            fill, clear = (
                f"PRAGMA max_page_count = {cursor.fetchone()[0]}",
                "PRAGMA max_page_count = 1073741823",
            )
        cursor.execute(fill)
        try:
            yield
        finally:
            cursor.execute(clear)


@pytest.fixture
def benchmark() -> Benchmark:
    """With enough open texts for their vectors to need pages of their own."""
    made = make_mixed_benchmark()
    for question in made.questions.filter(scenario="WTD"):
        for number in range(12):
            make_output(question, f"model-{number}", f"{number}：{PADDING}")
    return made


def work_on(run: ScoringRun) -> None:
    while advance_run(run_id=run.pk):
        pass
    run.refresh_from_db()


def check_all_scored_once(run: ScoringRun) -> None:
    assert run.state == State.FINISHED
    assert Score.objects.count() == sum(run.chunks.values_list("n_outputs", flat=True))
    assert Score.objects.count() == Score.objects.values("output", "metric").distinct().count()


def test_a_run_that_finds_no_room_for_vectors_says_so_and_a_retry_finishes_it(
    benchmark: Benchmark, lead_client: Client
) -> None:
    run = request_run(benchmark=benchmark, scenario="WTD")
    plan_run(run=run)
    planned_vectors = Embedding.objects.count()
    with full_disk():
        work_on(run)
    assert run.state == State.FAILED
    page = lead_client.get(f"/scoring/runs/{run.pk}/").content.decode()
    assert "The disk that holds the database is full" in page
    assert "Make room on it, then retry the run." in page
    assert Embedding.objects.count() == planned_vectors
    assert not Score.objects.filter(metric="similarity").exists()
    retry_run(run=run)
    work_on(run)
    check_all_scored_once(run)


def test_a_plan_that_finds_no_room_for_vectors_says_so_and_a_retry_makes_it(benchmark: Benchmark) -> None:
    for number, question in enumerate(benchmark.questions.filter(scenario="WTD")):
        question.reference = f"{number}：{PADDING}"
        question.save()
    run = request_run(benchmark=benchmark, scenario="WTD")
    with full_disk():
        work_on(run)
    assert run.state == State.FAILED
    assert run.error.startswith("The disk that holds the database is full")
    retry_run(run=run)
    work_on(run)
    check_all_scored_once(run)
