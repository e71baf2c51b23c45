"""Percent agreement and prevalence: how often raters agree, and how often each value is given."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from scoring.agreement.outcome import Coefficient, Reason
from scoring.agreement.table import count_patterns


@dataclass(frozen=True)
class LevelShare:
    """The share of all ratings that have this value, in [0, 1]."""

    level: float
    share: float


def percent_agreement(ratings: ArrayLike) -> Coefficient:
    r"""Agreeing pairs of raters per unit, averaged over units.

    .. math:: p = \frac{1}{n'} \sum_{i: r_i \ge 2} \frac{\sum_k r_{ik} (r_{ik} - 1)}{r_i (r_i - 1)}

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters)
        NaN is missing. A unit with fewer than two ratings does not count.

    Returns
    -------
    Coefficient
        In [0, 1], not corrected for chance. Undefined without a unit that has two ratings.

    Raises
    ------
    ValueError
        If `ratings` is not a matrix or holds an infinite value.

    References
    ----------
    Fleiss, J. L. (1971). Psychological Bulletin 76, 378-382, equation 2; for missing ratings, Gwet, K. L.
    (2014). Handbook of Inter-Rater Reliability, 4th ed., chapter 2.

    Examples
    --------
    >>> percent_agreement([[1, 1, 1], [1, 1, 2], [3, float("nan"), float("nan")]]).value.__round__(4)
    0.6667
    """
    table = count_patterns(ratings)
    if not table.has_overlap:
        return Coefficient.undefined(Reason.NO_OVERLAP)
    pairable = table.sizes >= 2
    counts, sizes, units = table.counts[pairable], table.sizes[pairable], table.units[pairable]
    agreeing = (counts * (counts - 1)).sum(axis=1) / (sizes * (sizes - 1))
    return Coefficient(float(np.average(agreeing, weights=units)))


def prevalence(ratings: ArrayLike, levels: Sequence[float] | None = None) -> tuple[LevelShare, ...]:
    """Share of each level among all ratings.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters)
        NaN is missing and not counted.
    levels : sequence of float, optional
        The rubric's levels, reported also where unused; by default those observed.

    Returns
    -------
    tuple of LevelShare
        In ascending order of the levels; empty when there are no ratings.

    Raises
    ------
    ValueError
        If `levels` are not distinct, or a rating is none of them.

    Examples
    --------
    >>> [(x.level, x.share) for x in prevalence([[1, 1], [1, 3]], levels=[1, 2, 3])]
    [(1.0, 0.75), (2.0, 0.0), (3.0, 0.25)]
    """
    table = count_patterns(ratings, levels)
    totals = table.units @ table.counts
    if not totals.sum():
        return ()
    shares = totals / totals.sum()
    return tuple(LevelShare(float(v), float(s)) for v, s in zip(table.values, shares, strict=True))
