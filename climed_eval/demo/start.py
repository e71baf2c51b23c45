"""The demo's clinicians have been through the guided start, each with answers of her own."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from annotation.models import Campaign, PracticeAnswer, Rater, WorkedCase


def give_start(*, campaign: Campaign, plan: dict[str, Any], at: datetime) -> None:
    """Started ``at``, with the practice answers of the plan. Who has started stays as she is."""
    levels = {row["username"]: row["practice"] for row in plan["raters"]}
    cases = list(campaign.rubric.worked_cases.filter(use=WorkedCase.Use.PRACTICE))
    codes = list(campaign.rubric.dimensions.values_list("code", flat=True))
    for rater in campaign.raters.filter(started_at=None, label__in=levels):
        PracticeAnswer.objects.bulk_create(
            _answers(rater, cases, codes, levels[rater.label], at), ignore_conflicts=True
        )
        rater.started_at = at
        rater.save(update_fields=["started_at"])


def _answers(
    rater: Rater, cases: list[WorkedCase], codes: list[str], levels: list[list[float | str]], at: datetime
) -> Iterator[PracticeAnswer]:
    for case, row in zip(cases, levels, strict=False):
        values = dict(zip(codes, row, strict=True))
        yield PracticeAnswer(rater=rater, worked_case=case, values=values, answered_at=at)
