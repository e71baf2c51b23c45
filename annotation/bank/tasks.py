"""Workers on uploaded files. The message carries an id; the row says whether there is still work.

A thread in every worker looks regularly for uploads that wait without a message, and for imports whose
process has died.
"""

import logging
import threading
import time
from functools import partial
from typing import Any

from celery import Task, shared_task
from celery.signals import worker_ready, worker_shutting_down
from django.conf import settings
from django.db import connections, transaction
from kombu.exceptions import OperationalError

from annotation.bank.models import Import
from annotation.bank.services.imports import sweep_dead_imports
from annotation.bank.services.runs import ImportBusyError
from annotation.bank.services.uploads import run_upload

logger = logging.getLogger(__name__)
RETRY_SECONDS = 5
LONGEST_PAUSE_SECONDS = 10.0
stopping = threading.Event()


@shared_task(bind=True, max_retries=None)
def run_import(self: Task, import_id: int) -> None:
    """Import an uploaded file; waits while another import into the same benchmark runs."""
    try:
        run_upload(import_id=import_id)
    except ImportBusyError as error:
        raise self.retry(countdown=RETRY_SECONDS, exc=error) from error


def send_import(import_id: int) -> None:
    """Tell a worker, once the transaction is committed. Without a broker the sweeper finds the row."""
    transaction.on_commit(partial(_send, import_id))


def _send(import_id: int) -> None:
    try:
        run_import.delay(import_id)
    except (OperationalError, OSError) as error:
        logger.warning("No broker took the message for import %s: %s", import_id, error)


def sweep(sent: dict[int, float]) -> None:
    """Send a waiting upload to the workers, at most once per lease."""
    sweep_dead_imports()
    now = time.monotonic()
    for import_id in Import.objects.filter(state=Import.State.QUEUED).values_list("pk", flat=True):
        if now - sent.get(import_id, float("-inf")) >= settings.WORK_LEASE_SECONDS:
            sent[import_id] = now
            _send(import_id)


def keep_sweeping() -> None:
    sent: dict[int, float] = {}
    pause = min(LONGEST_PAUSE_SECONDS, settings.WORK_LEASE_SECONDS / 2)
    while not stopping.is_set():
        try:
            sweep(sent)
        except Exception:
            # The database or the broker may be away for a while; the sweeper outlives that.
            logger.exception("could not look for waiting imports")
        finally:
            connections.close_all()
        stopping.wait(pause)


@worker_ready.connect
def start_sweeping(**kwargs: Any) -> None:
    stopping.clear()
    threading.Thread(target=keep_sweeping, name="import-sweeper", daemon=True).start()


@worker_shutting_down.connect
def stop_sweeping(**kwargs: Any) -> None:
    stopping.set()
