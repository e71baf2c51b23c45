"""A real Chromium against a live server. `tests/browser.py` finds or installs the browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from pytest_django.live_server_helper import LiveServer

from annotation.models import User
from tests.browser import LAUNCH_OPTIONS, find_browser

DESKTOP = ViewportSize(width=1366, height=768)
PASSWORD = "correct horse battery"


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
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page that fails its test when a script throws or the content policy blocks something."""
    return watched_page(context)


def watched_page(context: BrowserContext) -> Page:
    page = context.new_page()

    def fail(error: object) -> None:
        pytest.fail(f"the page threw: {error}")

    page.on("pageerror", fail)
    page.on(
        "console",
        lambda message: fail(message.text) if "Content Security Policy" in message.text else None,
    )
    return page


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
