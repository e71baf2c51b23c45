import numpy as np
import pytest

from scoring.agreement.kappa import cohen_kappa, pairwise_kappa
from scoring.agreement.outcome import Reason
from scoring.agreement.table import FloatArray

# Marginal products of a 3 x 3 table written out by hand: rows first rater, columns second rater.
TABLE = [[22, 2, 2], [5, 7, 14], [0, 2, 46]]


def _vectors(values: list[float]) -> tuple[FloatArray, FloatArray]:
    cells = [(values[i], values[j]) for i in range(3) for j in range(3) for _ in range(TABLE[i][j])]
    first, second = np.array(cells).T
    return first, second


@pytest.mark.parametrize("values", [[1.0, 2.0, 3.0], [1.0, 2.0, 5.0]])
@pytest.mark.parametrize("weights", ["identity", "quadratic"])
def test_it_equals_the_contingency_table_formula(values: list[float], weights: str) -> None:
    joint = np.array(TABLE) / 100
    apart = np.subtract.outer(values, values) ** 2 if weights == "quadratic" else 1 - np.eye(3)
    expected = 1 - (apart * joint).sum() / (apart * np.outer(joint.sum(axis=1), joint.sum(axis=0))).sum()

    kappa = cohen_kappa(*_vectors(values), weights)  # type: ignore[arg-type]

    assert kappa.value == pytest.approx(expected, abs=1e-14)


def test_quadratic_weights_go_by_the_value_and_not_by_the_rank_of_what_was_used() -> None:
    close, far = _vectors([1, 2, 3]), _vectors([1, 2, 5])

    assert cohen_kappa(*close).value != pytest.approx(cohen_kappa(*far).value, abs=1e-3)


def test_raters_are_paired_by_unit_over_the_units_that_both_rated() -> None:
    nan = np.nan
    ratings: list[list[float]] = [
        [1, 1, nan],
        [2, nan, nan],
        [3, 3, 4],
        [nan, 5, 5],
        [5, 4, nan],
        [nan, nan, 2],
    ]

    pairs = pairwise_kappa(ratings)

    assert [(p.raters, p.n) for p in pairs] == [((0, 1), 3), ((0, 2), 1), ((1, 2), 2)]
    assert pairs[0].kappa == cohen_kappa([1, 3, 5], [1, 3, 4])
    assert pairs[1].kappa.reason is Reason.FEW_COMMON_UNITS


def test_raters_without_ratings_are_left_out() -> None:
    assert [p.raters for p in pairwise_kappa([[1.0, np.nan, 1.0], [2.0, np.nan, 3.0]])] == [(0, 2)]
    assert pairwise_kappa([[1], [2]]) == ()
    assert pairwise_kappa(np.zeros((0, 0))) == ()


def test_two_raters_with_one_same_value_have_no_kappa() -> None:
    kappa = cohen_kappa([4, 4, 4], [4, 4, 4])

    assert np.isnan(kappa.value)
    assert kappa.reason is Reason.ONE_CATEGORY


def test_two_raters_each_constant_at_different_values_have_kappa_zero() -> None:
    assert cohen_kappa([4, 4], [2, 2]).value == 0


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match=r"vectors of one length, got \(2,\) and \(3,\)"):
        cohen_kappa([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="weights must be identity or quadratic, got 'linear'"):
        cohen_kappa([1, 2], [1, 2], "linear")  # type: ignore[arg-type]
