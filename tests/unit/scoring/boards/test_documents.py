"""A board as a document: nothing rounded, nothing undefined without its reason."""

import json
import subprocess
import sys

import numpy as np
import pytest

from scoring.presentation.documents import ROLE, BoardFacts, ScenarioFacts, board_document
from scoring.ranking.adjusted import adjust_board, adjust_human_scores
from scoring.ranking.board import rank_board, rank_published_board
from scoring.ranking.inputs import BoardInputs, HumanRatings, ScenarioScores


def small_inputs(**values: object) -> BoardInputs:
    """Two scenarios, the second without outputs of the second model."""
    return BoardInputs(
        models=["a", "b"],
        scenarios=[
            ScenarioScores("BKT", np.array([[100.0, 0.0], [100.0, 100.0]]), np.arange(2), binary=True),
            ScenarioScores("KE", np.array([[50.0, np.nan], [70.0, np.nan]]), np.arange(2, 4)),
        ],
        core=["BKT", "KE"],
        capabilities={"knowledge": ["BKT"], f"{ROLE}patient": ["KE"]},
        **values,  # type: ignore[arg-type]
    )


def document_of(inputs: BoardInputs, **facts: object) -> dict[str, object]:
    board = rank_board(inputs, seed=1, draws=100)
    known = {code: ScenarioFacts("accuracy", "accuracy-1", 2) for code in inputs.codes}
    return board_document(
        board,
        BoardFacts(
            head={"benchmark": "B"},
            core=["BKT", "KE", "WTD"],
            scenarios=known,
            capabilities=inputs.capabilities,
            **facts,  # type: ignore[arg-type]
        ),
    )


def test_a_document_is_plain_json() -> None:
    text = json.dumps(document_of(small_inputs()), allow_nan=False)
    assert json.loads(text)["seed"] == 1


def test_roles_and_capabilities_are_told_apart() -> None:
    document = document_of(small_inputs())
    assert document["capabilities"] == {"knowledge": ["BKT"]}
    assert document["roles"] == {"patient": ["KE"]}


def test_a_core_scenario_that_nobody_answered_is_a_cell_with_a_reason() -> None:
    rows = document_of(small_inputs())["rows"]
    cell = rows[0]["scenarios"]["WTD"]  # type: ignore[index]
    assert (cell["automatic"], cell["automatic_reason"]) == (None, "no_outputs")


def test_the_bridge_s_own_reason_comes_before_the_board_s() -> None:
    rows = document_of(small_inputs(), reasons={("b", "KE"): "unscored"})["rows"]
    cell = rows[1]["scenarios"]["KE"]  # type: ignore[index]
    assert cell["automatic_reason"] == cell["combined_reason"] == "unscored"


def test_a_published_board_has_no_seed_and_no_weight() -> None:
    board = rank_published_board(["a"], np.array([[12.5]]), codes=["BKT"], core=["BKT"])
    document = board_document(board, BoardFacts({"board": "P"}, ["BKT"], {"BKT": ScenarioFacts()}))
    assert (document["seed"], document["human_weight"], document["permutations"]) == (None, None, None)
    assert document["rows"][0]["scenarios"]["BKT"]["automatic"] == 12.5


def ratings_of(values: list[tuple[int, int, int, int, float]], weights: list[float]) -> HumanRatings:
    question, model, rater, dimension = (np.array([row[key] for row in values]) for key in range(4))
    value = np.array([row[4] for row in values], dtype=float)
    return HumanRatings(question, model, rater, dimension, value, np.array(weights, dtype=float))


def test_adjusted_scores_weight_dimensions_as_the_raw_ones_do() -> None:
    full = [
        (q, m, r, d, 10.0 * m + 20 * d + 5 * r)
        for q in (0, 1)
        for m in (0, 1)
        for r in (0, 1)
        for d in (0, 1)
    ]
    adjusted = adjust_human_scores(ratings_of(full, [3, 1]), 2)
    assert adjusted.values == pytest.approx([0.75 * 2.5 + 0.25 * 22.5, 0.75 * 12.5 + 0.25 * 32.5])


def test_a_dimension_without_weight_cannot_refuse_the_adjustment() -> None:
    full = [(q, m, r, 0, 10.0 * m) for q in (0, 1) for m in (0, 1) for r in (0, 1)]
    apart = [(0, 0, 0, 1, 50.0), (1, 1, 1, 1, 50.0)]
    assert adjust_human_scores(ratings_of(full + apart, [1, 0]), 2).reason is None
    refused = adjust_human_scores(ratings_of(full + apart, [1, 1]), 2)
    assert refused.reason is not None
    assert np.isnan(refused.values).all()


def test_only_rated_scenarios_are_adjusted() -> None:
    full = [(q, 0, r, 0, 40.0) for q in (0, 1) for r in (0, 1)]
    inputs = small_inputs(ratings={"KE": ratings_of(full, [1])})
    board, reasons = adjust_board(rank_board(inputs, seed=1, draws=50), inputs)
    assert reasons == {}
    cells = board.rows[0].scenarios
    assert cells["KE"].human_adjusted == pytest.approx(40)
    assert np.isnan(cells["BKT"].human_adjusted)


def test_presentation_stands_without_django() -> None:
    program = (
        "import sys, scoring.presentation.tables, scoring.presentation.documents; "
        "sys.exit('django' in sys.modules or 'celery' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
