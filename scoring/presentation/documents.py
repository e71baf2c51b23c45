"""A leaderboard as one JSON document: what the command prints, the API answers and the page draws.

An undefined number is null, with a code that says why under the same key and ``_reason``. A number that is
defined while its interval is not has the reason under the interval's key. Nothing is rounded.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scoring.ranking.board import Board, BoardCell, BoardRow
from scoring.ranking.estimates import Estimate, Reason

Document = dict[str, Any]
# Goes into the keys under which documents are kept: raise it when their form changes.
DOCUMENT_VERSION = 1
# Roles are groups of scenarios as capabilities are; on the way through the statistics they carry this.
ROLE = "role:"
NOT_RATED, NO_OUTPUTS = "not_rated", "no_outputs"
NOT_ADJUSTED = "not_adjusted"


@dataclass(frozen=True, slots=True)
class ScenarioFacts:
    """What a scenario's column rests on. ``stand_in``: another metric than the scenario's own is used."""

    metric: str | None = None
    scorer: str | None = None
    n: int | None = None
    stand_in: bool = False


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """What a document says beside the board's own numbers.

    ``reasons`` overrides the board's own reason for an automatic score, ``n_missing`` counts outputs that
    were absent and scored 0, both by (model, scenario). ``ends`` holds each model's overall score at weight 0
    and at weight 1. ``adjusted_reasons`` says by scenario why there is no
    human score adjusted for severity.
    """

    head: Mapping[str, Any]
    core: Sequence[str]
    scenarios: Mapping[str, ScenarioFacts]
    capabilities: Mapping[str, Sequence[str]] = field(default_factory=dict)
    reasons: Mapping[tuple[str, str], str] = field(default_factory=dict)
    n_missing: Mapping[tuple[str, str], int] = field(default_factory=dict)
    ends: Mapping[str, tuple[Estimate, Estimate]] = field(default_factory=dict)
    adjusted_reasons: Mapping[str, str] = field(default_factory=dict)


def board_document(board: Board, facts: BoardFacts) -> Document:
    """The whole board; rows by rank, then those without an overall score by name."""
    ranked = [row for row in board.rows if row.rank is not None]
    unranked = sorted((row for row in board.rows if row.rank is None), key=lambda row: row.model)
    return {
        **facts.head,
        "human_weight": board.human_weight if board.seed is not None else None,
        "seed": board.seed,
        "draws": board.draws,
        "permutations": board.tests.permutations if board.tests else None,
        "core": list(facts.core),
        "scenarios": {code: _scenario(code, facts) for code in columns_of(facts)},
        "capabilities": _groups(facts.capabilities, role=False),
        "roles": _groups(facts.capabilities, role=True),
        "crossings": [
            {
                "human_weight": crossing.weight,
                "models": [board.models[i] for i in (crossing.first, crossing.second)],
            }
            for crossing in board.crossings
        ],
        "rows": [_row(row, facts) for row in (*ranked, *unranked)],
    }


def columns_of(facts: BoardFacts) -> list[str]:
    """Every core scenario, with or without questions, then what else the board shows."""
    return [*facts.core, *(code for code in facts.scenarios if code not in facts.core)]


def _scenario(code: str, facts: BoardFacts) -> Document:
    known = facts.scenarios.get(code, ScenarioFacts(n=0))
    return {
        "metric": known.metric,
        "scorer": known.scorer,
        "n": known.n,
        "core": code in facts.core,
        "stand_in": known.stand_in,
    }


def _groups(groups: Mapping[str, Sequence[str]], *, role: bool) -> dict[str, list[str]]:
    return {
        name.removeprefix(ROLE): list(codes)
        for name, codes in groups.items()
        if name.startswith(ROLE) is role
    }


def _row(row: BoardRow, facts: BoardFacts) -> Document:
    found: Document = {"model": row.model}
    reason = row.overall.reason
    _put(found, "rank", row.rank, reason)
    _put_estimate(found, "overall", row.overall, se="se", ci="ci")
    _put(found, "rank_interval", _pair(row.rank_interval), reason)
    _put(found, "rank_range", _pair(row.rank_range), reason)
    found["letters"] = row.letters
    _put(found, "win_rate", row.win_rate, NO_OUTPUTS)
    found["missing"], found["missing_human"] = list(row.missing), list(row.missing_human)
    _put_ends(found, row, facts)
    found["scenarios"] = {code: _cell(row, code, facts) for code in columns_of(facts)}
    found |= _group_scores(row, "capabilities", role=False) | _group_scores(row, "roles", role=True)
    return found


def _put_ends(found: Document, row: BoardRow, facts: BoardFacts) -> None:
    """The overall score by machine alone, and with human scores wherever a scenario has them."""
    unrated = (row.overall, Estimate(math.nan, reason=Reason.NOT_RATED))
    for key, end in zip(("automatic", "human"), facts.ends.get(row.model, unrated), strict=True):
        _put_estimate(found, f"overall_{key}", end)


def _cell(row: BoardRow, code: str, facts: BoardFacts) -> Document:
    if code not in row.scenarios:
        return _empty_cell()
    cell, key = row.scenarios[code], (row.model, code)
    found: Document = {}
    undefined = facts.reasons.get(key) or cell.automatic.reason
    _put_estimate(found, "automatic", cell.automatic, reason=undefined)
    _put(found, "automatic_on_rated", cell.automatic_on_rated, _unrated(cell, undefined))
    _put_estimate(found, "human", cell.human)
    _put(found, "human_adjusted", cell.human_adjusted, _adjusted_reason(cell, code, facts))
    _put_estimate(found, "combined", cell.combined, reason=_unrated(cell, undefined) or cell.combined.reason)
    found |= {"n": cell.n, "n_missing": facts.n_missing.get(key, 0)}
    return found | {"n_units": cell.n_units, "n_raters": cell.n_raters}


def _unrated(cell: BoardCell, undefined: str | None) -> str | None:
    if math.isnan(cell.automatic.value):
        return undefined
    return NOT_RATED if math.isnan(cell.human.value) else None


def _adjusted_reason(cell: BoardCell, code: str, facts: BoardFacts) -> str:
    return NOT_RATED if math.isnan(cell.human.value) else facts.adjusted_reasons.get(code, NOT_ADJUSTED)


def _empty_cell() -> Document:
    found: Document = {}
    for key in ("automatic", "automatic_on_rated", "human", "human_adjusted", "combined"):
        _put(found, key, None, NO_OUTPUTS)
    return found | {"n": 0, "n_missing": 0, "n_units": 0, "n_raters": 0}


def _group_scores(row: BoardRow, key: str, *, role: bool) -> Document:
    scores: Document = {}
    intervals: Document = {}
    for name, estimate in row.capabilities.items():
        if name.startswith(ROLE) is role:
            plain = name.removeprefix(ROLE)
            _put(scores, plain, estimate.value, estimate.reason)
            _put(intervals, plain, _interval(estimate.low, estimate.high), estimate.reason)
    return {key: scores, f"{key}_ci": intervals}


def _put_estimate(
    found: Document,
    key: str,
    estimate: Estimate,
    *,
    se: str | None = None,
    ci: str | None = None,
    reason: str | None = None,
) -> None:
    why = reason or estimate.reason
    _put(found, key, estimate.value, why)
    _put(found, se or f"{key}_se", estimate.se, why)
    _put(found, ci or f"{key}_ci", _interval(estimate.low, estimate.high), why)


def _put(found: Document, key: str, value: Any, reason: str | None) -> None:
    missing = value is None or (isinstance(value, float) and math.isnan(value))
    found[key] = None if missing else value
    if missing:
        found[f"{key}_reason"] = str(reason) if reason else "undefined"


def _interval(low: float, high: float) -> list[float] | None:
    return None if math.isnan(low) or math.isnan(high) else [low, high]


def _pair(pair: tuple[int, int] | None) -> list[int] | None:
    return None if pair is None else list(pair)
