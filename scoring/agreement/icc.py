"""Intraclass correlations for agreement: how much of the variance of a rating belongs to the unit rated."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from scoring.agreement.components import VarianceComponents, anova_components, reml_components
from scoring.agreement.design import is_connected
from scoring.agreement.outcome import Coefficient, Reason
from scoring.agreement.table import FloatArray, rated_part


@dataclass(frozen=True)
class IntraclassCorrelation:
    """ICC(2,1) of one rating and ICC(2,k) of the mean of `k` ratings, with the variances they come from."""

    single: Coefficient
    average: Coefficient
    k: int | None
    components: VarianceComponents | None = None


def intraclass_correlation(ratings: ArrayLike, planned_k: int | None = None) -> IntraclassCorrelation:
    r"""ICC(2,1) and ICC(2,k): two-way random effects, absolute agreement.

    .. math:: ICC(2,1) = \frac{\sigma^2_u}{\sigma^2_u + \sigma^2_r + \sigma^2_e}, \quad
        ICC(2,k) = \frac{\sigma^2_u}{\sigma^2_u + (\sigma^2_r + \sigma^2_e) / k}

    The variances of units, raters and error come from mean squares when every rater has rated every unit, and
    from restricted maximum likelihood when ratings are missing.

    Parameters
    ----------
    ratings : array_like, shape (n_units, n_raters)
        NaN is missing. Units and raters without any rating are left out.
    planned_k : int, optional
        Number of raters per unit that was planned, the k of ICC(2,k). By default the number of raters when
        the ratings are complete; else ICC(2,k) is undefined.

    Returns
    -------
    IntraclassCorrelation
        At most 1. From mean squares it can be negative; from likelihood it is not. Undefined (both) with
        fewer than two units or raters, without variance, when the design is not connected or leaves nothing
        to estimate the error from, and when the likelihood does not converge.

    Raises
    ------
    ValueError
        If `planned_k` is below 1, or `ratings` is not a matrix or holds an infinite value.

    References
    ----------
    Shrout, P. E. and Fleiss, J. L. (1979). Psychological Bulletin 86, 420-428 (case 2, single and mean).
    McGraw, K. O. and Wong, S. P. (1996). Psychological Methods 1, 30-46 (there ICC(A,1) and ICC(A,k)).

    Examples
    --------
    >>> x = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> icc = intraclass_correlation(x)
    >>> round(icc.single.value, 2), round(icc.average.value, 2)
    (0.29, 0.62)
    """
    if planned_k is not None and planned_k < 1:
        raise ValueError(f"planned_k must be at least 1, got {planned_k}")
    matrix = rated_part(ratings)
    reason = _reason_against(matrix)
    if reason is not None:
        return _undefined(reason, planned_k)
    complete = not np.isnan(matrix).any()
    components = anova_components(matrix) if complete else _reml(matrix)
    if not components.converged:
        return _undefined(Reason.NOT_CONVERGED, planned_k)
    k = planned_k or (matrix.shape[1] if complete else None)
    average = _share(components, k) if k else Coefficient.undefined(Reason.PLANNED_K_UNKNOWN)
    return IntraclassCorrelation(_share(components, 1), average, k, components)


def _share(components: VarianceComponents, k: int) -> Coefficient:
    total = components.unit + (components.rater + components.residual) / k
    return Coefficient(components.unit / total) if total > 0 else Coefficient.undefined(Reason.NEGATIVE_TOTAL)


def _reml(matrix: FloatArray) -> VarianceComponents:
    units, raters = np.nonzero(~np.isnan(matrix))
    return reml_components(matrix[units, raters], units, raters)


def _reason_against(matrix: FloatArray) -> Reason | None:
    """Why the variances cannot be estimated from this matrix, which has no empty row or column."""
    units, raters = np.nonzero(~np.isnan(matrix))
    n_units, n_raters = matrix.shape
    if not units.size:
        return Reason.NO_RATINGS
    if n_raters < 2:
        return Reason.ONE_RATER
    if n_units < 2:
        return Reason.ONE_UNIT
    if np.ptp(matrix[units, raters]) == 0:
        return Reason.NO_VARIANCE
    if not is_connected(units, raters):
        return Reason.NOT_CONNECTED
    # A connected two-way fit uses one parameter per unit and rater, less one.
    return None if units.size > n_units + n_raters - 1 else Reason.NO_RESIDUAL


def _undefined(reason: Reason, planned_k: int | None) -> IntraclassCorrelation:
    return IntraclassCorrelation(Coefficient.undefined(reason), Coefficient.undefined(reason), planned_k)
