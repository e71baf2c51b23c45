"""Automatic scores of the rated outputs, one row per output and metric, with the scorer that made each."""

from collections.abc import Iterator
from typing import Any

from annotation.selectors import Campaign
from scoring.models import Score

COLUMNS = (
    "question_id",
    "model",
    "condition",
    "scenario",
    "metric",
    "score",
    "status",
    "answer",
    "scorer",
)


def score_rows(campaign: Campaign) -> Iterator[dict[str, Any]]:
    scores = (
        Score.objects.filter(output__units__campaign=campaign)
        .order_by(
            "output__units__scenario", "output__units__question_key", "output__units__language_model__name"
        )
        .values_list(
            "output__units__question_key",
            "output__units__language_model__name",
            "output__units__condition",
            "output__units__scenario",
            "metric",
            "value",
            "status",
            "answer",
            "scorer",
            "output__units__campaign",
        )
    )
    for *row, owner in scores.iterator(chunk_size=2000):
        if owner == campaign.pk:
            yield dict(zip(COLUMNS, row, strict=True))
