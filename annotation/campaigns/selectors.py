"""Reading campaigns and ratings. Only the current revision of a submitted assignment is a rating."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotation.campaigns.judgements import NOT_APPLICABLE
from annotation.campaigns.models import Assignment, Campaign, Rating, RatingValue


@dataclass(frozen=True, slots=True)
class RatingRow:
    """One value as given: ``value`` is None where it is missing or not applicable."""

    unit_id: int
    question_id: int | None
    question_key: str
    case_id: str
    scenario: str
    language_model: str
    condition: str
    rater_id: int
    dimension: str
    value: float | None


_ROW_FIELDS = (
    "rating__assignment__unit_id",
    "rating__assignment__unit__question_id",
    "rating__assignment__unit__question_key",
    "rating__assignment__unit__question__case_id",
    "rating__assignment__unit__scenario",
    "rating__assignment__unit__language_model__name",
    "rating__assignment__unit__condition",
    "rating__assignment__rater_id",
    "dimension__code",
    "value",
)


def ratings_for_campaign(campaign: Campaign) -> Iterator[RatingRow]:
    """Every current value of the campaign's regular assignments, in a stable order."""
    values = (
        RatingValue.objects.filter(
            rating__current_for__isnull=False,
            rating__assignment__unit__campaign=campaign,
            rating__assignment__purpose=Assignment.Purpose.REGULAR,
        )
        .order_by("rating__assignment__unit_id", "rating__assignment__rater_id", "dimension__position")
        .values_list(*_ROW_FIELDS)
    )
    for row in values.iterator(chunk_size=5000):
        unit, question, key, case, *rest = row
        yield RatingRow(unit, question, key, case or "", *rest)


@dataclass(frozen=True, slots=True)
class RatingRecord:
    """One current rating whole, as an export needs it. ``values`` holds a number, ``"na"`` or None.

    What nobody was asked or measured is None: harm and flag of an imported rating, a time that is not known.
    """

    question_key: str
    scenario: str
    language_model: str
    condition: str
    rater: str
    purpose: str
    revision: int
    language: str
    harm: str | None
    flagged: bool | None
    comment: str
    harm_note: str
    active_seconds: float | None
    rated_at: datetime | None
    values: dict[str, float | str | None]
    # Marked passages as ``passages`` stores them.
    evidence: list[dict[str, Any]]


def rating_records(campaign: Campaign) -> Iterator[RatingRecord]:
    """Current ratings of every purpose, in an order that says nothing about when they were given.

    Raters come under their pseudonym of this campaign.
    """
    ratings = (
        Rating.objects.filter(current_for__isnull=False, assignment__unit__campaign=campaign)
        .select_related("assignment__unit__language_model", "assignment__rater")
        .prefetch_related("values__dimension")
        .order_by(
            "assignment__unit__scenario",
            "assignment__unit__question_key",
            "assignment__unit__language_model__name",
            "assignment__unit__condition",
            "assignment__rater__pseudonym",
            "assignment__purpose",
        )
    )
    for rating in ratings.iterator(chunk_size=2000):
        yield _record(rating)


def _record(rating: Rating) -> RatingRecord:
    unit, rater = rating.assignment.unit, rating.assignment.rater
    asked_elsewhere = rating.imported_by_id is not None
    return RatingRecord(
        question_key=unit.question_key,
        scenario=unit.scenario,
        language_model=unit.language_model.name,
        condition=unit.condition,
        rater=rater.pseudonym,
        purpose=rating.assignment.purpose,
        revision=rating.revision,
        language=rating.language,
        harm=None if asked_elsewhere else rating.harm,
        flagged=None if asked_elsewhere else rating.flagged,
        comment=rating.comment,
        harm_note=rating.harm_note,
        active_seconds=rating.active_seconds or None,
        rated_at=rating.rated_at,
        values=given_values(rating),
        evidence=rating.evidence,
    )


def given_values(rating: Rating) -> dict[str, float | str | None]:
    """Values by dimension, of a rating whose ``values__dimension`` have been read."""
    return {
        row.dimension.code: NOT_APPLICABLE if row.not_applicable else row.value for row in rating.values.all()
    }
