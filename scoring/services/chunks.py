"""Taking chunks of a run, keeping them, and giving them back done.

A claim is one guarded UPDATE that counts up ``attempts`` and sets a lease. ``attempts`` is also the fence:
whoever lost the lease meanwhile no longer matches it and its work is thrown away, so every output is scored
once. Scores and ``done`` are written in one transaction. While it works a worker prolongs its lease; a
worker that dies or hangs stops doing so, and the next one takes the chunk over.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from annotation.inserting import insert_rows
from scoring.models import RunChunk, Score, ScoringRun
from scoring.selectors.plans import ERROR
from scoring.services.turns import write_turn
from scoring.workflow import CHUNK_TRANSITIONS, sources

State = RunChunk.State
# A chunk that so many workers have begun and not brought to an end is not given to another one as it is.
MAX_ATTEMPTS = 3
# Every traceback stands with its output as well.
PROBLEMS_TOLD = 20
COLUMNS = ("output", "question", "run", "metric", "scorer", "value", "status", "answer", "rule", "details")
_values = attrgetter(*(f"{name}_id" if name in ("output", "question", "run") else name for name in COLUMNS))


class LeaseLostError(Exception):
    """Another worker has taken the chunk over; what was done here does not count."""


def _lease_end() -> datetime:
    return timezone.now() + timedelta(seconds=settings.WORK_LEASE_SECONDS)


def claimable_chunks(run_id: int) -> QuerySet[RunChunk]:
    """Chunks of a running run that nobody works on: queued, or with a lease that has run out."""
    free = Q(state=State.QUEUED) | Q(state=State.RUNNING, lease_until__lt=timezone.now())
    return RunChunk.objects.filter(free, run=run_id, run__state=ScoringRun.State.RUNNING)


def claim_chunk(*, run_id: int) -> RunChunk | None:
    """Take the next chunk of a run, or ``None`` when there is none to take."""
    # A claim is one small row: it needs no turn, and no pause after it. What has not been tried comes first:
    # should a chunk hold up whoever begins it, the others are done by then.
    with transaction.atomic():
        chunks = claimable_chunks(run_id).filter(attempts__lt=MAX_ATTEMPTS).order_by("attempts", "position")
        if connection.features.has_select_for_update_skip_locked:
            chunks = chunks.select_for_update(skip_locked=True, of=("self",))
        chunk = chunks.first()
        if chunk is None:
            return None
        taken = RunChunk.objects.filter(
            pk=chunk.pk, attempts=chunk.attempts, state__in=sources(CHUNK_TRANSITIONS, State.RUNNING)
        ).update(state=State.RUNNING, attempts=F("attempts") + 1, lease_until=_lease_end())
    if not taken:
        return None
    chunk.refresh_from_db()
    return chunk


@dataclass
class Lease:
    """Hold on a claimed chunk. Whoever works calls :meth:`keep` now and then, and only then keeps it."""

    chunk: RunChunk
    renewed_at: float = field(default_factory=time.monotonic)

    def held(self) -> QuerySet[RunChunk]:
        return RunChunk.objects.filter(pk=self.chunk.pk, state=State.RUNNING, attempts=self.chunk.attempts)

    def keep(self) -> None:
        """Prolong the lease once a third of it has gone by.

        Raises
        ------
        LeaseLostError
            Another worker has the chunk.
        """
        if time.monotonic() - self.renewed_at < settings.WORK_LEASE_SECONDS / 3:
            return
        if not self.held().update(lease_until=_lease_end()):
            raise LeaseLostError
        self.renewed_at = time.monotonic()


def complete_chunk(*, lease: Lease, scores: Sequence[Score], problems: Sequence[str] = ()) -> None:
    """Write the scores of a chunk and its end in one transaction.

    A chunk with ``problems`` ends as failed: their outputs hold a score with the status ``error`` that the
    next attempt replaces, and the rest is scored for good.
    """
    with write_turn():
        ended = lease.held().update(
            state=State.FAILED if problems else State.DONE, lease_until=None, error=_tell(problems)
        )
        if not ended:
            raise LeaseLostError
        write_scores(scores)


def write_scores(scores: Sequence[Score]) -> None:
    """Write scores of one metric in place of errors; the caller stands in a transaction."""
    _forget_errors(scores)
    # Another run may have scored the same outputs with the same scorer meanwhile: its rows stand.
    insert_rows(Score, COLUMNS, map(_values, scores), skip_existing=True)


def _tell(problems: Sequence[str]) -> str:
    told = [*problems[:PROBLEMS_TOLD]]
    if len(problems) > PROBLEMS_TOLD:
        told.append(f"and {len(problems) - PROBLEMS_TOLD} more outputs")
    return "\n\n".join(told)


def _forget_errors(scores: Sequence[Score]) -> None:
    if scores:
        Score.objects.filter(
            output__in=[score.output_id for score in scores],
            metric=scores[0].metric,
            scorer=scores[0].scorer,
            status=ERROR,
        ).delete()


def fail_chunk(*, lease: Lease, error: str) -> None:
    """End a chunk that could not be worked on at all; nothing of it is written."""
    lease.held().update(state=State.FAILED, lease_until=None, error=error)
