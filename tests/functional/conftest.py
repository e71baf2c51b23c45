"""A real Chromium against a live server. `tests/browser.py` finds or installs the browser."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.test import Client
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
from tests.functional.rating_room import PASSWORD, open_item, session_cookie, submit_log_in
from tests.functional.windows import DESKTOP, Open

NewContext = Callable[..., BrowserContext]
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
def new_context(browser: Browser, live_server: LiveServer) -> Iterator[NewContext]:
    """Fresh browser profiles, of the size of a hospital desktop where nothing else is said."""
    opened: list[BrowserContext] = []

    def open_with(**options: object) -> BrowserContext:
        options = {"base_url": live_server.url, "viewport": DESKTOP, "locale": "en", **options}
        context = browser.new_context(**options)  # type: ignore[arg-type]
        opened.append(context)
        context.set_default_timeout(PATIENCE_MS)
        # The first page of a fresh server imports and compiles everything.
        context.set_default_navigation_timeout(2 * PATIENCE_MS)
        return context

    yield open_with
    for context in opened:
        context.close()


@pytest.fixture
def context(new_context: NewContext) -> BrowserContext:
    return new_context()


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
        submit_log_in(page, user.username, password)
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        return page

    return log_in_as


@pytest.fixture
def her_page(page: Page, live_server: LiveServer, rater: User) -> Page:
    """A clinician's, logged in and nowhere yet."""
    page.context.add_cookies([session_cookie(rater, live_server.url)])
    return page


@pytest.fixture
def at_work(her_page: Page, work: Work) -> Page:
    """In front of the first output, to be rated; `work` is the test's own."""
    open_item(her_page, work.first)
    return her_page


@pytest.fixture
def comparing(her_page: Page, work: Work) -> Page:
    """In front of the outputs of the first case, side by side; `work` is the test's own."""
    open_case(her_page, work.first)
    return her_page


@pytest.fixture
def open_window(new_context: NewContext, live_server: LiveServer, rater: User) -> Iterator[Open]:
    """Windows of their own size, theme and language, each with a session, cookies and storage of its own."""
    windows: list[Watched] = []

    def open_with(
        size: ViewportSize = DESKTOP, *, user: User = rater, language: str = "en", **options: object
    ) -> Page:
        # Colours in the middle of a transition are nobody's contrast.
        context = new_context(**{"viewport": size, "reduced_motion": "reduce", **options})
        context.add_cookies(
            [
                session_cookie(user, live_server.url),
                {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url},
            ]
        )
        windows.append(Watched(context))
        return windows[-1].new_page()

    yield open_with
    assert [complaint for window in windows for complaint in window.complaints] == []


@pytest.fixture
def open_page(open_window: Open, rater_client: Client, work: Work) -> Open:
    """The first output, to be rated, in a window of its own; `work` is the test's own.

    Whatever is loaded at the first request is loaded before.
    """
    rater_client.get(f"/campaigns/rate/{work.first.public_id}/")

    def open_with(*size: ViewportSize, **options: object) -> Page:
        page = open_window(*size, **options)
        open_item(page, work.first)
        return page

    return open_with
