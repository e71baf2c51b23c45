"""How often a model did what it was asked to: the share of each status per model and scenario.

Counted over the outputs that there are, by the score that counts on leaderboards; an absent output has no
status. Outputs that no run has scored yet are counted as such.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from annotation.selectors import DS_OPEN, SCENARIOS, Benchmark, LanguageModel
from scoring.metrics.extraction.statuses import Status
from scoring.selectors.kept import Kept, keep_read
from scoring.selectors.plans import ERROR
from scoring.selectors.tallies import UNSCORED, ScoredBenchmark

STATUSES = (*(status.value for status in Status), ERROR, UNSCORED)
ORDER = {code: place for place, code in enumerate((*SCENARIOS, DS_OPEN))}
# Model, leaderboard code, status, and how many.
Counts = list[tuple[str, str, str, int]]


@dataclass(frozen=True, slots=True)
class StatusShares:
    """Outputs of a model by status, in one scenario or, where that is empty, in all."""

    model: str
    scenario: str
    counts: Mapping[str, int]

    @property
    def n_outputs(self) -> int:
        return sum(self.counts.values())

    def share(self, status: str) -> float:
        """In per cent."""
        return 100 * self.counts.get(status, 0) / self.n_outputs


@dataclass(frozen=True, slots=True)
class InstructionFollowing:
    """``statuses`` are those that occur; every model's total stands before its scenarios.

    ``as_of`` is set where scores have come that are not counted yet.
    """

    statuses: Sequence[str]
    rows: Sequence[StatusShares]
    as_of: datetime | None = None


def instruction_following(benchmark: Benchmark, condition: str | None) -> InstructionFollowing:
    """Models by the share of outputs that could be read, the best first."""
    kept = kept_statuses(benchmark, condition)
    counts = kept.value
    by_model: dict[str, dict[str, Counter[str]]] = {}
    for model, code, status, n in counts:
        by_model.setdefault(model, {}).setdefault(code, Counter())[status] += n
    groups = sorted(
        (_rows_of(model, found) for model, found in by_model.items()),
        key=lambda rows: (-rows[0].share(Status.OK), rows[0].model),
    )
    seen = {status for _, _, status, _ in counts}
    statuses = [status for status in STATUSES if status in seen]
    return InstructionFollowing(statuses, [row for rows in groups for row in rows], kept.as_of)


def kept_statuses(benchmark: Benchmark, condition: str | None, *, exact: bool = False) -> Kept[Counts]:
    """:func:`count_statuses`, read once per state of the imports and runs."""
    return keep_read(
        benchmark,
        "status-counts",
        condition,
        lambda: count_statuses(benchmark, condition),
        exact=exact,
    )


def count_statuses(benchmark: Benchmark, condition: str | None) -> Counts:
    """One query over all outputs of a benchmark."""
    scored = ScoredBenchmark(benchmark, condition=condition)
    names = dict(LanguageModel.objects.values_list("pk", "name"))
    fields = ("language_model_id", "question__scenario", "question__type", "counted__status")
    rows = scored.outputs().order_by().values_list(*fields).annotate(n=Count("pk"))
    return [
        (names[model_id], scored.code(scenario, kind), status or UNSCORED, n)
        for model_id, scenario, kind, status, n in rows
    ]


def _rows_of(model: str, found: Mapping[str, Counter[str]]) -> list[StatusShares]:
    whole: Counter[str] = Counter()
    for counts in found.values():
        whole += counts
    codes = sorted(found, key=lambda code: (ORDER.get(code, len(ORDER)), code))
    return [StatusShares(model, "", whole), *(StatusShares(model, code, found[code]) for code in codes)]


def as_document(benchmark: Benchmark, condition: str | None) -> dict[str, Any]:
    """What the API answers; ``scenario`` is null in the row of all scenarios, shares are in per cent.

    ``as_of`` is null unless scores have come that are not counted yet.
    """
    found = instruction_following(benchmark, condition)
    return {
        "benchmark": benchmark.name,
        "condition": condition,
        "as_of": found.as_of.isoformat(timespec="seconds") if found.as_of else None,
        "statuses": list(found.statuses),
        "rows": [
            {
                "model": row.model,
                "scenario": row.scenario or None,
                "n_outputs": row.n_outputs,
                "counts": {status: row.counts.get(status, 0) for status in found.statuses},
                "shares": {status: row.share(status) for status in found.statuses},
            }
            for row in found.rows
        ],
    }
