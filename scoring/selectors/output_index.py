"""Outputs and their counting scores as columns in memory, to filter, count and order hundreds of thousands.

Read once per state of a benchmark's imports and runs; what a page shows is then fetched by its fifty keys.
While a run is at work the state changes with every chunk: then the database is asked directly.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from annotation.selectors import DS_OPEN, Benchmark, LanguageModel, current_outputs
from scoring.models import ScoringRun
from scoring.selectors.counting import counting_scorers, leaderboard_scorers, with_scores
from scoring.selectors.kept import keep_read, read_state
from scoring.selectors.tallies import UNSCORED

Codes = npt.NDArray[np.int32]
Places = npt.NDArray[np.intp]
FIELDS = (
    "pk",
    "question__scenario",
    "question__type",
    "language_model_id",
    "condition",
    "counted__status",
    "counted__value",
)
AT_WORK = (ScoringRun.State.PLANNED, ScoringRun.State.RUNNING)
# One benchmark's columns are some ten megabytes; the web process keeps those asked for last.
BENCHMARKS_HELD = 2
_held: dict[int, tuple[str, "OutputIndex"]] = {}


@dataclass(frozen=True, slots=True)
class Column:
    """Few different values, each row naming its own by number."""

    values: list[Any]
    codes: Codes

    def where(self, wanted: Callable[[Any], bool]) -> npt.NDArray[np.bool_]:
        return np.array([wanted(value) for value in self.values], dtype=bool)[self.codes]


@dataclass(frozen=True)
class OutputIndex:
    """Rows in the order of question and output; ``value`` is NaN where there is no score."""

    keys: npt.NDArray[np.int64]
    kinds: Column
    language_models: Column
    conditions: Column
    statuses: Column
    value: npt.NDArray[np.float64]

    @cached_property
    def orders(self) -> dict[str, Places]:
        """Places by score, those without one last, and by key among equals."""
        return {
            "score": np.lexsort((self.keys, self.value)),
            "-score": np.lexsort((self.keys, -self.value)),
        }

    def find(
        self, *, scenario: str, type: str, language_model: str, condition: str, status: str, sort: str
    ) -> npt.NDArray[np.int64]:
        """Keys of the outputs under these filters, in this order."""
        found = np.ones(len(self.keys), dtype=bool)
        if scenario or type:
            found &= self.kinds.where(lambda kind: _is_of(kind, scenario, type))
        for column, wanted in (
            (self.language_models, language_model),
            (self.conditions, condition),
            (self.statuses, status),
        ):
            if wanted:
                found &= column.where(wanted.__eq__)
        order = self.orders.get(sort)
        return self.keys[found] if order is None else self.keys[order[found[order]]]


def _is_of(kind: tuple[str, str], scenario: str, question_type: str) -> bool:
    if scenario == DS_OPEN:
        scenario, in_scenario = "DS", kind == ("DS", "open")
    else:
        in_scenario = not scenario or kind[0] == scenario
    return in_scenario and (not question_type or kind[1] == question_type)


def output_index(benchmark: Benchmark) -> OutputIndex | None:
    """The columns of a benchmark, or None while a run is at work or nothing tells its states apart."""
    at_work = ScoringRun.objects.filter(benchmark=benchmark, state__in=AT_WORK)
    if at_work.exists() or not benchmark.imports.filter(finished_at__isnull=False).exists():
        return None
    state, held = read_state(benchmark, None), _held.get(benchmark.pk)
    if held is None or held[0] != state:
        index = keep_read(benchmark, "output-index", None, lambda: read_index(benchmark))
        _held.pop(benchmark.pk, None)
        while len(_held) >= BENCHMARKS_HELD:
            _held.pop(next(iter(_held)), None)
        _held[benchmark.pk] = held = (state, index)
    return held[1]


def read_index(benchmark: Benchmark) -> OutputIndex:
    """One query over all outputs of a benchmark."""
    names = dict(LanguageModel.objects.values_list("pk", "name"))
    outputs = with_scores(current_outputs(benchmark), leaderboard_scorers(counting_scorers(benchmark)))
    rows = list(outputs.order_by("question_id", "pk").values_list(*FIELDS))
    return OutputIndex(
        keys=np.fromiter((row[0] for row in rows), np.int64, len(rows)),
        kinds=_column((row[1], row[2]) for row in rows),
        language_models=_column(names[row[3]] for row in rows),
        conditions=_column(row[4] for row in rows),
        statuses=_column(row[5] or UNSCORED for row in rows),
        value=np.array([row[6] for row in rows], dtype=np.float64),
    )


def _column(values: Iterable[Any]) -> Column:
    numbers: dict[Any, int] = {}
    codes = [numbers.setdefault(value, len(numbers)) for value in values]
    return Column(list(numbers), np.array(codes, dtype=np.int32))
