from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from scoring.ranking.human import rate_units
from scoring.ranking.scores import (
    automatic_on_rated,
    combine,
    competition_ranks,
    has_both,
    mean_of_scenarios,
    missing_scenarios,
    scenario_means,
    scenario_standard_errors,
    scores_at_weight,
    win_rates,
)
from tests.unit.scoring.ranking.boards import ratings

NAN = float("nan")


def test_a_missing_model_has_no_mean_and_the_others_keep_theirs() -> None:
    np.testing.assert_array_equal(scenario_means(np.array([[0.0, NAN], [100.0, NAN]])), [50.0, NAN])


def test_the_standard_error_without_shared_cases_is_the_usual_one() -> None:
    scores = np.random.default_rng(1).uniform(0, 100, (40, 3))
    np.testing.assert_allclose(scenario_standard_errors(scores, np.arange(40)), stats.sem(scores, axis=0))


def test_copies_of_a_question_in_its_case_do_not_shrink_the_standard_error() -> None:
    scores = np.random.default_rng(2).uniform(0, 100, (20, 2))
    copied = scenario_standard_errors(np.repeat(scores, 5, axis=0), np.repeat(np.arange(20), 5))
    np.testing.assert_allclose(copied, stats.sem(scores, axis=0))


def test_one_case_has_no_standard_error() -> None:
    assert np.isnan(scenario_standard_errors(np.array([[1.0], [2.0]]), np.array([7, 7]))).all()


def test_combined_needs_both_scores_at_every_weight() -> None:
    np.testing.assert_array_equal(
        combine(np.array([80.0, NAN, 80.0]), np.array([40.0, 40.0, NAN]), 0.0), [80.0, NAN, NAN]
    )
    assert combine(np.array([80.0]), np.array([40.0]), 0.25).tolist() == [70.0]


@pytest.mark.parametrize("weight", [-0.1, 1.1, NAN])
def test_a_weight_outside_zero_to_one_is_refused(weight: float) -> None:
    with pytest.raises(ValueError, match="human_weight"):
        combine(np.zeros(1), np.zeros(1), weight)


def test_only_scenarios_with_both_scores_are_replaced() -> None:
    automatic, human = np.array([[80.0, 60.0], [50.0, 40.0]]), np.array([[40.0, NAN], [NAN, NAN]])
    both = has_both(automatic, human)
    assert both.tolist() == [True, False]
    np.testing.assert_array_equal(scores_at_weight(automatic, human, both, 0.5), [[60.0, NAN], [50.0, 40.0]])
    np.testing.assert_array_equal(scores_at_weight(automatic, human, both, 0.0), automatic)


def test_a_model_without_all_scenarios_has_no_macro_average_and_says_which() -> None:
    values = np.array([[90.0, 10.0], [30.0, NAN]])
    np.testing.assert_array_equal(mean_of_scenarios(values, ["A", "B"], ["A", "B"]), [60.0, NAN])
    assert missing_scenarios(values, ["A", "B"], ["A", "B", "C"]) == (("C",), ("B", "C"))
    assert np.isnan(mean_of_scenarios(values, ["A", "B"], ["A", "C"])).all()


def test_the_macro_average_ignores_the_size_of_scenarios_and_extensions() -> None:
    values = np.array([[90.0], [30.0], [0.0]])
    assert mean_of_scenarios(values, ["A", "B", "MRA"], ["B", "A"]).tolist() == [60.0]


def test_a_mean_over_no_scenario_is_refused() -> None:
    with pytest.raises(ValueError, match="wanted"):
        mean_of_scenarios(np.zeros((1, 1)), ["A"], [])


def test_win_rates_count_ties_as_half_and_leave_missing_models_out() -> None:
    """First scenario: 0 beats 1 and ties 2, 2 beats 1. Second: 2 absent, 1 beats 0."""
    first, second = np.array([[100.0, 0.0, 100.0]]), np.array([[0.0, 100.0, NAN]])
    np.testing.assert_allclose(win_rates([first, second]), [1.5 / 3, 1 / 3, 1.5 / 2])


def test_win_rates_of_all_pairs_add_up_to_half() -> None:
    scores = np.random.default_rng(3).integers(0, 3, (50, 6)).astype(np.float64)
    assert win_rates([scores]).mean() == pytest.approx(0.5)


def test_a_lone_model_has_no_win_rate() -> None:
    assert np.isnan(win_rates([np.array([[1.0]])])).all()


def test_automatic_on_rated_uses_each_models_own_rated_outputs() -> None:
    scores = np.array([[10.0, 20.0, 1.0], [30.0, 40.0, 1.0]])
    units = rate_units(ratings([(0, 0, 0, 1.0), (1, 0, 0, 1.0), (1, 1, 0, 1.0)]), n_models=3, n_raters=1)
    np.testing.assert_array_equal(automatic_on_rated(scores, units), [20.0, 40.0, NAN])


def test_rounding_in_the_sums_does_not_break_a_tie() -> None:
    assert competition_ranks(np.array([0.3, 0.1 + 0.2, 0.5])).tolist() == [2, 2, 1]
