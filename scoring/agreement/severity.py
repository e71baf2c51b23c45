"""Human scores adjusted for who did the rating: a lenient rater must not lift the models they rated."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from scoring.agreement.design import within_groups
from scoring.agreement.outcome import Reason
from scoring.agreement.table import FloatArray, IntArray

# Eigenvalues below this share of the largest are zero: an effect that the design cannot tell apart.
_RANK_TOLERANCE = 1e-10


@dataclass(frozen=True)
class SeverityAdjustment:
    """Model means before and after the adjustment, on the scale of the ratings.

    Attributes
    ----------
    models, raters : ndarray of int
        Their codes, ascending.
    raw : ndarray, shape (n_models,)
        Mean over raters within a unit, then over units.
    adjusted : ndarray, shape (n_models,)
        Expected mean if every rater had rated every case of every model; NaN where refused.
    leniency : ndarray, shape (n_raters,)
        How far a rater is above the mean rater; they add up to zero; NaN where refused.
    n_ratings : int
        Ratings used.
    reason : Reason or None
        Why the adjustment is refused.
    """

    models: IntArray
    raters: IntArray
    raw: FloatArray
    adjusted: FloatArray
    leniency: FloatArray
    n_ratings: int
    reason: Reason | None = None


def adjust_for_severity(
    values: ArrayLike, models: ArrayLike, cases: ArrayLike, raters: ArrayLike
) -> SeverityAdjustment:
    r"""Model means adjusted for rater severity and case difficulty by least squares.

    .. math:: y = \mu + \alpha_{model} + \beta_{case} + \gamma_{rater} + e, \quad
        \sum \alpha = \sum \beta = \sum \gamma = 0

    The adjusted mean of a model is :math:`\mu + \alpha`: the mean of the fit over all cases and raters, each
    counted once.

    Parameters
    ----------
    values : array_like, shape (n_ratings,)
        Ratings of one dimension. A NaN is missing and left out.
    models, cases, raters : array_like of int, shape (n_ratings,)
        Codes of each rating; a case is a question, and a unit is one model's output for it.

    Returns
    -------
    SeverityAdjustment
        `adjusted` can leave the rubric's scale. Refused, with `raw` alone, where the design does not separate
        models, cases and raters, and without ratings.

    Raises
    ------
    ValueError
        If the arrays differ in length, or a rating is infinite.

    References
    ----------
    Searle, S. R. (1971). Linear Models. Wiley, chapters 7 and 8 (connected designs, unbalanced crossed
    classifications). Adjusted means: Searle, S. R., Speed, F. M. and Milliken, G. A. (1980). American
    Statistician 34, 216-221.

    Examples
    --------
    Two raters, the second two points more lenient; each model was rated more often by one of them.

    >>> found = adjust_for_severity([1, 3, 1, 4, 4], [0, 0, 0, 1, 1], [0, 0, 1, 0, 1], [0, 1, 0, 1, 1])
    >>> found.raw, found.adjusted.round(2), found.leniency.round(2)
    (array([1.5, 4. ]), array([2., 3.]), array([-1.,  1.]))
    """
    y, model_ids, case_ids, rater_ids = _given(values, models, cases, raters)
    model_names, model = np.unique(model_ids, return_inverse=True)
    rater_names, rater = np.unique(rater_ids, return_inverse=True)
    case = np.unique(case_ids, return_inverse=True)[1]
    raw = _raw_means(y, model, case)
    effects = _effects(y, model, case, rater) if y.size else None
    if effects is None:
        reason = Reason.NOT_SEPARABLE if y.size else Reason.NO_RATINGS
        refused = np.full(model_names.size, np.nan), np.full(rater_names.size, np.nan)
        return SeverityAdjustment(model_names, rater_names, raw, *refused, y.size, reason)
    return SeverityAdjustment(model_names, rater_names, raw, *effects, y.size)


def _given(*columns: ArrayLike) -> tuple[FloatArray, IntArray, IntArray, IntArray]:
    """The four columns without the ratings that are missing."""
    y = np.asarray(columns[0], dtype=np.float64)
    codes = [np.asarray(column, dtype=np.intp) for column in columns[1:]]
    if y.ndim != 1 or any(code.shape != y.shape for code in codes):
        shapes = [y.shape, *(code.shape for code in codes)]
        raise ValueError(f"values, models, cases and raters must be vectors of one length, got {shapes}")
    if np.isinf(y).any():
        raise ValueError("values must be finite or NaN, got an infinite value")
    given = ~np.isnan(y)
    model, case, rater = (code[given] for code in codes)
    return y[given], model, case, rater


def _raw_means(y: FloatArray, model: IntArray, case: IntArray) -> FloatArray:
    units, unit = np.unique(np.stack([model, case]), axis=1, return_inverse=True)
    unit_means = np.bincount(unit.ravel(), y) / np.bincount(unit.ravel())
    return np.bincount(units[0], unit_means) / np.bincount(units[0])


def _effects(
    y: FloatArray, model: IntArray, case: IntArray, rater: IntArray
) -> tuple[FloatArray, FloatArray] | None:
    """Adjusted model means and rater effects, or None where they are not determined.

    Cases are many and are absorbed: what is left is as small as the number of models and raters. Fitted with
    the cases, models and raters each have one degree of freedom less than levels.
    """
    n_models, n_raters = int(model.max()) + 1, int(rater.max()) + 1
    columns = np.column_stack([np.eye(n_models)[model], np.eye(n_raters)[rater], y])
    reduced = within_groups(columns, case)
    design, response = reduced[:, :-1], reduced[:, -1]
    gram = design.T @ design
    roots, vectors = np.linalg.eigh(gram)
    kept = roots > _RANK_TOLERANCE * len(y)
    if kept.sum() < n_models + n_raters - 2:
        return None
    solution = vectors[:, kept] @ ((vectors[:, kept].T @ (design.T @ response)) / roots[kept])
    alpha, gamma = solution[:n_models], solution[n_models:]
    alpha, gamma = alpha - alpha.mean(), gamma - gamma.mean()
    rest = y - alpha[model] - gamma[rater]
    case_levels = np.bincount(case, rest) / np.bincount(case)
    return case_levels.mean() + alpha, gamma
