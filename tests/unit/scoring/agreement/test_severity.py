import numpy as np
import pytest

from scoring.agreement.outcome import Reason
from scoring.agreement.severity import adjust_for_severity
from scoring.agreement.table import FloatArray, IntArray

MODELS, CASES, RATERS = 4, 12, 5


def _design(share: float = 1.0, seed: int = 1) -> tuple[IntArray, IntArray, IntArray]:
    codes = np.indices((MODELS, CASES, RATERS)).reshape(3, -1)
    model, case, rater = codes[:, np.random.default_rng(seed).random(codes.shape[1]) < share]
    return model, case, rater


def _ratings(model: IntArray, case: IntArray, rater: IntArray, noise: float = 0.4) -> FloatArray:
    rng = np.random.default_rng(2)
    effects = [rng.normal(0, 1, n)[code] for n, code in ((MODELS, model), (CASES, case), (RATERS, rater))]
    return 3 + effects[0] + effects[1] + effects[2] + rng.normal(0, noise, model.size)


def _sum_to_zero(code: IntArray, n: int) -> FloatArray:
    return np.vstack([np.eye(n - 1), -np.ones(n - 1)])[code]


def test_adjusted_means_equal_a_dense_least_squares_fit_with_sum_to_zero_coding() -> None:
    model, case, rater = _design(0.4)
    values = _ratings(model, case, rater)
    design = np.column_stack(
        [
            np.ones(values.size),
            _sum_to_zero(model, MODELS),
            _sum_to_zero(case, CASES),
            _sum_to_zero(rater, RATERS),
        ]
    )
    fit = np.linalg.lstsq(design, values)[0]
    models, raters = fit[1:MODELS], fit[-(RATERS - 1) :]

    found = adjust_for_severity(values, model, case, rater)

    assert found.adjusted == pytest.approx(fit[0] + np.append(models, -models.sum()), abs=1e-12)
    assert found.leniency == pytest.approx(np.append(raters, -raters.sum()), abs=1e-12)


def test_in_a_balanced_design_the_adjustment_changes_nothing() -> None:
    model, case, rater = _design()
    values = _ratings(model, case, rater)

    found = adjust_for_severity(values, model, case, rater)

    assert found.raw == pytest.approx([values[model == m].mean() for m in range(MODELS)])
    assert found.adjusted == pytest.approx(found.raw)


def test_without_noise_the_true_means_come_back_from_an_unbalanced_design() -> None:
    everything = _design()
    model, case, rater = _design(0.3, seed=5)
    complete = _ratings(*everything, noise=0)
    expected = [complete[everything[0] == m].mean() for m in range(MODELS)]

    found = adjust_for_severity(_ratings(model, case, rater, noise=0), model, case, rater)

    assert found.adjusted == pytest.approx(expected)
    assert found.raw != pytest.approx(expected, abs=0.01)


def test_the_raw_mean_is_over_raters_within_a_unit_and_then_over_units() -> None:
    found = adjust_for_severity(
        [1, 1, 1, 5, 3, 3], [0, 0, 0, 0, 1, 1], [0, 0, 0, 1, 0, 1], [0, 1, 2, 0, 0, 0]
    )

    assert found.raw.tolist() == [3, 3]


def test_codes_need_not_be_consecutive_and_missing_values_are_left_out() -> None:
    found = adjust_for_severity([1, 3, np.nan, 2, 4], [7, 7, 7, 9, 9], [4, 4, 8, 4, 4], [20, 10, 10, 20, 10])

    assert (found.models.tolist(), found.raters.tolist(), found.n_ratings) == ([7, 9], [10, 20], 4)
    assert found.adjusted == pytest.approx([2, 3])
    assert found.leniency == pytest.approx([1, -1])


@pytest.mark.parametrize(
    ("models", "cases", "raters"),
    [
        # Each rater saw one model only: severity and quality are the same thing.
        ([0, 0, 1, 1], [0, 1, 0, 1], [0, 0, 1, 1]),
        # Each model has cases of its own.
        ([0, 0, 1, 1], [0, 0, 1, 1], [0, 1, 0, 1]),
        # Two raters without a case in common: their severity depends on how hard the cases are.
        ([0, 1, 0, 1], [0, 0, 1, 1], [0, 0, 1, 1]),
    ],
)
def test_a_design_that_is_not_connected_is_refused(
    models: list[int], cases: list[int], raters: list[int]
) -> None:
    found = adjust_for_severity([1, 2, 3, 4], models, cases, raters)

    assert found.reason is Reason.NOT_SEPARABLE
    assert np.isnan(found.adjusted).all()
    assert np.isnan(found.leniency).all()
    assert not np.isnan(found.raw).any()


def test_one_rater_and_one_model_are_a_design_too() -> None:
    found = adjust_for_severity([2, 4], [0, 0], [0, 1], [0, 0])

    assert (found.adjusted.tolist(), found.leniency.tolist()) == ([3], [0])


def test_without_ratings_it_is_refused() -> None:
    found = adjust_for_severity([np.nan], [0], [0], [0])

    assert found.reason is Reason.NO_RATINGS
    assert found.adjusted.size == 0


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="vectors of one length"):
        adjust_for_severity([1, 2], [0], [0, 0], [0, 0])
    with pytest.raises(ValueError, match="values must be finite or NaN"):
        adjust_for_severity([np.inf], [0], [0], [0])
