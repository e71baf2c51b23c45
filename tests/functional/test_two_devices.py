"""One clinician on two devices: a computer on the ward and a tablet, which share nothing but the account.

What two windows of one browser do with each other is tested in ``test_rating_windows``.
"""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from annotation.models import Assignment, Draft, Rating, User
from tests.builders_rating import Work, make_work
from tests.functional.rating_room import (
    asked,
    choose,
    cut_connection,
    expect_kept_here,
    mend_connection,
    open_item,
    saved_mark_says,
    session_cookie,
    submit_log_in,
    values_of,
    wait_for_output,
    wait_until_ready,
)
from tests.functional.windows import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@dataclass
class Devices:
    ward: Page
    tablet: Page


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater)


@pytest.fixture
def devices(open_page: Open) -> Devices:
    """Both have the first item open, each with a session, cookies and storage of its own."""
    return Devices(ward=open_page(), tablet=open_page())


def expect_level(page: Page, code: str, level: int) -> None:
    expect(page.locator(f"[name=value-{code}][value='{level}']")).to_be_checked()


def kinds_of(assignment: Assignment) -> list[str]:
    return [*assignment.ratings.order_by("revision").values_list("kind", flat=True)]


def click_level(page: Page, code: str, level: int) -> None:
    page.locator(f"[data-code={code}] .level", has_text=str(level)).click()


def judge_without_connection(page: Page) -> None:
    cut_connection(page)
    click_level(page, "correctness", 5)
    saved_mark_says(page, "Not saved. Kept here, sending…")


def judge_the_rest(page: Page) -> None:
    for code in ("completeness", "fluency", "friendliness"):
        click_level(page, code, 4)


def log_out(page: Page) -> None:
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Log out").click()
    expect(page.locator("[name=password]")).to_be_visible()


def log_in(page: Page, user: User) -> None:
    submit_log_in(page, user.username)
    expect(page.get_by_role("heading", name="My work")).to_be_visible()


def test_whoever_saves_second_sees_both_versions_and_each_choice_is_what_is_kept(
    devices: Devices, work: Work
) -> None:
    ward, tablet = devices.ward, devices.tablet
    ward.keyboard.type("45")
    expect_kept_here(ward, 0)
    tablet.keyboard.type("2")
    rows = asked(tablet).locator(".differs")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("Correctness24")
    expect(rows.nth(1)).to_contain_text("Completenessnot rated5")
    assert Draft.objects.get().values == {"correctness": 4, "completeness": 5}
    choose(tablet, "Take the other")
    expect_level(tablet, "correctness", 4)
    expect_level(tablet, "completeness", 5)
    assert Draft.objects.get().values == {"correctness": 4, "completeness": 5}
    # Having taken it over she goes on there without being asked again.
    click_level(tablet, "fluency", 3)
    saved_mark_says(tablet, "Saved")
    expect_kept_here(tablet, 0)
    assert Draft.objects.get().values == {"correctness": 4, "completeness": 5, "fluency": 3}
    click_level(ward, "fluency", 1)
    choose(ward, "Keep this one")
    saved_mark_says(ward, "Saved")
    assert Draft.objects.get().values == {"correctness": 4, "completeness": 5, "fluency": 1}
    for page in (ward, tablet):
        expect_kept_here(page, 0)
    assert not Rating.objects.exists()


def test_what_one_device_submitted_is_taken_back_by_choice_alone_and_stays_on_record(
    devices: Devices, work: Work
) -> None:
    ward, tablet = devices.ward, devices.tablet
    ward.keyboard.type("1234n")
    wait_for_output(ward, "B")
    tablet.keyboard.type("5")
    expect(asked(tablet)).to_contain_text("on another device")
    assert values_of(work.first) == [1, 2, 3, 4]
    cut_connection(tablet)
    choose(tablet, "Keep this one")
    alert = tablet.locator("#rating-alert")
    expect(alert).to_contain_text("Could not be undone now.")
    expect_kept_here(tablet, 1)
    mend_connection(tablet)
    alert.get_by_role("button", name="Try again").click()
    choose(tablet, "Keep this one")
    wait_until_ready(tablet)
    saved_mark_says(tablet, "Saved")
    judge_the_rest(tablet)
    tablet.keyboard.press("n")
    wait_for_output(tablet, "B")
    assert values_of(work.first) == [5, 4, 4, 4]
    assert kinds_of(work.first) == ["submitted", "withdrawn", "submitted"]
    assert Rating.objects.filter(current_for__isnull=False).count() == 1
    for page in (ward, tablet):
        expect_kept_here(page, 0)


def test_logging_out_and_in_on_one_device_ends_neither_session_nor_work_of_the_other(
    devices: Devices, rater: User, work: Work
) -> None:
    ward, tablet = devices.ward, devices.tablet
    judge_without_connection(tablet)
    ward.keyboard.type("1234n")
    wait_for_output(ward, "B")
    log_out(ward)
    mend_connection(tablet)
    expect(asked(tablet)).to_contain_text("on another device")
    log_in(ward, rater)
    # There the rating is of an earlier session by now; here it came while this one went on.
    choose(tablet, "Keep this one")
    saved_mark_says(tablet, "Saved")
    wait_until_ready(tablet)
    expect_level(tablet, "correctness", 5)
    judge_the_rest(tablet)
    tablet.keyboard.press("n")
    wait_for_output(tablet, "B")
    assert values_of(work.first) == [5, 4, 4, 4]
    assert kinds_of(work.first) == ["submitted", "withdrawn", "submitted"]
    tablet.keyboard.type("2222n")
    wait_for_output(tablet, "C")
    assert values_of(work.assignments[1]) == [2, 2, 2, 2]
    expect_kept_here(tablet, 0)


def test_over_what_an_earlier_session_submitted_the_change_is_begun_instead(
    devices: Devices, live_server: LiveServer, rater: User, work: Work
) -> None:
    ward, tablet = devices.ward, devices.tablet
    judge_without_connection(tablet)
    ward.keyboard.type("1234n")
    wait_for_output(ward, "B")
    # As after an idle night, with this page still open: she logged in again in another window.
    tablet.context.add_cookies([session_cookie(rater, live_server.url)])
    mend_connection(tablet)
    expect(asked(tablet)).to_contain_text("on another device")
    choose(tablet, "Keep this one")
    tablet.locator("#change-reason").fill("在平板上重新读过")
    expect_level(tablet, "correctness", 5)
    assert values_of(work.first) == [1, 2, 3, 4]
    judge_the_rest(tablet)
    saved_mark_says(tablet, "change not submitted yet")
    tablet.locator("[data-action=next]").click()
    expect(tablet.locator(".finished")).to_contain_text("Submitted")
    assert values_of(work.first) == [5, 4, 4, 4]
    assert kinds_of(work.first) == ["submitted", "revised"]
    tablet.locator("a.next").click()
    wait_for_output(tablet, "B")
    expect_kept_here(tablet, 0)


def test_undo_here_outlives_a_log_in_there_and_leaves_what_was_submitted_there(
    devices: Devices, rater: User, work: Work
) -> None:
    ward, tablet = devices.ward, devices.tablet
    ward.keyboard.type("1234n")
    wait_for_output(ward, "B")
    log_out(tablet)
    log_in(tablet, rater)
    # To the new session over there, what was submitted before it is finished: it can be changed.
    tablet.goto(f"/campaigns/rate/{work.first.public_id}/")
    expect(tablet.get_by_role("link", name="Change this rating")).to_be_visible()
    open_item(tablet, work.assignments[1])
    expect(tablet.locator("[data-action=undo]")).to_be_hidden()
    tablet.keyboard.type("2222n")
    wait_for_output(tablet, "C")
    ward.keyboard.press("u")
    wait_for_output(ward, "A")
    expect_level(ward, "friendliness", 4)
    assert kinds_of(work.first) == ["submitted", "withdrawn"]
    assert kinds_of(work.assignments[1]) == ["submitted"]
    # And so it is when the page is opened anew.
    ward.keyboard.press("n")
    expect(ward.locator("#output-title")).not_to_have_text("Output A")
    ward.goto(f"/campaigns/rate/{work.first.public_id}/")
    ward.get_by_role("button", name="Undo and rate again").click()
    expect(ward.locator("#room")).to_have_attribute("data-status", "open")
    assert kinds_of(work.first) == ["submitted", "withdrawn", "submitted", "withdrawn"]
