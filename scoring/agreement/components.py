"""Variance components of units, raters and error in a crossed two-way random-effects model.

Complete ratings have the classical estimates from mean squares; incomplete ones need restricted maximum
likelihood. The larger factor is absorbed: its block of the covariance is inverted in closed form, and units
with the same number of ratings share that form, so that one evaluation of the likelihood costs a few matrices
of the size of the smaller factor, however many units there are.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

# Its parts are loaded when they are used: they would take every process a second to start.
import scipy
from numpy.typing import NDArray

from scoring.agreement.design import within_groups
from scoring.agreement.table import FloatArray, IntArray

# A two-way fit that leaves less than this share of the variation is exact: what is left is rounding.
_EXACT = 1e-16
# Keeps a logarithm finite where cancellation has eaten a sum of squares.
_TINY = 1e-300
# Search range of the logarithm of a variance ratio; zero itself is tried on its own.
_LOG_RATIOS = (-14.0, 25.0)


@dataclass(frozen=True)
class VarianceComponents:
    """Estimated variances, on the squared scale of the ratings; only mean squares can be negative."""

    unit: float
    rater: float
    residual: float
    method: Literal["anova", "reml"]
    converged: bool = True


def anova_components(ratings: FloatArray) -> VarianceComponents:
    r"""Variance components of complete ratings from the mean squares of a two-way layout.

    .. math:: \sigma^2_u = (MS_u - MS_e) / k, \quad \sigma^2_r = (MS_r - MS_e) / n, \quad \sigma^2_e = MS_e

    Parameters
    ----------
    ratings : ndarray, shape (n_units, n_raters)
        Complete, with two or more units and raters.

    Returns
    -------
    VarianceComponents
        Unbiased, hence possibly negative.

    Raises
    ------
    ValueError
        If a rating is missing or there are fewer than two units or raters.

    References
    ----------
    Shrout, P. E. and Fleiss, J. L. (1979). Psychological Bulletin 86, 420-428, table 3 (case 2).

    Examples
    --------
    >>> x = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7.]])
    >>> found = anova_components(x)
    >>> round(found.unit, 3), round(found.rater, 3), round(found.residual, 3)
    (2.556, 5.244, 1.019)
    """
    n, k = ratings.shape
    if n < 2 or k < 2 or np.isnan(ratings).any():
        raise ValueError(f"ratings must be complete with two units and raters, got {ratings.shape}")
    units, raters = ratings.mean(axis=1), ratings.mean(axis=0)
    rest = ratings - units[:, np.newaxis] - raters[np.newaxis, :] + ratings.mean()
    ms_error = float((rest**2).sum() / ((n - 1) * (k - 1)))
    return VarianceComponents(
        unit=float(units.var(ddof=1)) - ms_error / k,
        rater=float(raters.var(ddof=1)) - ms_error / n,
        residual=ms_error,
        method="anova",
    )


def reml_components(values: FloatArray, units: IntArray, raters: IntArray) -> VarianceComponents:
    r"""Variance components by restricted maximum likelihood, for any connected design.

    The model is :math:`y = \mu + u_{unit} + r_{rater} + e`, all effects normal and independent. With
    :math:`H = I + \lambda_u Z_u Z_u' + \lambda_r Z_r Z_r'` (variances as multiples of the error variance) and
    :math:`P = H^{-1} - H^{-1} 1 (1' H^{-1} 1)^{-1} 1' H^{-1}`, the criterion, profiled over
    :math:`\sigma^2_e`, is

    .. math:: (N - 1) \log(y' P y) + \log|H| + \log(1' H^{-1} 1)

    Parameters
    ----------
    values : ndarray, shape (n_ratings,)
        Ratings, no NaN.
    units, raters : ndarray of int, shape (n_ratings,)
        Codes from 0 without gaps, at most one rating of a unit by a rater.

    Returns
    -------
    VarianceComponents
        Never negative. On complete data equal to `anova_components` where those are positive. When units and
        raters explain every rating exactly, the error is 0 and the others are the variances of the effects.

    Raises
    ------
    ValueError
        If the three arrays differ in length.

    References
    ----------
    Patterson, H. D. and Thompson, R. (1971). Biometrika 58, 545-554. Searle, S. R., Casella, G. and
    McCulloch, C. E. (1992). Variance Components. Wiley, chapter 6.

    Examples
    --------
    >>> units, raters = np.array([0, 0, 1, 1, 2, 2, 3, 3, 3]), np.array([0, 1, 1, 2, 0, 2, 0, 1, 2])
    >>> found = reml_components(np.array([1, 2, 4, 5, 3, 3, 1, 2, 1.]), units, raters)
    >>> found.converged, round(found.unit, 2)
    (True, 2.04)
    """
    if not values.shape == units.shape == raters.shape:
        raise ValueError(f"values, units and raters must have one length, got {values.size}, {units.size}")
    if units.max() < raters.max():
        other = reml_components(values, raters, units)
        return VarianceComponents(other.rater, other.unit, other.residual, "reml", other.converged)
    scale = float(values.std())
    exact = _exact_fit(values, units, raters)
    if exact is not None:
        return exact
    likelihood = _Likelihood((values - values.mean()) / scale, units, raters)
    ratios, converged = _minimise(likelihood)
    error = likelihood.error_variance(ratios) * scale**2
    return VarianceComponents(float(ratios[0] * error), float(ratios[1] * error), error, "reml", converged)


def _exact_fit(values: FloatArray, units: IntArray, raters: IntArray) -> VarianceComponents | None:
    """Components of ratings that are exactly a unit's plus a rater's effect: the likelihood has no bound."""
    columns = np.column_stack([values - values.mean(), np.eye(int(raters.max()) + 1)[raters]])
    reduced = within_groups(columns, units)
    effects = np.linalg.lstsq(reduced[:, 1:].T @ reduced[:, 1:], reduced[:, 1:].T @ reduced[:, 0])[0]
    rest = reduced[:, 0] - reduced[:, 1:] @ effects
    if (rest**2).sum() > _EXACT * (columns[:, 0] ** 2).sum():
        return None
    unit_effects = np.bincount(units, values - effects[raters]) / np.bincount(units)
    return VarianceComponents(float(unit_effects.var(ddof=1)), float(effects.var(ddof=1)), 0.0, "reml")


@dataclass(frozen=True)
class _Solution:
    """The mean fitted at given ratios.

    `rss` is y' P y and `weight` 1' H^-1 1; `roots`, `vectors` and `shrink` are the eigenvalues and
    eigenvectors of the raters' cross-products and 1 / (1 + ratio * root); `effects` is Z_r' H^-1 of residual
    and constant.
    """

    rss: float
    weight: float
    mean: float
    roots: FloatArray
    vectors: FloatArray
    shrink: FloatArray
    effects: FloatArray

    def coefficients(self, rater_ratio: float) -> FloatArray:
        """Residual and constant, less the raters' effects, as combinations of [y, 1, raters]."""
        return np.column_stack([[[1.0, -self.mean], [0.0, 1.0]], -rater_ratio * self.effects])


class _Likelihood:
    """Criterion and gradient in (unit, rater) variance ratios, from cross-products taken once.

    Columns are [y, 1, one per rater]; `groups` holds, for each number of ratings per unit, the cross-products
    of the column sums of such units, and `n_units` their number.
    """

    def __init__(self, y: FloatArray, units: IntArray, raters: IntArray) -> None:
        columns = np.column_stack([y, np.ones(y.size), np.eye(int(raters.max()) + 1)[raters]])
        sums = np.zeros((int(units.max()) + 1, columns.shape[1]))
        np.add.at(sums, units, columns)
        within = within_groups(columns, units)
        sizes = sums[:, 1].astype(int)
        self.df = y.size - 1
        self.within = within.T @ within
        self.sizes, self.n_units = (x.astype(float) for x in np.unique(sizes, return_counts=True))
        self.groups = np.stack([sums[sizes == size].T @ sums[sizes == size] for size in self.sizes])

    def error_variance(self, ratios: FloatArray) -> float:
        return self._solve(ratios).rss / self.df

    def value_and_gradient(self, ratios: FloatArray) -> tuple[float, FloatArray]:
        found = self._solve(ratios)
        inflated = 1 + ratios[0] * self.sizes
        log_det = self.n_units @ np.log(inflated) - np.log(found.shrink).sum()
        value = self.df * np.log(found.rss) + log_det + np.log(found.weight)
        squares = np.tensordot(1 / inflated**2, self.groups, axes=1)
        of_y, of_constant = found.coefficients(ratios[1])
        between = ((squares[2:, 2:] @ found.vectors) * found.vectors).sum(axis=0)
        units = (
            self.n_units @ (self.sizes / inflated)
            - ratios[1] * (between @ found.shrink)
            - of_constant @ squares @ of_constant / found.weight
            - self.df * (of_y @ squares @ of_y) / found.rss
        )
        raters = (
            found.roots @ found.shrink
            - found.effects[1] @ found.effects[1] / found.weight
            - self.df * (found.effects[0] @ found.effects[0]) / found.rss
        )
        return float(value), np.array([units, raters])

    def _absorbed(self, unit_ratio: float) -> FloatArray:
        """Cross-products of the columns in the metric of the inverse of I + unit_ratio Z_u Z_u'."""
        # Within units plus between units: unlike the difference of two large sums, it loses no digits.
        between = 1 / (self.sizes * (1 + unit_ratio * self.sizes))
        return self.within + np.tensordot(between, self.groups, axes=1)

    def _solve(self, ratios: FloatArray) -> _Solution:
        """Generalised least squares for the mean, in the eigenvectors of the raters' cross-products.

        The constant lies in the span of the raters, so only y has a part outside it. Everything else is a sum
        of squares, which stays accurate however large the ratios are.
        """
        cross = self._absorbed(ratios[0])
        roots, vectors = scipy.linalg.eigh(cross[2:, 2:])
        kept = roots > roots.max() * 1e-14
        roots, vectors = roots[kept], vectors[:, kept]
        y, constant = (vectors.T @ cross[2:, :2]).T
        shrink = 1 / (1 + ratios[1] * roots)
        weight = float((constant**2 * shrink / roots).sum())
        mean = float((y * constant * shrink / roots).sum()) / weight
        outside = max(float(cross[0, 0] - (y**2 / roots).sum()), _TINY)
        rss = outside + float(((y - mean * constant) ** 2 * shrink / roots).sum())
        effects = np.stack([vectors @ (shrink * (y - mean * constant)), vectors @ (shrink * constant)])
        return _Solution(rss, weight, mean, roots, vectors, shrink, effects)


def _minimise(likelihood: _Likelihood) -> tuple[FloatArray, bool]:
    """Best ratios over the quadrant: inside it, or on an edge where one or both variances are zero."""
    corner = np.zeros(2)
    found = [(likelihood.value_and_gradient(corner)[0], corner, True)]
    for free in (np.array([True, False]), np.array([False, True]), np.array([True, True])):
        found += [
            _minimise_inside(likelihood, free, start) for start in ((0.0, -3.0) if free.all() else (0.0,))
        ]
    _, ratios, converged = min(found, key=lambda candidate: candidate[0])
    return ratios, converged


def _minimise_inside(
    likelihood: _Likelihood, free: NDArray[np.bool_], start: float
) -> tuple[float, FloatArray, bool]:
    """Minimum over the logarithms of the free ratios, the others zero."""

    def at(logs: FloatArray) -> FloatArray:
        ratios = np.zeros(2)
        ratios[free] = np.exp(np.clip(logs, -30, 30))
        return ratios

    def objective(logs: FloatArray) -> tuple[float, FloatArray]:
        value, gradient = likelihood.value_and_gradient(at(logs))
        return value, (gradient * at(logs))[free]

    def slope(logs: FloatArray) -> FloatArray:
        return objective(logs)[1]

    n_free = int(free.sum())
    rough = scipy.optimize.minimize(
        objective,
        np.full(n_free, start),
        jac=True,
        method="L-BFGS-B",
        bounds=[_LOG_RATIOS] * n_free,
        options={"maxiter": 500, "ftol": 1e-15, "gtol": 1e-9},
    )
    # The search stops where the criterion is flat to rounding; the root of the gradient is sharper.
    polished = scipy.optimize.root(slope, rough.x, tol=1e-13)
    near = np.abs(polished.x - rough.x).max() < 0.1
    logs = polished.x if near else rough.x
    value, gradient = objective(logs)
    return value, at(logs), bool(np.abs(gradient).max() < 1e-5)
