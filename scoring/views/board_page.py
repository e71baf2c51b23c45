"""What the leaderboard pages show of a document: rows, picture, brackets, columns."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import pgettext

from annotation.selectors import Question
from scoring.charts import DotIntervalChart, Mark, Row, TieCell, dot_interval_chart, nice_axis, tie_columns
from scoring.presentation.cells import rank_interval, rated_columns, shown_columns, shown_score
from scoring.presentation.documents import Document
from scoring.views.board_query import OVERALL, VIEWS
from scoring.wording.boards import GROUPS, MODEL_GROUPS, column_title, missing_text, reason_text
from scoring.wording.codes import label

# The parts of a model's letters: a letter, or one with a number once the alphabet is used up.
LETTER = re.compile(r"[a-z]\d*")
# The picture stands in a cell: a wide label makes the chart place the names of its marks for a narrow plot.
CELL = "\N{EM DASH}" * 24


def board_context(document: Document, *, picture: str = OVERALL, view: str = VIEWS[0]) -> dict[str, Any]:
    """Everything a page draws of a document."""
    rated = rated_columns(document)
    picture = picture if picture in rated else OVERALL
    chart = board_chart(document, picture)
    ties = tie_cells(document)
    columns = _columns(document, view)
    rows = [
        {
            "model": row["model"],
            "group": label(MODEL_GROUPS, document.get("groups", {}).get(row["model"], "")),
            "ranks": rank_interval(row),
            "rank_range": row["rank_range"],
            "win_rate": row["win_rate"],
            "win_percent": None if row["win_rate"] is None else 100 * row["win_rate"],
            "overall": row["overall"],
            "ci": row["ci"],
            "reason": missing_text(row) or reason_text(row.get("overall_reason")),
            "drawn": chart.rows[index] if chart else None,
            "ties": ties[index],
            "cells": [column["cell"](row) for column in columns],
        }
        for index, row in enumerate(document["rows"])
    ]
    return {
        "document": document,
        "rows": rows,
        "columns": columns,
        "chart": chart,
        "picture": picture,
        "has_ties": any(ties),
        "rated": rated,
        "rated_tables": [_rated_table(document, code) for code in rated],
        "view": view,
        "stand_ins": [code for code, facts in document["scenarios"].items() if facts["stand_in"]],
        "legend": [
            {"code": code, "title": column_title(code, facts), "n": facts["n"]}
            for code, facts in document["scenarios"].items()
        ],
        "has_extension": any(not document["scenarios"][code]["core"] for code in shown_columns(document)),
        "metrics_similarity": any(
            facts["metric"] == "similarity" and facts["n"] for facts in document["scenarios"].values()
        ),
        "crossings": [
            {"first": pair["models"][0], "second": pair["models"][1], "weight": pair["human_weight"]}
            for pair in document["crossings"]
        ],
    }


def _columns(document: Document, view: str) -> list[dict[str, Any]]:
    if view != VIEWS[0]:
        return [_group_column(name, codes, view) for name, codes in document[view].items()]
    return [_scenario_column(document, code) for code in shown_columns(document)]


def _scenario_column(document: Document, code: str) -> dict[str, Any]:
    facts, weight = document["scenarios"][code], document["human_weight"]
    combined = any(shown_score(row["scenarios"][code], weight)[0] == "combined" for row in document["rows"])
    only = {"scenario": code}
    # Open summaries are a column of their own: without it, DS in the list of outputs would bring them too.
    if code == "DS" and not facts["stand_in"]:
        only["type"] = Question.Type.CHOICE
    return {
        "code": code,
        "title": column_title(code, facts),
        "n": facts["n"],
        "combined": combined,
        "stand_in": facts["stand_in"],
        "extension": not facts["core"],
        "cell": lambda row: _scenario_cell(row, only, weight),
    }


def _scenario_cell(row: Document, only: dict[str, str], weight: float | None) -> dict[str, Any]:
    cell = row["scenarios"][only["scenario"]]
    kind, value = shown_score(cell, weight)
    return {
        "value": value,
        "ci": cell.get(f"{kind}_ci"),
        "reason": reason_text(cell.get(f"{kind}_reason")),
        "query": urlencode(only | {"language_model": row["model"]}),
    }


def _group_column(name: str, codes: list[str], view: str) -> dict[str, Any]:
    def cell(row: Document) -> dict[str, Any]:
        reason = reason_text(row[view].get(f"{name}_reason"))
        return {"value": row[view][name], "ci": row[f"{view}_ci"][name], "reason": reason}

    return {"code": str(GROUPS.get(name, name)), "title": " ".join(codes), "cell": cell}


def _rated_table(document: Document, code: str) -> dict[str, Any]:
    """All scores of one rated scenario side by side, best combined score first."""
    rows = [{"model": row["model"], **row["scenarios"][code]} for row in document["rows"]]
    for row in rows:
        row["adjusted_reason"] = reason_text(row.get("human_adjusted_reason"))
        row["human_text"] = reason_text(row.get("human_reason"))
        row["automatic_text"] = reason_text(row.get("automatic_reason"))
        row["combined_text"] = reason_text(row.get("combined_reason"))
    known = [row for row in rows if row["human"] is not None]
    return {
        "code": code,
        "title": column_title(code, document["scenarios"][code]),
        "core": document["scenarios"][code]["core"],
        "rows": sorted(known, key=lambda row: -(row["combined"] if row["combined"] is not None else -200)),
    }


def board_chart(document: Document, picture: str) -> DotIntervalChart | None:
    """Automatic, human and combined marks of every model on one axis; None without any number."""
    marks = [_marks(row, document, picture) for row in document["rows"]]
    known = [end for row in marks for mark in row for end in (mark.value, mark.lo, mark.hi)]
    if all(end is None for end in known):
        return None
    rows = [Row(CELL, drawn) for drawn in marks]
    return dot_interval_chart(rows, nice_axis(known))


def _marks(row: Document, document: Document, picture: str) -> list[Mark]:
    names: dict[str, str] = {
        "automatic": pgettext("score", "automatic"),
        "human": pgettext("score", "human"),
        "combined": pgettext("score", "combined"),
    }
    if not rated_columns(document):
        return [_mark(row["overall"], row["ci"], "dot", "")]
    shapes = {"automatic": "ring", "human": "diamond", "combined": "dot"}
    return [_mark(*_drawn_score(row, picture, kind), shape, names[kind]) for kind, shape in shapes.items()]


def _drawn_score(row: Document, picture: str, kind: str) -> tuple[Any, Any]:
    """A score with its interval; of the overall score, its values at weight 0, 1 and as chosen."""
    if picture != OVERALL:
        cell = row["scenarios"][picture]
        return cell[kind], cell.get(f"{kind}_ci")
    if kind == "combined":
        return row["overall"], row["ci"]
    return row[f"overall_{kind}"], row[f"overall_{kind}_ci"]


def _mark(value: float | None, ci: list[float] | None, shape: str, name: str) -> Mark:
    low, high = ci or (None, None)
    return Mark(value, low, high, shape=shape, name=name)


def tie_cells(document: Document) -> tuple[tuple[TieCell | None, ...], ...]:
    """Brackets around models that share a letter, each under that letter."""
    groups: dict[str, list[int]] = {}
    for index, row in enumerate(document["rows"]):
        for letter in LETTER.findall(row["letters"]):
            groups.setdefault(letter, []).append(index)
    kept = {letter: rows for letter, rows in groups.items() if len(rows) > 1}
    ordered = sorted(kept, key=lambda letter: kept[letter])
    drawn = tie_columns(list(kept.values()), len(document["rows"]))
    return tuple(
        tuple(cell and replace(cell, letter=ordered[place]) for place, cell in enumerate(row))
        for row in drawn
    )
