"""Krippendorff's alpha at four levels of measurement, for one sample or for many bootstrap draws at once."""

from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from scoring.agreement.outcome import Coefficient, Reason
from scoring.agreement.table import CountTable, FloatArray, count_patterns

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: tuple[Level, ...] = get_args(Level)

# Floats held by one block of draws: keeps the working set near 16 MB whatever the number of draws.
_BLOCK = 2_000_000


def krippendorff_alpha(ratings: ArrayLike, level: Level = "ordinal") -> Coefficient:
    r"""Krippendorff's alpha.

    .. math:: \alpha = 1 - \frac{D_o}{D_e} = 1 - (n - 1) \frac
        {\sum_u \frac{1}{m_u - 1} \sum_{c,k} n_{uc} n_{uk} \delta^2_{ck}}
        {\sum_{c,k} n_c n_k \delta^2_{ck}}

    with :math:`n_{uc}` the number of raters who gave value c to unit u, :math:`m_u` the ratings of unit u,
    and :math:`n_c`, :math:`n` the pairable ratings of value c and in all. The metric
    :math:`\delta^2_{ck}` is 0 or 1 (nominal), :math:`(\sum_{g=c}^{k} n_g - (n_c + n_k)/2)^2` (ordinal),
    :math:`(c - k)^2` (interval), or :math:`((c - k)/(c + k))^2` (ratio, 0 for two zeros).

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters)
        NaN is missing. A unit with fewer than two ratings cannot be paired and does not count.
    level : {"nominal", "ordinal", "interval", "ratio"}
        Level of measurement.

    Returns
    -------
    Coefficient
        At most 1 (full agreement); 0 is agreement by chance; below 0 is systematic disagreement.
        Undefined without a unit that has two ratings, when all pairable ratings are equal, and for negative
        values on a ratio scale.

    Raises
    ------
    ValueError
        If `level` is unknown, `ratings` is not a matrix or holds an infinite value.

    References
    ----------
    Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability. University of Pennsylvania, section D
    (any metric, any number of observers, missing data).

    Examples
    --------
    >>> nan = float("nan")
    >>> ratings = [[1, 1, nan, 1], [2, 2, 3, 2], [3, 3, 3, 3], [1, 2, 3, 4], [nan, 5, 5, 5]]
    >>> round(krippendorff_alpha(ratings, "ordinal").value, 4)
    0.6971
    """
    table = count_patterns(ratings)
    if level == "ratio" and (table.values < 0).any():
        return Coefficient.undefined(Reason.NEGATIVE_RATIO)
    value = float(alpha_of_draws(table, table.units[np.newaxis], level)[0])
    if np.isnan(value):
        return Coefficient.undefined(Reason.ONE_CATEGORY if table.has_overlap else Reason.NO_OVERLAP)
    return Coefficient(value)


def alpha_of_draws(table: CountTable, multiplicities: ArrayLike, level: Level) -> FloatArray:
    """Alpha of many resamples of the same units.

    Parameters
    ----------
    table : CountTable
        Distinct count patterns.
    multiplicities : array_like, shape (n_draws, n_patterns)
        How often each pattern occurs in each draw.
    level : {"nominal", "ordinal", "interval", "ratio"}
        Level of measurement.

    Returns
    -------
    ndarray, shape (n_draws,)
        NaN where a draw has no pairable ratings or only one value among them.

    Raises
    ------
    ValueError
        If `level` is unknown, or a value is negative on a ratio scale.

    Notes
    -----
    The same formula as `krippendorff_alpha`. The ordinal metric is the squared difference of mid-ranks, so
    the pairs of a unit need no matrix of values by values: over m values, the sum over all ordered pairs
    of squared differences is 2 (m sum x^2 - (sum x)^2).

    Examples
    --------
    >>> table = count_patterns([[1, 1], [1, 2], [2, 2]])
    >>> alpha_of_draws(table, [[1, 1, 1], [3, 0, 0]], "nominal").round(4)
    array([0.4444,    nan])
    """
    draws = np.asarray(multiplicities, dtype=np.float64)
    check_level(level, table.values)
    width = max(table.counts.shape[0], table.values.size, 1)
    step = max(1, _BLOCK // width)
    blocks = [_alpha_block(table, draws[i : i + step], level) for i in range(0, len(draws), step)]
    return np.concatenate(blocks) if blocks else np.zeros(0)


def check_level(level: str, values: FloatArray) -> None:
    """Raise ValueError for a level that is unknown or does not suit the values."""
    if level not in LEVELS:
        raise ValueError(f"level must be one of {', '.join(LEVELS)}, got {level!r}")
    if level == "ratio" and (values < 0).any():
        raise ValueError(f"ratings on a ratio scale must not be negative, got {values.min():g}")


def fixed_distances(values: FloatArray, level: Level) -> FloatArray:
    """Squared metric between all values, (n_values, n_values), where it does not depend on the counts."""
    difference = values[:, np.newaxis] - values[np.newaxis, :]
    if level == "nominal":
        return (difference != 0).astype(np.float64)
    if level == "interval":
        return difference**2
    total = values[:, np.newaxis] + values[np.newaxis, :]
    return np.divide(difference, total, out=np.zeros_like(difference), where=total != 0) ** 2


def centred_midranks(value_totals: FloatArray) -> FloatArray:
    """Mid-rank of each value minus the mean rank, per draw; shape (n_draws, n_values)."""
    total = value_totals.sum(axis=1, keepdims=True)
    return np.cumsum(value_totals, axis=1) - value_totals / 2 - total / 2


def alpha_from_disagreement(
    observed: FloatArray, value_totals: FloatArray, values: FloatArray, level: Level
) -> FloatArray:
    """1 - (n - 1) observed / expected per draw, NaN where fewer than two values remain."""
    expected = expected_disagreement(value_totals, values, level)
    defined = ((value_totals > 0).sum(axis=1) >= 2) & (expected > 0)
    ratio = np.full(observed.shape, np.nan)
    np.divide((value_totals.sum(axis=1) - 1) * observed, expected, out=ratio, where=defined)
    return 1 - ratio


def expected_disagreement(value_totals: FloatArray, values: FloatArray, level: Level) -> FloatArray:
    """Sum over all ordered pairs of values of n_c n_k times the metric, per draw."""
    if level == "ordinal":
        # Mid-ranks have mean zero here, so that the second term of the pair sum vanishes.
        return 2 * value_totals.sum(axis=1) * (value_totals * centred_midranks(value_totals) ** 2).sum(axis=1)
    return ((value_totals @ fixed_distances(values, level)) * value_totals).sum(axis=1)


def _alpha_block(table: CountTable, draws: FloatArray, level: Level) -> FloatArray:
    pairable = table.sizes >= 2
    counts, sizes, draws = table.counts[pairable], table.sizes[pairable], draws[:, pairable]
    value_totals = draws @ counts
    per_unit = draws / (sizes - 1)
    if level == "ordinal":
        ranks = centred_midranks(value_totals)
        pair_sums = 2 * (sizes * (ranks**2 @ counts.T) - (ranks @ counts.T) ** 2)
        observed = (per_unit * pair_sums).sum(axis=1)
    else:
        observed = per_unit @ ((counts @ fixed_distances(table.values, level)) * counts).sum(axis=1)
    return alpha_from_disagreement(observed, value_totals, table.values, level)
