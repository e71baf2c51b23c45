import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from scoring.agreement.alpha import LEVELS, Level, alpha_of_draws, krippendorff_alpha
from scoring.agreement.outcome import Reason
from scoring.agreement.table import FloatArray, count_patterns


def _matrices(top: int) -> st.SearchStrategy[FloatArray]:
    values = st.one_of(st.just(np.nan), st.integers(0, top).map(float))
    return hnp.arrays(np.float64, st.tuples(st.integers(1, 12), st.integers(1, 6)), elements=values)


def _package(ratings: FloatArray, level: Level) -> float:
    """The package's value, NaN where it refuses or divides nothing by nothing."""
    try:
        with np.errstate(invalid="ignore"):
            return float(krippendorff.alpha(ratings.T, level_of_measurement=level))
    except ValueError:
        return float("nan")


@settings(max_examples=150, deadline=None)
@given(ratings=st.one_of(_matrices(4), _matrices(100)), level=st.sampled_from(LEVELS))
def test_it_equals_the_krippendorff_package(ratings: FloatArray, level: Level) -> None:
    assert krippendorff_alpha(ratings, level).value == pytest.approx(
        _package(ratings, level), abs=1e-12, nan_ok=True
    )


@pytest.mark.parametrize("level", LEVELS)
def test_it_equals_the_package_on_a_scale_with_many_levels(level: Level) -> None:
    rng = np.random.default_rng(3)
    ratings = np.clip(rng.normal(50, 20, size=(150, 1)) + rng.normal(0, 15, size=(150, 6)), 0, 100).round()
    ratings[rng.random(ratings.shape) < 0.3] = np.nan

    assert krippendorff_alpha(ratings, level).value == pytest.approx(_package(ratings, level), abs=1e-12)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
def test_values_below_zero_are_allowed_except_on_a_ratio_scale(level: Level) -> None:
    ratings = np.array([[-2.0, -2, -1], [0, 0, 1], [2, 2, 2], [-1, 0, np.nan]])

    assert krippendorff_alpha(ratings, level).value == pytest.approx(_package(ratings, level), abs=1e-12)
    assert krippendorff_alpha(ratings, "ratio").reason is Reason.NEGATIVE_RATIO


@pytest.mark.parametrize("level", LEVELS)
def test_neither_the_order_of_units_nor_the_names_of_raters_matter(
    sparse_ratings: FloatArray, level: Level
) -> None:
    rng = np.random.default_rng(5)
    shuffled = sparse_ratings[rng.permutation(60)]
    within_units = rng.permuted(sparse_ratings, axis=1)

    expected = krippendorff_alpha(sparse_ratings, level).value
    assert krippendorff_alpha(shuffled[:, ::-1], level).value == pytest.approx(expected, abs=1e-13)
    assert krippendorff_alpha(within_units, level).value == pytest.approx(expected, abs=1e-13)


def test_ordinal_alpha_depends_on_the_order_of_values_alone(sparse_ratings: FloatArray) -> None:
    stretched = np.exp(sparse_ratings)

    assert (
        krippendorff_alpha(stretched, "ordinal").value == krippendorff_alpha(sparse_ratings, "ordinal").value
    )


def test_interval_alpha_does_not_depend_on_origin_and_unit(sparse_ratings: FloatArray) -> None:
    value = krippendorff_alpha(sparse_ratings, "interval").value

    assert krippendorff_alpha(1e6 - 25 * sparse_ratings, "interval").value == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize("level", LEVELS)
def test_full_agreement_is_exactly_one(level: Level) -> None:
    ratings = np.repeat([[1.0], [2.0], [4.0], [5.0]], 3, axis=1)

    assert krippendorff_alpha(ratings, level).value == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize(
    ("ratings", "reason"),
    [
        (np.zeros((0, 0)), Reason.NO_OVERLAP),
        (np.zeros((0, 3)), Reason.NO_OVERLAP),
        (np.full((4, 3), np.nan), Reason.NO_OVERLAP),
        (np.array([[1.0], [2.0], [3.0]]), Reason.NO_OVERLAP),
        (np.array([[1.0, np.nan], [np.nan, 2.0]]), Reason.NO_OVERLAP),
        (np.full((5, 3), 4.0), Reason.ONE_CATEGORY),
        # The other value was given once only, to a unit that nobody else rated.
        (np.array([[4.0, 4.0], [4.0, 4.0], [1.0, np.nan]]), Reason.ONE_CATEGORY),
    ],
)
@pytest.mark.parametrize("level", LEVELS)
def test_undefined_says_why(ratings: FloatArray, reason: Reason, level: Level) -> None:
    alpha = krippendorff_alpha(ratings, level)

    assert np.isnan(alpha.value)
    assert alpha.reason is reason


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match=r"level must be one of .*'metric'"):
        krippendorff_alpha([[1, 2]], "metric")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"ratings must have two dimensions .* \(3,\)"):
        krippendorff_alpha([1, 2, 3])
    with pytest.raises(ValueError, match="ratings must be finite or NaN"):
        krippendorff_alpha([[1, np.inf]])
    with pytest.raises(ValueError, match="ratio scale must not be negative, got -1"):
        alpha_of_draws(count_patterns([[-1, 2]]), [[1]], "ratio")


@pytest.mark.parametrize("level", LEVELS)
def test_resampled_units_give_what_the_package_gives_on_the_same_units(
    sparse_ratings: FloatArray, level: Level
) -> None:
    rng = np.random.default_rng(11)
    rated = sparse_ratings[~np.isnan(sparse_ratings).all(axis=1)]
    table = count_patterns(rated)
    pattern_of_unit = [
        int(np.flatnonzero((table.counts == [(row == v).sum() for v in table.values]).all(axis=1))[0])
        for row in rated
    ]
    drawn = rng.integers(len(rated), size=(40, len(rated)))
    multiplicities = np.array(
        [np.bincount(np.take(pattern_of_unit, units), minlength=len(table.units)) for units in drawn]
    )

    looped = [_package(rated[units], level) for units in drawn]

    assert alpha_of_draws(table, multiplicities, level) == pytest.approx(looped, abs=1e-12)


def test_draws_are_the_same_whether_computed_in_blocks_or_one_by_one(
    sparse_ratings: FloatArray, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = count_patterns(sparse_ratings)
    draws = np.random.default_rng(2).multinomial(60, table.units / table.n_units, size=25)
    whole = alpha_of_draws(table, draws, "ordinal")

    monkeypatch.setattr("scoring.agreement.alpha._BLOCK", 1)

    assert alpha_of_draws(table, draws, "ordinal") == pytest.approx(whole, abs=1e-13)
