"""Krippendorff's alpha when units and raters are both resampled.

A rater drawn twice must not be paired with themselves: the copies agree fully, which biases alpha upwards. So
a rater has a weight, the number of times they were drawn, and only pairs of different raters count.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

from scoring.agreement.alpha import (
    Level,
    alpha_from_disagreement,
    centred_midranks,
    check_level,
    fixed_distances,
)
from scoring.agreement.table import FloatArray, IntArray, rated_part, value_codes, value_domain

# Floats held by one block of draws.
_BLOCK = 2_000_000


@dataclass(frozen=True)
class RatingPatterns:
    """Distinct rows of a rating matrix: units that every rater rated alike are interchangeable.

    Attributes
    ----------
    values : ndarray, shape (n_values,)
        Ascending.
    codes : ndarray, shape (n_patterns, n_raters)
        Index in `values`, -1 for a missing rating.
    units : ndarray, shape (n_patterns,)
        Number of units with this pattern.
    """

    values: FloatArray
    codes: IntArray
    units: IntArray


def rating_patterns(ratings: ArrayLike) -> RatingPatterns:
    """Merge units with equal rows; units and raters without a rating are left out."""
    matrix = rated_part(ratings)
    values = value_domain(matrix)
    codes = value_codes(matrix, values)
    if not codes.size:
        return RatingPatterns(values, codes, np.zeros(0, dtype=np.intp))
    patterns, units = np.unique(codes, axis=0, return_counts=True)
    return RatingPatterns(values, patterns, units.astype(np.intp))


def alpha_of_rater_draws(
    patterns: RatingPatterns, unit_draws: ArrayLike, rater_draws: ArrayLike, level: Level
) -> FloatArray:
    r"""Alpha of many resamples of the same units and raters.

    With :math:`w_r` the times rater r was drawn and W their sum over the raters present in a unit, each
    ordered pair of different raters r and s adds, for the values that they gave the unit,

    .. math:: \frac{W}{W^2 - \sum_r w_r^2} w_r w_s

    coincidences, times the number of times the unit was drawn. Alpha follows from the coincidences as in
    `krippendorff_alpha`; with all weights 1 it is the same.

    Parameters
    ----------
    patterns : RatingPatterns
        Distinct rating rows.
    unit_draws : array_like, shape (n_draws, n_patterns)
        How often each pattern occurs in each draw.
    rater_draws : array_like, shape (n_draws, n_raters)
        How often each rater occurs in each draw.
    level : {"nominal", "ordinal", "interval", "ratio"}
        Level of measurement.

    Returns
    -------
    ndarray, shape (n_draws,)
        A unit left with one different rater is skipped. NaN where no unit is left or only one value.

    Raises
    ------
    ValueError
        If `level` is unknown, or a value is negative on a ratio scale.

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability, section D, for alpha from
    coincidences; the weights are this project's.

    Examples
    --------
    >>> patterns = rating_patterns([[1, 1, 2], [2, 2, 2], [3, 3, 1]])
    >>> raters = [[1, 1, 1], [2, 1, 0], [3, 0, 0]]
    >>> alpha_of_rater_draws(patterns, [[1, 1, 1]] * 3, raters, "ordinal").round(4)
    array([0.0772, 1.    ,    nan])
    """
    check_level(level, patterns.values)
    units, raters = (np.asarray(draws, dtype=np.float64) for draws in (unit_draws, rater_draws))
    width = max(patterns.codes.shape[0], patterns.codes.shape[1] * patterns.values.size, 1)
    step = max(1, _BLOCK // width)
    blocks = [
        _alpha_block(patterns, units[i : i + step], raters[i : i + step], level)
        for i in range(0, len(units), step)
    ]
    return np.concatenate(blocks) if blocks else np.zeros(0)


def _alpha_block(patterns: RatingPatterns, units: FloatArray, raters: FloatArray, level: Level) -> FloatArray:
    present = (patterns.codes >= 0).astype(np.float64)
    total = raters @ present.T
    pairs = total**2 - raters**2 @ present.T
    # W^2 = sum w^2 exactly when one rater is left: these are whole numbers.
    factor = np.divide(units * total, pairs, out=np.zeros_like(total), where=pairs > 0)
    value_totals = _value_totals(patterns, factor, total, raters)
    if level == "ordinal":
        observed = _rank_disagreement(patterns, factor, total, raters, centred_midranks(value_totals))
    else:
        observed = _fixed_disagreement(patterns, factor, raters, fixed_distances(patterns.values, level))
    return alpha_from_disagreement(observed, value_totals, patterns.values, level)


def _value_totals(
    patterns: RatingPatterns, factor: FloatArray, total: FloatArray, raters: FloatArray
) -> FloatArray:
    """Coincidences per value: rater r adds factor * w_r (W - w_r) to the value that they gave a unit."""
    n_patterns, n_raters = patterns.codes.shape
    n_values = patterns.values.size
    row, rater = np.nonzero(patterns.codes >= 0)
    column = rater * n_values + patterns.codes[row, rater]
    given = csr_array((np.ones(row.size), (row, column)), shape=(n_patterns, n_raters * n_values))
    shape = (len(raters), n_raters, n_values)
    linear = np.asarray((factor * total) @ given).reshape(shape)
    square = np.asarray(factor @ given).reshape(shape)
    weight = raters[:, :, np.newaxis]
    coincidences: FloatArray = weight * linear - weight**2 * square
    return coincidences.sum(axis=1)


def _rank_disagreement(
    patterns: RatingPatterns, factor: FloatArray, total: FloatArray, raters: FloatArray, ranks: FloatArray
) -> FloatArray:
    """Sum of squared rank differences over pairs, by sums of ranks and of their squares within units."""
    linear, square = np.zeros_like(total), np.zeros_like(total)
    for rater, codes in enumerate(patterns.codes.T):
        weighted = np.where(codes >= 0, ranks[:, codes], 0.0)
        linear += raters[:, [rater]] * weighted
        square += raters[:, [rater]] * weighted**2
    return (factor * 2 * (total * square - linear**2)).sum(axis=1)


def _fixed_disagreement(
    patterns: RatingPatterns, factor: FloatArray, raters: FloatArray, distances: FloatArray
) -> FloatArray:
    """Sum of a metric over pairs, by one sum over units for every two raters."""
    n_patterns, n_raters = patterns.codes.shape
    first, second = patterns.codes[:, :, np.newaxis], patterns.codes[:, np.newaxis, :]
    apart = np.where((first >= 0) & (second >= 0), distances[first, second], 0.0)
    by_pair = (factor @ apart.reshape(n_patterns, -1)).reshape(-1, n_raters, n_raters)
    return np.einsum("dr,drs,ds->d", raters, by_pair, raters)
