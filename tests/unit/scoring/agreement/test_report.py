import dataclasses

import numpy as np
import pytest

from scoring.agreement.alpha import LEVELS, Level, krippendorff_alpha
from scoring.agreement.gwet import gwet_ac
from scoring.agreement.outcome import Interval, Note, Reason
from scoring.agreement.report import agreement_report
from scoring.agreement.table import FloatArray

NAN = np.nan
VALUES = ("alpha", "ac2", "percent_agreement", "icc_2_1", "icc_2_k")
INTERVALS = ("alpha_these_raters", "alpha_raters_like_these", "ac2_ci")


def _rng() -> np.random.Generator:
    return np.random.default_rng(1)


def test_it_counts_units_raters_and_ratings() -> None:
    ratings = [[1, 2, NAN, NAN], [3, NAN, NAN, NAN], [NAN, NAN, NAN, NAN], [4, 4, 5, NAN]]

    report = agreement_report(ratings, "ordinal", [1, 2, 3, 4, 5], 2, _rng(), draws=20)

    assert (report.n_units, report.n_pairable, report.n_raters, report.n_ratings) == (3, 2, 3, 6)
    assert [share.share for share in report.prevalence] == pytest.approx([1 / 6, 1 / 6, 1 / 6, 2 / 6, 1 / 6])
    assert [pair.raters for pair in report.kappa_pairwise] == [(0, 1), (0, 2), (1, 2)]


@pytest.mark.parametrize(
    ("level", "weights"),
    [("nominal", "identity"), ("ordinal", "ordinal"), ("interval", "quadratic"), ("ratio", "quadratic")],
)
def test_the_level_of_measurement_chooses_metric_and_weights(
    sparse_ratings: FloatArray, level: Level, weights: str
) -> None:
    report = agreement_report(sparse_ratings, level, [1, 2, 3, 4, 5], 3, _rng(), draws=20)

    assert report.alpha == krippendorff_alpha(sparse_ratings, level).value
    assert report.ac2_weights == weights
    assert report.ac2 == gwet_ac(sparse_ratings, [1, 2, 3, 4, 5], report.ac2_weights).value


def test_everything_is_defined_on_an_ordinary_campaign(sparse_ratings: FloatArray) -> None:
    report = agreement_report(sparse_ratings, "ordinal", [1, 2, 3, 4, 5], 3, _rng())

    assert report.reasons == {}
    assert all(np.isfinite(getattr(report, name)) for name in VALUES)
    assert report.alpha_these_raters.low < report.alpha < report.alpha_these_raters.high
    assert report.alpha_raters_like_these.note is Note.FEW_RATERS


def test_nominal_ratings_have_no_icc() -> None:
    report = agreement_report([[1, 1], [2, 2], [3, 1]], "nominal", None, 2, _rng(), draws=20)

    assert report.reasons == {"icc_2_1": Reason.NOT_NUMERIC, "icc_2_k": Reason.NOT_NUMERIC}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "ratings",
    [
        np.zeros((0, 0)),
        np.zeros((0, 3)),
        np.full((4, 3), NAN),
        np.array([[1.0], [2.0]]),
        np.array([[1.0, NAN], [NAN, 2.0]]),
        np.full((4, 3), 2.0),
        np.array([[1.0, 2.0]]),
        np.array([[2.0, NAN]]),
    ],
)
def test_whatever_is_undefined_is_nan_and_says_why(ratings: FloatArray, level: Level) -> None:
    report = agreement_report(ratings, level, [1, 2, 3], 2, _rng(), draws=20)

    undefined = {name for name in VALUES if np.isnan(getattr(report, name))}
    undefined |= {name for name in INTERVALS if not getattr(report, name).is_defined}
    assert undefined
    assert set(report.reasons) == undefined
    assert all(report.reasons.values())


def test_one_category_leaves_percent_agreement_and_ac_defined() -> None:
    report = agreement_report(np.full((5, 3), 4.0), "ordinal", [1, 2, 3, 4, 5], 3, _rng(), draws=20)

    assert report.reasons["alpha"] == Reason.ONE_CATEGORY
    assert (report.percent_agreement, report.ac2) == (1, 1)


def test_the_same_seed_gives_the_same_report(sparse_ratings: FloatArray) -> None:
    first, second = (agreement_report(sparse_ratings, "ordinal", None, 3, _rng(), draws=50) for _ in range(2))

    assert dataclasses.asdict(first) == dataclasses.asdict(second)


def test_intervals_take_the_number_of_draws_asked_for(sparse_ratings: FloatArray) -> None:
    report = agreement_report(sparse_ratings, "ordinal", None, 3, _rng(), draws=37)

    intervals: list[Interval] = [getattr(report, name) for name in INTERVALS]
    assert [interval.draws for interval in intervals] == [37, 37, 37]


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match=r"level must be one of .*'likert'"):
        agreement_report([[1, 2]], "likert", None, 2, _rng())  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="ratings must be among the levels, got 7"):
        agreement_report([[1, 7]], "ordinal", [1, 2, 3], 2, _rng())
