"""The process tree of an embedded site: one web server, one worker, both stopped with their parent."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings

STOP_SECONDS = 15.0
# In a row: a child that has lived for a while does not keep ending.
MAX_RESTARTS = 5
SETTLED_SECONDS = 8.0
PR_SET_PDEATHSIG = 1

WORKER = ("celery", "-A", "climed_eval", "worker", "--pool", "solo", "--loglevel", "WARNING")
QUIET = ("--without-gossip", "--without-mingle", "--without-heartbeat")


def worker_command() -> list[str]:
    return [sys.executable, "-m", *WORKER, *QUIET]


def web_command(port: int) -> list[str]:
    bind = ("--bind", f"127.0.0.1:{port}")
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "climed_eval.wsgi",
        *bind,
        "--threads",
        "8",
        "--log-level",
        "warning",
    ]


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return True
    return False


def _die_with_parent() -> None:
    """Linux: a child gets SIGTERM when its parent is killed in a way that it cannot handle."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class ChildError(Exception):
    """A process of the tree cannot be kept alive."""


class ProcessTree:
    """Starts children in sessions of their own, so that Ctrl-C reaches them only through their parent."""

    def __init__(self) -> None:
        self._commands: dict[str, Sequence[str]] = {}
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._began: dict[str, float] = {}
        self._restarts = 0
        self._stopping = False

    def __enter__(self) -> Self:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True
        raise KeyboardInterrupt

    def start(self, name: str, command: Sequence[str]) -> None:
        self._commands[name] = command
        self._began[name] = time.monotonic()
        log = self.log_file(name)
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            self._children[name] = subprocess.Popen(  # noqa: S603  commands of this module, no shell
                command,
                cwd=settings.BASE_DIR,
                start_new_session=True,
                preexec_fn=_die_with_parent,
                env={**os.environ, "DJANGO_SETTINGS_MODULE": "climed_eval.settings"},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @staticmethod
    def log_file(name: str) -> Path:
        return Path(settings.HOME) / "logs" / f"{name}.log"

    def restart_the_dead(self) -> list[str]:
        """Names of children that had died and were started again."""
        dead = [name for name, child in self._children.items() if child.poll() is not None]
        for name in dead:
            settled = time.monotonic() - self._began[name] > SETTLED_SECONDS
            self._restarts = 1 if settled else self._restarts + 1
            if self._restarts > MAX_RESTARTS:
                raise ChildError(
                    f"The {name} process keeps ending; its last words are in {self.log_file(name)}."
                )
            self.start(name, self._commands[name])
        return dead

    def stop(self) -> None:
        """Ask all children to end, and insist when one does not."""
        for child in self._children.values():
            with suppress(ProcessLookupError):
                child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self._children.values():
            try:
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        self._children.clear()


def wait_for_site(port: int, seconds: float = 30.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with (
            suppress(URLError, ConnectionError, TimeoutError),
            urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer,
        ):
            return bool(answer.status == 200)
        time.sleep(0.1)
    return False
