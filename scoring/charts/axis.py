"""The scale of a chart and its round ticks."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeGuard

# Values nearer to each other than this are one value to the eye and to a float.
SMALLEST_SPAN = 1e-9


def is_known(value: float | None) -> TypeGuard[float]:
    """Whether there is a number to draw: None, NaN and infinity are missing."""
    return value is not None and math.isfinite(value)


@dataclass(frozen=True)
class Axis:
    """The common scale. Ticks need not reach its ends."""

    minimum: float
    maximum: float
    ticks: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not self.minimum < self.maximum:
            raise ValueError(f"minimum must be below maximum, got {self.minimum} and {self.maximum}")

    def position(self, value: float) -> float:
        """Percentage of the plot's width, kept within it."""
        share = (value - self.minimum) / (self.maximum - self.minimum)
        return round(100 * min(1.0, max(0.0, share)), 2)

    def holds(self, value: float) -> bool:
        return self.minimum <= value <= self.maximum


def nice_axis(values: Iterable[float | None], *, include: Sequence[float] = (), count: int = 5) -> Axis:
    """An axis with round ticks that holds every value given (missing ones aside) and all of `include`.

    Parameters
    ----------
    values : estimates and ends of intervals, in the unit of the chart.
    include : values the axis must reach whatever the data are (zero, chance).
    count : about how many steps; the result has at least two ticks.

    Raises
    ------
    ValueError
        When there is no finite value at all, or `count` is below 1.
    """
    known = [v for v in (*values, *include) if is_known(v)]
    if not known:
        raise ValueError("values must hold at least one finite number, got none")
    if count < 1:
        raise ValueError(f"count must be at least 1, got {count}")
    low, high = min(known), max(known)
    if high - low <= SMALLEST_SPAN * max(1.0, abs(low), abs(high)):
        low, high = low - 0.5, high + 0.5
    step = _round_step((high - low) / count)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(round(i * step, 10) for i in range(first, last + 1))
    return Axis(min(ticks[0], low), max(ticks[-1], high), ticks)


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= rough * (1 - 1e-9))


def decimals(value: float) -> int:
    """How many places a tick needs to be written out."""
    return next((places for places in range(7) if math.isclose(value, round(value, places))), 6)
