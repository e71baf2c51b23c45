"""The web server is killed in the middle of a request and started again: what was said to be saved is there.

The server is the one that ``manage.py demo`` starts, with a home and a database of its own; no live server
of the tests could be killed.
"""

import json
import os
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from climed_eval.demo.processes import wait_for_site, web_command
from tests.functional.conftest import PATIENCE_MS, Watched
from tests.functional.rating_room import (
    PASSWORD,
    earlier_mark_says,
    expect_kept_here,
    nothing_earlier_is_owed,
    saved_mark_says,
    submit_log_in,
    wait_for_output,
    wait_until_ready,
)
from tests.functional.windows import DESKTOP
from tests.servers import free_port
from tests.sites import GIVE_UP_SECONDS, Site, bare_site

pytestmark = pytest.mark.browser

CLINICIAN = "dr-li"
# In one process, since each of its own takes seconds to start.
SET_UP = f"""
import django, json
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
from tests.builders_rating import make_work
from tests.factories import make_user
work = make_work(make_user("{CLINICIAN}", password="{PASSWORD}"))
print(json.dumps([str(item.public_id) for item in work.assignments]))
"""
# Every revision there is, so that a second one would show.
RATINGS = """
SELECT rating.id, assignment.state, value.value
FROM annotation_rating rating
JOIN annotation_assignment assignment ON assignment.id = rating.assignment_id
JOIN annotation_ratingvalue value ON value.rating_id = rating.id
JOIN annotation_dimension dimension ON dimension.id = value.dimension_id
ORDER BY assignment.position, rating.revision, dimension.position
"""
DRAFTS = """
SELECT draft."values" FROM annotation_draft draft
JOIN annotation_assignment assignment ON assignment.id = draft.assignment_id ORDER BY assignment.position
"""


@dataclass
class Server:
    """The web processes of a site, at one and the same address however often they are started."""

    site: Site
    home: Path
    items: list[str]
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        _python, *command = web_command(self.port)
        self.process = self.site.start(*command)
        assert wait_for_site(self.port, GIVE_UP_SECONDS)

    def kill(self) -> None:
        """All processes at once, without a last word."""
        assert self.process is not None
        if self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=10)

    def connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.home / "climed.sqlite3", isolation_level=None)

    def read(self, query: str) -> list[tuple[Any, ...]]:
        with closing(self.connect()) as connection:
            return connection.execute(query).fetchall()

    @property
    def ratings(self) -> list[tuple[str, list[float]]]:
        """The state of its item and the levels of each."""
        found: dict[int, tuple[str, list[float]]] = {}
        for rating, state, value in self.read(RATINGS):
            found.setdefault(rating, (state, []))[1].append(value)
        return [*found.values()]

    @property
    def drafts(self) -> list[dict[str, float]]:
        return [json.loads(values) for (values,) in self.read(DRAFTS)]


@pytest.fixture
def server(tmp_path: Path, processes: list[subprocess.Popen[str]]) -> Iterator[Server]:
    site = bare_site(tmp_path)
    made = site.run_python("-c", SET_UP)
    running = Server(site, tmp_path, json.loads(made))
    running.start()
    yield running
    running.kill()


@pytest.fixture
def at_work(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context(base_url=server.address, viewport=DESKTOP, locale="en")
    context.set_default_timeout(PATIENCE_MS)
    watched = Watched(context)
    page = watched.new_page()
    page.goto(f"/accounts/login/?next=/campaigns/rate/{server.items[0]}/")
    submit_log_in(page, CLINICIAN)
    wait_until_ready(page)
    yield page
    assert watched.complaints == []
    context.close()


def kill_before_it_is_written(page: Page, server: Server, keys: str) -> None:
    """The request is inside the server, waiting to write, when that dies."""
    with closing(server.connect()) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with page.expect_request(lambda request: request.method == "POST"):
            page.keyboard.type(keys)
        # What came later is answered, so the request has been taken up as well.
        with urlopen(f"{server.address}/healthz", timeout=PATIENCE_MS / 1000) as answer:
            assert answer.status == 200
        server.kill()


def kill_before_it_is_heard(page: Page, server: Server, keys: str) -> None:
    """What the request asked for is written when the server dies, and its answer is on the way."""

    def lose_answer(route: Route) -> None:
        assert route.fetch().ok
        server.kill()
        route.abort()

    page.route(lambda address: address.endswith(("/draft/", "/submit/")), lose_answer, times=1)
    page.keyboard.type(keys)


def test_a_server_killed_in_the_middle_neither_loses_nor_doubles_what_was_judged(
    at_work: Page, server: Server
) -> None:
    kill_before_it_is_heard(at_work, server, "4")
    saved_mark_says(at_work, "Not saved. Kept here, sending…")
    assert server.drafts == [{"correctness": 4}]
    # Judging goes on while nobody answers.
    at_work.keyboard.type("53")
    server.start()
    saved_mark_says(at_work, "Saved")
    assert server.drafts == [{"correctness": 4, "completeness": 5, "fluency": 3}]

    at_work.keyboard.type("2")
    expect_kept_here(at_work, 0)
    kill_before_it_is_written(at_work, server, "n")
    # The next one was at hand already.
    wait_for_output(at_work, "B")
    earlier_mark_says(at_work, "1 earlier submission kept here, sending…")
    assert server.ratings == []
    server.start()
    nothing_earlier_is_owed(at_work)
    first = ("submitted", [4, 5, 3, 2])
    assert server.ratings == [first]

    at_work.keyboard.type("1234")
    expect_kept_here(at_work, 0)
    kill_before_it_is_heard(at_work, server, "n")
    # Here, or as an earlier one where the next was at hand by then.
    unheard = at_work.locator("#saved-mark[data-state='kept'], #earlier-mark:not(:empty)")
    expect(unheard.first).to_contain_text("ept here, sending…")
    second = ("submitted", [1, 2, 3, 4])
    assert server.ratings == [first, second]
    server.start()
    wait_for_output(at_work, "C")
    nothing_earlier_is_owed(at_work)
    expect(at_work.locator("#rating-progress")).to_contain_text("2 of 4 done")
    expect_kept_here(at_work, 0)
    assert server.ratings == [first, second]
