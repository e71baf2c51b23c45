import numpy as np
import pytest

from scoring.agreement.icc import intraclass_correlation
from scoring.agreement.outcome import Reason
from scoring.agreement.table import FloatArray

NAN = np.nan
SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float
)


def test_icc_2_k_is_for_the_planned_number_of_raters() -> None:
    icc = intraclass_correlation(SHROUT_FLEISS, planned_k=2)
    rho = icc.single.value

    assert icc.k == 2
    assert icc.average.value == pytest.approx(2 * rho / (1 + rho))


def test_empty_units_and_raters_change_nothing() -> None:
    padded = np.full((8, 6), NAN)
    padded[1:7, [0, 1, 3, 5]] = SHROUT_FLEISS

    assert intraclass_correlation(padded) == intraclass_correlation(SHROUT_FLEISS)


def test_with_ratings_missing_the_variances_come_from_reml(sparse_ratings: FloatArray) -> None:
    icc = intraclass_correlation(sparse_ratings, planned_k=3)

    assert icc.components is not None
    assert icc.components.method == "reml"
    assert 0 < icc.single.value < icc.average.value < 1


def test_one_missing_rating_moves_the_value_little(sparse_ratings: FloatArray) -> None:
    rng = np.random.default_rng(1)
    complete = rng.normal(0, 2, (40, 1)) + rng.normal(0, 1, 4) + rng.normal(0, 1, (40, 4))
    holed = complete.copy()
    holed[3, 2] = NAN

    whole, part = intraclass_correlation(complete, 4), intraclass_correlation(holed, 4)

    assert part.single.value == pytest.approx(whole.single.value, abs=0.01)
    assert part.average.value == pytest.approx(whole.average.value, abs=0.01)


def test_without_a_planned_number_incomplete_ratings_have_no_icc_2_k(sparse_ratings: FloatArray) -> None:
    icc = intraclass_correlation(sparse_ratings)

    assert icc.single.is_defined
    assert icc.average.reason is Reason.PLANNED_K_UNKNOWN


def test_full_agreement_is_one() -> None:
    assert intraclass_correlation([[1, 1], [3, 3], [4, 4]]).single.value == 1
    assert intraclass_correlation(
        [[1.0, 1.0, NAN], [3.0, 3.0, 3.0], [4.0, NAN, 4.0]], 2
    ).single.value == pytest.approx(1)


@pytest.mark.parametrize(
    ("ratings", "reason"),
    [
        (np.zeros((0, 0)), Reason.NO_RATINGS),
        (np.full((3, 3), NAN), Reason.NO_RATINGS),
        ([[1.0], [2.0], [3.0]], Reason.ONE_RATER),
        ([[1.0, 2.0, 3.0]], Reason.ONE_UNIT),
        (np.full((4, 3), 4.0), Reason.NO_VARIANCE),
        ([[1.0, 2.0, NAN, NAN], [2.0, 2.0, NAN, NAN], [NAN, NAN, 3.0, 4.0]], Reason.NOT_CONNECTED),
        ([[1.0, NAN], [NAN, 2.0]], Reason.NOT_CONNECTED),
        ([[1.0, 2.0, NAN], [NAN, 2.0, 4.0]], Reason.NO_RESIDUAL),
    ],
)
def test_undefined_says_why(ratings: FloatArray, reason: Reason) -> None:
    icc = intraclass_correlation(ratings, planned_k=2)

    assert np.isnan([icc.single.value, icc.average.value]).all()
    assert icc.single.reason is icc.average.reason is reason


def test_variances_that_cancel_leave_icc_undefined() -> None:
    icc = intraclass_correlation([[1, 2], [2, 1]])

    assert icc.single.reason is Reason.NEGATIVE_TOTAL


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="planned_k must be at least 1, got 0"):
        intraclass_correlation(SHROUT_FLEISS, planned_k=0)
