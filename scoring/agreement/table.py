"""Ratings as arrays: a matrix `(n_units, n_raters)` with NaN for missing, and the counts per unit.

Most coefficients do not ask who gave a value, only how often a unit was given each value. Units with the same
counts are interchangeable, so they are merged into one pattern with a multiplicity.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.intp]


@dataclass(frozen=True)
class CountTable:
    """Counts of each value in each distinct pattern.

    Attributes
    ----------
    values : ndarray, shape (n_values,)
        Ascending.
    counts : ndarray, shape (n_patterns, n_values)
        Each pattern has at least one rating.
    units : ndarray, shape (n_patterns,)
        Number of units with this pattern.
    """

    values: FloatArray
    counts: FloatArray
    units: IntArray

    @property
    def sizes(self) -> FloatArray:
        """Ratings per unit, for each pattern."""
        return self.counts.sum(axis=1)

    @property
    def n_units(self) -> int:
        return int(self.units.sum())

    @property
    def has_overlap(self) -> bool:
        return bool((self.sizes >= 2).any())


def as_ratings(ratings: ArrayLike) -> FloatArray:
    """Return `ratings` as a float matrix (n_units, n_raters).

    Raises
    ------
    ValueError
        If it is not two-dimensional or holds an infinite value.
    """
    matrix = np.asarray(ratings, dtype=np.float64)
    if matrix.ndim != 2:
        raise ValueError(f"ratings must have two dimensions (units, raters), got shape {matrix.shape}")
    if np.isinf(matrix).any():
        raise ValueError("ratings must be finite or NaN, got an infinite value")
    return matrix


def rated_part(ratings: ArrayLike) -> FloatArray:
    """Return the matrix without units and raters that have no rating at all."""
    matrix = as_ratings(ratings)
    given = ~np.isnan(matrix)
    return matrix[given.any(axis=1)][:, given.any(axis=0)]


def value_domain(matrix: FloatArray, levels: Sequence[float] | None = None) -> FloatArray:
    """Return the ascending values a rating can take: the rubric's levels, or else those observed.

    Raises
    ------
    ValueError
        If a level is repeated or not finite, or a rating is none of the levels.
    """
    observed = np.unique(matrix[~np.isnan(matrix)])
    if levels is None:
        return observed
    domain = np.unique(np.asarray(levels, dtype=np.float64))
    if domain.size != len(levels) or not np.isfinite(domain).all():
        raise ValueError(f"levels must be finite and distinct, got {list(levels)}")
    strangers = observed[~np.isin(observed, domain)]
    if strangers.size:
        raise ValueError(f"ratings must be among the levels, got {strangers[0]:g}")
    return domain


def value_codes(matrix: FloatArray, values: FloatArray) -> IntArray:
    """Return the index of each rating in `values`, -1 where it is missing."""
    return np.where(np.isnan(matrix), -1, np.searchsorted(values, matrix))


def count_patterns(ratings: ArrayLike, levels: Sequence[float] | None = None) -> CountTable:
    """Count values per unit and merge units with equal counts; units without a rating are left out."""
    matrix = rated_part(ratings)
    values = value_domain(matrix, levels)
    codes = value_codes(matrix, values)
    counts = np.zeros((matrix.shape[0], values.size))
    unit, rater = np.nonzero(codes >= 0)
    np.add.at(counts, (unit, codes[unit, rater]), 1.0)
    if not counts.size:
        return CountTable(values, counts, np.zeros(0, dtype=np.intp))
    patterns, units = np.unique(counts, axis=0, return_counts=True)
    return CountTable(values, patterns, units.astype(np.intp))
