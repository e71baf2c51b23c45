"""Work whose message was lost, found again: a thread in every worker looks regularly at the rows.

The broker only carries ids. A message that never arrived, or a worker that died with one, leaves a row
that waits; whoever sweeps next sends the id again, to each row at most once per lease.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from celery import Task
from celery.signals import worker_ready, worker_shutting_down
from django.conf import settings
from django.db import connections, transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)
LONGEST_PAUSE_SECONDS = 10.0


def send(task: Task, row_id: int, times: int = 1) -> None:
    """Send the id of a row now. A broker that does not answer is asked once; the row stands."""
    try:
        for _ in range(times):
            task.delay(row_id)
    except (OperationalError, OSError) as error:
        logger.warning("No broker took %s for %s: %s", task.name, row_id, error)


def send_on_commit(task: Task, row_id: int, times: int = 1) -> None:
    """Send the id of a row once the transaction that wrote it is committed."""
    transaction.on_commit(partial(send, task, row_id, times))


class Sweeper:
    """Looks for rows with ``find`` and hands each to ``act``, from a worker's start to its shutdown.

    Parameters
    ----------
    name : of the thread, for whoever reads a stack trace.
    find : ids of rows that wait and that nobody works on.
    act : called with each id, at most once per lease.
    """

    def __init__(self, name: str, find: Callable[[], Iterable[int]], act: Callable[[int], None]) -> None:
        self.name, self.find, self.act = name, find, act
        self.stopping = threading.Event()
        self.acted: dict[int, float] = {}
        worker_ready.connect(self.start, weak=False)
        worker_shutting_down.connect(self.stop, weak=False)

    def start(self, **kwargs: Any) -> None:
        self.stopping.clear()
        threading.Thread(target=self.keep_sweeping, name=self.name, daemon=True).start()

    def stop(self, **kwargs: Any) -> None:
        self.stopping.set()

    def sweep(self) -> None:
        now = time.monotonic()
        for row_id in self.find():
            if now - self.acted.get(row_id, float("-inf")) >= settings.WORK_LEASE_SECONDS:
                self.acted[row_id] = now
                self.act(row_id)

    def keep_sweeping(self) -> None:
        pause = min(LONGEST_PAUSE_SECONDS, settings.WORK_LEASE_SECONDS / 2)
        while not self.stopping.is_set():
            try:
                self.sweep()
            except Exception:
                # The database may be away for a while; the sweeper outlives that.
                logger.exception("%s could not look for waiting work", self.name)
            finally:
                connections.close_all()
            self.stopping.wait(pause)
