"""What pages read of a whole benchmark, kept until an import or a chunk of a run has ended.

What is kept is exact, or old for a reason: while a run is at work on a large benchmark the state changes
by the second, and when it has ended a worker reads everything anew (:mod:`scoring.services.pages`). Until
then pages show what they have, and since when; no request reads hundreds of thousands of rows for it.
"""

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Generic, Self, TypeVar

from django.core.cache import cache
from django.utils import timezone

from annotation.selectors import Benchmark
from scoring.selectors.states import BenchmarkState, read_state

Read = TypeVar("Read")
KEEP_SECONDS = 7 * 24 * 3600
# Raise it when the form of anything that is kept changes: a cache outlives an upgrade.
KEPT_VERSION = 1
# Of the requests of one process that miss the same thing, one reads it and the others find it.
_reading: dict[str, threading.Lock] = defaultdict(threading.Lock)


@dataclass(frozen=True, slots=True)
class Mark:
    """The state in which something was read, and when."""

    imports: str
    scores: str
    read_at: datetime

    @classmethod
    def now(cls, state: BenchmarkState) -> Self:
        return cls(state.imports, state.scores, timezone.now())

    def is_of(self, state: BenchmarkState) -> bool:
        return (self.imports, self.scores) == (state.imports, state.scores)


@dataclass(frozen=True, slots=True)
class Kept(Generic[Read]):
    """``as_of`` is None where the value is exact, else when it was."""

    value: Read
    mark: Mark
    as_of: datetime | None = None


def keep_read(
    benchmark: Benchmark,
    name: str,
    condition: str | None,
    read: Callable[[], Read],
    *,
    exact: bool = False,
    of_imports: bool = False,
) -> Kept[Read]:
    """What ``read`` returns, kept; an old value only where the state allows it and not ``exact``.

    ``of_imports`` is what no score changes.
    """
    key = kept_key(benchmark, name, condition)

    def state_now() -> BenchmarkState:
        state = read_state(benchmark)
        return replace(state, scores="") if of_imports else state

    state = state_now()
    kept: Kept[Read] | None = _find(key, state, exact=exact)
    if kept is not None:
        return kept
    with _reading[key]:
        # Read before the value: what is written meanwhile is then read again, and never missed.
        state = state_now()
        kept = _find(key, state, exact=True)
        if kept is None:
            kept = Kept(read(), Mark.now(state))
            cache.set(key, kept, KEEP_SECONDS)
    return kept


def _find(key: str, state: BenchmarkState, *, exact: bool) -> Kept[Read] | None:
    kept: Kept[Read] | None = cache.get(key)
    if kept is None or kept.mark.is_of(state):
        return kept
    if exact or not state.leaves_reading_to_workers:
        return None
    return Kept(kept.value, kept.mark, as_of=kept.mark.read_at)


def kept_key(benchmark: Benchmark, name: str, condition: str | None = None) -> str:
    """Conditions are free text, which a key of a cache may not hold."""
    part = "" if condition is None else sha256(condition.encode()).hexdigest()[:16]
    return f"{name}:{KEPT_VERSION}:{benchmark.pk}:{part}"


def reading(key: str) -> threading.Lock:
    return _reading[key]
