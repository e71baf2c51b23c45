from __future__ import annotations

import numpy as np
import pytest

from scoring.ranking.inputs import BoardInputs, HumanRatings
from tests.unit.scoring.ranking.boards import ratings, scenario

NAN = float("nan")


def test_a_column_with_only_some_scores_missing_is_refused() -> None:
    with pytest.raises(ValueError, match="column 1 is only partly missing"):
        scenario("BKT", [[1.0, 2.0], [3.0, NAN]])


@pytest.mark.parametrize(
    ("scores", "binary", "message"),
    [
        ([[101.0]], False, "between -100 and 100"),
        ([[50.0]], True, "not all 0 or 100"),
        (np.zeros((0, 2)), False, "n_questions, n_models"),
        ([1.0, 2.0], False, "n_questions, n_models"),
    ],
)
def test_bad_scores_are_refused(scores: object, binary: bool, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        scenario("BKT", scores, list(range(len(np.asarray(scores)))), binary=binary)


def test_every_question_needs_a_cluster() -> None:
    with pytest.raises(ValueError, match="clusters of BKT must be 2"):
        scenario("BKT", [[1.0], [2.0]], [1])


def test_a_negative_tau_is_a_score() -> None:
    assert scenario("CPR", [[-100.0]]).n_questions == 1


def test_a_rating_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="two entries"):
        ratings([(0, 0, 0, 50.0), (0, 0, 0, 60.0)])


@pytest.mark.parametrize(
    ("value", "dimension", "weights", "message"),
    [
        ([101.0], [0], [1.0], "between 0 and 100"),
        ([-1.0], [0], [1.0], "between 0 and 100"),
        ([50.0], [1], [1.0], "dimension 1 has no weight"),
        ([50.0], [-1], [1.0], "must not be negative"),
        ([50.0], [0], [0.0], "positive sum"),
        ([50.0], [0], [2.0, -1.0], "non-negative"),
        ([50.0, 60.0], [0], [1.0], "one length"),
    ],
)
def test_bad_ratings_are_refused(
    value: list[float], dimension: list[int], weights: list[float], message: str
) -> None:
    zero = np.zeros(1, dtype=int)
    with pytest.raises(ValueError, match=message):
        HumanRatings(zero, zero, zero, np.array(dimension), np.array(value), np.array(weights))


def test_ratings_must_point_at_known_scenarios_questions_and_models() -> None:
    bkt = scenario("BKT", [[1.0, 2.0]])
    with pytest.raises(ValueError, match="'WTD'"):
        BoardInputs(["a", "b"], [bkt], ["BKT"], {"WTD": ratings([(0, 0, 0, 1.0)])})
    with pytest.raises(ValueError, match="question 1 is not below 1"):
        BoardInputs(["a", "b"], [bkt], ["BKT"], {"BKT": ratings([(1, 0, 0, 1.0)])})
    with pytest.raises(ValueError, match="model 2 is not below 2"):
        BoardInputs(["a", "b"], [bkt], ["BKT"], {"BKT": ratings([(0, 2, 0, 1.0)])})


def test_models_scenarios_and_cluster_kinds_must_fit() -> None:
    bkt, cpr = scenario("BKT", [[1.0]]), scenario("CPR", [[1.0]], [1])
    with pytest.raises(ValueError, match="models must be distinct"):
        BoardInputs(["a", "a"], [bkt], ["BKT"])
    with pytest.raises(ValueError, match="scenarios must be distinct"):
        BoardInputs(["a"], [bkt, bkt], ["BKT"])
    with pytest.raises(ValueError, match="core must be distinct and not empty"):
        BoardInputs(["a"], [bkt], [])
    with pytest.raises(ValueError, match="must have 2 columns"):
        BoardInputs(["a", "b"], [bkt], ["BKT"])
    with pytest.raises(ValueError, match="integers in all scenarios or strings"):
        BoardInputs(["a"], [bkt, cpr], ["BKT"])
