"""Workers on scoring runs. The message only says that a run has work; the rows say which.

A task works for a few seconds and sends itself on, so that imports get their turn in between.
"""

from typing import Any

from celery import shared_task
from django.conf import settings

from annotation.sweeping import Sweeper, send_on_commit
from scoring.selectors.boards import BoardRequest
from scoring.selectors.runs import neglected_runs
from scoring.services.boards import compute_board
from scoring.services.work import advance_run

SLICE_SECONDS = 5.0


@shared_task
def work_on_run(run_id: int) -> None:
    if advance_run(run_id=run_id, seconds=SLICE_SECONDS, stop=sweeper.stopping.is_set):
        send_on_commit(work_on_run, run_id)


@shared_task
def compute_leaderboard(message: dict[str, Any]) -> None:
    """Compute a large leaderboard into the cache; nothing happens when it is there already."""
    compute_board(request=BoardRequest.from_message(message))


def invite_workers(run_id: int) -> None:
    """Tell as many workers as the site has that a run has work, once the transaction is committed."""
    send_on_commit(work_on_run, run_id, times=settings.SCORING_WORKERS)


sweeper = Sweeper("run-sweeper", neglected_runs, invite_workers)
