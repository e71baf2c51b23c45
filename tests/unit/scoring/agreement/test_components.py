from typing import Any

import numpy as np
import pytest
from scipy import linalg, optimize

from scoring.agreement.components import anova_components, reml_components
from scoring.agreement.table import FloatArray, IntArray


def _by_error_contrasts(values: FloatArray, units: IntArray, raters: IntArray) -> FloatArray:
    """Variances by brute force: the dense normal likelihood of contrasts that do not hold the mean."""
    contrasts = linalg.null_space(np.ones((1, values.size))).T
    same_unit, same_rater = (np.equal.outer(codes, codes).astype(float) for codes in (units, raters))

    def deviance(deviations: Any) -> float:
        u, r, e = deviations**2
        covariance = contrasts @ (u * same_unit + r * same_rater + e * np.eye(values.size)) @ contrasts.T
        factor = linalg.cholesky(covariance, lower=True)
        return float(
            2 * np.log(np.diag(factor)).sum()
            + (linalg.solve_triangular(factor, contrasts @ values, lower=True) ** 2).sum()
        )

    fits = [
        optimize.minimize(
            deviance,
            np.array(start),
            method="Nelder-Mead",
            options={"xatol": 1e-9, "fatol": 1e-13, "maxiter": 4000, "maxfev": 4000},
        )
        for start in ([1, 0.5, 1], [0.1, 1, 1], [1, 0.01, 1])
    ]
    best = min(fits, key=lambda fit: fit.fun)
    return np.square(best.x)


def _design(seed: int, n_units: int, n_raters: int) -> tuple[IntArray, IntArray]:
    given = np.random.default_rng(seed).random((n_units, n_raters)) < 0.55
    given[0], given[:, 0] = True, True
    units, raters = np.nonzero(given)
    return units, raters


@pytest.mark.parametrize(
    ("seed", "shape", "deviations"),
    [
        (1, (14, 4), (1.0, 0.7, 1.0)),
        (2, (20, 3), (2.5, 0.4, 0.6)),
        (3, (12, 6), (0.4, 1.5, 1.0)),
        (4, (15, 2), (1.0, 1.0, 1.0)),
        # More raters than units: the roles of the two factors are swapped inside.
        (5, (5, 13), (1.0, 0.8, 1.0)),
        # No variance of units, of raters, or of either: an edge of the parameter space.
        (6, (12, 4), (0.0, 1.0, 1.0)),
        (7, (18, 5), (1.5, 0.0, 1.0)),
        (8, (10, 4), (0.0, 0.0, 1.0)),
    ],
)
def test_reml_equals_a_brute_force_likelihood(
    seed: int, shape: tuple[int, int], deviations: tuple[float, float, float]
) -> None:
    rng = np.random.default_rng(seed)
    units, raters = _design(seed, *shape)
    values = 60 + 7 * (
        rng.normal(0, deviations[0], shape[0])[units]
        + rng.normal(0, deviations[1], shape[1])[raters]
        + rng.normal(0, deviations[2], units.size)
    )
    expected = _by_error_contrasts((values - 60) / 7, units, raters)

    found = reml_components(values, units, raters)

    assert found.converged
    assert np.array([found.unit, found.rater, found.residual]) / 49 == pytest.approx(expected, abs=2e-6)


@pytest.mark.parametrize("seed", range(5))
def test_reml_equals_the_mean_squares_on_complete_ratings(seed: int) -> None:
    rng = np.random.default_rng(seed)
    ratings = rng.normal(0, 2, (20, 1)) + rng.normal(0, 1, (1, 6)) + rng.normal(0, 1, (20, 6))
    units, raters = np.indices(ratings.shape).reshape(2, -1)
    expected = anova_components(ratings)
    assert min(expected.unit, expected.rater) > 0

    found = reml_components(ratings.ravel(), units, raters)

    assert (found.unit, found.rater, found.residual) == pytest.approx(
        (expected.unit, expected.rater, expected.residual), rel=1e-8
    )


def test_the_names_and_the_order_of_units_and_raters_do_not_matter() -> None:
    units, raters = _design(9, 15, 5)
    unit_effects: FloatArray = np.random.default_rng(9).normal(3, 1, 15)
    values = unit_effects[units] + 1.0 * (raters % 2) + 0.1 * (units * raters % 7)
    rng = np.random.default_rng(10)
    order, new_units, new_raters = rng.permutation(units.size), rng.permutation(15), rng.permutation(5)

    found = reml_components(values, units, raters)
    renamed = reml_components(values[order], new_units[units[order]], new_raters[raters[order]])

    assert renamed.unit == pytest.approx(found.unit, rel=1e-8)
    assert renamed.rater == pytest.approx(found.rater, rel=1e-8)


def test_ratings_without_error_have_the_variances_of_their_effects() -> None:
    units, raters = _design(11, 10, 4)
    unit_effects, rater_effects = np.arange(10.0) ** 2, np.array([0.0, 1.0, 1.0, 3.0])

    found = reml_components(unit_effects[units] + rater_effects[raters], units, raters)

    assert found.residual == 0
    assert found.unit == pytest.approx(unit_effects.var(ddof=1))
    assert found.rater == pytest.approx(rater_effects.var(ddof=1))


def test_almost_no_error_is_still_estimated() -> None:
    rng = np.random.default_rng(12)
    units, raters = _design(12, 30, 4)
    values = rng.normal(0, 10, 30)[units] + np.array([0.0, 2, 5, 7])[raters] + rng.normal(0, 1e-3, units.size)

    found = reml_components(values, units, raters)

    assert found.converged
    assert found.residual == pytest.approx(1e-6, rel=0.5)


def test_three_thousand_units_by_twenty_raters_are_estimated() -> None:
    rng = np.random.default_rng(13)
    units, raters = np.nonzero(np.argsort(rng.random((3000, 20)), axis=1) < 3)
    values = rng.normal(0, 2, 3000)[units] + rng.normal(0, 1, 20)[raters] + rng.normal(0, 1, units.size)

    found = reml_components(values, units, raters)

    assert found.converged
    assert found.unit == pytest.approx(4, rel=0.1)
    assert found.residual == pytest.approx(1, rel=0.1)


def test_bad_input_is_named() -> None:
    codes = np.array([0, 0, 1, 1])
    with pytest.raises(ValueError, match="values, units and raters must have one length, got 3"):
        reml_components(np.zeros(3), codes, codes)
    with pytest.raises(ValueError, match=r"ratings must be complete .* got \(1, 3\)"):
        anova_components(np.zeros((1, 3)))


def test_mean_squares_can_be_negative() -> None:
    found = anova_components(np.array([[1.0, 2.0], [2.0, 1.0], [1.0, 2.0], [2.0, 1.0]]))

    assert (found.unit, found.rater, found.residual) == pytest.approx((-1 / 3, -1 / 6, 2 / 3))
