"""A clinician at work: by keyboard alone, without a connection, in two windows, and back again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from annotation.models import Assignment, Campaign, Draft, Rating, User
from tests.browser import serious_violations
from tests.builders_rating import Work, make_work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LogIn = Callable[[User], Page]


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater, cases=2)


def open_item(page: Page, assignment: Assignment) -> None:
    page.goto(f"/campaigns/rate/{assignment.public_id}/")
    expect(page.locator("#rubric .dimension.is-marked")).to_have_count(1)


def values_of(assignment: Assignment) -> list[float | None]:
    rating = Rating.objects.get(current_for=assignment)
    return [row.value for row in rating.values.order_by("dimension__position")]


def wait_for_output(page: Page, letter: str) -> None:
    expect(page.locator("#output-title")).to_have_text(f"Output {letter}")
    expect(page.locator("#rubric .dimension.is-marked")).to_have_count(1)


def test_three_outputs_are_rated_by_keyboard_alone(log_in: LogIn, rater: User, work: Work) -> None:
    page = log_in(rater)
    page.get_by_role("link", name="Start").focus()
    page.keyboard.press("Enter")
    for letter, keys in (("A", "1234"), ("B", "5432"), ("C", "333x")):
        wait_for_output(page, letter)
        page.keyboard.type(keys)
        page.keyboard.press("n")
    wait_for_output(page, "D")
    assert [values_of(item) for item in work.assignments[:3]] == [[1, 2, 3, 4], [5, 4, 3, 2], [3, 3, 3, None]]
    expect(page.locator("#rating-progress")).to_contain_text("3 of 8 done")


def test_every_click_is_a_saved_draft(log_in: LogIn, rater: User, work: Work) -> None:
    page = log_in(rater)
    open_item(page, work.first)
    page.locator("[data-code=fluency] label", has_text="4").click()
    expect(page.locator("#saved-mark")).to_contain_text("Saved")
    assert Draft.objects.get(assignment=work.first).values == {"fluency": 4}


def test_a_lost_connection_loses_nothing(log_in: LogIn, rater: User, work: Work) -> None:
    page = log_in(rater)
    open_item(page, work.first)
    page.route("**/draft/", lambda route: route.abort())
    page.route("**/submit/", lambda route: route.abort())
    page.keyboard.type("45")
    expect(page.locator("#saved-mark")).to_contain_text("Not saved. Kept here, sending…")
    page.keyboard.type("32")
    page.keyboard.press("n")
    expect(page.locator("#saved-mark")).to_contain_text("Not submitted yet. Kept here, sending…")
    assert not Rating.objects.exists()
    page.unroute("**/draft/")
    page.unroute("**/submit/")
    wait_for_output(page, "B")
    assert values_of(work.first) == [4, 5, 3, 2]
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('climed-rating')).length") == 0
