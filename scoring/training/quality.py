"""Alignment and uniformity of an encoder's vectors.

Two numbers that fall, or at least do not rise together, when contrastive training helps. Both are about
the sphere of unit vectors; neither needs labels beyond which two vectors belong together.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Pairs of rows looked at together, so that memory stays bounded.
BLOCK = 512


def alignment(first: ArrayLike, second: ArrayLike) -> float:
    """Mean squared distance between the unit vectors of positive pairs.

        L = mean_i |u_i - v_i|^2 = mean_i (2 - 2 cos(u_i, v_i))

    Parameters
    ----------
    first, second : (n, d) vectors of the two halves of n positive pairs; they need not be normalised.

    Returns
    -------
    float
        In [0, 4], lower is nearer; NaN without any pair.

    Raises
    ------
    ValueError
        When the shapes differ, are not (n, d), or a vector is zero or not finite.

    References
    ----------
    Wang and Isola (2020), Understanding Contrastive Representation Learning through Alignment and
    Uniformity on the Hypersphere, ICML, section 4.1.1, with exponent 2.

    Examples
    --------
    >>> alignment([[1, 0], [0, 2]], [[3, 0], [1, 0]])
    1.0
    """
    u, v = _unit(first, "first"), _unit(second, "second")
    if u.shape != v.shape:
        raise ValueError(f"first {u.shape} and second {v.shape} differ in shape")
    return float(((u - v) ** 2).sum(axis=1).mean()) if len(u) else math.nan


def uniformity(vectors: ArrayLike) -> float:
    """Logarithm of the mean Gaussian potential between different rows' unit vectors.

        L = log mean_{i < j} exp(-2 |u_i - u_j|^2)

    Parameters
    ----------
    vectors : (n, d) vectors of n different texts; they need not be normalised.

    Returns
    -------
    float
        In [-8, 0]; 0 when all vectors are one, lower is spread more evenly. NaN with fewer than two rows.

    Raises
    ------
    ValueError
        When the shape is not (n, d), or a vector is zero or not finite.

    References
    ----------
    Wang and Isola (2020), section 4.1.2, with t = 2.

    Examples
    --------
    >>> uniformity([[1, 0], [-1, 0]])
    -8.0
    """
    u = _unit(vectors, "vectors")
    n = len(u)
    if n < 2:
        return math.nan
    total = sum(_potential(u, start) for start in range(0, n, BLOCK))
    # The sum runs over ordered pairs and holds each row with itself, whose potential is 1.
    return min(0.0, math.log(max(total - n, math.exp(-8) * n * (n - 1)) / (n * (n - 1))))


def _potential(u: NDArray[np.float64], start: int) -> float:
    squared = np.clip(2 - 2 * (u[start : start + BLOCK] @ u.T), 0, 4)
    rows = np.arange(len(squared))
    squared[rows, start + rows] = 0
    return float(np.exp(-2 * squared).sum())


def _unit(values: ArrayLike, name: str) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 2:
        raise ValueError(f"{name} must be (n, d), got shape {array.shape}")
    lengths = np.linalg.norm(array, axis=1, keepdims=True)
    if not (np.isfinite(lengths) & (lengths > 0)).all():
        raise ValueError(f"{name} has a row that is zero or not finite")
    return array / lengths
