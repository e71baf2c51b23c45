"""Bootstrap intervals for alpha and AC, for two different questions.

*These raters*: how far would the coefficient move with other units, judged by the same people? Units are
resampled. *Raters like these*: and with other people of the same kind? Units and raters are resampled.

Units with the same counts (or the same row) are interchangeable, so that a draw is one multinomial over
distinct patterns: the same distribution as drawing units one by one. Units without any rating are no part of
the sample.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from scoring.agreement.alpha import Level, alpha_of_draws, krippendorff_alpha
from scoring.agreement.gwet import Weights, gwet_ac, gwet_of_draws
from scoring.agreement.outcome import Interval, Note, Reason
from scoring.agreement.rater_draws import alpha_of_rater_draws, rating_patterns
from scoring.agreement.table import FloatArray, IntArray, count_patterns

# From here on the raters drawn are enough to stand for others like them.
ENOUGH_RATERS = 10


def alpha_these_raters(
    ratings: ArrayLike, level: Level, rng: np.random.Generator, draws: int = 1000
) -> Interval:
    """Interval for Krippendorff's alpha with the raters fixed: units resampled with replacement.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters)
        NaN is missing.
    level : {"nominal", "ordinal", "interval", "ratio"}
        Level of measurement.
    rng : numpy.random.Generator
        Source of the draws.
    draws : int
        Number of resamples.

    Returns
    -------
    Interval
        Percentile 95 % over the defined draws. Undefined where alpha is, for the same reason.

    Raises
    ------
    ValueError
        As `krippendorff_alpha`, and if `draws` is below 1.

    References
    ----------
    Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman & Hall, chapter 13.

    Examples
    --------
    >>> x = [[1, 1], [2, 2], [3, 3], [4, 5], [5, 5], [2, 1], [3, 2], [4, 4]]
    >>> found = alpha_these_raters(x, "ordinal", np.random.default_rng(1))
    >>> found.low < krippendorff_alpha(x, "ordinal").value < found.high
    True
    """
    _check_draws(draws)
    alpha = krippendorff_alpha(ratings, level)
    if alpha.reason is not None:
        return _undefined(alpha.reason, draws)
    table = count_patterns(ratings)
    return percentile_interval(alpha_of_draws(table, _draw_units(table.units, rng, draws), level))


def alpha_raters_like_these(
    ratings: ArrayLike, level: Level, rng: np.random.Generator, draws: int = 1000
) -> Interval:
    """Interval for Krippendorff's alpha with other raters of the same kind: units and raters resampled.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters)
        NaN is missing.
    level : {"nominal", "ordinal", "interval", "ratio"}
        Level of measurement.
    rng : numpy.random.Generator
        Source of the draws.
    draws : int
        Number of resamples.

    Returns
    -------
    Interval
        Percentile 95 % over the defined draws; a draw of one rater only is undefined, half of them when there
        are two. With fewer than 10 raters it covers too little and carries a note. Undefined where alpha is.

    Raises
    ------
    ValueError
        As `krippendorff_alpha`, and if `draws` is below 1.

    References
    ----------
    Owen, A. B. (2007). The pigeonhole bootstrap. Annals of Applied Statistics 1, 386-411, for resampling both
    factors of a crossed design; the weights of raters are those of `alpha_of_rater_draws`.

    Examples
    --------
    >>> x = [[1, 1, 2], [2, 2, 2], [3, 3, 1], [4, 5, 4], [5, 5, 5], [2, 1, 1], [3, 2, 3], [4, 4, 3]]
    >>> found = alpha_raters_like_these(x, "ordinal", np.random.default_rng(1))
    >>> found.note is Note.FEW_RATERS, found.undefined > 0
    (True, True)
    """
    _check_draws(draws)
    alpha = krippendorff_alpha(ratings, level)
    if alpha.reason is not None:
        return _undefined(alpha.reason, draws)
    patterns = rating_patterns(ratings)
    n_raters = patterns.codes.shape[1]
    units = _draw_units(patterns.units, rng, draws)
    raters = rng.multinomial(n_raters, np.full(n_raters, 1 / n_raters), size=draws)
    note = Note.FEW_RATERS if n_raters < ENOUGH_RATERS else None
    return percentile_interval(alpha_of_rater_draws(patterns, units, raters, level), note)


def gwet_these_raters(
    ratings: ArrayLike,
    levels: Sequence[float] | None,
    weights: Weights,
    rng: np.random.Generator,
    draws: int = 1000,
) -> Interval:
    """Interval for Gwet's AC with the raters fixed: units resampled with replacement.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters)
        NaN is missing.
    levels : sequence of float or None
        The rubric's levels; None takes those observed in all the ratings, also in draws that lack one.
    weights : {"identity", "ordinal", "quadratic"}
        See `category_weights`.
    rng : numpy.random.Generator
        Source of the draws.
    draws : int
        Number of resamples.

    Returns
    -------
    Interval
        Percentile 95 % over the defined draws. Undefined where AC is, for the same reason.

    Raises
    ------
    ValueError
        As `gwet_ac`, and if `draws` is below 1.

    References
    ----------
    Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman & Hall, chapter 13.

    Examples
    --------
    >>> x = [[1, 1], [2, 2], [3, 3], [4, 5], [5, 5], [2, 1], [3, 2], [4, 4]]
    >>> found = gwet_these_raters(x, [1, 2, 3, 4, 5], "ordinal", np.random.default_rng(1))
    >>> found.low < gwet_ac(x, [1, 2, 3, 4, 5], "ordinal").value < found.high
    True
    """
    _check_draws(draws)
    ac = gwet_ac(ratings, levels, weights)
    if ac.reason is not None:
        return _undefined(ac.reason, draws)
    table = count_patterns(ratings, levels)
    return percentile_interval(gwet_of_draws(table, _draw_units(table.units, rng, draws), weights))


def percentile_interval(samples: FloatArray, note: Note | None = None, confidence: float = 0.95) -> Interval:
    """Percentile bounds over the samples that are not NaN, and how many are.

    `samples` has shape (n_draws,). Without any defined sample both bounds are NaN, with the reason.
    """
    defined = samples[~np.isnan(samples)]
    missing = int(samples.size - defined.size)
    if not defined.size:
        return Interval(np.nan, np.nan, samples.size, missing, Reason.NO_DEFINED_DRAW)
    low, high = np.quantile(defined, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(float(low), float(high), samples.size, missing, None, note)


def _draw_units(units: IntArray, rng: np.random.Generator, draws: int) -> IntArray:
    n_units = int(units.sum())
    return rng.multinomial(n_units, units / n_units, size=draws).astype(np.intp)


def _check_draws(draws: int) -> None:
    if draws < 1:
        raise ValueError(f"draws must be at least 1, got {draws}")


def _undefined(reason: Reason, draws: int) -> Interval:
    return Interval(np.nan, np.nan, draws, draws, reason)
