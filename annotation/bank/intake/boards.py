"""A published leaderboard: one row a model, one column a scenario, an empty cell for a missing number."""

import math
from dataclasses import dataclass

from annotation.bank.intake.fields import Fields
from annotation.bank.intake.problems import Checked, Row
from annotation.bank.scenarios import DS_OPEN, SCENARIOS

COLUMNS = frozenset(SCENARIOS) | {DS_OPEN}


@dataclass(frozen=True, slots=True)
class BoardRecord:
    model: str
    group: str
    cells: dict[str, float | None]


def check_board_row(row: Row) -> Checked[BoardRecord]:
    if row.fields is None:
        return Checked(row, None, (row.problem,) if row.problem else ())
    fields = Fields(row.line, row.fields)
    model = fields.key("model", 120)
    group = fields.key("group", 60, default="")
    cells = {name: _score(fields, name) for name in list(fields.rest) if name in COLUMNS}
    for name in fields.rest:
        fields.bad(name, "unknown_column", known=" ".join(sorted(COLUMNS)))
    if not cells:
        fields.bad("model", "no_scenario_column")
    record = BoardRecord(model, group, cells)
    return Checked(row, None if fields.problems else record, tuple(fields.problems))


def _score(fields: Fields, name: str) -> float | None:
    """0 to 100, except Kendall's tau, which may fall below 0."""
    value = fields.take(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        number = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not -100 <= number <= 100:
        fields.bad(name, "not_a_score", value=str(value)[:40])
        return None
    return number
