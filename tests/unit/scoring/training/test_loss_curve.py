from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest

from scoring.training.loss_curve import HEIGHT, WIDTH, draw_losses, running_mean

SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_holds_every_step_within_its_frame() -> None:
    root = ElementTree.fromstring(draw_losses([(step, 4 / step) for step in range(1, 51)]))
    each, smooth = root.findall(f"{SVG}polyline")
    points = [tuple(map(float, point.split(","))) for point in each.attrib["points"].split()]
    assert len(points) == len(smooth.attrib["points"].split()) == 50
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in points)
    assert points[0][1] < points[-1][1]
    title = root.find(f"{SVG}title")
    assert title is not None
    assert "50 points, 4.000 to" in (title.text or "")


def test_one_step_can_be_drawn_and_a_loss_that_is_no_number_is_left_out() -> None:
    assert "1 points" in draw_losses([(1, 0.5), (2, math.nan)])


def test_nothing_to_draw_is_an_error() -> None:
    with pytest.raises(ValueError, match="losses"):
        draw_losses([])


def test_the_running_mean_starts_at_the_first_value_and_follows() -> None:
    means = running_mean([1.0, 1.0, 0.0])
    assert means[:2] == [1.0, 1.0]
    assert 0 < means[2] < 1
