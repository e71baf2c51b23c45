"""A worker that is killed in the middle of a run: on every broker, each output ends up scored once."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.sites import BENCHMARK, GIVE_UP_SECONDS, OUTPUTS, WORKER, Site, start_site, watch

pytestmark = pytest.mark.own_site


def check_death_of_a_worker(site: Site, processes: list[subprocess.Popen[str]]) -> None:
    watcher = watch(site)
    processes.append(watcher.process)
    site.run("score", "--benchmark", BENCHMARK)
    worker = site.start(*WORKER)
    processes.append(worker)
    watcher.wait_until(lambda seen: seen["done"] >= 3)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(timeout=GIVE_UP_SECONDS)
    left = watcher.look()
    assert left["state"] == "running"
    assert left["scores"] < OUTPUTS

    processes.append(site.start(*WORKER))
    end = watcher.wait_until(lambda seen: seen["state"] != "running")
    assert end["state"] == "finished"
    assert end["scores"] == end["outputs"] == OUTPUTS


def test_a_killed_worker_on_the_filesystem_broker_leaves_nothing_out_and_nothing_twice(
    tmp_path: Path, processes: list[subprocess.Popen[str]]
) -> None:
    check_death_of_a_worker(start_site(tmp_path), processes)


@pytest.mark.redis
def test_a_killed_worker_on_redis_and_postgres_leaves_nothing_out_and_nothing_twice(
    tmp_path: Path,
    processes: list[subprocess.Popen[str]],
    redis_url: str,
    postgres_url: str,
) -> None:
    site = start_site(tmp_path, CELERY_BROKER_URL=redis_url, DATABASE_URL=postgres_url)
    check_death_of_a_worker(site, processes)
