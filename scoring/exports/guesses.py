"""Guesses at who wrote what: one row for each output that a clinician was asked about.

Raters stand under their random pseudonym of this campaign, dates are cut to the day in the site's zone. An
empty guess is "cannot say", or no answer where the date is empty too; both count alike.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.timezone import localtime

from annotation.selectors import Campaign, guess_records

COLUMNS = ("question_id", "model", "condition", "scenario", "rater", "guess", "guessed_on")


def guess_rows(campaign: Campaign) -> Iterator[dict[str, Any]]:
    for record in guess_records(campaign):
        yield {
            "question_id": record.question_key,
            "model": record.language_model,
            "condition": record.condition,
            "scenario": record.scenario,
            "rater": record.rater,
            "guess": record.guess,
            "guessed_on": localtime(record.guessed_at).date().isoformat() if record.guessed_at else None,
        }
