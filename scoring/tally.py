"""The score of one model in one scenario, from a tally: how often each value occurs.

Outputs with the same value are interchangeable, so a bootstrap over questions is a multinomial draw over
the distinct values. Most metrics take only a few: two for an accuracy, one per number of inversions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.ranking.bootstrap import percentile_interval, wilson_interval

DRAWS = 1000


@dataclass(frozen=True, slots=True)
class TallySummary:
    """Mean with its uncertainty, all in points; NaN where undefined."""

    score: float
    se: float
    low: float
    high: float


UNDEFINED = TallySummary(float("nan"), float("nan"), float("nan"), float("nan"))


def summarise_tally(
    values: NDArray[np.float64],
    counts: NDArray[np.int64],
    *,
    binary: bool,
    rng: np.random.Generator,
    draws: int = DRAWS,
) -> TallySummary:
    r"""Mean, standard error and 95 % interval of tallied scores.

    .. math:: \bar x = \frac{1}{n} \sum_v c_v v, \quad
              se = \sqrt{\frac{\sum_v c_v (v - \bar x)^2}{n (n - 1)}}, \quad n = \sum_v c_v

    Parameters
    ----------
    values : array, shape (n_values,)
        Distinct scores, 0-100 (a correlation from -100). The absent output of a model that has others is a
        0 and counted by the caller; nothing is missing here.
    counts : array of int, shape (n_values,)
        How many questions have each of them.
    binary : bool
        Whether a score can only be 0 or 100: an interval at either edge is then Wilson's, since resampling
        gives it no width.
    rng : numpy.random.Generator
        Source of the draws.
    draws : int
        Number of bootstrap draws.

    Returns
    -------
    TallySummary
        The interval is the percentile bootstrap over questions. All NaN without a question; `se` is NaN with
        one question, and so is the interval unless it is Wilson's.

    Raises
    ------
    ValueError
        Shapes differ or a count is negative.

    Notes
    -----
    Multinomial form of the bootstrap: Efron and Tibshirani (1993), *An Introduction to the Bootstrap*,
    section 5.6. Wilson (1927), *JASA* 22, 209-212. Questions count as independent: within one scenario a
    case occurs once. A board, which compares scenarios, resamples shared cases together.

    Examples
    --------
    >>> summary = summarise_tally(np.array([0.0, 100.0]), np.array([2, 6]), binary=True,
    ...                           rng=np.random.default_rng(1))
    >>> summary.score, round(summary.se, 4)
    (75.0, 16.3663)
    """
    if values.shape != counts.shape or values.ndim != 1:
        raise ValueError(f"values and counts must be of one length, got {values.shape} and {counts.shape}")
    if (counts < 0).any():
        raise ValueError(f"counts must not be negative, got {counts.min()}")
    n = int(counts.sum())
    if n == 0:
        return UNDEFINED
    score = float(values @ counts / n)
    spread = float(counts @ np.square(values - score))
    se = (spread / (n * (n - 1))) ** 0.5 if n > 1 else float("nan")
    low, high = _interval(values, counts, score, binary=binary, rng=rng, draws=draws)
    return TallySummary(score, se, low, high)


def _interval(
    values: NDArray[np.float64],
    counts: NDArray[np.int64],
    score: float,
    *,
    binary: bool,
    rng: np.random.Generator,
    draws: int,
) -> tuple[float, float]:
    n = int(counts.sum())
    if binary and score in (0.0, 100.0):
        low, high = wilson_interval(score / 100, n)
        return 100 * low, 100 * high
    if n == 1:
        # Redrawing one question gives the same question: no interval, not one of width 0.
        return float("nan"), float("nan")
    return percentile_interval(rng.multinomial(n, counts / n, size=draws) @ values / n)
