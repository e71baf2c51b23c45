"""Cells and escapes of the tables that leave the site."""

import csv
import io
from typing import Any

import pytest

from scoring.presentation.cells import place, rank_interval, shown_score
from scoring.presentation.tables import neutralise, to_csv, to_latex, to_markdown
from scoring.views.board_page import tie_cells


def document(**row: Any) -> dict[str, Any]:
    cell = {
        "automatic": -3.25,
        "automatic_ci": [-10.0, 4.0],
        "automatic_on_rated": None,
        "human": None,
        "human_adjusted": None,
        "combined": None,
        "n": 4,
    }
    found = {
        "model": "m",
        "rank": 1,
        "rank_interval": [1, 2],
        "overall": 0.0,
        "ci": [-1.0, 1.0],
        "letters": "a",
        "win_rate": 0.5,
        "missing": [],
        "scenarios": {"CPR": cell},
        "capabilities": {},
        "capabilities_ci": {},
    }
    return {
        "benchmark": "B",
        "core": ["CPR"],
        "human_weight": 0.5,
        "seed": 1,
        "draws": 10,
        "permutations": 10,
        "capabilities": {},
        "scenarios": {"CPR": {"metric": "kendall_tau", "stand_in": False}},
        "rows": [found | row],
    }


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_text_that_begins_like_a_formula_is_neutralised(name: str) -> None:
    assert neutralise(name) == f"'{name}"
    (row,) = csv.DictReader(io.StringIO(to_csv(document(model=name))))
    assert row["model"] == f"'{name}"


def test_a_negative_number_stays_a_number_in_the_csv() -> None:
    (row,) = csv.DictReader(io.StringIO(to_csv(document())))
    assert (row["CPR_automatic"], row["CPR_automatic_low"], row["overall"]) == ("-3.25", "-10.0", "0.0")


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, "0.0"), (-0.04, "0.0"), (99.95, "100.0"), (-3.25, "−3.2"), (None, "–")]
)
def test_numbers_to_one_place(value: float | None, shown: str) -> None:
    assert place(value) == shown


def test_a_rank_interval_is_a_range_a_rank_or_a_dash() -> None:
    assert rank_interval({"rank": 2, "rank_interval": [1, 3]}) == "1–3"
    assert rank_interval({"rank": 2, "rank_interval": None}) == "2"
    assert rank_interval({"rank": None, "rank_interval": None}) == "–"


@pytest.mark.parametrize(
    ("weight", "combined", "kind"),
    [(0.5, 60.0, "combined"), (0.0, 60.0, "automatic"), (0.5, None, "automatic")],
)
def test_the_score_shown_is_the_one_that_enters_the_mean(
    weight: float, combined: float | None, kind: str
) -> None:
    assert shown_score({"automatic": 50.0, "combined": combined}, weight)[0] == kind


def test_a_combined_score_of_zero_is_a_score() -> None:
    assert shown_score({"automatic": 50.0, "combined": 0.0}, 0.5) == ("combined", 0.0)


def test_latex_has_no_special_character_left() -> None:
    text = to_latex(document(model="100% _{a}~^\\ [b] 云杉\n2"))
    assert r"100\% \_\{a\}\textasciitilde{}\textasciicircum{}\textbackslash{} [b] 云杉 2" in text
    assert "$-$3.2" in text


def test_markdown_keeps_a_name_in_its_cell() -> None:
    assert "| x\\|y \\<b> z |" in to_markdown(document(model="x|y <b>\nz"))


def test_brackets_bear_the_letters_of_the_document_and_need_two_models() -> None:
    rows = [{"letters": letters} for letters in ("a", "bc", "b", "c", "a1", "a1", "")]
    drawn = [[cell.letter if cell else None for cell in row] for row in tie_cells({"rows": rows})]
    assert drawn[0] == [None, None, None]
    assert drawn[1] == ["b", "c", None]
    assert drawn[4] == drawn[5] == [None, None, "a1"]
    assert drawn[6] == [None, None, None]
