"""What is read once per state of a benchmark's imports and runs, and then kept."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.db.models import Count, Max

from annotation.selectors import Benchmark
from scoring.models import RunChunk, ScoringRun

Read = TypeVar("Read")


def keep_read(benchmark: Benchmark, name: str, condition: str | None, read: Callable[[], Read]) -> Read:
    """What ``read`` returns, from the cache while no import and no chunk of a run has ended since."""
    state = read_state(benchmark, condition)
    key = f"{name}:{benchmark.pk}"
    kept = cache.get(key) or {}
    if state not in kept:
        kept = {state: read()}
        cache.set(key, kept)
    found: Read = kept[state]
    return found


def read_state(benchmark: Benchmark, condition: str | None) -> str:
    """Another text whenever an import or a chunk of a run has ended."""
    imports = benchmark.imports.aggregate(Max("pk"), Max("finished_at"))
    runs = ScoringRun.objects.filter(benchmark=benchmark).aggregate(Max("pk"), Max("started_at"))
    chunks = RunChunk.objects.filter(run__benchmark=benchmark, lease_until=None).values("state")
    done = sorted(chunks.order_by().annotate(n=Count("pk")).values_list("state", "n"))
    return "|".join(map(str, (*imports.values(), *runs.values(), done, condition)))
