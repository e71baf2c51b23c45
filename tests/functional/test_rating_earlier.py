"""Rating goes on while an earlier output is on its way: it arrives in order and once, or is asked about."""

import uuid

import pytest
from playwright.sync_api import Page, Route, expect

from annotation.campaigns.judgements import Judged
from annotation.campaigns.services.drafts import save_draft
from annotation.campaigns.services.ratings import submit_rating
from annotation.campaigns.services.skips import skip_assignment
from annotation.models import Draft, Rating, User
from tests.browser import serious_violations
from tests.builders_rating import Work, make_work
from tests.functional.conftest import Watched
from tests.functional.rating_room import (
    cut_connection,
    earlier_mark_says,
    expect_kept_here,
    mend_connection,
    nothing_earlier_is_owed,
    saved_mark_says,
    values_of,
    wait_for_output,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater)


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
