import krippendorff
import numpy as np
import pytest

from scoring.agreement.alpha import LEVELS, Level, krippendorff_alpha
from scoring.agreement.gwet import gwet_ac
from scoring.agreement.intervals import (
    alpha_raters_like_these,
    alpha_these_raters,
    gwet_these_raters,
    percentile_interval,
)
from scoring.agreement.outcome import Note, Reason
from scoring.agreement.table import FloatArray


@pytest.mark.parametrize("level", LEVELS)
def test_these_raters_have_the_distribution_of_looping_the_package(
    sparse_ratings: FloatArray, level: Level
) -> None:
    rng = np.random.default_rng(21)
    rated = sparse_ratings[~np.isnan(sparse_ratings).all(axis=1)]
    looped = [
        krippendorff.alpha(rated[rng.integers(len(rated), size=len(rated))].T, level_of_measurement=level)
        for _ in range(800)
    ]

    interval = alpha_these_raters(sparse_ratings, level, rng, draws=5000)

    assert [interval.low, interval.high] == pytest.approx(np.quantile(looped, [0.025, 0.975]), abs=0.035)


@pytest.mark.parametrize("level", LEVELS)
def test_intervals_hold_the_estimate_and_other_raters_add_width(
    sparse_ratings: FloatArray, level: Level
) -> None:
    value = krippendorff_alpha(sparse_ratings, level).value

    these = alpha_these_raters(sparse_ratings, level, np.random.default_rng(1))
    like = alpha_raters_like_these(sparse_ratings, level, np.random.default_rng(1))

    assert these.low < value < these.high
    assert like.low < value < like.high
    assert like.high - like.low > these.high - these.low


def test_the_interval_of_ac_holds_the_estimate(sparse_ratings: FloatArray) -> None:
    levels = [1.0, 2.0, 3.0, 4.0, 5.0]

    interval = gwet_these_raters(sparse_ratings, levels, "ordinal", np.random.default_rng(1))

    assert interval.low < gwet_ac(sparse_ratings, levels, "ordinal").value < interval.high
    assert (interval.draws, interval.undefined, interval.reason) == (1000, 0, None)


def test_the_interval_of_ac_equals_resampling_units_one_by_one(sparse_ratings: FloatArray) -> None:
    rng = np.random.default_rng(22)
    levels = [1.0, 2.0, 3.0, 4.0, 5.0]
    looped = [gwet_ac(sparse_ratings[rng.integers(60, size=60)], levels).value for _ in range(800)]

    interval = gwet_these_raters(sparse_ratings, levels, "ordinal", rng, draws=5000)

    assert [interval.low, interval.high] == pytest.approx(np.quantile(looped, [0.025, 0.975]), abs=0.03)


def test_the_same_seed_gives_the_same_interval(sparse_ratings: FloatArray) -> None:
    first, second = (
        alpha_raters_like_these(sparse_ratings, "ordinal", np.random.default_rng(5), draws=50)
        for _ in range(2)
    )

    assert first == second


def test_fewer_than_ten_raters_are_noted_beside_the_interval_for_others_like_them() -> None:
    ratings = np.random.default_rng(1).integers(1, 4, size=(30, 10)).astype(float)
    rng = np.random.default_rng(2)

    assert alpha_raters_like_these(ratings, "nominal", rng, 20).note is None
    assert alpha_raters_like_these(ratings[:, :9], "nominal", rng, 20).note is Note.FEW_RATERS
    assert alpha_these_raters(ratings[:, :9], "nominal", rng, 20).note is None


def test_draws_without_a_value_are_counted_and_left_out() -> None:
    ratings = [[1, 1], [2, 2], [1, 2], [2, 1], [1, 1], [3, 3]]

    interval = alpha_raters_like_these(ratings, "nominal", np.random.default_rng(3), draws=2000)

    # Of two raters drawn with replacement, half of the draws are one rater twice.
    assert 900 < interval.undefined < 1100
    assert interval.is_defined


def test_a_seldom_defined_alpha_has_an_interval_over_what_is_defined() -> None:
    interval = percentile_interval(np.array([np.nan, 0.5, np.nan, 0.7]))

    assert (interval.draws, interval.undefined) == (4, 2)
    assert 0.5 <= interval.low <= interval.high <= 0.7


def test_without_a_defined_draw_there_is_no_interval() -> None:
    interval = percentile_interval(np.full(3, np.nan))

    assert np.isnan([interval.low, interval.high]).all()
    assert interval.reason is Reason.NO_DEFINED_DRAW


@pytest.mark.parametrize(
    ("ratings", "reason"),
    [
        (np.zeros((0, 0)), Reason.NO_OVERLAP),
        (np.full((3, 2), np.nan), Reason.NO_OVERLAP),
        (np.array([[1.0], [2.0]]), Reason.NO_OVERLAP),
        (np.full((3, 2), 4.0), Reason.ONE_CATEGORY),
    ],
)
def test_an_undefined_coefficient_has_no_interval_for_the_same_reason(
    ratings: FloatArray, reason: Reason
) -> None:
    rng = np.random.default_rng(1)

    intervals = [
        alpha_these_raters(ratings, "ordinal", rng, 10),
        alpha_raters_like_these(ratings, "ordinal", rng, 10),
        gwet_these_raters(ratings, None, "ordinal", rng, 10),
    ]

    assert [interval.reason for interval in intervals] == [reason] * 3
    assert not any(interval.is_defined for interval in intervals)


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="draws must be at least 1, got 0"):
        alpha_these_raters([[1, 2]], "nominal", np.random.default_rng(1), draws=0)
