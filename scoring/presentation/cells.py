"""What tables have in common: numbers to a place, intervals, and which score of a scenario is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DASH = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"


def place(value: float | None, places: int = 1) -> str:
    """A number to some places, or a dash; a 0 is a number, and no number is minus nought."""
    if value is None:
        return DASH
    return f"{round(value, places) + 0.0:.{places}f}".replace("-", MINUS)


def interval(pair: list[float] | None, places: int = 1) -> str:
    return "" if pair is None else f"[{place(pair[0], places)}, {place(pair[1], places)}]"


def rank_interval(row: Mapping[str, Any]) -> str:
    """The ranks that the tests leave open; on a board without tests the rank itself."""
    if row["rank"] is None:
        return DASH
    first, last = row["rank_interval"] or (row["rank"], row["rank"])
    return f"{first}" if first == last else f"{first}{DASH}{last}"


def shown_score(cell: Mapping[str, Any], human_weight: float | None) -> tuple[str, float | None]:
    """The score that enters the means: combined where there are both and the weight is not 0."""
    if human_weight and cell["combined"] is not None:
        return "combined", cell["combined"]
    return "automatic", cell["automatic"]


def shown_columns(document: Mapping[str, Any]) -> list[str]:
    """The scenarios for which anybody has a number."""
    return [
        code
        for code in document["scenarios"]
        if any(row["scenarios"][code]["automatic"] is not None for row in document["rows"])
    ]


def rated_columns(document: Mapping[str, Any]) -> list[str]:
    return [
        code
        for code in document["scenarios"]
        if any(row["scenarios"][code]["human"] is not None for row in document["rows"])
    ]
