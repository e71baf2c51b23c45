"""Texts of a chart: how wide they are, and where they stand without touching each other.

The width is an estimate, since fonts are the reader's: a wide character is an em, any other 0.6.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

EM = 13


@dataclass(frozen=True)
class DrawnLabel:
    """A text at `x` that speaks of the place `anchor`."""

    x: float
    anchor: float
    text: str
    series: int = 0


def text_width(text: str) -> float:
    """Pixels at the size of chart text."""
    return EM * sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.6 for c in text)


def shorten(text: str, width: float) -> str:
    if text_width(text) <= width:
        return text
    while text and text_width(text) + 0.6 * EM > width:
        text = text[:-1]
    return text.rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def place_labels(wanted: Sequence[tuple[float, str, int]], width: float) -> tuple[DrawnLabel, ...]:
    """Texts as near to their places as they can stand without touching each other.

    `wanted` holds (place in percent, text, series), `width` the plot's narrowest width in pixels. Texts
    that would touch move apart around their common middle, then back from the plot's ends.
    """
    ordered = sorted(wanted)
    half = [100 * (text_width(text) + EM / 2) / 2 / width for _, text, _ in ordered]
    margin = 100 * EM / width
    offsets = list(accumulate((a + b for a, b in pairwise(half)), initial=0.0))[: len(half)]
    at = _rising([x - offset for (x, _, _), offset in zip(ordered, offsets, strict=True)])
    first = max((-2 * margin + own - offset for own, offset in zip(half, offsets, strict=True)), default=0.0)
    last = min((100 + margin - own - offset for own, offset in zip(half, offsets, strict=True)), default=0.0)
    return tuple(
        DrawnLabel(round(max(first, min(last, x)) + offset, 2), anchor, text, n)
        for x, offset, (anchor, text, n) in zip(at, offsets, ordered, strict=True)
    )


def _rising(values: Sequence[float]) -> list[float]:
    """The nearest sequence (least squares) that never falls: neighbours that fall are averaged."""
    blocks: list[tuple[float, int]] = []
    for value in values:
        mean, size = value, 1
        while blocks and blocks[-1][0] > mean:
            before, count = blocks.pop()
            mean, size = (before * count + mean * size) / (count + size), count + size
        blocks.append((mean, size))
    return [mean for mean, size in blocks for _ in range(size)]
