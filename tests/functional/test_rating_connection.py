"""Nothing a clinician did is lost: not with the network, the session, the tab, or a second window."""

import json
import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from annotation.campaigns.judgements import Judged
from annotation.campaigns.services.drafts import save_draft
from annotation.campaigns.services.ratings import submit_rating
from annotation.campaigns.services.skips import skip_assignment
from annotation.models import Assignment, Campaign, Draft, Rating, User
from tests.browser import serious_violations
from tests.builders_rating import Work, make_work
from tests.functional.conftest import Watched
from tests.functional.rating_room import (
    cut_connection,
    earlier_mark_says,
    expect_kept_here,
    mend_connection,
    nothing_earlier_is_owed,
    open_item,
    saved_mark_says,
    session_cookie,
    values_of,
    wait_for_output,
    wait_until_ready,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater)


@pytest.fixture
def at_work(page: Page, live_server: LiveServer, rater: User, work: Work) -> Page:
    page.context.add_cookies([session_cookie(rater, live_server.url)])
    open_item(page, work.first)
    return page


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


def test_a_submission_cut_off_by_closing_the_tab_is_sent_from_the_list_of_work(
    at_work: Page, watched: Watched, work: Work
) -> None:
    cut_connection(at_work)
    at_work.keyboard.type("4532n")
    earlier_mark_says(at_work, "1 earlier submission kept here, sending…")
    at_work.close()
    again = watched.new_page()
    again.goto("/campaigns/my-work/")
    expect(again.locator(".progress__text")).to_contain_text("1 of 4 done")
    expect_kept_here(again, 0)
    assert values_of(work.first) == [4, 5, 3, 2]


def test_what_is_kept_holds_judgements_and_no_case_text(at_work: Page, work: Work) -> None:
    cut_connection(at_work)
    at_work.keyboard.type("45")
    saved_mark_says(at_work, "Not saved")
    kept = at_work.evaluate("JSON.stringify({...localStorage})")
    assert str(work.first.public_id) in kept
    assert not any(word in kept for word in ("慢阻肺", "吸氧", "不应使用"))


def test_two_windows_that_disagree_are_shown_and_asked(at_work: Page, watched: Watched, work: Work) -> None:
    other = watched.new_page()
    open_item(other, work.first)
    at_work.keyboard.type("4")
    saved_mark_says(at_work, "Saved")
    other.keyboard.type("1")
    dialog = other.locator("#conflict-dialog")
    expect(dialog).to_be_visible()
    expect(dialog.locator(".differs").first).to_contain_text("Correctness")
    assert Draft.objects.get().values == {"correctness": 4}
    dialog.get_by_role("button", name="Keep this one").click()
    saved_mark_says(other, "Saved")
    assert Draft.objects.get().values == {"correctness": 1}
    at_work.keyboard.type("5")
    dialog = at_work.locator("#conflict-dialog")
    expect(dialog).to_be_visible()
    at_work.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Take the other").click()
    expect(at_work.locator("[name=value-correctness][value='1']")).to_be_checked()
    assert Draft.objects.get().values == {"correctness": 1}
    expect_kept_here(at_work, 0)


def test_what_is_typed_as_two_versions_are_shown_decides_nothing(
    at_work: Page, watched: Watched, work: Work
) -> None:
    other = watched.new_page()
    open_item(other, work.first)
    at_work.keyboard.type("4")
    saved_mark_says(at_work, "Saved")
    other.keyboard.press("c")
    other.keyboard.type("no oxygen flow is")
    other.keyboard.down("Space")
    dialog = other.locator("#conflict-dialog")
    expect(dialog.get_by_role("heading", name="Two versions of this judgement")).to_be_focused()
    take, keep = (dialog.get_by_role("button", name=name) for name in ("Take the other", "Keep this one"))
    # Still held from the comment, and let go over a button.
    take.focus()
    other.keyboard.down("Space")
    other.keyboard.up("Space")
    keep.focus()
    other.keyboard.press("Space")
    expect(dialog).to_be_hidden()
    saved_mark_says(other, "Saved")
    assert Draft.objects.get().comment.strip() == "no oxygen flow is"


def test_an_item_submitted_in_another_window_is_not_overwritten(
    at_work: Page, watched: Watched, work: Work
) -> None:
    other = watched.new_page()
    open_item(other, work.first)
    other.keyboard.type("1234n")
    wait_for_output(other, "B")
    at_work.keyboard.type("5")
    dialog = at_work.locator("#conflict-dialog")
    expect(dialog).to_contain_text("submitted in another window")
    dialog.get_by_role("button", name="Take the other").click()
    expect(at_work.locator(".finished")).to_contain_text("Submitted")
    assert values_of(work.first) == [1, 2, 3, 4]


def test_an_item_submitted_in_another_window_can_be_taken_back_for_this_one(
    at_work: Page, watched: Watched, work: Work
) -> None:
    other = watched.new_page()
    open_item(other, work.first)
    other.keyboard.type("1234n")
    wait_for_output(other, "B")
    at_work.keyboard.type("5")
    at_work.locator("#conflict-dialog").get_by_role("button", name="Keep this one").click()
    wait_until_ready(at_work)
    saved_mark_says(at_work, "Saved")
    assert Draft.objects.get(assignment=work.first).values == {"correctness": 5}
    assert not Rating.objects.filter(current_for=work.first).exists()


def test_a_session_that_ended_keeps_the_judgement_until_log_in(
    at_work: Page, rater: User, work: Work
) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    at_work.keyboard.type("45")
    alert = at_work.locator("#rating-alert")
    expect(alert).to_contain_text("You have been logged out")
    expect_kept_here(at_work, 1)
    alert.get_by_role("link", name="Log in again").click()
    at_work.locator("[name=username]").fill(rater.username)
    at_work.locator("[name=password]").fill("correct horse battery")
    at_work.locator("main [type=submit]").click()
    saved_mark_says(at_work, "Saved")
    assert Draft.objects.get(assignment=work.first).values == {"correctness": 4, "completeness": 5}
    expect_kept_here(at_work, 0)


def test_what_is_kept_is_never_sent_under_another_log_in(
    at_work: Page, watched: Watched, outsider: User, work: Work
) -> None:
    make_work(outsider, name="Other")
    cut_connection(at_work)
    at_work.keyboard.type("4")
    saved_mark_says(at_work, "Not saved")
    other = watched.new_page()
    other.goto("/accounts/login/")
    other.evaluate(
        """async () => {
            const token = document.querySelector('[name=csrfmiddlewaretoken]').value;
            const body = new URLSearchParams({username: 'dr-outside', password: 'correct horse battery',
                csrfmiddlewaretoken: token});
            await fetch('/accounts/login/', {method: 'POST', body});
        }"""
    )
    other.goto("/campaigns/my-work/")
    expect(other.get_by_role("heading", name="Other")).to_be_visible()
    mend_connection(at_work)
    expect(at_work.locator("#rating-alert")).to_contain_text("Another account is logged in now")
    expect_kept_here(at_work, 1)
    assert not Draft.objects.exists()


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
    expect(at_work.locator("#saved-mark")).to_have_attribute("data-state", "saved")
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
    alert = at_work.locator("#rating-alert")
    expect(alert).to_contain_text("You have been logged out")
    at_work.locator("[data-code=correctness] label", has_text="5").click()
    alert.get_by_role("link", name="Log in again").click()
    at_work.locator("[name=username]").fill(rater.username)
    at_work.locator("[name=password]").fill("correct horse battery")
    at_work.locator("main [type=submit]").click()
    expect(at_work.locator("[name=value-correctness][value='5']")).to_be_checked()
    saved_mark_says(at_work, "Saved")
    assert not Rating.objects.exists()
    at_work.keyboard.press("n")
    wait_for_output(at_work, "B")
    assert values_of(work.first) == [5, 2, 3, 4]


def test_rating_goes_on_without_the_network_and_arrives_in_order_once(
    at_work: Page, watched: Watched, work: Work
) -> None:
    first, second, third = work.assignments[:3]
    sent: list[str] = []
    at_work.on("request", lambda request: sent.append(request.url))
    at_work.wait_for_load_state("networkidle")
    at_work.route("**/campaigns/**", lambda route: route.abort())
    at_work.keyboard.type("4532n")
    wait_for_output(at_work, "B")
    earlier_mark_says(at_work, "1 earlier submission kept here, sending…")
    at_work.keyboard.type("1")
    saved_mark_says(at_work, "Not saved. Kept here, sending…")
    expect(at_work.locator("#rating-alert")).to_be_empty()
    at_work.keyboard.type("234u")
    undo_last = at_work.locator("[data-action=undo]")
    expect(undo_last).to_be_hidden()
    assert serious_violations(at_work) == []
    kept = at_work.evaluate("JSON.stringify({...localStorage})")
    assert not any(word in kept for word in ("慢阻肺", "吸氧", "不应使用"))
    # The one after is not here: the page stays, and says both.
    at_work.keyboard.press("n")
    saved_mark_says(at_work, "Not submitted yet. Kept here, sending…")
    earlier_mark_says(at_work, "1 earlier submission")
    expect_kept_here(at_work, 2)
    assert not Rating.objects.exists()
    assert not [url for url in sent if url.endswith(f"{second.public_id}/submit/")], "the earlier one first"
    at_work.unroute("**/campaigns/**")
    at_work.evaluate("window.dispatchEvent(new Event('online'))")
    wait_for_output(at_work, "C")
    nothing_earlier_is_owed(at_work)
    expect_kept_here(at_work, 0)
    expect(at_work.locator("#rating-progress")).to_contain_text("2 of 4 done")
    expect(undo_last).to_be_visible()
    assert (values_of(first), values_of(second)) == ([4, 5, 3, 2], [1, 2, 3, 4])
    assert Rating.objects.count() == 2
    assert Rating.objects.get(assignment=first).created_at < Rating.objects.get(assignment=second).created_at
    # An answer that does not come within two seconds is not waited for; undo is refused until it has.
    held: list[Route] = []
    at_work.wait_for_load_state("networkidle")
    at_work.route("**/submit/", lambda route: held.append(route))
    at_work.keyboard.type("5555n")
    wait_for_output(at_work, "D")
    earlier_mark_says(at_work, "1 earlier submission")
    at_work.keyboard.press("u")
    expect(at_work.locator("#rating-alert")).to_contain_text("still on its way")
    assert len(held) == 1
    held[0].continue_()
    nothing_earlier_is_owed(at_work)
    expect(at_work.locator(".letters a").nth(2)).to_contain_text("done")
    assert values_of(third) == [5, 5, 5, 5]
    at_work.keyboard.press("u")
    wait_for_output(at_work, "C")
    assert [*third.ratings.values_list("kind", flat=True)] == ["submitted", "withdrawn"]


def test_an_earlier_item_that_is_refused_is_named_with_the_way_to_it(
    at_work: Page, watched: Watched, work: Work
) -> None:
    at_work.wait_for_load_state("networkidle")
    cut_connection(at_work)
    at_work.keyboard.type("4532n")
    wait_for_output(at_work, "B")
    elsewhere = Judged({"correctness": 1.0})
    save_draft(assignment=work.first, judged=elsewhere, version=0)
    mend_connection(at_work)
    alert = at_work.locator("#earlier-alert")
    expect(alert).to_contain_text("The earlier output A is not submitted.")
    nothing_earlier_is_owed(at_work)
    at_work.keyboard.type("3")
    saved_mark_says(at_work, "Saved")
    expect_kept_here(at_work, 1)
    alert.get_by_role("link", name="Open it").click()
    dialog = at_work.locator("#conflict-dialog")
    expect(dialog).to_be_visible()
    assert not Rating.objects.exists()
    dialog.get_by_role("button", name="Keep this one").click()
    saved_mark_says(at_work, "Saved")
    assert Draft.objects.get(assignment=work.first).values == {
        "correctness": 4,
        "completeness": 5,
        "fluency": 3,
        "friendliness": 2,
    }


@pytest.mark.parametrize("finished", ["submitted", "skipped"])
def test_an_earlier_item_that_was_finished_elsewhere_is_shown_with_what_was_judged_here(
    at_work: Page, work: Work, finished: str
) -> None:
    at_work.wait_for_load_state("networkidle")
    cut_connection(at_work)
    at_work.keyboard.type("4532n")
    wait_for_output(at_work, "B")
    if finished == "submitted":
        elsewhere = Judged(dict.fromkeys(("correctness", "completeness", "fluency", "friendliness"), 1.0))
        key = uuid.uuid4()
        submit_rating(assignment=work.first, user=work.user, judged=elsewhere, version=0, client_key=key)
    else:
        skip_assignment(assignment=work.first, reason="cannot_judge", note="")
    mend_connection(at_work)
    at_work.locator("#earlier-alert").get_by_role("link", name="Open it").click()
    dialog = at_work.locator("#conflict-dialog")
    theirs = "1" if finished == "submitted" else "skipped"
    expect(dialog.locator("#conflict-rows tr").first).to_have_text(f"Correctness4{theirs}")
    dialog.get_by_role("button", name="Keep this one").click()
    expect(dialog).to_be_hidden()
    saved_mark_says(at_work, "Saved")
    expect_kept_here(at_work, 0)
    kept = Draft.objects.get(assignment=work.first).values
    assert kept == {"correctness": 4, "completeness": 5, "fluency": 3, "friendliness": 2}


def test_another_item_can_be_opened_while_a_submission_is_under_way(at_work: Page, work: Work) -> None:
    at_work.keyboard.type("1234")
    saved_mark_says(at_work, "Saved")
    cut_connection(at_work)
    at_work.keyboard.press("n")
    earlier_mark_says(at_work, "1 earlier submission")
    at_work.get_by_role("link", name="C", exact=True).click()
    wait_for_output(at_work, "C")
    mend_connection(at_work)
    expect(at_work.locator("#room")).to_have_attribute("data-id", str(work.assignments[2].public_id))
    expect_kept_here(at_work, 0)
    assert values_of(work.first) == [1, 2, 3, 4]
    assert Rating.objects.count() == 1
