"""What pages of a large benchmark show while a run is at work, and who reads it anew."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from annotation.models import Benchmark, Output, Question
from scoring.models import RunChunk, ScoringRun
from scoring.selectors.filters import check_filters, filter_choices
from scoring.selectors.instruction_following import kept_statuses
from scoring.selectors.kept import keep_read
from scoring.selectors.output_index import output_index
from scoring.selectors.outputs import FoundOutputs, find_outputs
from scoring.selectors.states import SETTLING, read_state
from scoring.services.chunks import claim_chunk
from scoring.services.pages import PAUSE_AT_WORK, cold_benchmarks, warm_pages
from scoring.services.runs import cancel_run, plan_run, request_run, retry_run
from scoring.services.scores import score_chunk
from scoring.services.work import advance_run
from scoring.tasks import call_warmer, warm_pages_of, work_on_run
from tests.factories import make_import, make_output, make_question
from tests.integration.scoring.worlds import BAD, GOOD, make_choice_benchmark, score_all

pytestmark = pytest.mark.django_db
MANY = 50_000


@pytest.fixture(autouse=True)
def small_chunks(settings: Settings) -> None:
    settings.SCORING_CHUNK_SIZE = 3


@pytest.fixture
def large() -> Benchmark:
    """Four questions in truth; its imports say that they brought many, an hour ago."""
    benchmark = make_choice_benchmark(4)
    benchmark.imports.update(finished_at=timezone.now() - timedelta(hours=1))
    make_import(benchmark, rows_new=MANY, finished_at=timezone.now() - timedelta(hours=1))
    return benchmark


def publish_another(benchmark: Benchmark) -> Output:
    """An import that has just ended, with one output."""
    imported = make_import(benchmark, finished_at=timezone.now())
    question = make_question(benchmark, "Q-new", imported_by=imported)
    return make_output(question, GOOD, "答案：B", imported_by=imported)


def score_a_chunk(run: ScoringRun) -> None:
    chunk = claim_chunk(run_id=run.pk)
    assert chunk is not None
    score_chunk(chunk=chunk)


def run_at_work(benchmark: Benchmark) -> ScoringRun:
    """With one of three chunks done."""
    run = request_run(benchmark=benchmark)
    plan_run(run=run)
    score_a_chunk(run)
    return run


def grouped(queries: CaptureQueriesContext) -> int:
    return sum("GROUP BY" in query["sql"] and "scoring_score" in query["sql"] for query in queries)


def page(client: Client, name: str, **query: str) -> str:
    return client.get(reverse(f"scoring:{name}", args=["choice"]), query).content.decode()


def test_while_a_run_is_at_work_the_list_stands_with_scores_of_now(
    large: Benchmark, lead_client: Client
) -> None:
    assert warm_pages(benchmark=large)
    before = output_index(large)
    run = run_at_work(large)
    now = output_index(large)
    assert before is not None
    assert now is not None
    assert now.value is before.value
    assert (before.as_of, now.as_of) == (None, before.mark.read_at)
    found = find_outputs(large, status="unscored")
    assert isinstance(found, FoundOutputs)
    scores = [vars(output)["score_status"] for output in found[:]]
    assert sorted(scores, key=str) == [None] * 5 + ["ok"] * 3
    text = page(lead_client, "output_list", status="unscored")
    assert "data-as-of" in text
    while advance_run(run_id=run.pk):
        pass
    assert warm_pages(benchmark=large)
    assert len(find_outputs(large, status="unscored")) == 0
    assert "data-as-of" not in page(lead_client, "output_list")


@pytest.mark.parametrize("name", ["benchmark_scores", "instruction_following"])
def test_while_a_run_is_at_work_a_table_stands_and_says_since_when(
    large: Benchmark, lead_client: Client, name: str
) -> None:
    warm_pages(benchmark=large)
    assert "data-as-of" not in page(lead_client, name)
    run_at_work(large)
    with CaptureQueriesContext(connection) as queries:
        assert "data-as-of" in page(lead_client, name)
    assert grouped(queries) == 0
    answer = lead_client.get(reverse("scoring:api_instruction_following", args=["choice"])).json()
    assert answer["as_of"] is not None
    assert answer["statuses"] == ["unscored"]


def test_an_import_is_listed_at_once_also_while_a_run_is_at_work(large: Benchmark) -> None:
    warm_pages(benchmark=large)
    run_at_work(large)
    new = publish_another(large)
    assert output_index(large) is None
    assert new in list(find_outputs(large))
    assert warm_pages(benchmark=large)
    found = find_outputs(large)
    assert isinstance(found, FoundOutputs)
    assert new in found[:]


def test_before_anything_was_read_the_database_is_asked(large: Benchmark) -> None:
    run_at_work(large)
    assert output_index(large) is None
    assert len(find_outputs(large, status="unscored")) == 5


def test_where_no_worker_reads_a_request_does_after_a_while(large: Benchmark) -> None:
    warm_pages(benchmark=large)
    new = publish_another(large)
    assert output_index(large) is None
    large.imports.update(finished_at=timezone.now() - SETTLING)
    found = find_outputs(large)
    assert isinstance(found, FoundOutputs)
    assert new in found[:]


def test_pages_are_read_again_after_an_import_and_after_a_run_and_then_left(large: Benchmark) -> None:
    assert cold_benchmarks() == [large.pk]
    assert warm_pages(benchmark=large)
    assert cold_benchmarks() == []
    assert not warm_pages(benchmark=large)
    score_all(large)
    assert cold_benchmarks() == [large.pk]
    warm_pages_of.apply(args=[large.pk])
    assert cold_benchmarks() == []
    publish_another(large)
    assert cold_benchmarks() == [large.pk]


def test_a_run_that_finds_nothing_to_do_leaves_pages_as_they_are(large: Benchmark) -> None:
    score_all(large)
    warm_pages(benchmark=large)
    before = read_state(large)
    run = request_run(benchmark=large)
    assert (read_state(large).at_work, read_state(large).scores) == (True, before.scores)
    assert not advance_run(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.n_unchanged) == (ScoringRun.State.FINISHED, 8)
    assert read_state(large) == before
    assert cold_benchmarks() == []


def test_an_import_that_is_refused_or_still_running_changes_nothing(large: Benchmark) -> None:
    before = read_state(large)
    make_import(large, state="refused", finished_at=timezone.now())
    make_import(large, state="writing")
    assert read_state(large) == before


def test_while_a_run_is_at_work_pages_are_read_every_few_minutes(
    large: Benchmark, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm_pages(benchmark=large)
    run_at_work(large)
    assert cold_benchmarks() == []
    later = timezone.now() + PAUSE_AT_WORK
    monkeypatch.setattr("scoring.services.pages.timezone.now", lambda: later)
    assert cold_benchmarks() == [large.pk]


def test_a_small_benchmark_is_left_to_its_readers() -> None:
    score_all(make_choice_benchmark(1))
    assert cold_benchmarks() == []


def test_the_worker_that_ends_a_run_calls_for_the_reading(
    large: Benchmark, django_capture_on_commit_callbacks: Any
) -> None:
    run = request_run(benchmark=large)
    with django_capture_on_commit_callbacks() as sent:
        work_on_run.apply(args=[run.pk])
    assert [message.args[:2] for message in sent] == [(warm_pages_of, large.pk)]


def test_an_import_that_is_published_calls_for_the_reading(
    large: Benchmark, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(warm_pages_of, "delay", sent.append)
    with django_capture_on_commit_callbacks(execute=True):
        make_import(large, state="writing")
        make_import(large, state="refused")
    assert sent == []
    with django_capture_on_commit_callbacks(execute=True):
        make_import(large)
    assert sent == [large.pk]


def test_what_was_imported_a_moment_ago_may_be_named_before_pages_offer_it(large: Benchmark) -> None:
    warm_pages(benchmark=large)
    make_output(publish_another(large).question, "新模型")
    assert "新模型" not in filter_choices(large).language_models
    check_filters(large, language_model="新模型")
    assert "新模型" in filter_choices(large).language_models


def test_whatever_goes_wrong_with_the_reading_is_told_and_stops_nothing(
    large: Benchmark, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> list[int]:
        raise OSError("disk full")

    monkeypatch.setattr("scoring.tasks.cold_benchmarks", fail)
    call_warmer()
    assert "disk full" in caplog.text
    assert warm_pages_of.apply(args=[404]).successful()


def test_a_chunk_that_ends_after_its_run_was_cancelled_is_seen(large: Benchmark) -> None:
    run = run_at_work(large)
    chunk = claim_chunk(run_id=run.pk)
    cancel_run(run=run)
    before = read_state(large)
    assert chunk is not None
    score_chunk(chunk=chunk)
    assert read_state(large).scores != before.scores


def test_a_chunk_that_fails_again_is_seen(large: Benchmark) -> None:
    make_output(make_question(large, "Q-bad", reference="Z", answer="Z"), GOOD)
    run = score_all(large)
    assert run.state == ScoringRun.State.FAILED
    before = read_state(large)
    retry_run(run=run)
    while advance_run(run_id=run.pk):
        pass
    assert RunChunk.objects.filter(run=run, state="failed").exists()
    assert read_state(large).scores != before.scores


def test_two_conditions_are_kept_beside_each_other(large: Benchmark) -> None:
    make_output(Question.objects.earliest("pk"), BAD, "", condition="链式 思考")
    score_all(large)
    wanted = ("vanilla", "链式 思考")
    first = [kept_statuses(large, condition, exact=True).value for condition in wanted]
    with CaptureQueriesContext(connection) as queries:
        assert [kept_statuses(large, condition).value for condition in wanted] == first
    assert grouped(queries) == 0
    assert first[0] != first[1]


@pytest.mark.django_db(transaction=True)
def test_of_two_requests_at_once_one_reads() -> None:
    benchmark = make_choice_benchmark(1)
    read: list[int] = []
    began, go_on = threading.Event(), threading.Event()
    values: list[int] = []

    def slow() -> int:
        read.append(1)
        began.set()
        assert go_on.wait(10)
        return len(read)

    def ask() -> None:
        values.append(keep_read(benchmark, "slow", None, slow).value)
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    threads[0].start()
    assert began.wait(10)
    threads[1].start()
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert values == [1, 1]
