"""Stacked bars."""

import pytest

from scoring.charts.stack import Segment, stack_segments


def test_shares_lie_side_by_side_and_fill_the_bar() -> None:
    assert stack_segments([3, 0, 1]) == (Segment(0, 0.0, 75.0), Segment(2, 75.0, 25.0))


def test_nothing_has_no_segment() -> None:
    assert stack_segments([]) == stack_segments([0, 0]) == ()


def test_a_negative_count_is_an_error() -> None:
    with pytest.raises(ValueError, match="-1"):
        stack_segments([2, -1])
