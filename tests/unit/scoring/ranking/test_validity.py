from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from scoring.ranking.inputs import FloatArray
from scoring.ranking.validity import (
    COEFFICIENTS,
    MetricValidity,
    correlate,
    pairwise_accuracy,
    validate_metric,
)

NAN = float("nan")


def validated(automatic: FloatArray, human: FloatArray, draws: int, seed: int = 0) -> MetricValidity:
    cases = np.arange(len(automatic))
    return validate_metric(automatic, human, cases, rng=np.random.default_rng(seed), draws=draws)


def noisy_metric(seed: int) -> tuple[FloatArray, FloatArray]:
    rng = np.random.default_rng(seed)
    human = np.clip(rng.normal(np.linspace(30, 70, 6), 15, (30, 6)), 0, 100)
    return np.clip(human + rng.normal(0, 20, human.shape), 0, 100), human


def test_correlations_agree_with_scipy_in_the_presence_of_ties() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.integers(0, 5, (2, 80)).astype(np.float64)
    theirs = [test(x, y).statistic for test in (stats.pearsonr, stats.spearmanr, stats.kendalltau)]
    np.testing.assert_allclose(correlate(x, y), theirs)


@pytest.mark.parametrize(("x", "y"), [([1, 2], [1, 2]), ([1, 1, 1], [1, 2, 3]), ([1, 2, 3], [2, 2, 2])])
def test_too_few_points_or_a_constant_score_have_no_correlation(x: list[float], y: list[float]) -> None:
    assert np.isnan(correlate(np.array(x, dtype=float), np.array(y, dtype=float))).all()


def test_a_tie_counts_as_right_only_when_both_tie() -> None:
    """01 ties in both and 02, 03, 12, 13 rise in both; 23 ties in one alone."""
    x, y = np.array([[1.0, 1.0, 2.0, 2.0]]), np.array([[1.0, 1.0, 2.0, 3.0]])
    assert pairwise_accuracy(x, y, np.ones(1), np.ones(4)) == pytest.approx(5 / 6)
    assert pairwise_accuracy(y, -x, np.ones(1), np.ones(4)) == pytest.approx(1 / 6)


def test_pairs_are_taken_within_a_question() -> None:
    x, y = np.array([[1.0, 2.0], [8.0, 7.0]]), np.array([[9.0, 9.5], [2.0, 1.0]])
    assert pairwise_accuracy(x, y, np.ones(2), np.ones(2)) == 1


def test_a_missing_score_leaves_its_pairs_out() -> None:
    x, y = np.array([[1.0, 2.0, NAN]]), np.array([[1.0, 2.0, 3.0]])
    assert pairwise_accuracy(x, y, np.ones(1), np.ones(3)) == 1
    assert np.isnan(pairwise_accuracy(x[:, 1:], y[:, 1:], np.ones(1), np.ones(2)))


def test_a_repeated_column_makes_no_pair_with_itself() -> None:
    x, y = np.array([[1.0, 2.0]]), np.array([[2.0, 1.0]])
    assert pairwise_accuracy(x, y, np.ones(1), np.array([3.0, 1.0])) == 0
    assert np.isnan(pairwise_accuracy(x, y, np.ones(1), np.array([2.0, 0.0])))


def test_the_metric_itself_as_human_score_is_perfectly_valid() -> None:
    automatic, _ = noisy_metric(2)
    found = validated(automatic, automatic, 30)
    for level in (found.output, found.system):
        for name in COEFFICIENTS:
            coefficient = getattr(level, name)
            assert (coefficient.value, coefficient.low, coefficient.high) == pytest.approx((1, 1, 1))


def test_levels_have_the_values_of_their_definitions() -> None:
    automatic, human = noisy_metric(3)
    found = validated(automatic, human, 20)
    assert found.output.pearson.value == pytest.approx(np.corrcoef(automatic.ravel(), human.ravel())[0, 1])
    assert found.system.kendall.value == pytest.approx(
        stats.kendalltau(automatic.mean(axis=0), human.mean(axis=0)).statistic
    )
    assert (found.output.n, found.system.n) == (180, 6)


def test_outputs_without_a_rating_enter_neither_level() -> None:
    automatic, human = noisy_metric(4)
    more = np.vstack([automatic, np.full((5, 6), 100.0)])
    unrated = np.vstack([human, np.full((5, 6), NAN)])
    assert validated(more, unrated, 20) == validated(automatic, human, 20)


def test_intervals_hold_the_estimate_and_count_their_draws() -> None:
    found = validated(*noisy_metric(5), 200)
    assert found.output.pearson.low < found.output.pearson.value < found.output.pearson.high
    assert found.output.pearson.n_draws == 200
    assert 150 < found.system.pearson.n_draws <= 200


def test_a_seed_gives_the_same_interval() -> None:
    assert validated(*noisy_metric(6), 20, seed=1) == validated(*noisy_metric(6), 20, seed=1)
    assert validated(*noisy_metric(6), 20, seed=1) != validated(*noisy_metric(6), 20, seed=2)


def test_two_systems_have_no_correlation_at_system_level() -> None:
    automatic, human = noisy_metric(7)
    found = validated(automatic[:, :2], human[:, :2], 20)
    assert np.isnan(found.system.pearson.value)
    assert found.system.pairwise_accuracy.value in (0.0, 1.0)
    assert not np.isnan(found.output.pearson.value)


def test_without_any_rated_output_all_is_undefined() -> None:
    found = validated(np.ones((3, 2)), np.full((3, 2), NAN), 5)
    assert np.isnan(found.output.pearson.value)
    assert np.isnan(found.output.pairwise_accuracy.value)
    assert (found.output.n, found.system.n, found.output.pearson.n_draws) == (0, 0, 0)


def test_shapes_and_draws_are_checked() -> None:
    with pytest.raises(ValueError, match="one shape"):
        validated(np.ones((3, 2)), np.ones((3, 3)), 5)
    with pytest.raises(ValueError, match="draws"):
        validated(np.ones((3, 2)), np.ones((3, 2)), 0)
    with pytest.raises(ValueError, match="clusters"):
        validate_metric(np.ones((3, 2)), np.ones((3, 2)), np.arange(2), rng=np.random.default_rng(0))
