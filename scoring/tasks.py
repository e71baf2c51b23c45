"""Workers on scoring runs. The message only says that a run has work; the rows say which.

A task works for a few seconds and sends itself on, so that imports get their turn in between. A thread in
every worker looks, at its start and then regularly, for runs that nobody works on (their messages lost,
their workers dead) and invites to them again.
"""

import logging
import threading
import time
from functools import partial
from typing import Any

from celery import shared_task
from celery.signals import worker_ready, worker_shutting_down
from django.conf import settings
from django.db import connections, transaction
from kombu.exceptions import OperationalError

from scoring.selectors.boards import BoardRequest
from scoring.selectors.runs import neglected_runs
from scoring.services.boards import compute_board
from scoring.services.work import advance_run

logger = logging.getLogger(__name__)
SLICE_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 10.0
stopping = threading.Event()


@shared_task
def work_on_run(run_id: int) -> None:
    if advance_run(run_id=run_id, seconds=SLICE_SECONDS, stop=stopping.is_set):
        work_on_run.delay_on_commit(run_id)


@shared_task
def compute_leaderboard(message: dict[str, Any]) -> None:
    """Compute a large leaderboard into the cache; nothing happens when it is there already."""
    compute_board(request=BoardRequest.from_message(message))


def invite_workers(run_id: int, workers: int | None = None) -> None:
    """Tell that many workers that a run has work, once the transaction is committed.

    A broker that does not answer stops nobody: the row stands, and the next worker to start finds it.
    """
    for _ in range(workers or settings.SCORING_WORKERS):
        transaction.on_commit(partial(_invite_worker, run_id))


def _invite_worker(run_id: int) -> None:
    try:
        work_on_run.delay(run_id)
    except (OperationalError, OSError) as error:
        logger.warning("No broker took the message for run %s: %s", run_id, error)


def sweep(invited: dict[int, float]) -> None:
    """Invite to neglected runs, to each of them once per lease."""
    now = time.monotonic()
    for run_id in neglected_runs():
        if now - invited.get(run_id, float("-inf")) >= settings.WORK_LEASE_SECONDS:
            invited[run_id] = now
            invite_workers(run_id)


def keep_sweeping() -> None:
    invited: dict[int, float] = {}
    pause = min(LONGEST_PAUSE_SECONDS, settings.WORK_LEASE_SECONDS / 2)
    while not stopping.is_set():
        try:
            sweep(invited)
        except Exception:
            # The database or the broker may be away for a while; the sweeper outlives that.
            logger.exception("could not look for neglected runs")
        finally:
            connections.close_all()
        stopping.wait(pause)


@worker_ready.connect
def start_sweeping(**kwargs: Any) -> None:
    stopping.clear()
    threading.Thread(target=keep_sweeping, name="run-sweeper", daemon=True).start()


@worker_shutting_down.connect
def stop_sweeping(**kwargs: Any) -> None:
    stopping.set()
