"""Side by side, too, nothing is lost: every output has its own way to the server."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from annotation.models import Draft, Rating, User
from tests.builders_rating import Work
from tests.functional.comparing import (
    ALL_JUDGED,
    expect_saved,
    level,
    make_cases,
    stand,
    wait_for_case,
)
from tests.functional.conftest import Watched
from tests.functional.rating_room import (
    cut_connection,
    expect_kept_here,
    mend_connection,
    saved_mark_says,
    values_of,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(rater: User) -> Work:
    return make_cases(rater)


def drafted(work: Work) -> list[dict[str, float]]:
    drafts = {draft.assignment_id: draft.values for draft in Draft.objects.all()}
    return [drafts.get(item.pk, {}) for item in work.assignments[:5]]


def test_without_a_connection_every_output_is_kept_and_sent_later(comparing: Page, work: Work) -> None:
    cut_connection(comparing)
    comparing.keyboard.type("54321")
    saved_mark_says(comparing, "Not saved. Kept here, sending…")
    expect_kept_here(comparing, 5)
    assert not Draft.objects.exists()
    mend_connection(comparing)
    expect_saved(comparing)
    expect_kept_here(comparing, 0)
    assert drafted(work) == [{"correctness": number} for number in (5, 4, 3, 2, 1)]


def test_a_reload_without_a_connection_keeps_what_was_judged(comparing: Page, work: Work) -> None:
    cut_connection(comparing)
    comparing.keyboard.type("54f")
    saved_mark_says(comparing, "Not saved")
    comparing.reload()
    wait_for_case(comparing, work.first)
    expect(stand(comparing, "C").locator("[data-marks]")).to_have_text("Flag")
    expect(level(comparing, "A", "correctness", 5)).to_be_checked()
    expect(level(comparing, "B", "correctness", 4)).to_be_checked()
    mend_connection(comparing)
    expect_saved(comparing)
    expect_kept_here(comparing, 0)
    assert drafted(work)[:3] == [{"correctness": 5}, {"correctness": 4}, {}]
    assert Draft.objects.get(assignment=work.assignments[2]).flagged


def test_a_case_submitted_without_a_connection_goes_on_when_it_is_back(comparing: Page, work: Work) -> None:
    comparing.keyboard.type(ALL_JUDGED)
    expect_saved(comparing)
    cut_connection(comparing)
    comparing.keyboard.press("n")
    saved_mark_says(comparing, "Not submitted yet. Kept here, sending…")
    expect(level(comparing, "A", "correctness", 1)).to_be_disabled()
    assert not Rating.objects.exists()
    mend_connection(comparing)
    wait_for_case(comparing, work.assignments[5])
    assert Rating.objects.count() == 5
    expect_kept_here(comparing, 0)


def test_answers_that_get_lost_make_no_second_rating(comparing: Page, work: Work) -> None:
    lost: set[str] = set()

    def lose_first_answer(route: Route) -> None:
        if route.request.url in lost:
            route.continue_()
            return
        lost.add(route.request.url)
        route.fetch()
        route.abort()

    comparing.keyboard.type(ALL_JUDGED)
    expect_saved(comparing)
    comparing.route("**/submit/", lose_first_answer)
    comparing.keyboard.press("n")
    expect(comparing.locator("#room")).to_have_attribute("data-case", str(work.assignments[5].public_id))
    assert Rating.objects.count() == 5
    assert values_of(work.first) == [5, 1, 3, 4]


def test_a_submission_cut_off_by_closing_the_tab_is_sent_from_the_list_of_work(
    comparing: Page, watched: Watched, work: Work
) -> None:
    comparing.keyboard.type(ALL_JUDGED)
    expect_saved(comparing)
    cut_connection(comparing)
    comparing.keyboard.press("n")
    saved_mark_says(comparing, "Not submitted yet")
    expect_kept_here(comparing, 5)
    comparing.close()
    again = watched.new_page()
    again.goto("/campaigns/my-work/")
    expect(again.locator(".progress__text")).to_contain_text("5 of 10 done")
    expect_kept_here(again, 0)
    assert Rating.objects.count() == 5


def test_a_session_that_ended_keeps_everything_until_log_in(comparing: Page, rater: User, work: Work) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    comparing.keyboard.type("54321")
    alert = comparing.locator("#rating-alert")
    expect(alert).to_contain_text("You have been logged out")
    expect_kept_here(comparing, 5)
    alert.get_by_role("link", name="Log in again").click()
    comparing.locator("[name=username]").fill(rater.username)
    comparing.locator("[name=password]").fill("correct horse battery")
    comparing.locator("main [type=submit]").click()
    wait_for_case(comparing, work.first)
    expect_saved(comparing)
    expect_kept_here(comparing, 0)
    assert drafted(work) == [{"correctness": number} for number in (5, 4, 3, 2, 1)]


def test_what_is_kept_holds_judgements_and_no_case_text(comparing: Page, work: Work) -> None:
    cut_connection(comparing)
    comparing.keyboard.type("45")
    saved_mark_says(comparing, "Not saved")
    kept = comparing.evaluate("JSON.stringify({...localStorage})")
    assert str(work.first.public_id) in kept
    assert not any(word in kept for word in ("慢阻肺", "吸氧", "不应使用"))
