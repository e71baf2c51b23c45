"""Outputs over which workers end, hang or take too long: each is named, and the others are scored."""

import re
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import Max
from django.utils import timezone
from pytest_django import Settings

from annotation.models import Benchmark, Output, Question
from scoring.metrics.opentext import spoken_text
from scoring.metrics.registry import score_output
from scoring.metrics.scored import QuestionContent, ScoredOutput
from scoring.models import RunChunk, Score, ScoringRun
from scoring.selectors.runs import run_progress
from scoring.services.chunks import MAX_ATTEMPTS, claim_chunk, claimable_chunks
from scoring.services.isolation import MAX_IN_VAIN, GivenUpError, check_hope
from scoring.services.runs import plan_run, request_run, retry_run, settle_run
from scoring.services.scores import score_chunk
from scoring.services.work import advance_run
from tests.factories import make_output
from tests.integration.scoring.worlds import make_choice_benchmark, make_mixed_benchmark, score_all

pytestmark = pytest.mark.django_db
SLOW = "慢" * 3
CATASTROPHE = re.compile(r"(慢+)+$")


@pytest.fixture
def benchmark() -> Benchmark:
    made = make_choice_benchmark(3)
    make_output(Question.objects.earliest("pk"), "第三", SLOW)
    return made


@pytest.fixture
def culprit(benchmark: Benchmark) -> Output:
    return Output.objects.get(text=SLOW)


def stumble(monkeypatch: pytest.MonkeyPatch, over_slow: Callable[[], None]) -> None:
    """Have the scorer do that over the slow text; others are scored as ever."""
    real = score_output

    def score(question: QuestionContent, text: str | None, metric: str = "") -> ScoredOutput:
        if text == SLOW:
            over_slow()
        return real(question, text, metric)

    monkeypatch.setattr("scoring.services.scores.score_output", score)


def work_with_dying_workers(run: ScoringRun, dies_over: Callable[[RunChunk], bool]) -> int:
    """Take chunk after chunk; over some the worker ends without a word. How many have ended."""
    plan_run(run=run)
    ended = 0
    while run.state == ScoringRun.State.RUNNING:
        chunk = claim_chunk(run_id=run.pk)
        if chunk is None:
            settle_run(run_id=run.pk)
            run.refresh_from_db()
        elif dies_over(chunk):
            ended += 1
            end_leases()
        else:
            score_chunk(chunk=chunk)
    return ended


def end_leases() -> None:
    RunChunk.objects.filter(state="running").update(lease_until=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize(
    "over_slow",
    [lambda: time.sleep(20), lambda: CATASTROPHE.match("慢" * 60 + "!")],
    ids=["sleep", "regular expression"],
)
def test_an_output_that_takes_too_long_is_interrupted_and_the_rest_is_scored(
    over_slow: Callable[[], None],
    culprit: Output,
    benchmark: Benchmark,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
) -> None:
    settings.WORK_LEASE_SECONDS = 1
    stumble(monkeypatch, over_slow)
    run = score_all(benchmark)
    assert run.state == ScoringRun.State.FAILED
    failed = run.chunks.get()
    assert failed.attempts == 1
    assert failed.error.startswith(f"output {culprit.pk}:\nThe output took longer than the 0.5 seconds")
    score = Score.objects.get(status="error")
    assert (score.output, score.value) == (culprit, 0)
    assert score.details["traceback"].startswith("The output took longer than the 0.5 seconds")
    assert Score.objects.exclude(status="error").count() == 6


def test_an_open_text_that_takes_too_long_to_read_is_found_out(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    benchmark = make_mixed_benchmark()
    settings.WORK_LEASE_SECONDS = 1
    real = spoken_text

    def read(text: str | None) -> object:
        if text == "天气很好。":
            time.sleep(20)
        return real(text)

    monkeypatch.setattr("scoring.services.scores.spoken_text", read)
    run = score_all(benchmark, scenario="WTD")
    assert run.state == ScoringRun.State.FAILED
    assert "took longer than" in Score.objects.get(status="error").details["traceback"]
    assert Score.objects.filter(metric="similarity").exclude(status="error").count() == 3


def test_an_output_that_ends_every_worker_is_named_and_the_rest_is_scored(
    culprit: Output, benchmark: Benchmark
) -> None:
    run = request_run(benchmark=benchmark)
    ended = work_with_dying_workers(run, lambda chunk: culprit.pk in chunk.output_ids)
    assert ended == 2 * MAX_ATTEMPTS
    assert run.state == ScoringRun.State.FAILED
    failed = run.chunks.get(state="failed")
    assert failed.output_ids == [culprit.pk]
    score = Score.objects.get(status="error")
    for words in (failed.error, score.details["traceback"]):
        assert words.startswith(
            f"The scoring of output {culprit.pk} was begun {MAX_ATTEMPTS} times by itself"
        )
        assert "the worker ended, or took longer than the 60 seconds" in words
    assert (score.output, score.value, score.run) == (culprit, 0, run)
    assert Score.objects.exclude(status="error").count() == 6
    progress = run_progress(run)
    assert (progress.n_planned, progress.n_done, progress.n_failed) == (7, 6, 1)


def test_the_named_output_is_scored_by_a_retry_once_its_cause_is_gone(
    culprit: Output, benchmark: Benchmark
) -> None:
    run = request_run(benchmark=benchmark)
    work_with_dying_workers(run, lambda chunk: culprit.pk in chunk.output_ids)
    retry_run(run=run)
    advance_run(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == ScoringRun.State.FINISHED
    assert not Score.objects.filter(status="error").exists()


def test_who_comes_back_to_a_chunk_that_was_taken_apart_writes_nothing(benchmark: Benchmark) -> None:
    run = request_run(benchmark=benchmark)
    plan_run(run=run)
    for _ in range(MAX_ATTEMPTS):
        slow = claim_chunk(run_id=run.pk)
        assert slow is not None
        end_leases()
    assert claim_chunk(run_id=run.pk) is None
    assert advance_run(run_id=run.pk)
    assert run.chunks.filter(n_outputs=1).count() == 7
    assert not advance_run(run_id=run.pk)
    assert slow is not None
    score_chunk(chunk=slow)
    assert Score.objects.count() == 7


def test_who_comes_back_before_a_chunk_is_taken_apart_brings_it_to_its_end(benchmark: Benchmark) -> None:
    run = request_run(benchmark=benchmark)
    plan_run(run=run)
    RunChunk.objects.update(attempts=MAX_ATTEMPTS - 1)
    slow = claim_chunk(run_id=run.pk)
    assert slow is not None
    assert not advance_run(run_id=run.pk)
    score_chunk(chunk=slow)
    advance_run(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == ScoringRun.State.FINISHED


def test_untried_chunks_go_before_those_that_were_begun_in_vain(settings: Settings) -> None:
    settings.SCORING_CHUNK_SIZE = 2
    run = request_run(benchmark=make_choice_benchmark(3))
    plan_run(run=run)
    taken = []
    for _ in range(4):
        chunk = claim_chunk(run_id=run.pk)
        assert chunk is not None
        taken.append(chunk.position)
        end_leases()
    assert taken == [0, 1, 2, 0]


def test_a_machine_on_which_every_worker_ends_is_not_asked_for_every_output(settings: Settings) -> None:
    settings.SCORING_CHUNK_SIZE = 60
    run = request_run(benchmark=make_choice_benchmark(60))
    plan_run(run=run)
    assert run.chunks.count() == 2

    def dies_over(chunk: RunChunk) -> bool:
        """Every worker that begins to score does; what is refused before that is not begun."""
        try:
            check_hope(chunk)
        except GivenUpError:
            return False
        return True

    ended = work_with_dying_workers(run, dies_over)
    assert run.state == ScoringRun.State.FAILED
    assert ended == (2 + MAX_IN_VAIN) * MAX_ATTEMPTS
    assert not claimable_chunks(run.pk).exists()
    assert Score.objects.filter(status="error").count() == Score.objects.count() == MAX_IN_VAIN
    whole = run.chunks.get(n_outputs=60)
    assert f"{MAX_IN_VAIN} others of this run had been in vain" in whole.error
    untried = run.chunks.filter(error__startswith="This output was not tried")
    assert untried.count() == 60 - MAX_IN_VAIN
    assert run.chunks.aggregate(last=Max("position"))["last"] < 2 + 60
