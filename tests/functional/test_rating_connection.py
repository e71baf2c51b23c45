"""Nothing a clinician did is lost: not with the network, the server, the session, or the tab.

How rating goes on meanwhile is tested in ``test_rating_earlier``, a second window in ``test_rating_windows``.
"""

import json
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from annotation.models import Assignment, Campaign, Draft, Rating, User
from tests.builders_rating import Work, make_work
from tests.functional.conftest import Watched
from tests.functional.rating_room import (
    cut_connection,
    expect_kept_here,
    expect_saved,
    log_in_again,
    mend_connection,
    open_item,
    saved_mark_says,
    values_of,
    wait_for_output,
    wait_until_ready,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater)


def test_a_lost_connection_is_said_and_loses_nothing(at_work: Page, work: Work) -> None:
    """With no next item at hand the page stays with the one that is not confirmed."""
    following = f"**/campaigns/rate/{work.assignments[1].public_id}/"
    at_work.route(following, lambda route: route.abort())
    at_work.reload()
    wait_until_ready(at_work)
    cut_connection(at_work)
    at_work.keyboard.type("45")
    saved_mark_says(at_work, "Not saved. Kept here, sending…")
    at_work.keyboard.type("32n")
    saved_mark_says(at_work, "Not submitted yet. Kept here, sending…")
    assert not Rating.objects.exists()
    expect(at_work.locator("#output-title")).to_have_text("Output A")
    at_work.unroute(following)
    mend_connection(at_work)
    wait_for_output(at_work, "B")
    assert values_of(work.first) == [4, 5, 3, 2]
    expect_kept_here(at_work, 0)


def test_guidelines_open_without_a_connection_or_are_tried_again(at_work: Page) -> None:
    asked = "() => performance.getEntriesByType('resource').some(one => one.name.endsWith('/guidelines/'))"
    at_work.wait_for_function(asked)
    at_work.route("**/guidelines/", lambda route: route.abort())
    at_work.keyboard.press("g")
    expect(at_work.locator("#guidelines")).to_be_visible()
    at_work.reload()
    wait_until_ready(at_work)
    at_work.keyboard.press("g")
    expect(at_work.locator("#guidelines-text")).to_contain_text("could not be loaded")
    at_work.unroute("**/guidelines/")
    at_work.get_by_role("button", name="Try again").click()
    expect(at_work.locator("#guidelines")).to_be_visible()


def test_it_tries_again_by_itself(at_work: Page, work: Work) -> None:
    cut_connection(at_work)
    at_work.keyboard.type("4")
    saved_mark_says(at_work, "Not saved. Kept here, sending…")
    at_work.unroute("**/campaigns/rate/**")
    saved_mark_says(at_work, "Saved")
    assert Draft.objects.get(assignment=work.first).values == {"correctness": 4}


def test_answers_that_get_lost_make_neither_conflict_nor_second_rating(at_work: Page, work: Work) -> None:
    """The server did it, the browser never heard: every POST reaches the server, its answer does not."""

    def lose_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    at_work.route("**/draft/", lose_answer, times=2)
    at_work.route("**/submit/", lose_answer, times=2)
    at_work.keyboard.type("1234")
    at_work.keyboard.press("n")
    expect(at_work.locator("#output-title")).to_have_text("Output B")
    expect_kept_here(at_work, 0)
    assert values_of(work.first) == [1, 2, 3, 4]
    assert Rating.objects.count() == 1


def test_a_server_that_errs_is_tried_again(at_work: Page, work: Work) -> None:
    at_work.route("**/draft/", lambda route: route.fulfill(status=502, body="bad gateway"), times=1)
    at_work.keyboard.type("4")
    saved_mark_says(at_work, "Not saved. Kept here, sending…")
    saved_mark_says(at_work, "Saved")


def test_submit_pressed_twice_is_one_rating(at_work: Page, work: Work) -> None:
    at_work.keyboard.type("1234")
    at_work.evaluate("for (const _ of [1, 2, 3]) document.querySelector('[data-action=next]').click()")
    wait_for_output(at_work, "B")
    assert Rating.objects.count() == 1
    assert Assignment.objects.filter(state="submitted").count() == 1


def test_a_tab_closed_without_a_connection_keeps_the_judgement(
    at_work: Page, watched: Watched, work: Work
) -> None:
    cut_connection(at_work)
    at_work.keyboard.type("45")
    saved_mark_says(at_work, "Not saved. Kept here, sending…")
    expect_kept_here(at_work, 1)
    at_work.close()
    again = watched.new_page()
    open_item(again, work.first)
    saved_mark_says(again, "Saved")
    expect(again.locator("[name=value-completeness][value='5']")).to_be_checked()
    assert Draft.objects.get(assignment=work.first).values == {"correctness": 4, "completeness": 5}
    expect_kept_here(again, 0)


def test_what_is_kept_holds_judgements_and_no_case_text(at_work: Page, work: Work) -> None:
    cut_connection(at_work)
    at_work.keyboard.type("45")
    saved_mark_says(at_work, "Not saved")
    kept = at_work.evaluate("JSON.stringify({...localStorage})")
    assert str(work.first.public_id) in kept
    assert not any(word in kept for word in ("慢阻肺", "吸氧", "不应使用"))


def test_a_session_that_ended_keeps_the_judgement_until_log_in(
    at_work: Page, rater: User, work: Work
) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    at_work.keyboard.type("45")
    expect(at_work.locator("#rating-alert")).to_contain_text("You have been logged out")
    expect_kept_here(at_work, 1)
    log_in_again(at_work, rater)
    saved_mark_says(at_work, "Saved")
    assert Draft.objects.get(assignment=work.first).values == {"correctness": 4, "completeness": 5}
    expect_kept_here(at_work, 0)


def test_a_campaign_paused_meanwhile_keeps_the_click(at_work: Page, work: Work) -> None:
    at_work.keyboard.type("4")
    saved_mark_says(at_work, "Saved")
    Campaign.objects.update(state=Campaign.State.PAUSED)
    at_work.keyboard.type("5")
    expect(at_work.locator("#rating-alert")).to_contain_text("not open for rating")
    assert Draft.objects.get().values == {"correctness": 4}
    Campaign.objects.update(state=Campaign.State.OPEN)
    at_work.reload()
    saved_mark_says(at_work, "Saved")
    assert Draft.objects.get().values == {"correctness": 4, "completeness": 5}


def test_clicks_arrive_in_order_over_a_slow_line(at_work: Page, work: Work) -> None:
    sent: list[dict[str, object]] = []

    def slow(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "{}"))
        at_work.wait_for_timeout(150)
        route.continue_()

    at_work.route("**/draft/", slow)
    for key in ("1", "2", "3", "4"):
        at_work.keyboard.press(key)
    expect_saved(at_work)
    versions = [body["version"] for body in sent]
    assert versions == [*range(len(versions))]
    assert [*Draft.objects.get().values.values()] == [1, 2, 3, 4]


def test_a_judgement_changed_after_a_refused_submission_is_the_one_that_is_kept(
    at_work: Page, rater: User, work: Work
) -> None:
    at_work.keyboard.type("1234")
    saved_mark_says(at_work, "Saved")
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    at_work.keyboard.press("n")
    expect(at_work.locator("#rating-alert")).to_contain_text("You have been logged out")
    at_work.locator("[data-code=correctness] label", has_text="5").click()
    log_in_again(at_work, rater)
    expect(at_work.locator("[name=value-correctness][value='5']")).to_be_checked()
    saved_mark_says(at_work, "Saved")
    assert not Rating.objects.exists()
    at_work.keyboard.press("n")
    wait_for_output(at_work, "B")
    assert values_of(work.first) == [5, 2, 3, 4]
