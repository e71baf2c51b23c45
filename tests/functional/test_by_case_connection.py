"""Side by side, too, nothing is lost: every output has its own way to the server."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from annotation.models import Assignment, Draft, Rating, User
from tests.browser import serious_violations
from tests.builders_rating import Work
from tests.functional.comparing import (
    ALL_JUDGED,
    level,
    make_cases,
    open_case,
    stand,
    wait_for_case,
)
from tests.functional.conftest import Watched
from tests.functional.rating_room import (
    asked,
    choose,
    cut_connection,
    earlier_mark_says,
    expect_kept_here,
    expect_saved,
    log_in_again,
    mend_connection,
    nothing_earlier_is_owed,
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


def cases_of(work: Work) -> list[list[Assignment]]:
    return [work.assignments[start : start + 5] for start in range(0, len(work.assignments), 5)]


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
    """With no next case at hand the page stays with the one that is not confirmed."""
    following = f"**/campaigns/compare/{work.assignments[5].public_id}/"
    comparing.route(following, lambda route: route.abort())
    comparing.reload()
    wait_for_case(comparing, work.first)
    comparing.keyboard.type(ALL_JUDGED)
    expect_saved(comparing)
    cut_connection(comparing)
    comparing.keyboard.press("n")
    saved_mark_says(comparing, "Not submitted yet. Kept here, sending…")
    expect(level(comparing, "A", "correctness", 1)).to_be_disabled()
    assert not Rating.objects.exists()
    comparing.unroute(following)
    mend_connection(comparing)
    wait_for_case(comparing, work.assignments[5])
    assert Rating.objects.count() == 5
    expect_kept_here(comparing, 0)


def test_judging_goes_on_without_the_network_and_arrives_in_order_once(
    her_page: Page, rater: User, work: Work
) -> None:
    """Case after case for as long as the next one is at hand; then all of it arrives, each output once."""
    first, second, third = cases_of(make_cases(rater, 3, name="Three"))
    sent: list[str] = []
    her_page.on("request", lambda request: sent.append(request.url) if "/submit/" in request.url else None)
    open_case(her_page, first[0])
    her_page.wait_for_load_state("networkidle")
    her_page.keyboard.type(ALL_JUDGED)
    expect_saved(her_page)
    expect_kept_here(her_page, 0)
    her_page.route("**/campaigns/**", lambda route: route.abort())
    her_page.keyboard.press("n")
    wait_for_case(her_page, second[0])
    earlier_mark_says(her_page, "5 earlier submissions kept here, sending…")
    her_page.keyboard.press("5")
    saved_mark_says(her_page, "Not saved. Kept here, sending…")
    expect(her_page.locator("#rating-alert")).to_be_empty()
    assert serious_violations(her_page) == []
    kept = her_page.evaluate("JSON.stringify({...localStorage})")
    assert not any(word in kept for word in ("慢阻肺", "吸氧", "不应使用"))
    her_page.keyboard.press("u")
    expect(her_page.locator("#rating-alert")).to_contain_text("still on its way")
    # The case after is not here: the page stays, and says both.
    her_page.keyboard.type(ALL_JUDGED[1:])
    her_page.keyboard.press("n")
    saved_mark_says(her_page, "Not submitted yet. Kept here, sending…")
    earlier_mark_says(her_page, "5 earlier submissions")
    expect_kept_here(her_page, 10)
    assert not Rating.objects.exists()
    assert not [url for url in sent for item in second if str(item.public_id) in url], (
        "the earlier ones first"
    )
    her_page.unroute("**/campaigns/**")
    her_page.evaluate("window.dispatchEvent(new Event('online'))")
    wait_for_case(her_page, third[0])
    nothing_earlier_is_owed(her_page)
    expect_kept_here(her_page, 0)
    expect(her_page.locator("#rating-progress")).to_contain_text("10 of 15 done")
    assert [values_of(item) for item in (first[0], second[4])] == [[5, 1, 3, 4], [1, 5, 3, 4]]
    assert Rating.objects.count() == 10
    arrived = [*Rating.objects.order_by("created_at").values_list("assignment__position", flat=True)]
    assert (sorted(arrived[:5]), sorted(arrived[5:])) == ([1, 2, 3, 4, 5], [6, 7, 8, 9, 10])
    her_page.keyboard.press("u")
    wait_for_case(her_page, second[0])
    assert Rating.objects.filter(current_for__isnull=False).count() == 5


def test_a_case_whose_answers_do_not_come_is_not_waited_for_and_is_undone_whole(
    comparing: Page, work: Work
) -> None:
    comparing.wait_for_load_state("networkidle")
    comparing.keyboard.type(ALL_JUDGED)
    expect_saved(comparing)
    expect_kept_here(comparing, 0)
    held: list[Route] = []
    comparing.route("**/submit/", lambda route: held.append(route))
    comparing.keyboard.press("n")
    wait_for_case(comparing, work.assignments[5])
    earlier_mark_says(comparing, "5 earlier submissions")
    comparing.keyboard.press("u")
    expect(comparing.locator("#rating-alert")).to_contain_text("still on its way")
    # What was counted last is heard first.
    answers = [(route, route.fetch()) for route in held]
    for left in (4, 3, 2, 1, 0):
        route, answer = answers[left]
        route.fulfill(response=answer)
        if left:
            earlier_mark_says(comparing, f"{left} earlier submission")
    nothing_earlier_is_owed(comparing)
    expect(comparing.locator("#rating-progress")).to_contain_text("5 of 10 done")
    assert (len(held), Rating.objects.count()) == (5, 5)
    comparing.keyboard.press("u")
    wait_for_case(comparing, work.first)
    expect(comparing.locator(".stand[data-status=open]")).to_have_count(5)
    assert not Rating.objects.filter(current_for__isnull=False).exists()


def test_a_part_of_a_case_goes_on_without_a_connection_and_the_rest_is_named(
    comparing: Page, work: Work
) -> None:
    comparing.wait_for_load_state("networkidle")
    for code in ("correctness", "completeness", "fluency", "friendliness"):
        comparing.locator(f"[data-action=dimension][data-code={code}]").click()
        comparing.keyboard.type("34")
    expect_saved(comparing)
    expect_kept_here(comparing, 0)
    cut_connection(comparing)
    comparing.keyboard.press("n")
    wait_for_case(comparing, work.assignments[5])
    expect(comparing.locator("#rating-alert")).to_contain_text("wait for you: C, D, E")
    earlier_mark_says(comparing, "2 earlier submissions")
    mend_connection(comparing)
    nothing_earlier_is_owed(comparing)
    assert Rating.objects.count() == 2


def test_an_output_refused_once_the_page_has_gone_on_is_named_with_the_way_to_it(
    comparing: Page, work: Work
) -> None:
    comparing.wait_for_load_state("networkidle")
    comparing.keyboard.type(ALL_JUDGED)
    expect_saved(comparing)
    expect_kept_here(comparing, 0)
    cut_connection(comparing)
    comparing.keyboard.press("n")
    wait_for_case(comparing, work.assignments[5])
    Draft.objects.filter(assignment=work.assignments[2]).update(version=40, values={"correctness": 1})
    mend_connection(comparing)
    alert = comparing.locator("#earlier-alert")
    expect(alert).to_contain_text("The earlier output C is not submitted.")
    nothing_earlier_is_owed(comparing)
    expect_kept_here(comparing, 1)
    assert Rating.objects.count() == 4
    comparing.go_back()
    expect(asked(comparing)).to_contain_text("Output C was also judged")
    choose(comparing, "Keep this one")
    expect_saved(comparing)
    expect_kept_here(comparing, 0)
    assert Draft.objects.get(assignment=work.assignments[2]).values["fluency"] == 3
    assert Rating.objects.count() == 4


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
    wait_for_case(comparing, work.assignments[5])
    nothing_earlier_is_owed(comparing)
    expect_kept_here(comparing, 0)
    expect(comparing.locator("#rating-progress")).to_contain_text("5 of 10 done")
    assert Rating.objects.count() == 5
    assert values_of(work.first) == [5, 1, 3, 4]


def test_a_submission_cut_off_by_closing_the_tab_is_sent_from_the_list_of_work(
    comparing: Page, watched: Watched, work: Work
) -> None:
    comparing.keyboard.type(ALL_JUDGED)
    expect_saved(comparing)
    cut_connection(comparing)
    comparing.keyboard.press("n")
    earlier_mark_says(comparing, "5 earlier submissions")
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
    expect(comparing.locator("#rating-alert")).to_contain_text("You have been logged out")
    expect_kept_here(comparing, 5)
    log_in_again(comparing, rater)
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
