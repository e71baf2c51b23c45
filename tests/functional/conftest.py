"""A real Chromium against a live server. `tests/browser.py` finds or installs the browser."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from annotation.models import User
from tests.browser import LAUNCH_OPTIONS, find_browser
from tests.builders_rating import Work
from tests.functional.comparing import open_case
from tests.functional.rating_room import session_cookie

DESKTOP = ViewportSize(width=1366, height=768)
PASSWORD = "correct horse battery"
# A busy machine is slow; a page that never comes is found all the same.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find_browser(), args=LAUNCH_OPTIONS)
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """A fresh browser profile at the size of a hospital desktop."""
    opened = browser.new_context(base_url=live_server.url, viewport=DESKTOP, locale="en")
    opened.set_default_timeout(PATIENCE_MS)
    # The first page of a fresh server imports and compiles everything.
    opened.set_default_navigation_timeout(30_000)
    yield opened
    opened.close()


@dataclass
class Watched:
    """Pages of a test, and what went wrong on them.

    A test fails at its end for a script that threw or something that the content policy blocked: failing
    inside the browser's event would take the browser's connection down with it.
    """

    context: BrowserContext
    complaints: list[str] = field(default_factory=list)

    def new_page(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._on_console)
        return page

    def _on_console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.complaints.append(message.text)


@pytest.fixture
def watched(context: BrowserContext) -> Iterator[Watched]:
    pages = Watched(context)
    yield pages
    assert pages.complaints == []


@pytest.fixture
def page(watched: Watched) -> Page:
    return watched.new_page()


@pytest.fixture
def log_in(page: Page) -> Callable[[User], Page]:
    def log_in_as(user: User, password: str = PASSWORD) -> Page:
        page.goto("/accounts/login/")
        page.locator("[name=username]").fill(user.username)
        page.locator("[name=password]").fill(password)
        page.locator("main [type=submit]").click()
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        return page

    return log_in_as


@pytest.fixture
def her_page(page: Page, live_server: LiveServer, rater: User) -> Page:
    """A clinician's, logged in and nowhere yet."""
    page.context.add_cookies([session_cookie(rater, live_server.url)])
    return page


@pytest.fixture
def comparing(her_page: Page, work: Work) -> Page:
    """In front of the outputs of the first case, side by side; `work` is the test's own."""
    open_case(her_page, work.first)
    return her_page
