"""Sites to measure on: a home and a database of their own, real processes, and what these cost.

Nothing here touches the site in ``data/``. A site is left in its folder, so that a second script can go on
with what the first one loaded.
"""

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.make_full_size import OUTPUTS, QUESTIONS, make

ROOT = Path(__file__).resolve().parent.parent
BENCHMARK = "Full size"
SLUG = "full-size"
DATABASES = ("sqlite", "postgres")


@dataclass(frozen=True)
class Ran:
    """What a finished process cost; ``peak`` is its largest resident size in MB."""

    wall: float
    cpu: float
    peak: float
    out: str = ""

    def __str__(self) -> str:
        return f"{self.wall:.1f} s ({self.cpu:.1f} s of CPU), at most {self.peak:.0f} MB"


@dataclass
class Site:
    home: Path
    url: str
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Bytecode is kept, as on any installed site: compiling anew would be a good part of a short command.
        clean = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("TEST_") and name != "PYTHONDONTWRITEBYTECODE"
        }
        self.env = {**clean, "CLIMED_HOME": str(self.home), "DATABASE_URL": self.url, **self.env}
        self.env["PYTHONPATH"] = str(ROOT)

    def start(self, *command: str, **options: Any) -> "Process":
        return Process([sys.executable, *command], self.env, **options)

    def run(self, *command: str) -> Ran:
        """Run a script or ``-m module`` to its end; whatever goes wrong stops the benchmark."""
        return self.start(*command).wait()

    def manage(self, *arguments: str) -> Ran:
        return self.run(str(ROOT / "manage.py"), *arguments)


class Process:
    """A child, its output, and the resources it took."""

    def __init__(self, command: list[str], env: dict[str, str], quiet: bool = False) -> None:
        self.command, self.began = command, time.perf_counter()
        errors = subprocess.DEVNULL if quiet else None
        self.child = subprocess.Popen(
            command,
            env=env,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )

    def wait(self, *, may_fail: bool = False) -> Ran:
        assert self.child.stdout is not None
        out = self.child.stdout.read()
        _, status, usage = os.wait4(self.child.pid, 0)
        self.child.returncode = os.waitstatus_to_exitcode(status)
        if self.child.returncode and not may_fail:
            raise SystemExit(f"{' '.join(self.command)} ended with {self.child.returncode}\n{out[-2000:]}")
        return ran(time.perf_counter() - self.began, usage, out)

    def stop(self) -> Ran:
        self.child.terminate()
        return self.wait(may_fail=True)

    def close(self) -> Ran:
        """Tell a probe to end by closing its input."""
        assert self.child.stdin is not None
        self.child.stdin.close()
        return self.wait()


def ran(wall: float, usage: resource.struct_rusage, out: str) -> Ran:
    return Ran(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out)


@contextmanager
def open_site(directory: Path, database: str) -> Iterator[Site]:
    """A site below ``directory``, with its server while it is needed."""
    from tests.servers import start_postgres

    home = directory / database
    home.mkdir(parents=True, exist_ok=True)
    if database == "sqlite":
        yield Site(home, f"sqlite:///{home / 'climed.sqlite3'}")
        return
    # PostgreSQL runs as another user when this is root, and has to get through.
    for folder in (directory, home):
        folder.chmod(0o755)
    server = start_postgres(home / "server")
    try:
        yield Site(home, server.url)
    finally:
        server.stop()


def full_size_files(directory: Path, outputs: int, seed: int = 1) -> tuple[Path, Path]:
    folder = directory / f"files-{outputs}"
    make(folder, seed, outputs)
    return folder / QUESTIONS, folder / OUTPUTS


def load_questions(site: Site, questions: Path) -> None:
    """The demo's people and campaign, and the questions of full size; once."""
    if (site.home / "questions-loaded").exists():
        bring_up_to_date(site)
        return
    site.manage("demo", "--no-serve")
    loaded = site.manage(
        "import_questions", str(questions), "--benchmark", BENCHMARK, "--images", str(ROOT / "fixtures")
    )
    print(f"questions: {loaded}")
    (site.home / "questions-loaded").touch()


def bring_up_to_date(site: Site) -> None:
    """The code may be newer than the site that an earlier script left."""
    site.manage("migrate", "--no-input", "--verbosity", "0")
    site.manage("collectstatic", "--no-input", "--verbosity", "0")


def load_outputs(site: Site, outputs: Path) -> Ran | None:
    if (site.home / "outputs-loaded").exists():
        return None
    loaded = site.manage("import_outputs", str(outputs), "--benchmark", BENCHMARK, "--json")
    (site.home / "outputs-loaded").touch()
    return loaded


def load_all(site: Site, directory: Path, outputs: int) -> None:
    """Everything but the scores, where it is not there yet."""
    questions, answers = full_size_files(directory, outputs)
    load_questions(site, questions)
    loaded = load_outputs(site, answers)
    if loaded:
        print(f"outputs: {loaded}")


@contextmanager
def copied(site: Site, directory: Path) -> Iterator[Site]:
    """The same site with a copy of its database, thrown away afterwards."""
    if site.url.startswith("sqlite"):
        home = directory / "copy"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        target = home / "climed.sqlite3"
        with closing(sqlite3.connect(site.home / "climed.sqlite3")) as connection:
            connection.execute("VACUUM INTO ?", [str(target)])
        yield Site(home, f"sqlite:///{target}")
        shutil.rmtree(home)
        return
    import psycopg

    name = urlsplit(site.url).path.strip("/")
    maintenance = with_database(site.url, "template1")
    # A database that is copied may have nobody in it.
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS bare_copy")
        connection.execute(f'CREATE DATABASE bare_copy TEMPLATE "{name}"')
    yield Site(site.home, with_database(site.url, "bare_copy"))
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute("DROP DATABASE bare_copy")


def with_database(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def probed(process: Process) -> list[float]:
    """The seconds that a probe measured."""
    measured: list[float] = json.loads(process.close().out)
    return measured
