"""The first run as a newcomer sees it: one command, a site with content, and a clean end."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from climed_eval.demo.content import DONE_SHARES
from tests.servers import free_port, wait_until

pytestmark = pytest.mark.own_site

ROOT = Path(__file__).resolve().parents[3]


class Demo:
    """`manage.py demo` in a home of its own."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.log = home.with_suffix(".log")
        environment = {**os.environ, "CLIMED_HOME": str(home), "PYTHONUNBUFFERED": "1"}
        environment.pop("DATABASE_URL", None)
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "demo", "--port", str(self.port)],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def wait_until_ready(self) -> None:
        wait_until(
            lambda: "Ctrl-C stops it" in self.said or self.process.poll() is not None,
            "the demo did not start",
            170,
        )
        assert self.process.poll() is None, self.said

    def children(self) -> list[int]:
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [int(pid) for pid in listed.stdout.split()]

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    demo = Demo(tmp_path_factory.mktemp("demo") / "home")
    demo.wait_until_ready()
    yield demo
    if demo.process.poll() is None:
        demo.interrupt()


def rows(home: Path, query: str) -> list[tuple[int, ...]]:
    database = sqlite3.connect(home / "climed.sqlite3")
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


def test_the_site_answers_and_the_log_ins_are_printed(first_run: Demo) -> None:
    with urlopen(f"http://127.0.0.1:{first_run.port}/accounts/login/") as answer:
        assert b"CliMed Eval" in answer.read()
    logins = json.loads((first_run.home / "demo_logins.json").read_text())
    assert list(logins)[:2] == ["lead", "admin"]
    assert len(logins) == 6
    for username, password in logins.items():
        assert re.search(rf"{username} +{password}", first_run.said)
    assert (first_run.home / "demo_logins.json").stat().st_mode & 0o077 == 0


def test_every_scenario_is_scored_and_part_of_the_review_is_done(first_run: Demo) -> None:
    scenarios = rows(
        first_run.home,
        "SELECT DISTINCT q.scenario FROM scoring_score s JOIN annotation_question q ON q.id = s.question_id",
    )
    assert len(scenarios) == 15
    (unscored,) = rows(
        first_run.home,
        "SELECT count(*) FROM annotation_output WHERE id NOT IN (SELECT output_id FROM scoring_score)",
    )
    assert unscored == (0,)
    (work,) = rows(first_run.home, "SELECT count(*), sum(state = 'submitted') FROM annotation_assignment")
    assert work == (work[0], pytest.approx(work[0] * sum(DONE_SHARES) / 4, rel=0.02))


def test_a_killed_worker_is_started_again(first_run: Demo) -> None:
    worker = first_run.children()[0]
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: "was started again" in first_run.said, "nobody noticed the dead worker")
    assert len(first_run.children()) == 2


def test_ctrl_c_ends_everything_and_the_next_start_keeps_the_data(first_run: Demo) -> None:
    children = first_run.children()
    assert first_run.interrupt() == 0
    assert "Your data is kept" in first_run.said
    assert not any(Path(f"/proc/{child}").exists() for child in children)
    before = rows(first_run.home, "SELECT count(*), max(id) FROM annotation_rating")
    logins = (first_run.home / "demo_logins.json").read_text()
    again = Demo(first_run.home)
    again.wait_until_ready()
    assert again.interrupt() == 0
    assert rows(first_run.home, "SELECT count(*), max(id) FROM annotation_rating") == before
    assert (first_run.home / "demo_logins.json").read_text() == logins


def test_a_taken_port_is_named_before_anything_is_done(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = subprocess.run(
            [sys.executable, "manage.py", "demo", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "CLIMED_HOME": str(tmp_path / "home")},
            capture_output=True,
            text=True,
            check=False,
        )
    assert result.returncode != 0
    assert f"Port {port} is taken" in result.stderr
    assert not (tmp_path / "home" / "climed.sqlite3").exists()
