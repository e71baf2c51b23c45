from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from scoring.ranking import permutation
from scoring.ranking.evidence import observe
from scoring.ranking.human import rate_all_units
from scoring.ranking.inputs import BoardInputs, FloatArray
from scoring.ranking.permutation import (
    PairwiseTests,
    enough_permutations,
    flip_signs,
    holm,
    overall_contributions,
    rank_intervals,
)
from tests.unit.scoring.ranking.boards import random_board, ratings, scenario

NAN = float("nan")


def contributions(inputs: BoardInputs, human_weight: float) -> FloatArray:
    units = rate_all_units(inputs)
    both = observe(inputs, units, human_weight).plan.both
    return overall_contributions(inputs, units, both, human_weight)


def compare(values: object, permutations: int = 20_000, seed: int = 0) -> PairwiseTests:
    array = np.asarray(values, dtype=float)
    return flip_signs(array, permutations=permutations, rng=np.random.default_rng(seed))


@pytest.mark.parametrize("weight", [0.0, 0.3, 1.0])
def test_contributions_add_up_to_the_differences_of_the_overall_scores(weight: float) -> None:
    inputs = random_board(np.random.default_rng(1))
    overall = observe(inputs, rate_all_units(inputs), weight).observed.overall
    sums = contributions(inputs, weight).sum(axis=0)
    np.testing.assert_allclose(sums - sums[0], overall - overall[0])


def test_a_question_weighs_by_the_size_of_its_scenario() -> None:
    """Two core scenarios of 2 and 1 questions: 1/(2 x 2) and 1/(2 x 1); the extension has no part."""
    inputs = BoardInputs(
        ["m"],
        [scenario("A", [[40.0], [80.0]]), scenario("B", [[60.0]]), scenario("MRA", [[99.0]])],
        ["A", "B"],
    )
    assert contributions(inputs, 0.0)[:, 0].tolist() == [10.0, 20.0, 30.0, 0.0]


def test_a_case_is_flipped_as_a_whole() -> None:
    inputs = BoardInputs(["m"], [scenario("A", [[40.0], [80.0]], [1, 1])], ["A"])
    assert contributions(inputs, 0.0).tolist() == [[60.0]]


def test_models_rated_on_different_questions_are_compared_around_the_common_mean() -> None:
    """Every rating is 70, yet no question was rated for both: nothing separates the two."""
    rated = ratings([(row, row % 2, 0, 70.0) for row in range(10)])
    inputs = BoardInputs(["a", "b"], [scenario("WTD", np.full((10, 2), 50.0))], ["WTD"], {"WTD": rated})
    tests = compare(contributions(inputs, 1.0))
    assert tests.difference[0, 1] == 0
    assert tests.p[0, 1] == 1


def test_the_p_value_agrees_with_scipys_exact_paired_test() -> None:
    pairs = np.random.default_rng(2).normal(0, 10, (9, 2)) + np.array([6.0, 0.0])
    theirs = stats.permutation_test(
        (pairs[:, 0], pairs[:, 1]),
        lambda x, y: np.mean(x - y),
        permutation_type="samples",
        n_resamples=10_000,
    )
    assert compare(pairs, 50_000).p[0, 1] == pytest.approx(theirs.pvalue, abs=0.01)


def test_binary_scores_with_many_ties_agree_with_scipys_exact_paired_test() -> None:
    """Five wins and one loss among ten pairs: |sum| >= 4 in 2 x (1 + 6) of 64 sign vectors."""
    first = np.array([100.0] * 5 + [0.0] + [100.0] * 4)
    second = np.array([0.0] * 5 + [100.0] + [100.0] * 4)
    assert compare(np.stack([first, second], axis=1) / 10, 50_000).p[0, 1] == pytest.approx(14 / 64, abs=0.01)


def test_identical_models_are_not_separable() -> None:
    tests = compare(np.repeat(np.arange(5.0)[:, None], 3, axis=1))
    assert tests.p[~np.eye(3, dtype=bool)].tolist() == [1.0] * 6
    assert rank_intervals(tests) == ((1, 3), (1, 3), (1, 3))


def test_p_values_are_never_zero() -> None:
    tests = compare(np.stack([np.full(60, 10.0), np.zeros(60)], axis=1), 999)
    assert tests.p[0, 1] == 1 / 1000


def test_the_test_keeps_its_level_under_the_null_hypothesis() -> None:
    rng = np.random.default_rng(3)
    p = [compare(rng.exponential(10, (15, 2)), 199, seed).p[0, 1] for seed in range(400)]
    assert np.mean(np.array(p) <= 0.05) <= 0.08
    assert np.mean(np.array(p) <= 0.5) == pytest.approx(0.5, abs=0.08)


def test_holm_steps_down_and_never_turns_back() -> None:
    """Holm (1979): sorted p times 4, 3, 2, 1; the last keeps the 0.06 of the one before it."""
    np.testing.assert_allclose(holm(np.array([0.01, 0.04, 0.03, 0.005])), [0.03, 0.06, 0.06, 0.02])
    np.testing.assert_allclose(holm(np.array([0.6, 0.7])), [1.0, 1.0])


def test_holm_leaves_out_what_was_not_compare() -> None:
    np.testing.assert_allclose(holm(np.array([0.01, NAN, 0.03])), [0.02, NAN, 0.03])
    assert holm(np.array([])).size == 0
    assert np.isnan(holm(np.array([NAN]))).all()


def test_rank_intervals_count_significantly_better_and_worse_models() -> None:
    """0 and 1 are alike, both beat 2; 3 has no score and does not count."""
    difference = np.array([[NAN, 1, 9, NAN], [-1, NAN, 8, NAN], [-9, -8, NAN, NAN], [NAN] * 4])
    p = np.array([[NAN, 0.5, 0.01, NAN], [0.5, NAN, 0.01, NAN], [0.01, 0.01, NAN, NAN], [NAN] * 4])
    tests = PairwiseTests(difference, p, p, np.array([True, True, True, False]), 10_000)
    assert rank_intervals(tests) == ((1, 2), (1, 2), (3, 3), None)


def test_a_model_without_a_score_is_not_tested_and_costs_the_others_nothing() -> None:
    values = np.random.default_rng(4).normal(0, 1, (30, 3)) + np.array([1.0, 0.0, 0.0])
    with_absent = np.column_stack([values, np.full(30, NAN)])
    np.testing.assert_array_equal(compare(with_absent).p_adjusted[:3, :3], compare(values).p_adjusted)
    assert np.isnan(compare(with_absent).p[3]).all()


def test_a_lone_model_has_the_first_rank() -> None:
    assert rank_intervals(compare([[1.0], [2.0]])) == ((1, 1),)


def test_relabelling_the_models_relabels_the_p_values() -> None:
    values, order = np.random.default_rng(5).normal(0, 1, (20, 4)), [2, 0, 3, 1]
    np.testing.assert_allclose(compare(values[:, order]).p, compare(values).p[np.ix_(order, order)])


def test_many_models_get_more_permutations() -> None:
    assert enough_permutations(11) == 10_000
    many = enough_permutations(40)
    assert 780 / (many + 1) < 0.05


def test_many_blocks_draw_every_permutation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permutation, "BLOCK_CELLS", 1)
    assert compare([[1.0, 0.0]] * 4, 64).p[0, 1] == pytest.approx(2 / 16, abs=0.15)


def test_no_permutation_is_refused() -> None:
    with pytest.raises(ValueError, match="permutations must be at least 1, got 0"):
        compare([[1.0, 2.0]], 0)
