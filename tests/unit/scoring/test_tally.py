import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.ranking.bootstrap import wilson_interval
from scoring.tally import UNDEFINED, TallySummary, summarise_tally


def summarise(values: list[float], counts: list[int], *, binary: bool = False) -> TallySummary:
    return summarise_tally(
        np.array(values, dtype=np.float64),
        np.array(counts, dtype=np.int64),
        binary=binary,
        rng=np.random.default_rng(1),
    )


@given(st.lists(st.tuples(st.integers(-100, 100), st.integers(1, 9)), min_size=1, max_size=8))
def test_mean_and_error_equal_those_of_the_single_scores(pairs: list[tuple[int, int]]) -> None:
    single = np.repeat([float(value) for value, _ in pairs], [count for _, count in pairs])
    summary = summarise([float(value) for value, _ in pairs], [count for _, count in pairs])
    assert summary.score == pytest.approx(single.mean())
    if single.size > 1:
        assert summary.se == pytest.approx(single.std(ddof=1) / single.size**0.5)
        assert summary.low <= summary.score + 1e-9
        assert summary.high >= summary.score - 1e-9
    else:
        assert math.isnan(summary.se)
        assert math.isnan(summary.low)
        assert math.isnan(summary.high)


def test_interval_agrees_with_resampling_single_questions() -> None:
    values, counts = [0.0, 40.0, 100.0], [30, 50, 20]
    single = np.repeat(values, counts)
    rng = np.random.default_rng(7)
    looped = [rng.choice(single, single.size).mean() for _ in range(4000)]
    summary = summarise(values, counts)
    assert summary.low == pytest.approx(np.quantile(looped, 0.025), abs=1.0)
    assert summary.high == pytest.approx(np.quantile(looped, 0.975), abs=1.0)


@pytest.mark.parametrize(("value", "share"), [(0.0, 0.0), (100.0, 1.0)])
def test_an_accuracy_at_the_edge_has_wilsons_interval(value: float, share: float) -> None:
    summary = summarise([value], [8], binary=True)
    assert (summary.low, summary.high) == pytest.approx([100 * end for end in wilson_interval(share, 8)])


def test_a_continuous_score_without_spread_has_an_interval_without_width() -> None:
    assert summarise([42.0], [5]) == TallySummary(42.0, 0.0, 42.0, 42.0)


def test_no_question_is_undefined_and_one_has_no_standard_error() -> None:
    assert all(math.isnan(value) for value in (UNDEFINED.score, summarise([], []).score))
    assert math.isnan(summarise([50.0], [1]).se)


def test_the_same_seed_gives_the_same_interval() -> None:
    assert summarise([0.0, 100.0], [4, 6]) == summarise([0.0, 100.0], [4, 6])


def test_bad_arguments_are_named() -> None:
    with pytest.raises(ValueError, match="one length"):
        summarise([1.0], [1, 2])
    with pytest.raises(ValueError, match="counts must not be negative, got -1"):
        summarise([1.0], [-1])
