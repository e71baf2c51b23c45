"""Geometry of the drawn charts: estimates with intervals on one axis, and brackets around ties.

Across, positions are percentages of the plot, so a drawing is as wide as its place while its text
keeps its size; down, they are pixels. Templates only write the numbers out. A missing value (None or
NaN) has no mark, and its row says why; an interval that leaves the axis is cut there and marked.
"""

from scoring.charts.axis import Axis, nice_axis
from scoring.charts.dot_interval import (
    SHAPES,
    DotIntervalChart,
    DrawnMark,
    DrawnRow,
    Line,
    Mark,
    Reference,
    Row,
    dot_interval_chart,
    draw_row,
)
from scoring.charts.labels import DrawnLabel
from scoring.charts.ties import TieCell, tie_columns

__all__ = [
    "SHAPES",
    "Axis",
    "DotIntervalChart",
    "DrawnLabel",
    "DrawnMark",
    "DrawnRow",
    "Line",
    "Mark",
    "Reference",
    "Row",
    "TieCell",
    "dot_interval_chart",
    "draw_row",
    "nice_axis",
    "tie_columns",
]
