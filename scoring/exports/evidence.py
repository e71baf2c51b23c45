"""Marked passages as a table, one a row: which words of output or case a level rests on.

Positions alone say it to whoever holds the texts; the words themselves are left out unless they are asked
for, as comments are.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from annotation.selectors import RatingRecord

COLUMNS = (
    "question_id",
    "model",
    "condition",
    "scenario",
    "rater",
    "purpose",
    "dimension",
    "part",
    "start",
    "end",
    "text_id",
)


def columns(*, with_quotes: bool) -> list[str]:
    return [*COLUMNS, "quote"] if with_quotes else [*COLUMNS]


def evidence_rows(records: Iterable[RatingRecord], *, with_quotes: bool) -> Iterator[dict[str, Any]]:
    for record in records:
        shared = {
            "question_id": record.question_key,
            "model": record.language_model,
            "condition": record.condition,
            "scenario": record.scenario,
            "rater": record.rater,
            "purpose": record.purpose,
        }
        for passage in record.evidence:
            yield shared | _placed(passage) | ({"quote": passage["quote"]} if with_quotes else {})


def _placed(passage: dict[str, Any]) -> dict[str, Any]:
    lost = bool(passage.get("lost"))
    return {
        "dimension": passage["dimension"],
        "part": passage["part"],
        "start": None if lost else passage["start"],
        "end": None if lost else passage["end"],
        "text_id": None if lost else passage["of"],
    }
