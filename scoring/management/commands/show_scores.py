"""Every score of a benchmark, one object or line per model, condition, scenario and metric."""

import json
import math
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from scoring.selectors.filters import UnknownNameError, get_benchmark
from scoring.selectors.scores import Cell, score_cells


class Command(BaseCommand):
    help = "Shows the scores of a benchmark: mean over all questions on 0-100, standard error, 95 % interval."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--benchmark", required=True, metavar="NAME")
        parser.add_argument("--json", action="store_true", help="machine-readable scores on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            benchmark = get_benchmark(options["benchmark"])
        except UnknownNameError as error:
            raise CommandError(str(error)) from error
        cells = score_cells(benchmark)
        if options["json"]:
            self.stdout.write(json.dumps([as_object(cell) for cell in cells], ensure_ascii=False))
        else:
            Console(file=sys.stdout, width=None if sys.stdout.isatty() else 160).print(as_table(cells))


def as_object(cell: Cell) -> dict[str, Any]:
    """The contract: undefined numbers are null and their reason stands beside them."""
    summary = cell.summary
    found = {
        "model": cell.place.model,
        "condition": cell.place.condition,
        "scenario": cell.place.scenario,
        "metric": cell.place.metric,
        "n": cell.n,
        "n_missing": cell.n_missing,
        "score": _number(summary.score),
        "se": _number(summary.se),
        "ci": None if math.isnan(summary.low) else [summary.low, summary.high],
        "status": dict(cell.status),
        "scorer": cell.scorer,
    }
    if math.isnan(summary.score):
        found |= dict.fromkeys(("score_reason", "se_reason", "ci_reason"), cell.reason)
    elif math.isnan(summary.se):
        found["se_reason"] = "one question has no standard error"
        if found["ci"] is None:
            found["ci_reason"] = "one question has no interval"
    return found


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def as_table(cells: list[Cell]) -> Table:
    table = Table(box=SIMPLE)
    for heading in ("model", "condition", "scenario", "metric"):
        table.add_column(heading, no_wrap=True)
    for heading in ("n", "missing", "score", "95 %"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("not ok")
    for cell in cells:
        place, summary = cell.place, cell.summary
        undefined = math.isnan(summary.score)
        table.add_row(
            place.model,
            place.condition,
            place.scenario,
            place.metric,
            str(cell.n),
            str(cell.n_missing),
            "-" if undefined else f"{summary.score:.2f}",
            "" if math.isnan(summary.low) else f"{summary.low:.1f} to {summary.high:.1f}",
            ", ".join(f"{name} {count}" for name, count in cell.status.items() if name != "ok"),
        )
    return table
