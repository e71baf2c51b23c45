"""Outputs and their counting scores as columns in memory, to filter, count and order hundreds of thousands.

Kept like everything that is read of a whole benchmark (:mod:`scoring.selectors.kept`), and besides in the
memory of each web process. A run changes neither keys nor kinds, models or conditions: while it is at work
the columns of before stand, and only what is found by status or score, or ordered by score, is as old as
they are. What a page shows is fetched by its fifty keys and is never old.
"""

import math
from array import array
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from django.core.cache import cache

from annotation.selectors import DS_OPEN, Benchmark, LanguageModel, current_outputs
from scoring.selectors.counting import counting_scorers, leaderboard_scorers, with_scores
from scoring.selectors.kept import KEEP_SECONDS, Kept, Mark, kept_key, reading
from scoring.selectors.states import BenchmarkState, read_state
from scoring.selectors.tallies import UNSCORED

Codes = npt.NDArray[np.unsignedinteger[Any]]
Places = npt.NDArray[np.int32]
FIELDS = (
    "pk",
    "question__scenario",
    "question__type",
    "language_model_id",
    "condition",
    "counted__status",
    "counted__value",
)
# One benchmark's columns are some ten megabytes; the web process keeps those asked for last.
BENCHMARKS_HELD = 2
_held: dict[int, Kept["OutputIndex"]] = {}


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
            "score": np.lexsort((self.keys, self.value)).astype(np.int32),
            "-score": np.lexsort((self.keys, -self.value)).astype(np.int32),
        }

    def find(
        self,
        *,
        scenario: str,
        type: str,
        language_model: str,
        condition: str,
        status: str,
        sort: str,
        at_least: float | None = None,
        below: float | None = None,
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
        # Without a score there is nothing to compare: NaN is on neither side.
        if at_least is not None:
            found &= self.value >= at_least
        if below is not None:
            found &= self.value < below
        order = self.orders.get(sort)
        return self.keys[found] if order is None else self.keys[order[found[order]]]


def _is_of(kind: tuple[str, str], scenario: str, question_type: str) -> bool:
    if scenario == DS_OPEN:
        scenario, in_scenario = "DS", kind == ("DS", "open")
    else:
        in_scenario = not scenario or kind[0] == scenario
    return in_scenario and (not question_type or kind[1] == question_type)


def output_index(benchmark: Benchmark) -> Kept[OutputIndex] | None:
    """The columns of a benchmark, or None while a worker has to read them first.

    None also where nothing tells the states of its imports apart.
    """
    state = read_state(benchmark)
    if not state.is_dated:
        return None
    kept = _find(benchmark, state)
    if kept is None and not state.leaves_reading_to_workers:
        kept = refresh_index(benchmark)
    return kept


def refresh_index(benchmark: Benchmark) -> Kept[OutputIndex]:
    """The columns as they are now, read unless they are kept."""
    key = kept_key(benchmark, "output-index")
    with reading(key):
        state = read_state(benchmark)
        kept = _find(benchmark, state)
        if kept is None or kept.as_of:
            kept = Kept(read_index(benchmark), Mark.now(state))
            cache.set(key, kept, KEEP_SECONDS)
            # Small, so that a request sees whether the columns in its process's memory are the latest.
            cache.set(f"{key}-mark", kept.mark, KEEP_SECONDS)
            _hold(benchmark, kept)
    return kept


def _find(benchmark: Benchmark, state: BenchmarkState) -> Kept[OutputIndex] | None:
    """Kept columns that show every output; their scores may be those of before."""
    key = kept_key(benchmark, "output-index")
    mark: Mark | None = cache.get(f"{key}-mark")
    if mark is None or not _serves(mark, state):
        return None
    kept: Kept[OutputIndex] | None = _held.get(benchmark.pk)
    if kept is None or kept.mark != mark:
        kept = cache.get(key)
        if kept is None or not _serves(kept.mark, state):
            return None
        _hold(benchmark, kept)
    return kept if kept.mark.is_of(state) else replace(kept, as_of=kept.mark.read_at)


def _serves(mark: Mark, state: BenchmarkState) -> bool:
    """Columns from before an import never do: what has been imported has to be found."""
    return mark.is_of(state) or (mark.imports == state.imports and state.leaves_reading_to_workers)


def _hold(benchmark: Benchmark, kept: Kept[OutputIndex]) -> None:
    _held.pop(benchmark.pk, None)
    while len(_held) >= BENCHMARKS_HELD:
        _held.pop(next(iter(_held)), None)
    _held[benchmark.pk] = kept


def read_index(benchmark: Benchmark) -> OutputIndex:
    """One query over all outputs of a benchmark."""
    names = dict(LanguageModel.objects.values_list("pk", "name"))
    outputs = with_scores(current_outputs(benchmark), leaderboard_scorers(counting_scorers(benchmark)))
    keys, value = array("q"), array("d")
    kinds, language_models, conditions, statuses = (_Numbered() for _ in range(4))
    # Row by row: all of them as Python's objects would be ten times the size.
    rows = outputs.order_by("question_id", "pk").values_list(*FIELDS)
    for pk, scenario, kind, model, condition, status, score in rows.iterator(chunk_size=20_000):
        keys.append(pk)
        kinds.append((scenario, kind))
        language_models.append(names[model])
        conditions.append(condition)
        statuses.append(status or UNSCORED)
        value.append(math.nan if score is None else score)
    index = OutputIndex(
        keys=np.array(keys, dtype=np.int64),
        kinds=kinds.column(),
        language_models=language_models.column(),
        conditions=conditions.column(),
        statuses=statuses.column(),
        value=np.array(value, dtype=np.float64),
    )
    # Kept with the rest, so that no request sorts.
    _ = index.orders
    return index


class _Numbered:
    """A column that grows."""

    def __init__(self) -> None:
        self.numbers: dict[Any, int] = {}
        self.codes = array("i")

    def append(self, value: Any) -> None:
        self.codes.append(self.numbers.setdefault(value, len(self.numbers)))

    def column(self) -> Column:
        return Column(list(self.numbers), np.array(self.codes, dtype=np.min_scalar_type(len(self.numbers))))
