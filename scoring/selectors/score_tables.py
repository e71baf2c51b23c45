"""The scores of a benchmark as a page shows them: a scenario a row, a model a column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotation.selectors import DS_OPEN, SCENARIOS, Benchmark
from scoring.selectors.filters import filter_choices
from scoring.selectors.kept import Kept, keep_read
from scoring.selectors.scores import Cell, score_cells

DEFAULT_CONDITION = "vanilla"
ORDER = {code: place for place, code in enumerate((*SCENARIOS, DS_OPEN))}


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One metric in one leaderboard column; ``cells`` are in the order of the models, None where missing."""

    scenario: str
    metric: str
    n: int
    secondary: bool
    cells: Sequence[Cell | None]


@dataclass(frozen=True, slots=True)
class StatusRow:
    """How many outputs of a model ended in each status, in the order of ``ScoreTable.statuses``."""

    model: str
    n_outputs: int
    shares: Sequence[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """``as_of`` is set where scores have come that are not in it yet."""

    models: Sequence[str]
    rows: Sequence[ScoreRow]
    statuses: Sequence[str]
    status_rows: Sequence[StatusRow]
    as_of: datetime | None = None


def condition_chips(benchmark: Benchmark, wanted: str | None) -> list[dict[str, Any]]:
    """The conditions as links; the wanted one is current, else the plain one, else the first."""
    conditions = filter_choices(benchmark).conditions
    fallback = DEFAULT_CONDITION if DEFAULT_CONDITION in conditions else next(iter(conditions), "")
    current = wanted if wanted in conditions else fallback
    return [
        {"label": condition, "url": f"?condition={condition}", "current": condition == current}
        for condition in conditions
    ]


def score_table(benchmark: Benchmark, condition: str | None) -> ScoreTable:
    kept = kept_cells(benchmark, condition)
    cells = kept.value
    models = sorted({cell.place.model for cell in cells})
    by_row: dict[tuple[int, str, bool, str], dict[str, Cell]] = {}
    for cell in cells:
        place = cell.place
        key = (ORDER.get(place.scenario, len(ORDER)), place.scenario, cell.secondary, place.metric)
        by_row.setdefault(key, {})[place.model] = cell
    rows = [
        ScoreRow(
            scenario,
            metric,
            max(cell.n for cell in found.values()),
            secondary,
            [found.get(m) for m in models],
        )
        for (_, scenario, secondary, metric), found in sorted(by_row.items())
    ]
    statuses, status_rows = _statuses(models, [cell for cell in cells if not cell.secondary])
    return ScoreTable(models, rows, statuses, status_rows, kept.as_of)


def _statuses(models: Sequence[str], cells: Sequence[Cell]) -> tuple[list[str], list[StatusRow]]:
    counts: dict[str, dict[str, int]] = {model: {} for model in models}
    for cell in cells:
        of_model = counts[cell.place.model]
        for status, n in cell.status.items():
            of_model[status] = of_model.get(status, 0) + n
    statuses = sorted({status for found in counts.values() for status in found}, key=lambda s: (s != "ok", s))
    return statuses, [_status_row(model, found, statuses) for model, found in counts.items()]


def _status_row(model: str, found: Mapping[str, int], statuses: Sequence[str]) -> StatusRow:
    total = sum(found.values())
    return StatusRow(model, total, [(found.get(s, 0), 100 * found.get(s, 0) / total) for s in statuses])


def kept_cells(benchmark: Benchmark, condition: str | None, *, exact: bool = False) -> Kept[list[Cell]]:
    """:func:`score_cells`, read once per state of the imports and runs."""
    return keep_read(
        benchmark,
        "score-cells",
        condition,
        lambda: score_cells(benchmark, condition=condition),
        exact=exact,
    )
