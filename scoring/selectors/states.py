"""The state of a benchmark, as two texts that change whenever there is something new to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from json import dumps
from typing import Any

from django.db.models import Count, Max, Sum
from django.utils import timezone

from annotation.selectors import Benchmark
from scoring.models import RunChunk, ScoringRun

# Outputs of a benchmark that are read anew while somebody waits: a few tenths of a second.
LARGEST_IN_REQUEST = 20_000
# How long a worker may take to hear of a run's end and to read everything, before a request does it.
SETTLING = timedelta(minutes=3)
Run, Chunk = ScoringRun.State, RunChunk.State
AT_WORK = (Run.PLANNED, Run.RUNNING, Run.PAUSED)
# A chunk that was being worked on when its run was cancelled is still completed.
CHUNKS_COUNT = (*AT_WORK, Run.CANCELLED)


@dataclass(frozen=True, slots=True)
class BenchmarkState:
    """``imports`` is another text when an import has been published, ``scores`` when a chunk has ended.

    ``n_rows`` is at least the number of outputs, ``changed_at`` when an import or run has ended last.
    """

    imports: str
    scores: str
    n_rows: int
    is_dated: bool
    at_work: bool
    changed_at: datetime | None

    @property
    def is_large(self) -> bool:
        return self.n_rows > LARGEST_IN_REQUEST

    @property
    def leaves_reading_to_workers(self) -> bool:
        """Whether a request has to make do with what there is: it is large, and about to be read again."""
        if not self.is_large:
            return False
        return self.at_work or (self.changed_at is not None and timezone.now() - self.changed_at < SETTLING)


def read_state(benchmark: Benchmark) -> BenchmarkState:
    """A run that found nothing to score changes nothing."""
    imports = benchmark.imports.filter(state="published").aggregate(
        n=Count("pk"), last=Max("pk"), ended=Max("finished_at"), rows=Sum("rows_new", default=0)
    )
    fields = ("state", "scorers", "baselines", "finished_at", "n_outputs", "n_unchanged")
    runs = list(ScoringRun.objects.filter(benchmark=benchmark).order_by("-pk").values_list(*fields))
    at_work = any(state in AT_WORK for state, *_ in runs)
    ended = [end for _, _, _, end, n, unchanged in runs if end and n > unchanged]
    scores = (_plans(runs), len(ended), max(ended, default=None), *_chunks(benchmark, runs))
    moments = [moment for moment in (imports["ended"], *ended) if moment]
    return BenchmarkState(
        imports=f"{imports['n']}|{imports['last']}|{imports['ended']}",
        scores=sha256(repr(scores).encode()).hexdigest(),
        n_rows=imports["rows"],
        is_dated=imports["ended"] is not None,
        at_work=at_work,
        changed_at=max(moments, default=None),
    )


def _plans(runs: Iterable[tuple[Any, ...]]) -> list[str]:
    """What says which scorers count: every plan once, the newest first."""
    plans = ([scorers, baselines] for _, scorers, baselines, *_ in runs if scorers)
    return list(dict.fromkeys(dumps(plan, sort_keys=True) for plan in plans))


def _chunks(benchmark: Benchmark, runs: Iterable[tuple[Any, ...]]) -> list[tuple[str, int]]:
    """How many have ended, in runs whose own end does not say so."""
    if not any(state in CHUNKS_COUNT for state, *_ in runs):
        return []
    chunks = RunChunk.objects.filter(run__benchmark=benchmark, run__state__in=CHUNKS_COUNT)
    ended = chunks.filter(state__in=(Chunk.DONE, Chunk.FAILED)).order_by()
    return sorted(ended.values_list("state").annotate(n=Count("pk")))
