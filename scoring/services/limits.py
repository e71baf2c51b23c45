"""How long one output may take.

A worker scores in its main thread, where the signal of a timer interrupts even a regular expression. In
another thread, and in compiled code that looks for no signal, nothing interrupts: then the lease runs out,
and what becomes of the chunk is told in :mod:`scoring.services.isolation`.
"""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from django.conf import settings


class TooSlowError(RuntimeError):
    """An output took longer than it may."""


def seconds_allowed() -> float:
    """Half a lease: one is renewed before two thirds of it are left, so it outlasts what begins then."""
    return settings.WORK_LEASE_SECONDS / 2


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise :class:`TooSlowError` in the block once it has taken ``seconds``; 0 sets no limit."""

    def interrupt(number: int, frame: FrameType | None) -> NoReturn:
        raise TooSlowError(f"The output took longer than the {seconds:g} seconds that one may take.")

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.signal(signal.SIGALRM, interrupt)
    began = time.monotonic()
    # A timer that runs already is somebody else's; it goes on afterwards.
    before, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        try:
            signal.setitimer(signal.ITIMER_REAL, 0)
        finally:
            signal.signal(signal.SIGALRM, handler)
            if before:
                left = before - (time.monotonic() - began)
                signal.setitimer(signal.ITIMER_REAL, max(left, 0.001))
