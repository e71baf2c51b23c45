"""Ratings as tables: long (one value a row, importable again) and wide (one rating a row).

Raters stand under their random pseudonym of this campaign, dates are cut to the day in the site's zone,
comments are left out unless they are asked for: free text is where people name patients and each other.
What is not known is empty: 0 is a number.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.timezone import localtime

from annotation.selectors import NOT_APPLICABLE, RatingRecord

LONG = (
    "question_id",
    "model",
    "rater",
    "dimension",
    "value",
    "condition",
    "scenario",
    "seconds",
    "rated_at",
    "purpose",
)
REGULAR = "regular"


def long_columns(*, with_comments: bool) -> list[str]:
    return [*LONG, "comment"] if with_comments else [*LONG]


def long_rows(
    records: Iterable[RatingRecord], dimensions: Sequence[str], *, with_comments: bool
) -> Iterator[dict[str, Any]]:
    for record in records:
        shared = _shared(record, with_comments=with_comments)
        for dimension in dimensions:
            if dimension in record.values:
                yield shared | {"dimension": dimension, "value": shown(record.values[dimension])}


def wide_columns(dimensions: Sequence[str], *, with_comments: bool) -> list[str]:
    fixed = ["question_id", "model", "condition", "scenario", "rater", "purpose", *dimensions]
    fixed += ["harm", "flagged", "revision", "language", "seconds", "rated_at"]
    return [*fixed, "comment", "harm_note"] if with_comments else fixed


def wide_rows(
    records: Iterable[RatingRecord], dimensions: Sequence[str], *, with_comments: bool
) -> Iterator[dict[str, Any]]:
    for record in records:
        row = _shared(record, with_comments=with_comments)
        row |= {dimension: shown(record.values.get(dimension)) for dimension in dimensions}
        row |= {
            "harm": record.harm,
            "flagged": None if record.flagged is None else int(record.flagged),
            "revision": record.revision,
            "language": record.language,
        }
        yield row | ({"harm_note": record.harm_note} if with_comments else {})


def shown(value: float | str | None) -> Any:
    """A whole number without its ``.0``; "not applicable" in the form the import reads."""
    if value == NOT_APPLICABLE:
        return "N/A"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _shared(record: RatingRecord, *, with_comments: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "question_id": record.question_key,
        "model": record.language_model,
        "rater": record.rater,
        "condition": record.condition,
        "scenario": record.scenario,
        "seconds": None if record.active_seconds is None else round(record.active_seconds, 1),
        "rated_at": None if record.rated_at is None else localtime(record.rated_at).date().isoformat(),
        "purpose": record.purpose,
    }
    return row | {"comment": record.comment} if with_comments else row
