"""One cell per model, condition, scenario and metric: the mean over all questions, and what it hides.

A model without any output in a scenario has no cell there. The absent output of one that has others scores
0 and is counted. While an output has no score yet, the mean is undefined rather than wrong.

Secondary figures come from a score's details; the corrected similarity is computed here from the present
baseline of its scenario, so that one column never mixes two baselines.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
from django.db.models import Case, F, FloatField, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from annotation.selectors import Benchmark
from scoring.metrics.opentext import COMPARED
from scoring.metrics.registry import ACCURACY, METRICS, SIMILARITY, STANCE
from scoring.metrics.similarity import corrected
from scoring.selectors.counting import baselines
from scoring.selectors.tallies import UNSCORED, Place, ScoredBenchmark, Tally
from scoring.tally import UNDEFINED, TallySummary, summarise_tally

CORRECTED = "similarity_corrected"
# Secondary figures that exist in one scenario only, or over valid answers only.
ONLY_IN = {ACCURACY.name: "FIT"}
VALID_ONLY = frozenset({"kendall_tau_valid"})
# What an output without the figure counts, where that is not 0.
ABSENT = {"kendall_tau_strict": -100.0}
BINARY = frozenset({ACCURACY.name, "validity", *ACCURACY.secondary, STANCE.name, *STANCE.secondary})


@dataclass(frozen=True, slots=True)
class Cell:
    """``n`` questions stand behind ``summary``; its score is NaN, with a ``reason``, where undefined."""

    place: Place
    scorer: str
    n: int
    n_missing: int
    summary: TallySummary
    status: Mapping[str, int]
    reason: str = ""
    secondary: bool = False


def score_cells(benchmark: Benchmark, *, condition: str | None = None) -> list[Cell]:
    """Every cell of a benchmark by model, condition and scenario, the primary metric before the others."""
    scored = ScoredBenchmark(benchmark, condition=condition)
    primary = {
        place: _primary_cell(scored, place, tally)
        for place, tally in scored.tally(scored.outputs(), F("counted__value")).items()
    }
    cells = [*primary.values(), *_corrected_cells(scored, primary)]
    for metric in scored.scorers:
        if METRICS[metric].beside:
            cells += _cells_beside(scored, metric)
            continue
        for name in METRICS[metric].secondary:
            if name != CORRECTED:
                cells += _secondary_cells(scored, primary, metric, name)
    return sorted(cells, key=_reading_order)


def _cells_beside(scored: ScoredBenchmark, metric: str) -> Iterator[Cell]:
    """A metric that stands beside the leaderboard's, and its own secondary figures."""
    outputs = scored.outputs_beside(metric)
    whole = {
        place: replace(_primary_cell(scored, place, tally), secondary=True)
        for place, tally in scored.tally(outputs, F("counted__value"), metric).items()
    }
    yield from whole.values()
    for name in METRICS[metric].secondary:
        figure = Cast(KeyTextTransform(name, "counted__details"), FloatField())
        for place, tally in scored.tally(outputs, figure, metric).items():
            yield _secondary_cell(whole[place], name, tally)


def _reading_order(cell: Cell) -> tuple[str, str, str, bool, str]:
    place = cell.place
    return place.model, place.condition, place.scenario, cell.secondary, place.metric


def _primary_cell(scored: ScoredBenchmark, place: Place, tally: Tally) -> Cell:
    n, n_outputs = scored.n_questions[place.scenario], tally.status.total()
    unscored = tally.status[UNSCORED]
    cell = Cell(
        place,
        scored.scorers.get(place.metric, ""),
        n=n,
        n_missing=n - n_outputs,
        summary=UNDEFINED,
        status={name: count for name, count in sorted(tally.status.items()) if count},
        reason=f"{unscored} of {n_outputs} outputs have no score yet" if unscored else "",
    )
    return cell if unscored else replace(cell, summary=_summarise(place, tally, cell.n_missing))


def _summarise(place: Place, tally: Tally, n_missing: int) -> TallySummary:
    absent = ABSENT.get(place.metric, 0.0)
    counts: Counter[float] = Counter({absent: n_missing})
    for value, count in tally.values.items():
        counts[absent if value is None else value] += count
    values = sorted(counts)
    # A seed of its own for every column, so that an interval does not depend on what else there is.
    key = "\x1f".join((place.model, place.condition, place.scenario))
    return summarise_tally(
        np.array(values, dtype=np.float64),
        np.array([counts[value] for value in values], dtype=np.int64),
        binary=place.metric in BINARY,
        rng=np.random.default_rng(crc32(key.encode())),
    )


def _secondary_cells(
    scored: ScoredBenchmark, primary: Mapping[Place, Cell], metric: str, name: str
) -> Iterator[Cell]:
    lookups = {"counted__metric": metric}
    if metric in ONLY_IN:
        lookups["question__scenario"] = ONLY_IN[metric]
    figure = Cast(KeyTextTransform(name, "counted__details"), FloatField())
    for place, tally in scored.tally(scored.outputs(**lookups), figure).items():
        yield _secondary_cell(primary[place], name, tally)


def _secondary_cell(whole: Cell, name: str, tally: Tally) -> Cell:
    cell = replace(whole, place=replace(whole.place, metric=name), secondary=True)
    if cell.reason:
        return cell
    if name in VALID_ONLY:
        tally.values.pop(None, None)
        cell = replace(cell, n=tally.values.total(), n_missing=0)
        cell = cell if cell.n else replace(cell, reason="no answer is valid")
    return replace(cell, summary=_summarise(cell.place, tally, cell.n_missing))


def _corrected_cells(scored: ScoredBenchmark, primary: Mapping[Place, Cell]) -> Iterator[Cell]:
    if SIMILARITY.name not in scored.scorers:
        return
    s0 = baselines(scored.benchmark, scored.scorers[SIMILARITY.name])
    outputs = scored.outputs(counted__metric=SIMILARITY.name)
    comparable = Case(When(counted__status__in=COMPARED, then=F("counted__value")), default=None)
    for place, tally in scored.tally(outputs, comparable).items():
        baseline = s0.get(place.scenario)
        if baseline is None:
            reason = "a baseline needs two different references"
            cell = replace(primary[place], summary=UNDEFINED, reason=reason)
            yield replace(cell, place=replace(place, metric=CORRECTED), secondary=True)
            continue
        tally.values = Counter(
            {
                value if value is None else 100 * corrected(value / 100, baseline): count
                for value, count in tally.values.items()
            }
        )
        yield _secondary_cell(primary[place], CORRECTED, tally)
