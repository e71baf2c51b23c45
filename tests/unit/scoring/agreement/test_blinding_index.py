import numpy as np
import pytest

from scoring.agreement.blinding_index import blinding_index, blinding_report
from scoring.agreement.outcome import Reason


@pytest.mark.parametrize(
    ("asked", "answered", "right", "m", "expected"),
    [
        (10, 10, 10, 2, 1.0),
        (10, 10, 10, 5, 1.0),
        (10, 10, 0, 2, -1.0),
        (10, 10, 0, 5, -0.25),
        (12, 12, 4, 3, 0.0),
        (10, 0, 0, 4, 0.0),
        (10, 10, 7, 2, 0.4),  # 2 x 0.7 - 1
        (10, 8, 6, 2, 0.4),  # 2 x 0.6 - 0.8
        (20, 15, 9, 3, 0.3),  # (3 x 0.45 - 0.75) / 2
        (8, 5, 3, 6, (6 * 0.375 - 0.625) / 5),
    ],
)
def test_the_index_is_what_is_computed_by_hand(
    asked: int, answered: int, right: int, m: int, expected: float
) -> None:
    assert blinding_index(asked, answered, right, m).value == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 1.0])
def test_with_two_sources_and_every_answer_it_is_twice_the_share_less_one(share: float) -> None:
    assert blinding_index(1, 1, share, 2).value == pytest.approx(2 * share - 1)


def test_with_two_sources_it_is_the_share_right_less_the_share_wrong() -> None:
    assert blinding_index(20, 13, 9, 2).value == pytest.approx(9 / 20 - 4 / 20)


@pytest.mark.parametrize("m", [2, 3, 5])
def test_guessing_at_random_is_worth_nothing_whatever_share_refuses(m: int) -> None:
    rng = np.random.default_rng(1)
    truth, guesses = rng.integers(m, size=(2, 60_000))
    answered = rng.random(60_000) < 0.6
    found = blinding_index(60_000, answered.sum(), ((truth == guesses) & answered).sum(), m)
    assert abs(found.value) < 0.01


def test_one_source_or_no_question_has_no_index() -> None:
    assert blinding_index(5, 5, 5, 1).reason is Reason.ONE_SOURCE
    assert blinding_index(0, 0, 0, 3).reason is Reason.NOBODY_ASKED


@pytest.mark.parametrize("counts", [(1, 2, 1), (2, 1, 2), (1, 1, -1)])
def test_counts_that_cannot_be_are_refused(counts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="right"):
        blinding_index(*counts, 2)
    with pytest.raises(ValueError, match="rise in this order"):
        blinding_report([[counts[0]]], [[counts[1]]], [[counts[2]]], 2, np.random.default_rng(1))


def test_tables_of_different_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="one shape"):
        blinding_report([[1]], [[1, 1]], [[1]], 2, np.random.default_rng(1))


ASKED = [[4, 4, 4], [4, 4, 4], [4, 4, 4]]
ANSWERED = [[4, 4, 4], [3, 4, 4], [0, 4, 2]]
RIGHT = [[4, 1, 2], [3, 1, 1], [0, 2, 0]]


def test_sources_are_counted_over_raters() -> None:
    found = blinding_report(ASKED, ANSWERED, RIGHT, 3, np.random.default_rng(2), draws=200)
    first, second, third = found.sources
    assert (first.asked, first.answered, first.right, first.n_raters) == (12, 7, 7, 3)
    assert first.index.value == pytest.approx((3 * 7 / 12 - 7 / 12) / 2)
    assert second.index.value == pytest.approx((3 * 4 / 12 - 1) / 2)
    assert third.index.value == pytest.approx((3 * 3 / 12 - 10 / 12) / 2)
    assert found.overall.index.value == pytest.approx((3 * 14 / 36 - 29 / 36) / 2)
    assert first.interval.low <= first.index.value <= first.interval.high


def test_the_interval_is_that_of_whole_raters_drawn_again() -> None:
    """Two raters, one who knows all and one who knows nothing: three possible draws, 1/4, 1/2, 1/4."""
    found = blinding_report([[6], [6]], [[6], [6]], [[6], [3]], 2, np.random.default_rng(3), draws=4000)
    assert found.overall.index.value == 0.5
    assert (found.overall.interval.low, found.overall.interval.high) == (0.0, 1.0)
    assert found.overall.interval.undefined == 0


def test_the_same_seed_gives_the_same_interval() -> None:
    one, other = (blinding_report(ASKED, ANSWERED, RIGHT, 3, np.random.default_rng(7)) for _ in range(2))
    assert one == other


def test_draws_without_a_question_about_a_source_do_not_count_for_it() -> None:
    found = blinding_report(
        [[4, 0], [4, 4], [4, 4]],
        [[4, 0], [4, 4], [4, 4]],
        [[2, 0], [1, 4], [3, 0]],
        2,
        np.random.default_rng(5),
        draws=2000,
    )
    assert found.sources[1].n_raters == 2
    assert 0 < found.sources[1].interval.undefined < 200
    assert found.overall.interval.undefined == 0


def test_one_rater_has_an_index_and_no_interval() -> None:
    found = blinding_report([[4, 4]], [[4, 4]], [[4, 0]], 2, np.random.default_rng(1))
    assert found.overall.index.value == 0.0
    assert found.overall.interval.reason is Reason.ONE_GUESSER
    assert np.isnan(found.overall.interval.low)


def test_without_raters_everything_is_undefined() -> None:
    none = np.zeros((0, 2), dtype=int)
    found = blinding_report(none, none, none, 2, np.random.default_rng(1))
    assert [source.index.reason for source in found.sources] == [Reason.NOBODY_ASKED] * 2
    assert found.overall.interval.reason is Reason.NOBODY_ASKED
