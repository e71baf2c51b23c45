"""How ranks depend on the weight of the human score.

Every overall score is linear in the weight w, so the ranks change only where two lines cross. Ranks are
therefore looked up at the ends, at every crossing and once between neighbours: the range is exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.ranking.inputs import FloatArray
from scoring.ranking.scores import TIE_TOLERANCE, competition_ranks


@dataclass(frozen=True, slots=True)
class Crossing:
    """A weight at which two models (indices) have the same overall score and change places."""

    weight: float
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class WeightRanks:
    """Best and worst rank of each model over w in [0, 1] (None: not ranked), and the crossings."""

    ranges: tuple[tuple[int, int] | None, ...]
    crossings: tuple[Crossing, ...]


def _find_crossings(automatic: FloatArray, human: FloatArray) -> tuple[Crossing, ...]:
    found = []
    for first, second in zip(*np.triu_indices(automatic.size, k=1), strict=True):
        start, end = automatic[first] - automatic[second], human[first] - human[second]
        parallel = not abs(end - start) > TIE_TOLERANCE
        if not parallel and min(start, end) <= TIE_TOLERANCE and max(start, end) >= -TIE_TOLERANCE:
            weight = float(np.clip(start / (start - end), 0.0, 1.0))
            found.append(Crossing(weight, int(first), int(second)))
    return tuple(sorted(found, key=lambda crossing: crossing.weight))


def rank_over_weights(automatic: FloatArray, human: FloatArray) -> WeightRanks:
    r"""Range of every model's rank when the human weight runs from 0 to 1.

    .. math:: overall_m(w) = (1 - w) \, overall_m(0) + w \, overall_m(1)

    Parameters
    ----------
    automatic, human : array, shape (n_models,)
        Overall scores at w = 0 and at w = 1, on 0-100. A model with a NaN in either is not ranked.

    Returns
    -------
    WeightRanks
        Ranges of competition ranks, and crossings in the order of their weight. Two models that are equal at
        every weight are tied and do not cross.

    Raises
    ------
    ValueError
        The shapes differ.

    Examples
    --------
    >>> result = rank_over_weights(np.array([60.0, 50.0]), np.array([40.0, 60.0]))
    >>> result.ranges, round(result.crossings[0].weight, 4)
    (((1, 2), (1, 2)), 0.3333)
    """
    if automatic.shape != human.shape or automatic.ndim != 1:
        raise ValueError(f"automatic and human must have one shape, got {automatic.shape} and {human.shape}")
    ranked = ~(np.isnan(automatic) | np.isnan(human))
    start, end = np.where(ranked, automatic, np.nan), np.where(ranked, human, np.nan)
    crossings = _find_crossings(start, end)
    knots = np.unique([0.0, *(crossing.weight for crossing in crossings), 1.0])
    points = np.concatenate([knots, (knots[1:] + knots[:-1]) / 2])
    ranks = np.stack([competition_ranks((1 - w) * start + w * end) for w in points])
    low, high = ranks.min(axis=0), ranks.max(axis=0)
    ranges = tuple(
        (int(low[model]), int(high[model])) if ranked[model] else None for model in range(ranked.size)
    )
    return WeightRanks(ranges, crossings)
