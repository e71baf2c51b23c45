"""Questions damaged in the database: their outputs fail with a traceback, the rest of the chunk is scored."""

from typing import Any

import pytest
from django.test import Client

from annotation.models import Question
from scoring.models import Score, ScoringRun
from scoring.services.runs import plan_run, request_run, retry_run
from scoring.services.work import advance_run
from tests.factories import make_output
from tests.integration.scoring.worlds import GOOD, make_mixed_benchmark

pytestmark = pytest.mark.django_db
DAMAGE: dict[str, tuple[str, dict[str, Any]]] = {
    "a letter that is no option": ("BKT", {"answer": "Z", "reference": "Z"}),
    "an order that is none": ("SSO", {"reference": "DDDD"}),
    "an order that is gone": ("SSO", {"reference": ""}),
    "options that are no options": ("BKT", {"options": ["甲", "乙"]}),
}


def work_on(run: ScoringRun) -> None:
    while advance_run(run_id=run.pk):
        pass
    run.refresh_from_db()


@pytest.mark.parametrize(("scenario", "damage"), DAMAGE.values(), ids=DAMAGE)
def test_what_a_damaged_question_spoils_is_isolated_and_scored_once_mended(
    scenario: str, damage: dict[str, Any], lead_client: Client
) -> None:
    benchmark = make_mixed_benchmark()
    damaged = Question.objects.get(scenario=scenario)
    for number in range(2):
        twin = Question.objects.get(pk=damaged.pk)
        twin.pk, twin.external_id = None, f"twin-{number}"
        twin.save()
        make_output(twin, GOOD, "B")
    run = request_run(benchmark=benchmark, scenario=scenario)
    plan_run(run=run)
    whole = {name: getattr(damaged, name) for name in damage}
    Question.objects.filter(pk=damaged.pk).update(**damage)
    work_on(run)

    assert run.state == ScoringRun.State.FAILED
    failed = Score.objects.filter(status="error")
    assert {score.question_id for score in failed} == {damaged.pk}
    assert all("Traceback" in score.details["traceback"] for score in failed)
    assert Score.objects.exclude(status="error").count() == 2
    page = lead_client.get(f"/scoring/runs/{run.pk}/").content.decode()
    assert f"output {failed[0].output_id}:" in page

    Question.objects.filter(pk=damaged.pk).update(**whole)
    retry_run(run=run)
    work_on(run)
    assert run.state == ScoringRun.State.FINISHED
    assert Score.objects.count() == Score.objects.values("output").distinct().count() == 4
    assert not Score.objects.filter(status="error").exists()
