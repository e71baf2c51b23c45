"""Planning, filling, steering and repeating a run."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from annotation.models import Output, Question
from scoring.metrics.extraction.statuses import Status
from scoring.metrics.registry import METRICS, Metric, ScoredOutput
from scoring.models import Embedding, RunChunk, Score, ScoringRun
from scoring.selectors.runs import count_scored, neglected_runs, run_progress
from scoring.services import scorers
from scoring.services.chunks import Lease, LeaseLostError, claim_chunk, complete_chunk
from scoring.services.runs import cancel_run, pause_run, plan_run, request_run, resume_run, retry_run
from scoring.services.scores import score_chunk
from scoring.services.work import advance_run
from scoring.workflow import TransitionError
from tests.factories import make_output, make_question
from tests.integration.scoring.worlds import (
    BAD,
    GOOD,
    make_choice_benchmark,
    make_mixed_benchmark,
    score_all,
)

pytestmark = pytest.mark.django_db
State = ScoringRun.State


@pytest.fixture(autouse=True)
def small_chunks(settings: Settings) -> None:
    settings.SCORING_CHUNK_SIZE = 3


def planned_run(questions: int = 4) -> ScoringRun:
    run = request_run(benchmark=make_choice_benchmark(questions))
    plan_run(run=run)
    return run


def claim(run: ScoringRun) -> RunChunk:
    chunk = claim_chunk(run_id=run.pk)
    assert chunk is not None
    return chunk


def let_the_lease_run_out(chunk: RunChunk) -> None:
    RunChunk.objects.filter(pk=chunk.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_every_output_is_scored_by_the_metric_of_its_scenario_and_type() -> None:
    run = score_all(make_mixed_benchmark())
    assert run.state == State.FINISHED
    scores = Score.objects.exclude(metric="stance").select_related("question", "output__language_model")
    found = {
        (score.question.scenario, score.question.type, score.output.language_model.name): score
        for score in scores
    }
    assert {(key[0], key[1]): score.metric for key, score in found.items()} == {
        ("BKT", "choice"): "accuracy",
        ("FIT", "choice"): "accuracy",
        ("DS", "choice"): "accuracy",
        ("SSO", "sequencing"): "kendall_tau",
        ("KE", "open"): "rouge1",
        ("DS", "open"): "rouge1",
        ("WTD", "open"): "similarity",
    }
    assert all(score.value == pytest.approx(100) for key, score in found.items() if key[2] == GOOD)
    assert found["BKT", "choice", BAD].status == "refused"
    assert found["FIT", "choice", BAD].details["accepted_planted"] == 100
    assert found["SSO", "sequencing", BAD].details["validity"] == 0
    assert found["KE", "open", BAD].status == "empty"
    assert found["WTD", "open", BAD].value < 90


def test_a_score_keeps_the_place_in_the_text_that_decided() -> None:
    benchmark = make_choice_benchmark(1)
    score_all(benchmark)
    score = Score.objects.get(output__language_model__name=GOOD)
    start, end = score.details["span"]
    assert (score.output.text or "")[start:end].endswith("B")


def test_a_second_run_scores_nothing_and_encodes_nothing() -> None:
    benchmark = make_mixed_benchmark()
    score_all(benchmark)
    outputs, scores, vectors = Output.objects.count(), Score.objects.count(), Embedding.objects.count()
    again = score_all(benchmark)
    assert (again.state, again.n_outputs, again.n_unchanged) == (State.FINISHED, outputs, outputs)
    assert count_scored(again) == 0
    assert (Score.objects.count(), Embedding.objects.count()) == (scores, vectors)


def test_a_new_version_of_an_output_is_scored_and_the_old_score_stays() -> None:
    benchmark = make_choice_benchmark(1)
    score_all(benchmark)
    old = Output.objects.get(language_model__name=BAD)
    Output.objects.filter(pk=old.pk).update(superseded_by=old.imported_by)
    make_output(old.question, BAD, "答案：B", version=2)
    run = score_all(benchmark)
    assert (run.n_outputs, run.n_unchanged, count_scored(run)) == (2, 1, 1)
    assert Score.objects.filter(output=old).exists()


def test_a_new_version_of_a_scorer_scores_again_beside_the_old(monkeypatch: pytest.MonkeyPatch) -> None:
    benchmark = make_choice_benchmark(1)
    score_all(benchmark)
    monkeypatch.setitem(METRICS, "accuracy", Metric("accuracy", "accuracy-next"))
    run = score_all(benchmark)
    assert count_scored(run) == 2
    assert Score.objects.count() == 4


def test_filters_narrow_what_a_run_scores() -> None:
    benchmark = make_mixed_benchmark()
    run = score_all(benchmark, scenario="DS-open", language_model=GOOD)
    assert [score.metric for score in Score.objects.all()] == ["rouge1"]
    assert run.n_outputs == 1


def test_outputs_of_an_unpublished_import_are_not_scored() -> None:
    benchmark = make_choice_benchmark(1)
    question = Question.objects.get()
    writing = question.imported_by
    writing.pk, writing.state = None, "writing"
    writing.save()
    make_output(question, "未发布", "B", imported_by=writing)
    assert score_all(benchmark).n_outputs == 2


def test_a_benchmark_without_outputs_finishes_at_once() -> None:
    benchmark = make_choice_benchmark(0)
    assert score_all(benchmark).state == State.FINISHED


def test_asking_twice_before_the_plan_is_made_is_one_run() -> None:
    benchmark = make_choice_benchmark(1)
    assert request_run(benchmark=benchmark) == request_run(benchmark=benchmark)
    assert request_run(benchmark=benchmark, scenario="BKT") != request_run(benchmark=benchmark)


def test_baselines_come_from_the_references_alone() -> None:
    benchmark = make_mixed_benchmark()
    run = score_all(benchmark, scenario="WTD")
    assert set(run.baselines) == {"WTD"}
    assert -1 < run.baselines["WTD"] < 0.9
    make_output(Question.objects.filter(scenario="WTD").earliest("pk"), "另一", "完全不同。")
    assert score_all(benchmark).baselines == run.baselines


def test_one_output_that_breaks_a_scorer_does_not_take_the_others_with_it() -> None:
    benchmark = make_choice_benchmark(3)
    broken = make_question(benchmark, "Q-0b", reference="Z", answer="Z")
    make_output(broken, GOOD, "答案：B")
    run = score_all(benchmark)
    assert run.state == State.FAILED
    assert Score.objects.exclude(status="error").count() == 6
    score = Score.objects.get(status="error")
    assert (score.output.question, score.value) == (broken, 0)
    assert "reference 'Z'" in score.details["traceback"]
    failed = run.chunks.get(state="failed")
    assert f"output {score.output_id}" in failed.error


def test_what_no_database_takes_is_escaped_in_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_on_c(question: object, text: str, metric: str) -> ScoredOutput:
        if "C" in text:
            raise ValueError("cannot read \ud83d and \0")
        return ScoredOutput(100.0, Status.OK)

    monkeypatch.setattr("scoring.services.scores.score_output", fail_on_c)
    run = score_all(make_choice_benchmark(1))
    assert (run.state, Score.objects.filter(status="ok").count()) == (State.FAILED, 1)
    for kept in (Score.objects.get(status="error").details["traceback"], run.chunks.get().error):
        assert r"cannot read \ud83d and \x00" in kept


def test_what_no_database_takes_is_escaped_in_the_reason_of_a_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(metric: str) -> str:
        raise RuntimeError("no scorer \ud83d\0")

    run = planned_run(1)
    monkeypatch.setattr("scoring.services.scores.scorer_identity", fail)
    score_chunk(chunk=claim(run))
    assert r"no scorer \ud83d\x00" in run.chunks.get().error


def test_one_open_text_that_breaks_the_encoder_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    benchmark = make_mixed_benchmark()
    real = scorers.current_encoder()

    class Brittle:
        identity = real.identity

        def encode(self, texts: list[str]) -> object:
            if any("天气" in text for text in texts):
                raise ValueError("cannot encode the weather")
            return real.encode(texts)

    for module in ("scores", "embeddings", "scorers", "runs"):
        monkeypatch.setattr(f"scoring.services.{module}.current_encoder", Brittle)
    run = score_all(benchmark, scenario="WTD")
    assert run.state == State.FAILED
    assert Score.objects.filter(metric="similarity").exclude(status="error").count() == 3
    assert "cannot encode the weather" in Score.objects.get(status="error").details["traceback"]


def test_retrying_replaces_the_error_once_its_cause_is_gone() -> None:
    benchmark = make_choice_benchmark(1)
    broken = make_question(benchmark, "Q-b", reference="Z", answer="Z")
    make_output(broken, GOOD, "答案：B")
    run = score_all(benchmark)
    Question.objects.filter(pk=broken.pk).update(answer="B")
    retry_run(run=run)
    advance_run(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == State.FINISHED
    assert Score.objects.get(question=broken).value == 100
    assert Score.objects.count() == count_scored(run) == 3


def test_an_output_with_an_error_is_planned_again_by_the_next_run() -> None:
    benchmark = make_choice_benchmark(1)
    broken = make_question(benchmark, "Q-b", reference="Z", answer="Z")
    make_output(broken, GOOD, "答案：B")
    score_all(benchmark)
    Question.objects.filter(pk=broken.pk).update(answer="B")
    run = score_all(benchmark)
    assert (run.state, run.n_unchanged, count_scored(run)) == (State.FINISHED, 2, 1)


def test_an_encoder_that_is_not_there_fails_the_plan_with_the_reason(settings: Settings) -> None:
    settings.SIMILARITY_ENCODER = "nowhere"
    run = score_all(make_mixed_benchmark())
    assert run.state == State.FAILED
    assert run.error.startswith("The encoder cannot be had: encoder 'nowhere'")
    assert "Traceback" not in run.error
    assert not Score.objects.exists()
    settings.SIMILARITY_ENCODER = "light"
    retry_run(run=run)
    advance_run(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.error) == (State.FINISHED, "")


def test_chunks_planned_with_another_scorer_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    run = planned_run(1)
    monkeypatch.setitem(METRICS, "accuracy", Metric("accuracy", "accuracy-next"))
    score_chunk(chunk=claim(run))
    assert not Score.objects.exists()
    error = run.chunks.get().error
    assert error.startswith("This run was planned with the scorer 'accuracy-")
    assert "Traceback" not in error


def test_a_run_planned_with_another_scorer_is_cancelled_and_its_scores_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = planned_run(4)
    score_chunk(chunk=claim(run))
    monkeypatch.setitem(METRICS, "accuracy", Metric("accuracy", "accuracy-next"))
    advance_run(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == State.FAILED
    retry_run(run=run)
    advance_run(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == State.FAILED
    cancel_run(run=run)
    assert (run.state, Score.objects.count()) == (State.CANCELLED, 3)
    again = score_all(run.benchmark)
    assert (again.state, count_scored(again)) == (State.FINISHED, 8)


def test_a_run_that_could_not_be_planned_can_be_cancelled(settings: Settings) -> None:
    settings.SIMILARITY_ENCODER = "nowhere"
    run = score_all(make_mixed_benchmark())
    assert run.state == State.FAILED
    cancel_run(run=run)
    assert run.state == State.CANCELLED
    assert not advance_run(run_id=run.pk)


def test_progress_counts_the_outputs_of_chunks_that_ended() -> None:
    run = planned_run(4)
    assert run_progress(run).n_planned == 8
    score_chunk(chunk=claim(run))
    assert (run_progress(run).n_settled, run_progress(run).percent) == (3, 37.5)


def test_a_claimed_chunk_is_nobody_elses_until_its_lease_runs_out() -> None:
    run = planned_run(1)
    first = claim(run)
    assert claim_chunk(run_id=run.pk) is None
    let_the_lease_run_out(first)
    second = claim(run)
    assert (second.pk, second.attempts) == (first.pk, first.attempts + 1)


def test_a_worker_that_lost_its_lease_writes_nothing() -> None:
    run = planned_run(1)
    slow = claim(run)
    let_the_lease_run_out(slow)
    quick = claim(run)
    score_chunk(chunk=slow)
    assert not Score.objects.exists()
    with pytest.raises(LeaseLostError):
        complete_chunk(lease=Lease(slow), scores=[])
    score_chunk(chunk=quick)
    assert Score.objects.count() == 2


def test_a_lease_is_prolonged_while_work_goes_on(settings: Settings) -> None:
    settings.WORK_LEASE_SECONDS = 0
    lease = Lease(claim(planned_run(1)))
    settings.WORK_LEASE_SECONDS = 60
    lease.renewed_at -= 30
    lease.keep()
    lease.chunk.refresh_from_db()
    assert lease.chunk.lease_until is not None
    assert lease.chunk.lease_until > timezone.now() + timedelta(seconds=50)


def test_a_paused_run_gives_out_no_chunk_and_a_resumed_one_goes_on() -> None:
    run = planned_run(2)
    started = claim(run)
    pause_run(run=run)
    assert claim_chunk(run_id=run.pk) is None
    score_chunk(chunk=started)
    resume_run(run=run)
    advance_run(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == State.FINISHED
    assert Score.objects.count() == 4


def test_a_run_whose_last_chunk_ends_while_it_is_paused_finishes_on_resuming() -> None:
    run = planned_run(1)
    chunk = claim(run)
    pause_run(run=run)
    score_chunk(chunk=chunk)
    assert not advance_run(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == State.PAUSED
    resume_run(run=run)
    assert run.state == State.FINISHED


def test_a_cancelled_run_keeps_its_scores_and_cannot_go_on() -> None:
    run = planned_run(4)
    score_chunk(chunk=claim(run))
    cancel_run(run=run)
    assert not advance_run(run_id=run.pk)
    assert Score.objects.count() == 3
    for act in (pause_run, resume_run, retry_run, cancel_run):
        with pytest.raises(TransitionError):
            act(run=run)


def test_two_runs_over_the_same_outputs_score_each_of_them_once() -> None:
    benchmark = make_choice_benchmark(2)
    first, second = request_run(benchmark=benchmark), request_run(benchmark=benchmark, scenario="BKT")
    plan_run(run=first)
    plan_run(run=second)
    for run in (first, second):
        advance_run(run_id=run.pk)
        run.refresh_from_db()
        assert run.state == State.FINISHED
    assert Score.objects.count() == 4
    assert (count_scored(first), count_scored(second)) == (4, 0)


def test_runs_that_nobody_works_on_are_noticed() -> None:
    run = request_run(benchmark=make_choice_benchmark(2))
    assert neglected_runs() == [run.pk]
    plan_run(run=run)
    assert neglected_runs() == [run.pk]
    chunk = claim(run)
    assert neglected_runs() == []
    let_the_lease_run_out(chunk)
    assert neglected_runs() == [run.pk]
    pause_run(run=run)
    assert neglected_runs() == []


def test_a_run_that_is_gone_is_no_work() -> None:
    assert not advance_run(run_id=987654)
