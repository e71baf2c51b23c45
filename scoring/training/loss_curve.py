"""The losses of a training as a picture: each step, and a running mean that the eye can follow."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.charts.axis import Axis, decimals, is_known, nice_axis

WIDTH, HEIGHT = 640, 280
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 28, 44
# Weight of the step before in the running mean.
SMOOTHING = 0.9


def running_mean(values: Sequence[float]) -> list[float]:
    """Exponential mean, corrected for its start, so that the first value is the first loss.

    >>> running_mean([2.0, 2.0])
    [2.0, 2.0]
    """
    means, total, weight = [], 0.0, 0.0
    for value in values:
        total, weight = SMOOTHING * total + value, SMOOTHING * weight + 1
        means.append(total / weight)
    return means


def draw_losses(losses: Sequence[tuple[int, float]]) -> str:
    """An SVG of (step, loss) pairs; its colours hold on light and on dark paper.

    Raises
    ------
    ValueError
        When there is no finite loss.
    """
    known = [(step, loss) for step, loss in losses if is_known(loss)]
    if not known:
        raise ValueError("losses must hold at least one finite loss, got none")
    steps, values = zip(*known, strict=True)
    across, up = nice_axis([float(step) for step in steps], include=[0.0]), nice_axis(values, include=[0.0])
    smooth = list(zip(steps, running_mean(values), strict=True))
    parts = [
        *_grid(across, up),
        _line(known, across, up, "#8a93a3", 1),
        _line(smooth, across, up, "#1f77b4", 2.5),
    ]
    title = f"Training loss, {len(known)} points, {values[0]:.3f} to {smooth[-1][1]:.3f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" role="img" font-family="sans-serif" font-size="12">\n<title>{title}</title>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _x(axis: Axis, step: float) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * axis.position(step) / 100, 1)


def _y(axis: Axis, loss: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * axis.position(loss) / 100, 1)


def _line(points: Sequence[tuple[int, float]], across: Axis, up: Axis, colour: str, width: float) -> str:
    path = " ".join(f"{_x(across, step)},{_y(up, loss)}" for step, loss in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _grid(across: Axis, up: Axis) -> list[str]:
    places = max(decimals(tick) for tick in up.ticks)
    rows = [
        f'<path d="M{LEFT} {_y(up, tick)}H{WIDTH - RIGHT}" stroke="#d9dde3"/>'
        f'<text x="{LEFT - 8}" y="{_y(up, tick) + 4}" text-anchor="end" fill="#444b57">'
        f"{tick:.{places}f}</text>"
        for tick in up.ticks
    ]
    columns = [
        f'<text x="{_x(across, tick)}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle" fill="#444b57">'
        f"{tick:g}</text>"
        for tick in across.ticks
    ]
    names = (
        f'<text x="{LEFT}" y="{TOP - 12}" fill="#444b57">loss</text>'
        f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 8}" text-anchor="end" fill="#444b57">step</text>'
    )
    return [*rows, *columns, names]
