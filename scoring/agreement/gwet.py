"""Gwet's AC1 and AC2, which keep their value where ratings crowd into one category."""

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from scoring.agreement.outcome import Coefficient, Reason
from scoring.agreement.table import CountTable, FloatArray, count_patterns

Weights = Literal["identity", "ordinal", "quadratic"]
WEIGHTS: tuple[Weights, ...] = get_args(Weights)


def gwet_ac(
    ratings: ArrayLike, levels: Sequence[float] | None = None, weights: Weights = "ordinal"
) -> Coefficient:
    r"""Gwet's agreement coefficient: AC1 with identity weights, AC2 with any other.

    .. math:: AC_2 = \frac{p_a - p_e}{1 - p_e}, \quad
        p_a = \frac{1}{n'} \sum_{i: r_i \ge 2} \sum_k \frac{r_{ik} (r^*_{ik} - 1)}{r_i (r_i - 1)}, \quad
        p_e = \frac{T_w}{q (q - 1)} \sum_k \pi_k (1 - \pi_k)

    with :math:`r_{ik}` the raters who put unit i into category k, :math:`r^*_{ik} = \sum_l w_{kl} r_{il}`,
    :math:`\pi_k` the mean over units of :math:`r_{ik} / r_i`, :math:`T_w` the sum of all weights, q the
    number of categories and :math:`n'` the units with two or more ratings.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters)
        NaN is missing. Units with one rating count in :math:`\pi_k` alone.
    levels : sequence of float, optional
        The rubric's levels, which are the categories whether used or not; by default those observed.
    weights : {"identity", "ordinal", "quadratic"}
        See `category_weights`.

    Returns
    -------
    Coefficient
        At most 1; 0 is agreement by chance. Undefined without a unit that has two ratings, or with one
        category. With two or more levels it is defined (and 1) when all ratings are equal.

    Raises
    ------
    ValueError
        If `weights` is unknown, `levels` are not distinct, or a rating is none of them.

    References
    ----------
    Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th ed., chapter 2 (AC1, missing ratings) and
    chapter 3 (AC2). Gwet, K. L. (2008). British Journal of Mathematical and Statistical Psychology 61, 29-48.

    Examples
    --------
    >>> nan = float("nan")
    >>> round(gwet_ac([[1, 1, nan], [2, 3, 2], [3, 3, 3], [1, 1, 2]], levels=[1, 2, 3]).value, 4)
    0.7103
    """
    table = count_patterns(ratings, levels)
    if not table.has_overlap:
        return Coefficient.undefined(Reason.NO_OVERLAP)
    if table.values.size < 2:
        return Coefficient.undefined(Reason.ONE_CATEGORY if levels is None else Reason.ONE_LEVEL)
    return Coefficient(float(gwet_of_draws(table, table.units[np.newaxis], weights)[0]))


def gwet_of_draws(table: CountTable, multiplicities: ArrayLike, weights: Weights) -> FloatArray:
    """AC1 or AC2 of many resamples of the same units.

    Parameters
    ----------
    table : CountTable
        Distinct count patterns over two or more categories.
    multiplicities : array_like, shape (n_draws, n_patterns)
        How often each pattern occurs in each draw.
    weights : {"identity", "ordinal", "quadratic"}
        See `category_weights`.

    Returns
    -------
    ndarray, shape (n_draws,)
        By the formula of `gwet_ac`; NaN where a draw has no unit with two ratings.

    Raises
    ------
    ValueError
        If `weights` is unknown or there are fewer than two categories.

    Examples
    --------
    >>> table = count_patterns([[1, 1], [1, 2], [2, 2]])
    >>> gwet_of_draws(table, [[1, 1, 1]], "identity").round(4)
    array([0.3333])
    """
    if table.values.size < 2:
        raise ValueError(f"table must have two or more categories, got {table.values.size}")
    draws = np.asarray(multiplicities, dtype=np.float64)
    matrix = category_weights(table.values, weights)
    sizes, n_categories = table.sizes, table.values.size
    pairable = sizes >= 2
    pairs = (sizes * (sizes - 1))[pairable]
    agreement = (table.counts * (table.counts @ matrix - 1)).sum(axis=1)[pairable] / pairs
    n_pairable = draws[:, pairable].sum(axis=1)
    observed = np.full(len(draws), np.nan)
    np.divide(draws[:, pairable] @ agreement, n_pairable, out=observed, where=n_pairable > 0)
    # A draw without any unit is one without a pairable unit: its NaN is already in `observed`.
    shares = draws @ (table.counts / sizes[:, np.newaxis]) / np.maximum(draws.sum(axis=1), 1)[:, np.newaxis]
    by_chance = matrix.sum() / (n_categories * (n_categories - 1)) * (shares * (1 - shares)).sum(axis=1)
    return (observed - by_chance) / (1 - by_chance)


def category_weights(values: ArrayLike, weights: Weights) -> FloatArray:
    r"""Agreement weights between categories, 1 on the diagonal.

    identity: 0 elsewhere. ordinal: :math:`1 - \binom{|k - l| + 1}{2} / \binom{q}{2}` by the ranks k and l.
    quadratic: :math:`1 - (x_k - x_l)^2 / (x_{max} - x_{min})^2` by the values.

    Parameters
    ----------
    values : array_like, shape (n_categories,)
        Ascending values of the categories, two or more.
    weights : {"identity", "ordinal", "quadratic"}
        Kind of weights.

    Returns
    -------
    ndarray, shape (n_categories, n_categories)
        Between 0 and 1.

    Raises
    ------
    ValueError
        If `weights` is unknown.

    References
    ----------
    Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th ed., chapter 3.

    Examples
    --------
    >>> category_weights([1, 2, 3], "quadratic")
    array([[1.  , 0.75, 0.  ],
           [0.75, 1.  , 0.75],
           [0.  , 0.75, 1.  ]])
    """
    x = np.asarray(values, dtype=np.float64)
    if weights == "identity":
        return np.eye(x.size)
    if weights == "quadratic":
        return 1 - ((x[:, np.newaxis] - x[np.newaxis, :]) / (x.max() - x.min())) ** 2
    if weights == "ordinal":
        distance = np.abs(np.subtract.outer(np.arange(x.size), np.arange(x.size)))
        return 1 - distance * (distance + 1) / (x.size * (x.size - 1))
    raise ValueError(f"weights must be one of {', '.join(WEIGHTS)}, got {weights!r}")
