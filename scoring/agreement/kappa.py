"""Cohen's kappa of every two raters, over the units that both have rated."""

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from scoring.agreement.outcome import Coefficient, Reason
from scoring.agreement.table import FloatArray, as_ratings

KappaWeights = Literal["identity", "quadratic"]


@dataclass(frozen=True)
class PairKappa:
    """Kappa of two raters, named by their columns in the rating matrix, over the `n` units they share."""

    raters: tuple[int, int]
    n: int
    kappa: Coefficient


def cohen_kappa(first: ArrayLike, second: ArrayLike, weights: KappaWeights = "quadratic") -> Coefficient:
    r"""Weighted kappa of two raters who rated the same units.

    .. math:: \kappa_w = 1 - \frac{\frac{1}{n} \sum_i d(x_i, y_i)}{\frac{1}{n^2} \sum_{i,j} d(x_i, y_j)}

    with the disagreement :math:`d(x, y) = (x - y)^2` (quadratic, by the values: a gap in the scale counts
    whether or not somebody used the levels in it) or :math:`[x \ne y]` (identity).

    Parameters
    ----------
    first, second : array_like, shape (n_units,)
        Ratings paired by unit. A unit that lacks either (NaN) is left out.
    weights : {"identity", "quadratic"}
        Kind of disagreement.

    Returns
    -------
    Coefficient
        In [-1, 1]. Undefined with fewer than two shared units, and when both raters gave one same value only.

    Raises
    ------
    ValueError
        If the shapes differ or `weights` is unknown.

    References
    ----------
    Cohen, J. (1968). Psychological Bulletin 70, 213-220 (the form with disagreement weights).

    Examples
    --------
    >>> round(cohen_kappa([1, 2, 3, 3, 5], [1, 2, 3, 5, 5]).value, 4)
    0.8214
    """
    x, y = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if x.shape != y.shape or x.ndim != 1:
        raise ValueError(f"first and second must be vectors of one length, got {x.shape} and {y.shape}")
    if weights not in ("identity", "quadratic"):
        raise ValueError(f"weights must be identity or quadratic, got {weights!r}")
    shared = ~(np.isnan(x) | np.isnan(y))
    x, y = x[shared], y[shared]
    if x.size < 2:
        return Coefficient.undefined(Reason.FEW_COMMON_UNITS)
    values = np.unique(np.concatenate([x, y]))
    if values.size < 2:
        return Coefficient.undefined(Reason.ONE_CATEGORY)
    if weights == "quadratic":
        observed = float(((x - y) ** 2).mean())
        by_chance = float(x.var() + y.var() + (x.mean() - y.mean()) ** 2)
    else:
        observed = float((x != y).mean())
        by_chance = 1 - float((_shares(x, values) * _shares(y, values)).sum())
    return Coefficient(1 - observed / by_chance)


def _shares(x: FloatArray, values: FloatArray) -> FloatArray:
    return np.bincount(np.searchsorted(values, x), minlength=values.size) / x.size


def pairwise_kappa(ratings: ArrayLike, weights: KappaWeights = "quadratic") -> tuple[PairKappa, ...]:
    """Kappa of every two raters who have rated anything, in the order of the columns.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters)
        NaN is missing.
    weights : {"identity", "quadratic"}
        See `cohen_kappa`, whose formula and degenerate cases apply to each pair.

    Returns
    -------
    tuple of PairKappa
        Each with the number of shared units; empty with fewer than two raters.

    Raises
    ------
    ValueError
        If `ratings` is not a matrix, holds an infinite value, or `weights` is unknown.

    Examples
    --------
    >>> [(p.raters, p.n, p.kappa.value) for p in pairwise_kappa([[1, 1], [2, 2], [3, 3]])]
    [((0, 1), 3, 1.0)]
    """
    matrix = as_ratings(ratings)
    given = ~np.isnan(matrix)
    raters = np.flatnonzero(given.any(axis=0)).tolist()
    return tuple(
        PairKappa(
            raters=(a, b),
            n=int((given[:, a] & given[:, b]).sum()),
            kappa=cohen_kappa(matrix[:, a], matrix[:, b], weights),
        )
        for a, b in combinations(raters, 2)
    )
