"""Working on a run: plan it if nobody has, take chunk after chunk, and end it when none is left."""

import time
from collections.abc import Callable

from scoring.models import ScoringRun
from scoring.services.chunks import claim_chunk, claimable_chunks
from scoring.services.runs import plan_run, settle_run
from scoring.services.scores import score_chunk


def advance_run(
    *, run_id: int, seconds: float | None = None, stop: Callable[[], bool] = lambda: False
) -> bool:
    """Work on a run until there is no chunk to take, the time is over, or ``stop`` says so.

    Returns whether there is more to take. Safe to repeat and to run in many workers at once.
    """
    run = ScoringRun.objects.filter(pk=run_id).select_related("benchmark").first()
    if run is None:
        return False
    plan_run(run=run)
    end = time.monotonic() + (float("inf") if seconds is None else seconds)
    while time.monotonic() < end and not stop():
        chunk = claim_chunk(run_id=run_id)
        if chunk is None:
            settle_run(run_id=run_id)
            break
        score_chunk(chunk=chunk)
    # Settling may have taken a chunk apart, whose pieces can be taken.
    return claimable_chunks(run_id).exists()
