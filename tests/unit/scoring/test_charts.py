"""Geometry of the drawn charts."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.charts import (
    Axis,
    Line,
    Mark,
    Reference,
    Row,
    TieCell,
    dot_interval_chart,
    draw_row,
    nice_axis,
    tie_columns,
)

UNIT = Axis(0, 1, (0, 0.25, 0.5, 0.75, 1))


def ends(line: Line | None) -> tuple[float, float]:
    assert line is not None
    return line.start, line.end


def test_a_value_stands_at_its_share_of_the_axis():
    row = draw_row(Row("Correctness", [Mark(0.7, 0.6, 0.8)]), UNIT)
    (mark,) = row.marks
    assert (mark.x, ends(mark.line)) == (70, (60, 80))


def test_an_interval_beyond_the_axis_is_cut_there_and_says_so():
    (mark,) = draw_row(Row("Fluency", [Mark(0.1, -0.2, 1.1)]), UNIT).marks
    assert mark.line == Line(0, 100, cut_start=True, cut_end=True)


@pytest.mark.parametrize("missing", [None, math.nan, math.inf])
def test_a_missing_value_has_no_mark_and_its_row_says_why(missing):
    row = draw_row(Row("Fluency", [Mark(missing)], reason="one category only"), UNIT)
    assert row.marks == ()
    assert row.reason == "one category only"


def test_a_reason_is_not_shown_beside_a_mark():
    row = draw_row(Row("Fluency", [Mark(0.5), Mark(None)], reason="no overlap"), UNIT)
    assert row.reason == ""


@pytest.mark.parametrize("interval", [(None, 0.5), (0.5, None), (math.nan, 0.5)])
def test_half_an_interval_is_none(interval):
    (mark,) = draw_row(Row("Fluency", [Mark(0.5, *interval)]), UNIT).marks
    assert mark.line is None


def test_a_zero_is_a_value():
    (mark,) = draw_row(Row("Fluency", [Mark(0, 0, 0)]), UNIT).marks
    assert mark.x == 0
    assert mark.line is not None


def test_both_intervals_of_a_mark_are_drawn():
    (mark,) = draw_row(Row("Fluency", [Mark(0.5, 0.4, 0.6, outer=(0.2, 0.9))]), UNIT).marks
    assert ends(mark.outer) == (20, 90)


def test_marks_of_a_row_do_not_lie_on_each_other():
    row = draw_row(Row("GPT4", [Mark(0.5, name="human"), Mark(0.5, name="automatic")]), UNIT)
    first, second = row.marks
    assert second.dy - first.dy >= 9
    assert first.dy == -second.dy


def test_a_series_keeps_its_number_where_a_row_lacks_another():
    rows = [
        Row("A", [Mark(0.5, name="human"), Mark(0.6, name="automatic")]),
        Row("B", [Mark(0.5, name="automatic")]),
    ]
    chart = dot_interval_chart(rows, UNIT)
    assert [mark.series for mark in chart.rows[1].marks] == [2]


def test_rows_follow_each_other_without_gap_or_overlap():
    chart = dot_interval_chart([Row("A", [Mark(0.5)]), Row("B", [Mark(0.5), Mark(0.6)]), Row("C", [])], UNIT)
    edges = [(row.y - row.height / 2, row.y + row.height / 2) for row in chart.rows]
    assert edges[0][0] == chart.top
    assert [end for _, end in edges[:-1]] == [start for start, _ in edges[1:]]
    assert edges[-1][1] == chart.bottom < chart.height


def test_names_stand_over_their_first_mark_and_never_touch():
    marks = [Mark(0.50, name="human"), Mark(0.51, name="automatic"), Mark(0.52, name="combined")]
    names = dot_interval_chart([Row("A", marks)], UNIT).names
    assert [name.anchor for name in names] == [50, 51, 52]
    assert all(b.x - a.x > 10 for a, b in pairwise(names))


def test_names_at_the_end_of_the_axis_are_pushed_back_into_it():
    marks = [Mark(0.98, name="human rating"), Mark(1.0, name="automatic score")]
    names = dot_interval_chart([Row("A", marks)], UNIT).names
    assert names[0].x < names[1].x < 100


def test_a_name_that_has_room_stands_right_over_its_mark():
    marks = [Mark(0.2, name="human"), Mark(0.8, name="automatic")]
    names = dot_interval_chart([Row("A", marks)], UNIT).names
    assert [name.x for name in names] == [20, 80]


def test_names_that_would_touch_move_apart_around_their_middle():
    marks = [Mark(0.49, name="left"), Mark(0.51, name="next")]
    first, second = dot_interval_chart([Row("A", marks)], UNIT).names
    assert first.x < 49 < 51 < second.x
    assert first.x + second.x == pytest.approx(100)


def test_marks_without_names_take_no_room_for_them():
    named = dot_interval_chart([Row("A", [Mark(0.5, name="alpha")])], UNIT)
    unnamed = dot_interval_chart([Row("A", [Mark(0.5)])], UNIT)
    assert unnamed.names == ()
    assert unnamed.height < named.height


def test_a_long_label_is_shortened_and_kept_whole_beside_it():
    label = "一个名字特别特别长的中文大语言模型的微调版本第二次"
    (row,) = dot_interval_chart([Row(label, [Mark(0.5)])], UNIT).rows
    assert row.label.endswith("…")
    assert row.full_label == label


def test_label_plot_and_note_fit_beside_each_other():
    chart = dot_interval_chart([Row("一个很长的模型名字" * 4, [Mark(0.5)], note="0.50")], UNIT)
    assert chart.gutter + chart.plot < 100
    assert chart.plot > 30


def test_a_reference_outside_the_axis_is_not_drawn():
    chart = dot_interval_chart(
        [Row("A", [Mark(0.5)])], UNIT, references=[Reference(0, "chance"), Reference(-1, "no")]
    )
    assert [line.text for line in chart.references] == ["chance"]


def test_a_chart_without_rows_is_an_axis():
    chart = dot_interval_chart([], UNIT)
    assert chart.rows == ()
    assert [tick.text for tick in chart.ticks] == ["0.00", "0.25", "0.50", "0.75", "1.00"]


def test_an_unknown_shape_is_refused_by_name():
    with pytest.raises(ValueError, match=r"shape .*'star'"):
        draw_row(Row("A", [Mark(0.5, shape="star")]), UNIT)


def test_an_interval_upside_down_is_refused():
    with pytest.raises(ValueError, match=r"lo must not be above hi, got 0\.9 and 0\.1"):
        draw_row(Row("A", [Mark(0.5, 0.9, 0.1)]), UNIT)


@pytest.mark.parametrize(("low", "high"), [(1, 1), (2, 1), (math.nan, 1)])
def test_an_axis_without_length_is_refused(low, high):
    with pytest.raises(ValueError, match="minimum must be below maximum"):
        Axis(low, high)


@pytest.mark.parametrize(
    ("values", "include", "ticks"),
    [
        ([52.3, 69.2], [], (50, 55, 60, 65, 70)),
        ([0.12, 0.91], [0, 1], (0, 0.2, 0.4, 0.6, 0.8, 1)),
        ([-0.31, 0.8], [0], (-0.5, 0, 0.5, 1)),
        ([7], [], (6.4, 6.6, 6.8, 7.0, 7.2, 7.4, 7.6)),
    ],
)
def test_ticks_are_round(values, include, ticks):
    assert nice_axis(values, include=include).ticks == pytest.approx(ticks)


def test_negative_ticks_bear_a_true_minus():
    axis = nice_axis([-0.4, 0.4])
    assert dot_interval_chart([], axis).ticks[0].text == "−0.4"


def test_an_axis_needs_a_number():
    with pytest.raises(ValueError, match="at least one finite number"):
        nice_axis([None, math.nan])


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.integers(1, 10))
def test_an_axis_holds_every_value(values, count):
    axis = nice_axis(values, count=count)
    assert all(axis.minimum - 1e-6 <= value <= axis.maximum + 1e-6 for value in values)
    assert 2 <= len(axis.ticks) <= count + 3


def test_brackets_overlap_where_ties_are_not_transitive():
    columns = tie_columns([{0, 1}, {1, 2, 4}], 5)
    read = [[(cell.letter, cell.state) if cell else None for cell in row] for row in columns]
    assert read == [
        [("a", "start"), None],
        [("a", "end"), ("b", "start")],
        [None, ("b", "middle")],
        [None, ("b", "through")],
        [None, ("b", "end")],
    ]


def test_a_row_tied_with_nobody_has_no_bracket():
    assert tie_columns([{0}, {1}], 2) == ((), ())


def test_the_twenty_seventh_bracket_has_two_letters():
    columns = tie_columns([{i, i + 1} for i in range(27)], 28)
    assert columns[27][26] == TieCell("aa", "end")


def test_a_bracket_around_a_row_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="rows below 2, got 2"):
        tie_columns([{0, 2}], 2)
