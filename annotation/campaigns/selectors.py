"""Reading campaigns and ratings. Only the current revision of a submitted assignment is a rating."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotation.campaigns.models import Assignment, Campaign, RatingValue


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
