"""All that is said about the agreement on one dimension, with the reason for each value that is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from scoring.agreement.alpha import LEVELS, Level, krippendorff_alpha
from scoring.agreement.gwet import Weights, gwet_ac
from scoring.agreement.icc import IntraclassCorrelation, intraclass_correlation
from scoring.agreement.intervals import alpha_raters_like_these, alpha_these_raters, gwet_these_raters
from scoring.agreement.kappa import PairKappa, pairwise_kappa
from scoring.agreement.outcome import Coefficient, Interval, Reason
from scoring.agreement.percent import LevelShare, percent_agreement, prevalence
from scoring.agreement.table import FloatArray, as_ratings

AC_WEIGHTS: Mapping[Level, Weights] = {
    "nominal": "identity",
    "ordinal": "ordinal",
    "interval": "quadratic",
    "ratio": "quadratic",
}


@dataclass(frozen=True)
class DimensionAgreement:
    """Agreement on one dimension; a value that is undefined is NaN and has its entry in `reasons`.

    Attributes
    ----------
    level : {"nominal", "ordinal", "interval", "ratio"}
        Level of measurement.
    n_units, n_pairable : int
        Units with at least one rating, and with at least two.
    n_raters, n_ratings : int
        Raters with at least one rating, and ratings.
    alpha : float
        Krippendorff's alpha at the level, with its intervals `alpha_these_raters`, `alpha_raters_like_these`.
    ac2 : float
        Gwet's AC with the weights `ac2_weights` (identity weights make it AC1), and its interval `ac2_ci`.
    percent_agreement : float
        Agreeing pairs per unit, averaged, in [0, 1].
    prevalence : tuple of LevelShare
        Share of each level among the ratings.
    icc_2_1, icc_2_k : float
        Of one rating and of the mean of `planned_k`.
    planned_k : int or None
        As given; None takes the number of raters when the ratings are complete.
    kappa_pairwise : tuple of PairKappa
        Every two raters, each with its own reason; quadratic weights, or none at the nominal level.
    reasons : dict
        By the attribute that is undefined.
    """

    level: Level
    n_units: int
    n_pairable: int
    n_raters: int
    n_ratings: int
    alpha: float
    alpha_these_raters: Interval
    alpha_raters_like_these: Interval
    ac2: float
    ac2_weights: Weights
    ac2_ci: Interval
    percent_agreement: float
    prevalence: tuple[LevelShare, ...]
    icc_2_1: float
    icc_2_k: float
    planned_k: int | None
    kappa_pairwise: tuple[PairKappa, ...]
    reasons: dict[str, str]


def agreement_report(
    ratings: ArrayLike,
    level: Level,
    levels: Sequence[float] | None,
    planned_k: int | None,
    rng: np.random.Generator,
    draws: int = 1000,
) -> DimensionAgreement:
    """All coefficients of one dimension; their formulas are with the functions that compute them.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters)
        NaN is missing.
    level : {"nominal", "ordinal", "interval", "ratio"}
        Level of measurement; it also chooses the weights of AC.
    levels : sequence of float or None
        The rubric's levels; None takes those observed.
    planned_k : int or None
        Planned number of raters per unit.
    rng : numpy.random.Generator
        Source of the draws, used in a fixed order.
    draws : int
        Resamples of each interval.

    Returns
    -------
    DimensionAgreement
        Degenerate input (no overlap, one category, one rater, nothing at all) gives NaN with reasons.

    Raises
    ------
    ValueError
        If `level` is unknown, a rating is none of `levels`, `planned_k` or `draws` is below 1, or `ratings`
        is not a matrix of finite values and NaN.

    Examples
    --------
    >>> x = [[1, 1, 2], [2, 2, 2], [3, 3, 1], [4, 5, 4], [5, 5, 5], [2, 1, 1]]
    >>> report = agreement_report(x, "ordinal", range(1, 6), 3, np.random.default_rng(1))
    >>> round(report.alpha, 3), round(report.ac2, 3), round(report.icc_2_1, 3), report.reasons
    (0.73, 0.782, 0.857, {})
    """
    if level not in LEVELS:
        raise ValueError(f"level must be one of {', '.join(LEVELS)}, got {level!r}")
    matrix = as_ratings(ratings)
    given = ~np.isnan(matrix)
    alpha = krippendorff_alpha(matrix, level)
    ac = gwet_ac(matrix, levels, AC_WEIGHTS[level])
    percent = percent_agreement(matrix)
    icc = _icc(matrix, level, planned_k)
    these = alpha_these_raters(matrix, level, rng, draws)
    like_these = alpha_raters_like_these(matrix, level, rng, draws)
    ac_interval = gwet_these_raters(matrix, levels, AC_WEIGHTS[level], rng, draws)
    outcomes: dict[str, Coefficient | Interval] = {
        "alpha": alpha,
        "alpha_these_raters": these,
        "alpha_raters_like_these": like_these,
        "ac2": ac,
        "ac2_ci": ac_interval,
        "percent_agreement": percent,
        "icc_2_1": icc.single,
        "icc_2_k": icc.average,
    }
    return DimensionAgreement(
        level=level,
        n_units=int(given.any(axis=1).sum()),
        n_pairable=int((given.sum(axis=1) >= 2).sum()),
        n_raters=int(given.any(axis=0).sum()),
        n_ratings=int(given.sum()),
        alpha=alpha.value,
        alpha_these_raters=these,
        alpha_raters_like_these=like_these,
        ac2=ac.value,
        ac2_weights=AC_WEIGHTS[level],
        ac2_ci=ac_interval,
        percent_agreement=percent.value,
        prevalence=prevalence(matrix, levels),
        icc_2_1=icc.single.value,
        icc_2_k=icc.average.value,
        planned_k=icc.k,
        kappa_pairwise=pairwise_kappa(matrix, "identity" if level == "nominal" else "quadratic"),
        reasons={name: str(found.reason) for name, found in outcomes.items() if found.reason is not None},
    )


def _icc(matrix: FloatArray, level: Level, planned_k: int | None) -> IntraclassCorrelation:
    if level != "nominal":
        return intraclass_correlation(matrix, planned_k)
    undefined = Coefficient.undefined(Reason.NOT_NUMERIC)
    return IntraclassCorrelation(undefined, undefined, planned_k)
