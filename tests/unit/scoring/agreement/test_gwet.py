from collections.abc import Sequence
from math import comb

import numpy as np
import pytest

from scoring.agreement.gwet import WEIGHTS, Weights, category_weights, gwet_ac, gwet_of_draws
from scoring.agreement.outcome import Reason
from scoring.agreement.table import FloatArray, count_patterns


def _weight(a: float, b: float, levels: Sequence[float], weights: Weights) -> float:
    if weights == "identity":
        return float(a == b)
    if weights == "quadratic":
        return 1 - (a - b) ** 2 / (max(levels) - min(levels)) ** 2
    steps = abs(levels.index(a) - levels.index(b))
    return 1 - comb(steps + 1, 2) / comb(len(levels), 2)


def _by_pairs(ratings: FloatArray, levels: Sequence[float], weights: Weights) -> float:
    """AC by its meaning: the weight of two raters' categories in a unit, averaged over pairs."""
    units = [row[~np.isnan(row)].tolist() for row in ratings]
    agreements = [
        np.mean([_weight(a, b, levels, weights) for i, a in enumerate(u) for j, b in enumerate(u) if i != j])
        for u in units
        if len(u) > 1
    ]
    shares = np.mean([[u.count(level) / len(u) for level in levels] for u in units if u], axis=0)
    total = sum(_weight(a, b, levels, weights) for a in levels for b in levels)
    chance = total * sum(s * (1 - s) for s in shares) / (len(levels) * (len(levels) - 1))
    return float((np.mean(agreements) - chance) / (1 - chance))


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("levels", [[1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5, 7.5]])
def test_it_equals_the_average_over_pairs(
    sparse_ratings: FloatArray, levels: list[float], weights: Weights
) -> None:
    expected = _by_pairs(sparse_ratings, levels, weights)

    assert gwet_ac(sparse_ratings, levels, weights).value == pytest.approx(expected, abs=1e-12)


def test_ordinal_weights_go_by_rank_and_quadratic_weights_by_value() -> None:
    assert category_weights([1, 2, 10], "ordinal") == pytest.approx(category_weights([1, 2, 3], "ordinal"))
    assert category_weights([1, 2, 10], "quadratic")[0, 1] == pytest.approx(1 - 1 / 81)


def test_the_categories_are_the_rubrics_levels_even_when_unused() -> None:
    ratings = [[1, 1], [2, 2], [1, 2]]

    assert gwet_ac(ratings, [1, 2, 3], "identity").value > gwet_ac(ratings, None, "identity").value


def test_one_category_of_several_levels_is_full_agreement() -> None:
    assert gwet_ac([[4, 4], [4, 4]], [1, 2, 3, 4, 5]).value == 1


@pytest.mark.parametrize("weights", WEIGHTS)
def test_neither_the_order_of_units_nor_the_names_of_raters_matter(
    sparse_ratings: FloatArray, weights: Weights
) -> None:
    shuffled = np.random.default_rng(8).permuted(sparse_ratings[::-1], axis=1)

    assert gwet_ac(shuffled, None, weights).value == pytest.approx(
        gwet_ac(sparse_ratings, None, weights).value, abs=1e-13
    )


@pytest.mark.parametrize(
    ("ratings", "levels", "reason"),
    [
        (np.zeros((0, 0)), None, Reason.NO_OVERLAP),
        (np.full((3, 2), np.nan), [1, 2], Reason.NO_OVERLAP),
        ([[1.0], [2.0]], None, Reason.NO_OVERLAP),
        ([[1.0, np.nan], [np.nan, 2.0]], None, Reason.NO_OVERLAP),
        ([[3.0, 3.0], [3.0, 3.0]], None, Reason.ONE_CATEGORY),
        ([[3.0, 3.0], [3.0, 3.0]], [3], Reason.ONE_LEVEL),
    ],
)
def test_undefined_says_why(ratings: FloatArray, levels: list[float] | None, reason: Reason) -> None:
    ac = gwet_ac(ratings, levels)

    assert np.isnan(ac.value)
    assert ac.reason is reason


def test_a_draw_without_a_paired_unit_is_undefined() -> None:
    table = count_patterns([[1.0, 2.0], [2.0, np.nan]])
    paired = (table.sizes == 2).astype(int)

    values = gwet_of_draws(table, [2 * paired, 2 * (1 - paired), 0 * paired], "identity")

    assert np.isnan(values).tolist() == [False, True, True]


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match=r"weights must be one of .*'linear'"):
        gwet_ac([[1, 2]], None, "linear")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="ratings must be among the levels, got 6"):
        gwet_ac([[1, 6]], [1, 2, 3, 4, 5])
    with pytest.raises(ValueError, match="levels must be finite and distinct"):
        gwet_ac([[1, 2]], [1, 2, 2])
    with pytest.raises(ValueError, match="two or more categories, got 1"):
        gwet_of_draws(count_patterns([[1, 1]]), [[1]], "identity")
