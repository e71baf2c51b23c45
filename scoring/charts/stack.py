"""A stacked bar: shares of a whole, one beside the other, on 0 to 100."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Segment:
    """`index` is the place of the share among all; empty shares have no segment."""

    index: int
    start: float
    width: float


def stack_segments(counts: Sequence[int]) -> tuple[Segment, ...]:
    """Segments of a bar that counts fill in their order; none when everything is 0.

    Raises
    ------
    ValueError
        When a count is negative.
    """
    if any(count < 0 for count in counts):
        raise ValueError(f"counts must not be negative, got {min(counts)}")
    total, start = sum(counts), 0
    segments = []
    for index, count in enumerate(counts):
        if count:
            segments.append(Segment(index, 100 * start / total, 100 * count / total))
        start += count
    return tuple(segments)
