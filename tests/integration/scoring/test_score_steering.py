"""Pausing, resuming, cancelling and retrying a run by command."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from annotation.models import Question
from scoring.management.commands.score import ACTS, ACTS_FROM
from scoring.metrics.registry import METRICS, Metric
from scoring.models import Score, ScoringRun
from scoring.services.runs import plan_run, request_run
from scoring.workflow import OWNERS, RUN_TRANSITIONS
from tests.factories import make_output, make_question
from tests.integration.scoring.worlds import GOOD, make_choice_benchmark, score_all

pytestmark = pytest.mark.django_db
State = ScoringRun.State


def steer(*arguments: object) -> dict[str, Any]:
    out = StringIO()
    call_command("score", *map(str, arguments), "--json", stdout=out)
    return dict(json.loads(out.getvalue()))


@pytest.fixture
def run() -> ScoringRun:
    run = request_run(benchmark=make_choice_benchmark(2))
    plan_run(run=run)
    return run


def test_a_paused_run_is_resumed_and_worked_to_its_end(run: ScoringRun) -> None:
    assert steer("--pause", run.pk)["state"] == "paused"
    assert not Score.objects.exists()
    found = steer("--resume", run.pk, "--wait")
    assert (found["state"], found["n_scored"]) == ("finished", 4)


def test_resuming_without_waiting_leaves_the_work_to_a_worker(run: ScoringRun) -> None:
    steer("--pause", run.pk)
    assert steer("--resume", run.pk)["state"] == "running"


def test_a_cancelled_run_stays_cancelled(run: ScoringRun) -> None:
    assert steer("--cancel", run.pk)["state"] == "cancelled"
    with pytest.raises(CommandError, match=r"is cancelled; it cannot resume\. Nothing changes it any more"):
        steer("--resume", run.pk)


def test_a_failed_run_is_retried_once_its_cause_is_gone() -> None:
    benchmark = make_choice_benchmark(1)
    broken = make_question(benchmark, "Q-b", reference="Z", answer="Z")
    make_output(broken, GOOD)
    run = score_all(benchmark)
    with pytest.raises(CommandError, match=rf"score --retry {run.pk}"):
        steer("--retry", run.pk, "--wait")
    Question.objects.filter(pk=broken.pk).update(answer="B")
    assert steer("--retry", run.pk, "--wait")["state"] == "finished"


def test_a_failed_run_that_no_retry_can_help_is_cancelled(
    run: ScoringRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    steer("--pause", run.pk)
    monkeypatch.setitem(METRICS, "accuracy", Metric("accuracy", "accuracy-next"))
    with pytest.raises(CommandError) as refused:
        steer("--resume", run.pk, "--wait")
    assert "cancel the run" in str(refused.value)
    assert f"score --cancel {run.pk}" in str(refused.value)
    assert steer("--cancel", run.pk)["state"] == "cancelled"


def test_a_refusal_says_what_the_state_allows(run: ScoringRun) -> None:
    with pytest.raises(
        CommandError, match=r"is running; it cannot retry\. It can be told to cancel or pause"
    ):
        steer("--retry", run.pk)
    run.refresh_from_db()
    assert run.state == State.RUNNING


@pytest.mark.parametrize("act", ACTS)
def test_a_run_that_does_not_exist_is_named_with_those_that_do(act: str, run: ScoringRun) -> None:
    with pytest.raises(CommandError, match=rf"There is no run 999\. The newest are: {run.pk}\."):
        steer(f"--{act}", 999)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--pause", "1", "--benchmark", "Choice"], "not allowed with"),
        (["--pause", "1", "--resume", "1"], "not allowed with"),
        ([], "one of the arguments"),
        (["--pause", "1", "--scenario", "BKT"], "--scenario belongs to a new run"),
        (["--cancel", "1", "--wait"], "nothing to wait for"),
        (["--retry", "first"], "invalid int"),
    ],
)
def test_what_makes_no_sense_together_is_refused(arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        steer(*arguments)


@pytest.mark.parametrize("state", RUN_TRANSITIONS)
@pytest.mark.parametrize("act", ACTS)
def test_every_state_takes_the_acts_of_the_table_and_no_other(act: str, state: str, run: ScoringRun) -> None:
    ScoringRun.objects.filter(pk=run.pk).update(state=state)
    allowed = {ACTS_FROM[state, to] for to in RUN_TRANSITIONS[state] if (state, to) in ACTS_FROM}
    if act in allowed:
        assert steer(f"--{act}", run.pk)["state"] != state
    else:
        with pytest.raises(CommandError, match=f"is {state}; it cannot {act}"):
            steer(f"--{act}", run.pk)


def test_every_state_that_waits_for_a_person_can_be_moved_by_command() -> None:
    assert {state for state, owner in OWNERS.items() if owner == "lead"} <= {state for state, _ in ACTS_FROM}
