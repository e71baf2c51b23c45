"""What browser tests of the rating page share."""

from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from annotation.models import Assignment, Rating, User
from tests.builders_rating import Work

PASSWORD = "correct horse battery"


def open_item(page: Page, assignment: Assignment) -> None:
    page.goto(f"/campaigns/rate/{assignment.public_id}/")
    wait_until_ready(page)


def wait_until_ready(page: Page) -> None:
    expect(page.locator("#rubric .dimension.is-marked")).to_have_count(1)


def wait_for_output(page: Page, letter: str) -> None:
    expect(page.locator("#output-title")).to_have_text(f"Output {letter}")
    wait_until_ready(page)


def submit_first(page: Page, work: Work) -> None:
    """From opening the first output to the next one."""
    open_item(page, work.first)
    page.keyboard.type("1234n")
    wait_for_output(page, "B")


def saved_mark_says(page: Page, text: str) -> None:
    expect(page.locator("#saved-mark")).to_contain_text(text)


def expect_saved(page: Page) -> None:
    expect(page.locator("#saved-mark")).to_have_attribute("data-state", "saved")


KEPT = "Object.keys(localStorage).filter(key => key.startsWith('climed-rating:')).length"


def expect_kept_here(page: Page, count: int) -> None:
    """So many judgements are held by the browser that nobody has confirmed; waits until it is so."""
    page.wait_for_function(f"count => {KEPT} === count", arg=count)


def values_of(assignment: Assignment) -> list[float | None]:
    rating = Rating.objects.get(current_for=assignment)
    return [row.value for row in rating.values.order_by("dimension__position")]


def cut_connection(page: Page) -> None:
    """Every POST of the page fails, as when the network has gone."""
    page.route(
        "**/campaigns/rate/**",
        lambda route: route.abort() if route.request.method == "POST" else route.fallback(),
    )


def earlier_mark_says(page: Page, text: str) -> None:
    expect(page.locator("#earlier-mark")).to_contain_text(text)


def nothing_earlier_is_owed(page: Page) -> None:
    expect(page.locator("#earlier-mark")).to_be_empty()


def mend_connection(page: Page) -> None:
    page.unroute("**/campaigns/rate/**")
    page.evaluate("window.dispatchEvent(new Event('online'))")


def asked(page: Page) -> Locator:
    """Which of two versions counts."""
    dialog = page.locator("#conflict-dialog")
    expect(dialog).to_be_visible()
    return dialog


def choose(page: Page, choice: str) -> None:
    asked(page).get_by_role("button", name=choice).click()
    expect(page.locator("#conflict-dialog")).to_be_hidden()


def session_cookie(user: User, url: str) -> Any:
    """Logged in without the form: what is tested here is what comes after it."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def submit_log_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """The form that is open."""
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(password)
    page.locator("main [type=submit]").click()


def log_in_again(page: Page, user: User) -> None:
    """By the link under what says that the session has ended."""
    page.locator("#rating-alert").get_by_role("link", name="Log in again").click()
    submit_log_in(page, user.username)
