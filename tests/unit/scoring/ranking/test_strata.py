from __future__ import annotations

import numpy as np

from scoring.ranking.human import rate_all_units
from scoring.ranking.inputs import BoardInputs
from scoring.ranking.strata import Strata, index_clusters, stratify_clusters, stratify_raters
from tests.unit.scoring.ranking.boards import ratings, scenario


def members(strata: Strata) -> list[list[int]]:
    return [part.tolist() for part in strata.members]


def strata_of(inputs: BoardInputs) -> Strata:
    clusters, n_clusters = index_clusters(inputs)
    return stratify_clusters(clusters, n_clusters, rate_all_units(inputs))


def test_scenarios_without_a_common_case_are_resampled_apart() -> None:
    inputs = BoardInputs(["m"], [scenario("A", [[1.0]] * 2), scenario("B", [[1.0]] * 3)], ["A", "B"])
    assert members(strata_of(inputs)) == [[0, 1], [2, 3, 4]]


def test_scenarios_with_a_common_case_are_resampled_together() -> None:
    """A and B share case 1, B and C share case 3; D stands alone."""
    tables = {"A": [0, 1], "B": [1, 2, 3], "C": [3, 4], "D": [5, 6]}
    inputs = BoardInputs(
        ["m"], [scenario(code, [[1.0]] * len(ids), ids) for code, ids in tables.items()], ["A"]
    )
    assert members(strata_of(inputs)) == [[0, 1, 2, 3, 4], [5, 6]]


def test_rated_and_unrated_questions_are_separate_strata() -> None:
    rated = ratings([(0, 0, 0, 1.0), (3, 0, 0, 1.0)])
    inputs = BoardInputs(["m"], [scenario("A", [[1.0]] * 4)], ["A"], {"A": rated})
    assert members(strata_of(inputs)) == [[0, 3], [1, 2]]


def test_a_stratum_of_one_question_joins_the_other() -> None:
    inputs = BoardInputs(["m"], [scenario("A", [[1.0]] * 4)], ["A"], {"A": ratings([(0, 0, 0, 1.0)])})
    assert members(strata_of(inputs)) == [[0, 1, 2, 3]]


def test_panels_of_raters_that_share_nobody_are_resampled_apart() -> None:
    scenarios = [scenario(code, [[1.0]] * 2) for code in "ABC"]
    panels = {
        "A": ratings([(0, 0, 0, 1.0), (0, 0, 1, 1.0)]),
        "B": ratings([(0, 0, 1, 1.0), (0, 0, 2, 1.0)]),
        "C": ratings([(0, 0, 3, 1.0), (0, 0, 4, 1.0)]),
    }
    inputs = BoardInputs(["m"], scenarios, ["A"], panels)
    assert members(stratify_raters(rate_all_units(inputs), inputs.n_raters)) == [[0, 1, 2], [3, 4]]


def test_a_draw_keeps_the_size_of_every_stratum() -> None:
    strata = Strata((np.array([0, 2, 4]), np.array([1, 3])), 5)
    weights = strata.draw(200, np.random.default_rng(0))
    assert (weights[:, [0, 2, 4]].sum(axis=1) == 3).all()
    assert (weights[:, [1, 3]].sum(axis=1) == 2).all()
    np.testing.assert_allclose(weights.mean(axis=0), 1, atol=0.2)
