from itertools import permutations

import krippendorff
import numpy as np
import pytest

from scoring.agreement.alpha import LEVELS, Level, krippendorff_alpha
from scoring.agreement.rater_draws import alpha_of_rater_draws, rating_patterns
from scoring.agreement.table import FloatArray


def _distance(i: int, j: int, values: FloatArray, totals: FloatArray, level: Level) -> float:
    low, high = min(i, j), max(i, j)
    if level == "nominal":
        return float(i != j)
    if level == "ordinal":
        return float((totals[low : high + 1].sum() - (totals[low] + totals[high]) / 2) ** 2)
    if level == "interval":
        return float((values[i] - values[j]) ** 2)
    return float(((values[i] - values[j]) / (values[i] + values[j])) ** 2) if i != j else 0.0


def _by_pairs(ratings: FloatArray, units: FloatArray, weights: FloatArray, level: Level) -> float:
    """Alpha from a coincidence matrix filled pair by pair; `units` and `weights` are times drawn."""
    values = np.unique(ratings[~np.isnan(ratings)])
    coincidences = np.zeros((values.size, values.size))
    for row, times in zip(ratings, units, strict=True):
        present = [r for r in np.flatnonzero(~np.isnan(row)) if weights[r] > 0]
        if len(present) < 2:
            continue
        total = sum(weights[r] for r in present)
        factor = total / (total**2 - sum(weights[r] ** 2 for r in present))
        for r, s in permutations(present, 2):
            cell = np.searchsorted(values, row[r]), np.searchsorted(values, row[s])
            coincidences[cell] += times * factor * weights[r] * weights[s]
    totals = coincidences.sum(axis=1)
    if (totals > 0).sum() < 2:
        return float("nan")
    apart = np.array(
        [[_distance(i, j, values, totals, level) for j in range(values.size)] for i in range(values.size)]
    )
    by_chance = np.outer(totals, totals) / (totals.sum() - 1)
    return float(1 - (coincidences * apart).sum() / (by_chance * apart).sum())


def _patterns_drawn(ratings: FloatArray, units: FloatArray) -> FloatArray:
    """Times each distinct row was drawn, from the times each unit was."""
    _, inverse = np.unique(np.nan_to_num(ratings, nan=-np.inf), axis=0, return_inverse=True)
    return np.bincount(inverse.ravel(), weights=units).astype(np.float64)


@pytest.mark.parametrize("level", LEVELS)
def test_weighted_coincidences_equal_a_loop_over_pairs(sparse_ratings: FloatArray, level: Level) -> None:
    rng = np.random.default_rng(4)
    ratings = sparse_ratings[~np.isnan(sparse_ratings).all(axis=1)]
    units = rng.multinomial(len(ratings), np.full(len(ratings), 1 / len(ratings)), size=12).astype(float)
    raters = rng.multinomial(5, np.full(5, 0.2), size=12).astype(float)
    raters[0] = [5, 0, 0, 0, 0]
    expected = [_by_pairs(ratings, u, w, level) for u, w in zip(units, raters, strict=True)]

    drawn = np.array([_patterns_drawn(ratings, u) for u in units])
    found = alpha_of_rater_draws(rating_patterns(ratings), drawn, raters, level)

    assert np.isnan(expected[0])
    assert found == pytest.approx(expected, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("level", LEVELS)
def test_with_every_rater_drawn_once_it_is_plain_alpha(sparse_ratings: FloatArray, level: Level) -> None:
    patterns = rating_patterns(sparse_ratings)

    found = alpha_of_rater_draws(patterns, [patterns.units], [np.ones(5)], level)

    assert found[0] == pytest.approx(krippendorff_alpha(sparse_ratings, level).value, abs=1e-13)


@pytest.mark.parametrize("level", LEVELS)
def test_raters_drawn_once_or_never_give_alpha_of_those_drawn(
    sparse_ratings: FloatArray, level: Level
) -> None:
    patterns = rating_patterns(sparse_ratings)

    found = alpha_of_rater_draws(patterns, [patterns.units], [[1, 0, 1, 1, 0]], level)

    assert found[0] == pytest.approx(krippendorff_alpha(sparse_ratings[:, [0, 2, 3]], level).value, abs=1e-12)


def test_drawing_every_rater_twice_changes_nothing_but_the_small_sample_correction() -> None:
    ratings = np.random.default_rng(6).integers(1, 6, size=(2000, 4)).astype(float)
    patterns = rating_patterns(ratings)

    once, twice = alpha_of_rater_draws(patterns, [patterns.units] * 2, [[1] * 4, [2] * 4], "interval")

    assert twice == pytest.approx(once, abs=1e-3)


def test_copies_of_a_rater_do_not_push_alpha_up_as_duplicated_columns_do() -> None:
    rng = np.random.default_rng(7)
    ratings = np.rint(rng.normal(3, 1, (150, 1)) + rng.normal(0, 1, (150, 4)))
    patterns = rating_patterns(ratings)
    drawn = rng.integers(4, size=(100, 4))
    drawn = drawn[[np.unique(raters).size > 1 for raters in drawn]]
    weights = np.array([np.bincount(raters, minlength=4) for raters in drawn])
    alpha = krippendorff_alpha(ratings, "interval").value

    weighted = alpha_of_rater_draws(patterns, [patterns.units] * len(drawn), weights, "interval")
    duplicated = [krippendorff.alpha(ratings[:, r].T, level_of_measurement="interval") for r in drawn]

    assert weighted.mean() == pytest.approx(alpha, abs=0.03)
    assert np.mean(duplicated) > alpha + 0.08


def test_blocks_of_draws_do_not_change_the_values(
    sparse_ratings: FloatArray, monkeypatch: pytest.MonkeyPatch
) -> None:
    patterns = rating_patterns(sparse_ratings)
    rng = np.random.default_rng(2)
    units = rng.multinomial(60, patterns.units / patterns.units.sum(), size=20)
    raters = rng.multinomial(5, np.full(5, 0.2), size=20)
    whole = alpha_of_rater_draws(patterns, units, raters, "ordinal")

    monkeypatch.setattr("scoring.agreement.rater_draws._BLOCK", 1)

    blocked = alpha_of_rater_draws(patterns, units, raters, "ordinal")
    assert blocked == pytest.approx(whole, abs=1e-13, nan_ok=True)
