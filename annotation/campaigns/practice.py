"""How far a practice answer is from the expert's. Pure.

Only two levels have a distance: "not applicable" and a missing answer are neither near nor far.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotation.campaigns.judgements import NOT_APPLICABLE

Answer = float | str | None


@dataclass(frozen=True, slots=True)
class MeanGap:
    """Mean absolute difference in levels over ``n`` answers; NaN when there is none."""

    mean: float
    n: int


def level_gap(own: Answer, expert: Answer) -> float | None:
    """Levels between the two; None where one of them is no level."""
    if own is None or expert is None or NOT_APPLICABLE in (own, expert):
        return None
    return abs(float(own) - float(expert))


def mean_gaps(
    answers: Iterable[tuple[Mapping[str, Answer], Mapping[str, Answer]]], dimensions: Iterable[str]
) -> dict[str, MeanGap]:
    """Per dimension, over pairs of (own values, expert's values)."""
    pairs = list(answers)
    return {code: _mean(_gaps(pairs, code)) for code in dimensions}


def _gaps(pairs: Iterable[tuple[Mapping[str, Answer], Mapping[str, Answer]]], code: str) -> list[float]:
    gaps = (level_gap(own.get(code), expert.get(code)) for own, expert in pairs)
    return [gap for gap in gaps if gap is not None]


def _mean(gaps: list[float]) -> MeanGap:
    return MeanGap(sum(gaps) / len(gaps) if gaps else math.nan, len(gaps))
