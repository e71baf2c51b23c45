"""Workers on scoring runs. The message only says that a run has work; the rows say which.

A task works for a few seconds and sends itself on, so that imports get their turn in between.
"""

import logging
from typing import Any

from celery import shared_task
from django.conf import settings

from annotation.selectors import Benchmark
from annotation.sweeping import Sweeper, send, send_on_commit
from scoring.selectors.boards import BoardRequest
from scoring.selectors.runs import neglected_runs
from scoring.services.boards import compute_board
from scoring.services.pages import cold_benchmarks, warm_pages
from scoring.services.work import advance_run

logger = logging.getLogger(__name__)
SLICE_SECONDS = 5.0


@shared_task
def work_on_run(run_id: int) -> None:
    if advance_run(run_id=run_id, seconds=SLICE_SECONDS, stop=sweeper.stopping.is_set):
        send_on_commit(work_on_run, run_id)
    else:
        call_warmer()


@shared_task
def compute_leaderboard(message: dict[str, Any]) -> None:
    """Compute a large leaderboard into the cache; nothing happens when it is there already."""
    compute_board(request=BoardRequest.from_message(message))


# Not acknowledged late: should it take its worker down, it is not handed to the next one.
@shared_task(acks_late=False)
def warm_pages_of(benchmark_id: int) -> None:
    for benchmark in Benchmark.objects.filter(pk=benchmark_id):
        warm_pages(benchmark=benchmark)


def call_warmer() -> None:
    """Have pages read what is new, at the end of an import or a run; never a reason for it to fail."""
    try:
        for benchmark_id in cold_benchmarks():
            send_on_commit(warm_pages_of, benchmark_id)
    except Exception:
        logger.exception("Nobody was told to read what pages show")


def invite_workers(run_id: int) -> None:
    """Tell as many workers as the site has that a run has work, once the transaction is committed."""
    send_on_commit(work_on_run, run_id, times=settings.SCORING_WORKERS)


sweeper = Sweeper("run-sweeper", neglected_runs, invite_workers)
warmer = Sweeper("page-warmer", cold_benchmarks, lambda benchmark_id: send(warm_pages_of, benchmark_id))
