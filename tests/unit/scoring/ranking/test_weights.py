from __future__ import annotations

import numpy as np
import pytest

from scoring.ranking.scores import competition_ranks
from scoring.ranking.weights import Crossing, rank_over_weights

NAN = float("nan")


def test_ranks_change_at_the_crossing() -> None:
    """60 - 20w meets 50 + 10w at w = 1/3."""
    result = rank_over_weights(np.array([60.0, 50.0, 10.0]), np.array([40.0, 60.0, 20.0]))
    assert result.ranges == ((1, 2), (1, 2), (3, 3))
    assert result.crossings == (Crossing(pytest.approx(1 / 3), 0, 1),)  # type: ignore[arg-type]


def test_a_rank_held_only_inside_is_found() -> None:
    """At both ends model 1 is second, but between the crossings at 0.45 and 0.55 it is first."""
    result = rank_over_weights(np.array([100.0, 55.0, 0.0]), np.array([0.0, 55.0, 100.0]))
    assert result.ranges == ((1, 3), (1, 2), (1, 3))
    assert [round(crossing.weight, 9) for crossing in result.crossings] == [0.45, 0.5, 0.55]


def test_a_tie_at_a_single_weight_shares_the_better_rank() -> None:
    """All three meet at w = 0.5, where the middle one is first with the others."""
    result = rank_over_weights(np.array([60.0, 50.0, 40.0]), np.array([40.0, 50.0, 60.0]))
    assert result.ranges == ((1, 3), (1, 2), (1, 3))


def test_equal_models_are_tied_at_every_weight_and_do_not_cross() -> None:
    result = rank_over_weights(np.array([50.0, 50.0]), np.array([70.0, 70.0]))
    assert result.ranges == ((1, 1), (1, 1))
    assert result.crossings == ()


def test_without_human_scores_the_range_is_the_rank() -> None:
    overall = np.array([50.0, 70.0, 60.0])
    result = rank_over_weights(overall, overall)
    assert result.ranges == ((3, 3), (1, 1), (2, 2))
    assert result.crossings == ()


def test_a_model_without_one_of_the_scores_is_left_out() -> None:
    result = rank_over_weights(np.array([90.0, 50.0, NAN]), np.array([NAN, 60.0, 10.0]))
    assert result.ranges == (None, (1, 1), None)


def test_no_weight_on_a_fine_grid_leaves_the_range() -> None:
    rng = np.random.default_rng(0)
    start, end = rng.uniform(40, 60, (2, 8))
    ranges = rank_over_weights(start, end).ranges
    grid = np.stack([competition_ranks((1 - w) * start + w * end) for w in np.linspace(0, 1, 5001)])
    assert ranges == tuple(zip(grid.min(axis=0).tolist(), grid.max(axis=0).tolist(), strict=True))


def test_unequal_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="one shape"):
        rank_over_weights(np.zeros(2), np.zeros(3))
