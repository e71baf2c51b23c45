from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from scoring.ranking.board import Board, BoardRow, rank_board, rank_published_board
from scoring.ranking.estimates import Reason
from scoring.ranking.inputs import BoardInputs, ScenarioScores
from tests.unit.scoring.ranking.boards import full_ratings, random_board, ratings, scenario

NAN = float("nan")
TABLE = json.loads(
    (Path(__file__).parents[3] / "reference" / "ranking" / "table2.json").read_text(encoding="utf-8")
)


def row_of(board: Board, model: str) -> BoardRow:
    return next(row for row in board.rows if row.model == model)


@pytest.fixture
def published() -> Board:
    return rank_published_board(
        list(TABLE["scores"]),
        np.array(list(TABLE["scores"].values())).T,
        codes=TABLE["scenarios"],
        core=TABLE["scenarios"],
        capabilities={"clinical": ["ID1", "ID2", "ID3", "ID4"], "reasoning": ["CPR", "SSO"]},
    )


def test_the_published_table_has_its_macro_averages_in_their_order(published: Board) -> None:
    assert len(TABLE["macro_averages"]) == 11
    assert {row.model: round(row.overall.value, 3) for row in published.rows} == TABLE["macro_averages"]
    assert [row.model for row in published.rows] == list(TABLE["macro_averages"])
    assert [row.rank for row in published.rows] == list(range(1, 12))


def test_the_published_table_has_its_capabilities(published: Board) -> None:
    assert row_of(published, "Qwen").capabilities["clinical"].value == pytest.approx(88.65)
    assert row_of(published, "GPT4").capabilities["reasoning"].value == pytest.approx(75.1)
    assert row_of(published, "ERNIE-Bot").capabilities["reasoning"].value == pytest.approx(73.315)


def test_a_published_board_has_no_intervals_and_says_why(published: Board) -> None:
    row = published.rows[0]
    for estimate in (row.overall, row.capabilities["clinical"], row.scenarios["WTD"].automatic):
        assert np.isnan(estimate.low)
        assert estimate.reason == Reason.PUBLISHED
    assert (row.rank_interval, row.letters, published.tests) == (None, "", None)
    assert row.rank_range == (1, 1)


def test_a_published_model_without_a_cell_has_no_rank() -> None:
    board = rank_published_board(
        ["a", "b"], np.array([[1.0, 9.0], [2.0, NAN]]), codes=["A", "B"], core=["A", "B"]
    )
    assert [(row.model, row.rank, row.missing) for row in board.rows] == [("a", 1, ()), ("b", None, ("B",))]


def test_a_published_table_of_the_wrong_shape_is_refused() -> None:
    with pytest.raises(ValueError, match=r"cells must be \(1, 2\)"):
        rank_published_board(["a", "b"], np.zeros((2, 2)), codes=["A"], core=["A"])


def tiny_board(human_weight: float = 0.5) -> Board:
    """Two models; WTD has both scores, MRA is an extension that has both too, KE is automatic."""
    return rank_board(
        BoardInputs(
            ["one", "two"],
            [
                scenario("WTD", [[80.0, 60.0], [60.0, 60.0], [40.0, 60.0], [60.0, 20.0]]),
                scenario("KE", [[10.0, 30.0], [30.0, 50.0]]),
                scenario("MRA", [[90.0, 10.0], [90.0, 10.0]]),
            ],
            ["WTD", "KE"],
            {
                "WTD": ratings(
                    [
                        (0, 0, 0, 100.0),
                        (0, 0, 1, 0.0),
                        (1, 0, 0, 30.0),
                        (0, 1, 0, 100.0),
                        (1, 1, 1, 80.0),
                    ]
                ),
                "MRA": ratings([(0, 0, 0, 0.0), (1, 1, 0, 100.0)]),
            },
            {"toxicity": ["WTD"], "multimodal": ["MRA"]},
        ),
        human_weight=human_weight,
        seed=1,
        draws=200,
    )


def test_a_small_board_has_the_numbers_computed_by_hand() -> None:
    """One: WTD 60 automatic, (50 + 30)/2 = 40 human, 50 combined; KE 20. Two: 50, 90, 70; 40."""
    board = tiny_board()
    assert [(row.model, row.rank, row.overall.value) for row in board.rows] == [
        ("two", 1, 55),
        ("one", 2, 35),
    ]
    cell = row_of(board, "one").scenarios["WTD"]
    assert (cell.automatic.value, cell.human.value, cell.combined.value) == (60, 40, 50)
    assert (cell.automatic_on_rated, cell.n, cell.n_units, cell.n_raters) == (70, 4, 2, 2)
    assert np.isnan(cell.human_adjusted)
    assert row_of(board, "two").capabilities["toxicity"].value == 70


@pytest.mark.parametrize(("weight", "end"), [(0.0, 0), (1.0, 1)])
def test_the_ends_are_the_overall_scores_of_the_boards_at_those_weights(weight: float, end: int) -> None:
    there = tiny_board(weight)
    for row in tiny_board(0.3).rows:
        assert row.overall_ends[end] == row_of(there, row.model).overall


def test_an_extension_never_enters_the_overall_score() -> None:
    row = row_of(tiny_board(), "one")
    assert row.scenarios["MRA"].combined.value == 45
    assert row.capabilities["multimodal"].value == 45
    assert row.overall.value == 35


@pytest.mark.parametrize(("weight", "overall"), [(0.0, (40, 45)), (0.25, (37.5, 50)), (1.0, (30, 65))])
def test_the_weight_moves_only_scenarios_with_both_scores(
    weight: float, overall: tuple[float, float]
) -> None:
    board = tiny_board(weight)
    assert tuple(row_of(board, model).overall.value for model in ("one", "two")) == overall
    assert row_of(board, "one").overall_automatic == 40
    assert row_of(board, "one").rank_range == (2, 2)


def test_a_scenario_without_ratings_says_so() -> None:
    cell = row_of(tiny_board(), "one").scenarios["KE"]
    assert cell.human.reason == cell.combined.reason == Reason.NOT_RATED
    assert np.isnan(cell.combined.value)
    assert np.isnan(cell.automatic_on_rated)


def test_every_interval_holds_its_point_estimate() -> None:
    board = rank_board(random_board(np.random.default_rng(1)), seed=2, draws=400)
    for row in board.rows:
        cells = [getattr(cell, kind) for cell in row.scenarios.values() for kind in ("automatic", "human")]
        for estimate in (row.overall, *row.capabilities.values(), *cells):
            if not np.isnan(estimate.low):
                assert estimate.low <= estimate.value <= estimate.high
        assert row.rank is not None
        assert row.rank_interval is not None
        assert row.rank_interval[0] <= row.rank <= row.rank_interval[1]


def test_a_perfect_accuracy_has_wilsons_interval() -> None:
    scores = np.column_stack([np.full(10, 100.0), np.zeros(10), np.full(10, NAN)])
    board = rank_board(
        BoardInputs(["all", "none", "absent"], [scenario("BKT", scores, binary=True)], ["BKT"]),
        seed=1,
        draws=50,
    )
    best, worst = (row_of(board, model).scenarios["BKT"].automatic for model in ("all", "none"))
    assert (round(best.low, 2), best.high) == (72.25, 100.0)
    assert (worst.low, round(worst.high, 2)) == (0.0, 27.75)


def test_wilsons_interval_counts_cases_and_not_questions() -> None:
    perfect = scenario("BKT", np.full((20, 1), 100.0), [row // 2 for row in range(20)], binary=True)
    board = rank_board(BoardInputs(["m"], [perfect], ["BKT"]), seed=1, draws=50)
    assert round(board.rows[0].scenarios["BKT"].automatic.low, 2) == 72.25


def test_a_model_missing_in_a_scenario_has_no_overall_rank_and_names_it() -> None:
    board = rank_board(
        BoardInputs(
            ["a", "b"], [scenario("A", [[1.0, 2.0]] * 3), scenario("B", [[1.0, NAN]] * 3)], ["A", "B", "C"]
        ),
        seed=1,
        draws=50,
    )
    assert [row.rank for row in board.rows] == [None, None]
    assert row_of(board, "a").missing == ("C",)
    row = row_of(board, "b")
    assert row.missing == ("B", "C")
    assert row.overall.reason == Reason.SCENARIOS_MISSING
    assert row.scenarios["B"].automatic.reason == Reason.NO_OUTPUTS
    assert (row.rank_interval, row.rank_range, row.letters) == (None, None, "")


def test_a_model_without_human_ratings_is_not_ranked_among_mixtures() -> None:
    inputs = BoardInputs(
        ["rated", "unrated"],
        [scenario("WTD", [[50.0, 90.0]] * 3)],
        ["WTD"],
        {"WTD": ratings([(row, 0, 0, 40.0) for row in range(3)])},
    )
    row = row_of(rank_board(inputs, seed=1, draws=50), "unrated")
    assert (row.rank, row.missing, row.missing_human) == (None, (), ("WTD",))
    assert row.overall.reason == Reason.HUMAN_MISSING
    assert row.overall_automatic == 90
    assert row_of(rank_board(inputs, human_weight=0, seed=1, draws=50), "unrated").rank == 1


def test_one_question_gives_a_score_but_no_interval() -> None:
    board = rank_board(BoardInputs(["m"], [scenario("KE", [[40.0]])], ["KE"]), seed=1, draws=50)
    row = board.rows[0]
    assert (row.rank, row.overall.value, row.rank_interval, row.letters) == (1, 40.0, (1, 1), "a")
    assert row.overall.reason == row.scenarios["KE"].automatic.reason == Reason.ONE_QUESTION
    assert np.isnan(row.overall.low)
    assert np.isnan(row.win_rate)


def test_models_that_tie_share_their_rank() -> None:
    board = rank_board(
        BoardInputs(["a", "b", "c"], [scenario("KE", [[50.0, 50.0, 10.0], [30.0, 30.0, 10.0]] * 5)], ["KE"]),
        seed=1,
        draws=50,
    )
    assert [(row.rank, row.rank_interval, row.letters) for row in board.rows] == [
        (1, (1, 2), "a"),
        (1, (1, 2), "a"),
        (3, (3, 3), "b"),
    ]


def test_a_seed_gives_the_same_board() -> None:
    inputs = random_board(np.random.default_rng(3))
    first, second, other = (rank_board(inputs, seed=seed, draws=100) for seed in (5, 5, 6))
    assert repr(first.rows) == repr(second.rows)
    assert repr(first.rows) != repr(other.rows)
    assert (first.seed, first.draws, first.human_weight) == (5, 100, 0.5)


def test_the_order_of_models_questions_and_scenarios_does_not_matter() -> None:
    inputs, rng = random_board(np.random.default_rng(4)), np.random.default_rng(5)
    models = rng.permutation(4)
    scenarios, rated = [], {}
    for part in reversed(inputs.scenarios):
        questions = rng.permutation(part.n_questions)
        scenarios.append(
            ScenarioScores(
                part.code, part.scores[questions][:, models], part.clusters[questions], part.binary
            )
        )
        if part.code in inputs.ratings:
            old = inputs.ratings[part.code]
            values = np.full((part.n_questions, 4, 3), NAN)
            values[old.question, old.model, old.rater] = old.value
            rated[part.code] = full_ratings(values[questions][:, models])
    shuffled = BoardInputs(
        [inputs.models[model] for model in models], scenarios, inputs.core, rated, inputs.capabilities
    )
    before, after = (rank_board(board, seed=1, draws=100) for board in (inputs, shuffled))
    assert [row.model for row in before.rows] == [row.model for row in after.rows]
    for one, two in zip(before.rows, after.rows, strict=True):
        assert (one.rank, one.rank_interval, one.rank_range, one.letters) == (
            two.rank,
            two.rank_interval,
            two.rank_range,
            two.letters,
        )
        assert (one.overall.low, one.overall.high) == pytest.approx((two.overall.low, two.overall.high))
        assert one.scenarios["WTD"].human.high == pytest.approx(two.scenarios["WTD"].human.high)


@pytest.mark.parametrize("weight", [-0.01, 1.01])
def test_a_weight_outside_zero_to_one_is_refused(weight: float) -> None:
    with pytest.raises(ValueError, match="human_weight must lie in"):
        tiny_board(weight)
