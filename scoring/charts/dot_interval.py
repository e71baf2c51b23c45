"""Estimates with intervals on one axis: as a chart, or row by row inside a table."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scoring.charts.axis import Axis, decimals, is_known
from scoring.charts.labels import EM, DrawnLabel, place_labels, shorten, text_width

BASE_WIDTH = 416
ROW_HEIGHT = 28
MARK_PITCH = 11
NAME_HEIGHT = 26
TICK_HEIGHT = 22
REFERENCE_HEIGHT = 18
WIDEST_GUTTER = 0.45
WIDEST_NOTE = 0.25

SHAPES = {
    "dot": "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z",
    "ring": "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
    "square": "M-4 -4h8v8h-8z",
    "diamond": "M0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z",
    "triangle": "M0 -5l5 9h-10z",
}


@dataclass(frozen=True)
class Mark:
    """One estimate. `lo`/`hi` is drawn thick, `outer` (the wider of two intervals) thin under it."""

    value: float | None
    lo: float | None = None
    hi: float | None = None
    shape: str = "dot"
    outer: tuple[float | None, float | None] = (None, None)
    name: str = ""


@dataclass(frozen=True)
class Row:
    """One line of a chart. `note` stands at its right end, `reason` in place of marks that are missing."""

    label: str
    marks: Sequence[Mark]
    note: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Reference:
    """A value worth a line of its own: zero, chance, a threshold."""

    value: float
    label: str


@dataclass(frozen=True)
class Line:
    """A drawn interval; a cut end lies beyond the axis."""

    start: float
    end: float
    cut_start: bool
    cut_end: bool


@dataclass(frozen=True)
class DrawnMark:
    x: float
    dy: float
    path: str
    shape: str
    series: int
    line: Line | None
    outer: Line | None


@dataclass(frozen=True)
class DrawnRow:
    label: str
    full_label: str
    y: float
    height: int
    marks: tuple[DrawnMark, ...]
    note: str
    reason: str


@dataclass(frozen=True)
class DotIntervalChart:
    height: int
    top: int
    bottom: int
    gutter: float
    plot: float
    rows: tuple[DrawnRow, ...]
    ticks: tuple[DrawnLabel, ...]
    references: tuple[DrawnLabel, ...]
    names: tuple[DrawnLabel, ...]


def dot_interval_chart(
    rows: Sequence[Row], axis: Axis, *, references: Sequence[Reference] = ()
) -> DotIntervalChart:
    """Places rows, marks, ticks, reference lines and the names of the series.

    The names stand above the first row, each over the first mark that bears it. Series are numbered
    from 1 in the order in which their names (without names: their shapes) first appear.
    """
    series = _series_of(rows)
    top = NAME_HEIGHT if any(mark.name for row in rows for mark in row.marks) else 8
    gutter = _gutter(row.label for row in rows)
    right = min(WIDEST_NOTE, max((text_width(row.note) for row in rows), default=0.0) / BASE_WIDTH)
    plot = 1 - gutter - right - 2 * EM / BASE_WIDTH
    drawn, y = [], float(top)
    for row in rows:
        drawn.append(draw_row(row, axis, y=y, series=series, label_width=gutter * BASE_WIDTH - EM))
        y += drawn[-1].height
    below = TICK_HEIGHT + (REFERENCE_HEIGHT if any(r.label for r in references) else 0)
    return DotIntervalChart(
        height=int(y) + below,
        top=top,
        bottom=int(y),
        gutter=round(100 * gutter, 2),
        plot=round(100 * plot, 2),
        rows=tuple(drawn),
        ticks=_ticks(axis),
        references=_references(references, axis, plot * BASE_WIDTH),
        names=_names(drawn, rows, series, plot * BASE_WIDTH),
    )


def draw_row(
    row: Row,
    axis: Axis,
    *,
    y: float = 0,
    series: Sequence[str] | None = None,
    label_width: float = math.inf,
) -> DrawnRow:
    """One row by itself: for a table whose cells share an axis, or as a line of a chart."""
    order = _series_of([row]) if series is None else series
    height = ROW_HEIGHT + MARK_PITCH * max(0, len(row.marks) - 1)
    middle = (len(row.marks) - 1) / 2
    marks = tuple(
        _draw_mark(
            mark, mark.value, axis, dy=(i - middle) * MARK_PITCH, series=order.index(_identity(mark)) + 1
        )
        for i, mark in enumerate(row.marks)
        if is_known(mark.value)
    )
    return DrawnRow(
        label=shorten(row.label, label_width),
        full_label=row.label,
        y=y + height / 2,
        height=height,
        marks=marks,
        note=row.note,
        reason="" if marks else row.reason,
    )


def _draw_mark(mark: Mark, value: float, axis: Axis, *, dy: float, series: int) -> DrawnMark:
    if mark.shape not in SHAPES:
        raise ValueError(f"shape must be one of {', '.join(SHAPES)}, got {mark.shape!r}")
    return DrawnMark(
        x=axis.position(value),
        dy=dy,
        path=SHAPES[mark.shape],
        shape=mark.shape,
        series=series,
        line=_line(mark.lo, mark.hi, axis),
        outer=_line(*mark.outer, axis),
    )


def _line(lo: float | None, hi: float | None, axis: Axis) -> Line | None:
    if not (is_known(lo) and is_known(hi)):
        return None
    if lo > hi:
        raise ValueError(f"lo must not be above hi, got {lo} and {hi}")
    return Line(axis.position(lo), axis.position(hi), lo < axis.minimum, hi > axis.maximum)


def _ticks(axis: Axis) -> tuple[DrawnLabel, ...]:
    kept = [tick for tick in axis.ticks if axis.holds(tick)]
    places = max((decimals(tick) for tick in kept), default=0)
    return tuple(
        DrawnLabel(axis.position(t), axis.position(t), f"{t:.{places}f}".replace("-", "\N{MINUS SIGN}"))
        for t in kept
    )


def _references(references: Sequence[Reference], axis: Axis, width: float) -> tuple[DrawnLabel, ...]:
    kept = [r for r in references if axis.holds(r.value)]
    return place_labels([(axis.position(r.value), r.label, 0) for r in kept], width)


def _names(
    drawn: Sequence[DrawnRow], rows: Sequence[Row], series: Sequence[str], width: float
) -> tuple[DrawnLabel, ...]:
    first: dict[int, float] = {}
    for row in drawn:
        for mark in row.marks:
            first.setdefault(mark.series, mark.x)
    named = {mark.name for row in rows for mark in row.marks if mark.name}
    return place_labels([(x, series[n - 1], n) for n, x in first.items() if series[n - 1] in named], width)


def _series_of(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(_identity(mark) for row in rows for mark in row.marks))


def _identity(mark: Mark) -> str:
    return mark.name or mark.shape


def _gutter(labels: Iterable[str]) -> float:
    widest = max((text_width(label) for label in labels), default=0.0)
    return min(WIDEST_GUTTER, (widest + 1.5 * EM) / BASE_WIDTH)
