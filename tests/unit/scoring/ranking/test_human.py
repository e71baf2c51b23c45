from __future__ import annotations

import numpy as np
import pytest

from scoring.ranking.human import (
    human_scores,
    observed_human_scores,
    observed_unit_scores,
    rate_units,
    unit_scores,
)
from scoring.ranking.inputs import HumanRatings
from tests.unit.scoring.ranking.boards import ratings

NAN = float("nan")


def long_ratings(rows: list[tuple[int, int, int, int, float]], weights: list[float]) -> HumanRatings:
    question, model, rater, dimension = (np.array([row[key] for row in rows], dtype=int) for key in range(4))
    return HumanRatings(
        question, model, rater, dimension, np.array([row[4] for row in rows], dtype=float), np.array(weights)
    )


def test_raters_are_averaged_within_a_unit_before_units_are_averaged() -> None:
    """Two raters on one output and one on another: (100 + 0)/2 = 50 and 100, so 75 and not 66.7."""
    units = rate_units(ratings([(0, 0, 0, 100.0), (0, 0, 1, 0.0), (1, 0, 0, 100.0)]), n_models=1, n_raters=2)
    assert observed_unit_scores(units).tolist() == [50.0, 100.0]
    assert observed_human_scores(units).tolist() == [75.0]


def test_dimensions_are_weighted_within_a_rating() -> None:
    units = rate_units(
        long_ratings([(0, 0, 0, 0, 100.0), (0, 0, 0, 1, 50.0), (0, 0, 0, 2, 0.0)], [2.0, 1.0, 1.0]),
        n_models=1,
        n_raters=1,
    )
    assert observed_human_scores(units).tolist() == [62.5]


def test_a_missing_dimension_drops_out_of_its_rating_alone() -> None:
    """Rater 0 left dimension 1 out: 100; rater 1 gave both: (3 x 20 + 60)/4 = 30; unit 65."""
    units = rate_units(
        long_ratings(
            [(0, 0, 0, 0, 100.0), (0, 0, 0, 1, NAN), (0, 0, 1, 0, 20.0), (0, 0, 1, 1, 60.0)], [3.0, 1.0]
        ),
        n_models=1,
        n_raters=2,
    )
    assert observed_human_scores(units).tolist() == [65.0]


def test_a_rating_without_any_usable_dimension_is_no_rating() -> None:
    units = rate_units(
        long_ratings([(0, 0, 0, 0, NAN), (0, 0, 1, 1, 40.0), (1, 0, 0, 0, 80.0)], [1.0, 0.0]),
        n_models=2,
        n_raters=2,
    )
    assert units.question.tolist() == [1]
    np.testing.assert_array_equal(observed_human_scores(units), [80.0, NAN])


def test_a_rating_of_zero_is_a_rating() -> None:
    units = rate_units(ratings([(0, 0, 0, 0.0), (1, 0, 0, 100.0)]), n_models=1, n_raters=1)
    assert observed_human_scores(units).tolist() == [50.0]


def test_multiplicities_equal_copying_questions_and_raters() -> None:
    units = rate_units(ratings([(0, 0, 0, 10.0), (0, 0, 1, 40.0), (1, 0, 1, 70.0)]), n_models=1, n_raters=2)
    values = unit_scores(units, np.array([[2.0, 1.0]]))
    assert values.tolist() == [[20.0, 70.0]]
    assert human_scores(units, values, np.array([[1.0, 3.0]])).tolist() == [[57.5]]


def test_a_unit_without_a_drawn_rater_leaves_its_draw() -> None:
    units = rate_units(ratings([(0, 0, 0, 10.0), (1, 0, 1, 70.0)]), n_models=1, n_raters=2)
    values = unit_scores(units, np.array([[0.0, 2.0], [0.0, 0.0]]))
    scores = human_scores(units, values, np.ones((2, 2)))
    np.testing.assert_array_equal(scores, [[70.0], [NAN]])


@pytest.mark.parametrize("order", [[2, 0, 1], [1, 2, 0]])
def test_the_order_of_the_entries_does_not_matter(order: list[int]) -> None:
    rows = [(0, 0, 0, 10.0), (0, 1, 1, 40.0), (1, 0, 1, 70.0)]
    units = rate_units(ratings([rows[row] for row in order]), n_models=2, n_raters=2)
    assert observed_human_scores(units).tolist() == [40.0, 40.0]
