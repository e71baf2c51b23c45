"""Small numbers and how they are printed: percentiles, clocks, lines of a table."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of the values lie, without interpolation."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else float("nan")


@dataclass
class Clock:
    """Wall and CPU time of a block in this process."""

    wall: float = 0.0
    cpu: float = 0.0
    _began: tuple[float, float] = field(default=(0.0, 0.0), repr=False)

    def __enter__(self) -> "Clock":
        self._began = (time.perf_counter(), time.process_time())
        return self

    def __exit__(self, *exception: object) -> None:
        self.wall = time.perf_counter() - self._began[0]
        self.cpu = time.process_time() - self._began[1]


def latencies(name: str, seconds: Sequence[float]) -> str:
    if not seconds:
        return f"{name}: none"
    shown = [
        f"{word} {1000 * value:.0f} ms"
        for word, value in (
            ("median", percentile(seconds, 0.5)),
            ("p95", percentile(seconds, 0.95)),
            ("slowest", max(seconds)),
        )
    ]
    return f"{name}: {', '.join(shown)} of {len(seconds)}"
