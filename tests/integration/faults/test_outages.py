"""A server that goes away under those who work, and comes back: nobody has to do anything about it."""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
import redis
from django.test import Client

from scoring.models import ScoringRun
from tests.brokers import broker_at
from tests.integration.bank.conftest import QUESTION
from tests.integration.scoring.worlds import make_choice_benchmark
from tests.servers import Server, start_postgres, start_redis, wait_until
from tests.sites import BENCHMARK, GIVE_UP_SECONDS, OUTPUTS, WORKER, Site, start_site

AWAY_SECONDS = 10
ROWS = 5_000
WRITTEN = "SELECT count(*) FROM annotation_question WHERE external_id LIKE 'Many-%'"


@dataclass
class Grown:
    """A site on servers of its own, which may be stopped."""

    site: Site
    database: Server
    broker: Server

    def ask(self, query: str) -> list[Any]:
        with psycopg.connect(self.database.url) as connection:
            return connection.execute(query).fetchall()

    def wait_until(self, query: str, condition: Callable[[Any], bool]) -> None:
        deadline = time.monotonic() + GIVE_UP_SECONDS
        while not condition(seen := self.ask(query)[0][0]):
            assert time.monotonic() < deadline, seen
            time.sleep(0.02)

    def check_all_scored_once(self) -> None:
        query = "SELECT count(*), count(DISTINCT output_id) FROM scoring_score WHERE status = 'ok'"
        assert self.ask(query) == [(OUTPUTS, OUTPUTS)]


@pytest.fixture(scope="module")
def grown() -> Iterator[Grown]:
    # Not among pytest's folders: another session closes those to the user that PostgreSQL runs as.
    with TemporaryDirectory(prefix="climed-grown-") as name, ExitStack() as servers:
        folder = Path(name)
        database, broker = start_postgres(folder / "pg", own=True), start_redis(folder / "redis", own=True)
        servers.callback(database.stop)
        servers.callback(broker.stop)
        home = folder / "home"
        home.mkdir()
        site = start_site(home, DATABASE_URL=database.url, CELERY_BROKER_URL=broker.url)
        yield Grown(site, database, broker)


@pytest.fixture(scope="module")
def worker(grown: Grown) -> Iterator[subprocess.Popen[str]]:
    """One for all outages, listening to the broker."""
    process = grown.site.start(*WORKER)
    with redis.Redis.from_url(grown.broker.url) as broker:
        wait_until(lambda: any(one["cmd"] == "brpop" for one in broker.client_list()), "no worker")
    yield process
    process.kill()
    process.wait(timeout=10)


def write_questions(folder: Path) -> Path:
    path = folder / "many.jsonl"
    rows = (QUESTION | {"id": f"Many-{number}"} for number in range(ROWS))
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


@pytest.mark.own_site
def test_a_database_away_for_ten_seconds_stops_neither_worker_nor_the_next_import(
    grown: Grown,
    worker: subprocess.Popen[str],
    processes: list[subprocess.Popen[str]],
    tmp_path: Path,
) -> None:
    command = ["manage.py", "import_questions", str(write_questions(tmp_path)), "--benchmark", "Many"]
    importing = grown.site.start(*command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    processes.append(importing)
    grown.wait_until(WRITTEN, lambda n: n >= 500)
    with suppress(psycopg.OperationalError), psycopg.connect(grown.database.url) as holding:
        # The import is held in the middle until the worker is in the middle, too.
        holding.execute("LOCK TABLE annotation_question IN SHARE MODE")
        assert grown.ask(WRITTEN)[0][0] < ROWS
        grown.site.run("score", "--benchmark", BENCHMARK)
        grown.wait_until("SELECT count(*) FROM scoring_runchunk WHERE state = 'done'", lambda n: n >= 3)
        grown.database.stop()
        time.sleep(AWAY_SECONDS)
        grown.database.start_again()

    grown.wait_until("SELECT max(state) FROM scoring_scoringrun", lambda state: state != "running")
    assert grown.ask("SELECT state FROM scoring_scoringrun") == [("finished",)]
    grown.check_all_scored_once()
    assert worker.poll() is None

    said = importing.communicate(timeout=GIVE_UP_SECONDS)[0]
    assert importing.returncode == 1
    assert "The import broke off" in said
    assert "Start it again once the cause is gone." in said
    grown.site.run(*command[1:])
    assert grown.ask("SELECT state FROM annotation_import WHERE file_name = 'many.jsonl' ORDER BY id") == [
        ("failed",),
        ("published",),
    ]
    assert grown.ask(WRITTEN) == [(ROWS,)]


@pytest.mark.own_site
def test_a_run_requested_while_the_broker_is_away_is_found_when_it_is_back(
    grown: Grown, worker: subprocess.Popen[str]
) -> None:
    latest = "SELECT state FROM scoring_scoringrun ORDER BY id DESC LIMIT 1"
    grown.broker.stop()
    assert "a worker will plan and score it" in grown.site.run("score", "--benchmark", BENCHMARK)
    assert grown.ask(latest) == [("planned",)]
    grown.broker.start_again()
    grown.wait_until(latest, lambda state: state == "finished")
    grown.check_all_scored_once()
    assert worker.poll() is None


@pytest.mark.django_db
def test_a_lead_may_ask_for_a_run_while_the_broker_is_away(
    lead_client: Client,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broker = start_redis(tmp_path / "redis", own=True)
    broker.stop()
    benchmark = make_choice_benchmark(1)
    with broker_at(broker.url), django_capture_on_commit_callbacks(execute=True):
        answer = lead_client.post(f"/scoring/runs/of/{benchmark.slug}/", follow=True)
    assert answer.status_code == 200
    assert ScoringRun.objects.get().state == ScoringRun.State.PLANNED
    # Asked once, not for every worker.
    assert [record.message for record in caplog.records if "No broker took" in record.message][1:] == []
    assert "No broker took scoring.tasks.work_on_run" in caplog.text
