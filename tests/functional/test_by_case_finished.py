"""Side by side, an output that was finished or taken back elsewhere while it was judged here."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from annotation.campaigns.judgements import Judged
from annotation.campaigns.services.drafts import save_draft
from annotation.campaigns.services.ratings import revise_rating, withdraw_rating
from annotation.campaigns.services.skips import take_up_again
from annotation.models import Draft, Rating, User
from tests.builders_rating import Work
from tests.functional.comparing import (
    CODES,
    KEEP,
    TAKE,
    draft_of,
    judge_all,
    level,
    make_cases,
    open_case,
    output,
    pick,
    skip_elsewhere,
    stand,
    state_of,
    submit_elsewhere,
    wait_for_case,
)
from tests.functional.conftest import Watched
from tests.functional.rating_room import (
    asked,
    choose,
    cut_connection,
    expect_kept_here,
    expect_saved,
    mend_connection,
    saved_mark_says,
    submit_first,
    values_of,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(rater: User) -> Work:
    return make_cases(rater)


def test_what_was_submitted_in_another_window_can_be_left_as_it_is(
    comparing: Page, watched: Watched, work: Work
) -> None:
    submit_first(watched.new_page(), work)
    pick(comparing, "B", "correctness", 4)
    pick(comparing, "A", "correctness", 5)
    expect(asked(comparing)).to_contain_text("Output A was submitted in another window")
    expect(asked(comparing)).to_contain_text("takes the other back")
    choose(comparing, TAKE)
    first = stand(comparing, "A")
    expect(first).to_have_attribute("data-status", "submitted")
    expect(comparing.locator("#rating-progress")).to_contain_text("1 of 10 done")
    expect(level(comparing, "A", "correctness", 1)).to_be_checked()
    expect(level(comparing, "B", "correctness", 4)).to_be_checked()
    expect(first.get_by_role("button", name="Undo and rate again")).to_be_visible()
    expect_kept_here(comparing, 0)
    assert values_of(work.first) == [1, 2, 3, 4]


def test_what_was_submitted_elsewhere_is_taken_back_for_this_one(comparing: Page, work: Work) -> None:
    pick(comparing, "A", "correctness", 2)
    expect_saved(comparing)
    submit_elsewhere(work, "A", at_version=1)
    pick(comparing, "A", "correctness", 5)
    choose(comparing, KEEP)
    expect_saved(comparing)
    expect_kept_here(comparing, 0)
    assert draft_of(work, "A") == {"correctness": 5}
    assert [*work.first.ratings.values_list("kind", flat=True)] == ["submitted", "withdrawn"]
    # It goes on here, and nobody is asked again.
    comparing.keyboard.type("4321")
    expect_saved(comparing)
    expect_kept_here(comparing, 0)
    assert [draft_of(work, letter) for letter in "ABC"] == [{"correctness": n} for n in (4, 3, 2)]


def test_the_other_version_stands_in_its_column_where_the_page_cannot_be_had(
    comparing: Page, work: Work
) -> None:
    submit_elsewhere(work, "A")
    pick(comparing, "A", "correctness", 5)
    asked(comparing)
    comparing.route("**/campaigns/compare/**", lambda route: route.abort())
    choose(comparing, TAKE)
    expect(comparing.locator("#rating-alert")).to_contain_text("could not be loaded. Nothing is lost.")
    expect(stand(comparing, "A").locator("[data-state]")).to_have_text("Submitted")
    expect(level(comparing, "A", "correctness", 1)).to_be_checked()
    expect(level(comparing, "A", "correctness", 1)).to_be_disabled()
    pick(comparing, "B", "correctness", 4)
    expect_kept_here(comparing, 0)
    assert draft_of(work, "B") == {"correctness": 4}


def test_what_was_submitted_elsewhere_is_not_skipped_here(comparing: Page, work: Work) -> None:
    submit_elsewhere(work, "A")
    comparing.keyboard.press("s")
    comparing.get_by_role("radio", name="I cannot judge this").check()
    comparing.locator("#skip-form [type=submit]").click()
    expect(asked(comparing)).to_contain_text("Output A was submitted in another window")
    choose(comparing, TAKE)
    expect(stand(comparing, "A")).to_have_attribute("data-status", "submitted")
    assert values_of(work.first) == [1, 1, 1, 1]


@pytest.mark.parametrize("choice", [KEEP, TAKE])
def test_what_was_skipped_elsewhere_is_taken_up_or_left(comparing: Page, work: Work, choice: str) -> None:
    skip_elsewhere(work, "B")
    pick(comparing, "B", "correctness", 4)
    dialog = asked(comparing)
    expect(dialog).to_contain_text("Output B was skipped in another window")
    expect(dialog.locator(".differs").first).to_have_text("Correctness4skipped")
    choose(comparing, choice)
    expect_kept_here(comparing, 0)
    if choice == KEEP:
        expect_saved(comparing)
        assert (state_of(work, "B"), draft_of(work, "B")) == ("drafting", {"correctness": 4})
        return
    expect(stand(comparing, "B")).to_have_attribute("data-status", "skipped")
    expect(comparing.locator("#rating-progress")).to_contain_text("1 of 10 done")
    assert state_of(work, "B") == "skipped"


def test_a_draft_that_was_skipped_elsewhere_is_shown_before_it_is_overwritten(
    comparing: Page, work: Work
) -> None:
    save_draft(assignment=output(work, "B"), judged=Judged({"correctness": 1.0}), version=0)
    skip_elsewhere(work, "B")
    pick(comparing, "B", "correctness", 4)
    expect(asked(comparing)).to_contain_text("skipped")
    asked(comparing).get_by_role("button", name=KEEP).click()
    expect(asked(comparing)).to_contain_text("Output B was also judged")
    choose(comparing, TAKE)
    expect(level(comparing, "B", "correctness", 1)).to_be_checked()
    expect_kept_here(comparing, 0)


def test_without_a_connection_in_between_both_versions_stay(comparing: Page, work: Work) -> None:
    submit_elsewhere(work, "A")
    pick(comparing, "A", "correctness", 5)
    asked(comparing)
    cut_connection(comparing)
    choose(comparing, KEEP)
    alert = comparing.locator("#rating-alert")
    expect(alert).to_contain_text("Could not be undone now.")
    expect_kept_here(comparing, 1)
    expect(stand(comparing, "A").locator("[data-note]")).to_have_text("Not saved: two versions")
    # What she goes on with is kept as well.
    pick(comparing, "A", "correctness", 4)
    mend_connection(comparing)
    alert.get_by_role("button", name="Try again").click()
    expect(asked(comparing).locator("#conflict-rows tr").first).to_have_text("Correctness41")
    assert values_of(work.first) == [1, 1, 1, 1]
    # It is taken back, and then the connection is gone again.
    comparing.route("**/draft/", lambda route: route.abort())
    choose(comparing, KEEP)
    saved_mark_says(comparing, "Not saved. Kept here, sending…")
    expect_kept_here(comparing, 1)
    comparing.reload()
    wait_for_case(comparing, work.first)
    expect(level(comparing, "A", "correctness", 4)).to_be_checked()
    comparing.unroute("**/draft/")
    comparing.evaluate("window.dispatchEvent(new Event('online'))")
    expect_saved(comparing)
    expect_kept_here(comparing, 0)
    assert draft_of(work, "A") == {"correctness": 4}


def test_who_submits_without_having_chosen_is_asked_again(comparing: Page, work: Work) -> None:
    judge_all(comparing)
    submit_elsewhere(work, "A", at_version=Draft.objects.get(assignment=work.first).version)
    pick(comparing, "A", "friendliness", 1)
    asked(comparing)
    cut_connection(comparing)
    choose(comparing, KEEP)
    expect(comparing.locator("#rating-alert")).to_contain_text("Could not be undone now.")
    mend_connection(comparing)
    comparing.keyboard.press("n")
    expect(asked(comparing)).to_contain_text("Output A was submitted")
    expect(comparing.locator(".stand .badge--good")).to_have_count(4)
    choose(comparing, KEEP)
    expect_saved(comparing)
    expect_kept_here(comparing, 0)
    assert (state_of(work, "A"), Rating.objects.filter(current_for__isnull=False).count()) == ("drafting", 4)
    comparing.keyboard.press("n")
    wait_for_case(comparing, work.assignments[5])
    assert values_of(work.first) == [5, 1, 3, 1]


def test_who_submits_without_having_chosen_submits_the_others_alone(comparing: Page, work: Work) -> None:
    """The other version is gone by then: hers is saved, and submitting it is hers to do."""
    judge_all(comparing)
    skip_elsewhere(work, "C")
    pick(comparing, "C", "friendliness", 1)
    asked(comparing)
    cut_connection(comparing)
    choose(comparing, KEEP)
    expect(comparing.locator("#rating-alert")).to_contain_text("Could not be undone now.")
    take_up_again(assignment=output(work, "C"))
    mend_connection(comparing)
    comparing.keyboard.press("n")
    expect(comparing.locator(".stand .badge--good")).to_have_count(4)
    expect_kept_here(comparing, 0)
    expect(stand(comparing, "C")).to_have_attribute("data-status", "open")
    assert (state_of(work, "C"), draft_of(work, "C")["friendliness"]) == ("drafting", 1)
    assert Rating.objects.count() == 4


def test_what_is_written_meanwhile_is_not_cut_short_by_the_page_that_is_read_anew(
    comparing: Page, work: Work
) -> None:
    submit_elsewhere(work, "B")
    Rating.objects.update(created_at=timezone.now() - timedelta(days=1))
    held: list[Route] = []
    comparing.route("**/change/draft/", lambda route: held.append(route))
    pick(comparing, "B", "correctness", 4)
    with comparing.expect_request("**/change/draft/"):
        choose(comparing, KEEP)
    expect(level(comparing, "B", "correctness", 4)).to_be_disabled()
    stand(comparing, "C").get_by_role("button", name="Harm, comment").click()
    comment = comparing.locator("#remarks-comment")
    comment.type("剂量")
    anew: list[str] = []
    comparing.on("request", lambda request: anew.append(request.url) if "/compare/" in request.url else None)
    held[0].continue_()
    expect_saved(comparing)
    comment.type("需核对")
    assert anew == []
    comparing.locator("#remarks-dialog").get_by_role("button", name="Close").click()
    expect(stand(comparing, "B").locator(".badge--caution")).to_contain_text("not submitted")
    expect(stand(comparing, "C").locator("[data-marks]")).to_have_text("Comment")
    expect_kept_here(comparing, 0)
    assert Draft.objects.get(assignment=output(work, "C")).comment == "剂量需核对"


@pytest.mark.parametrize("became", ["submitted", "changed"])
def test_what_cannot_be_taken_back_is_kept_as_a_change_of_it(
    comparing: Page, work: Work, became: str
) -> None:
    submit_elsewhere(work, "B")
    second = output(work, "B")
    if became == "changed":
        key, judged = uuid.uuid4(), Judged(dict.fromkeys(CODES, 2.0))
        revise_rating(assignment=second, user=work.user, judged=judged, reason="看错了", client_key=key)
    else:
        yesterday = timezone.now() - timedelta(days=1)
        Rating.objects.update(created_at=yesterday)
    comparing.keyboard.type("45")
    dialog = asked(comparing)
    said = {
        "submitted": "Output B was submitted in",
        "changed": "rating of output B was changed with a reason",
    }
    expect(dialog).to_contain_text(said[became])
    expect(dialog).to_contain_text("counts once you say why and save it")
    if became == "changed":
        expect(dialog.locator(".differs", has_text="Why changed")).to_contain_text("看错了")
    choose(comparing, KEEP)
    column = stand(comparing, "B")
    expect(column).to_have_attribute("data-status", "submitted")
    expect(column.locator(".badge--caution")).to_contain_text("not submitted")
    expect(level(comparing, "A", "correctness", 4)).to_be_checked()
    expect_kept_here(comparing, 0)
    counts = 2 if became == "changed" else 1
    assert values_of(second) == [counts] * 4
    alert = comparing.locator("#rating-alert")
    expect(alert).to_contain_text("Kept as a change. It counts once you say why")
    alert.get_by_role("link", name="Output B: say why").click()
    expect(comparing.locator("#rubric [name=value-correctness][value='5']")).to_be_checked()
    for code in CODES[1:]:
        comparing.locator(f"[data-code={code}] .level", has_text="4").click()
    comparing.locator("#change-reason").fill("重新读过")
    comparing.get_by_role("button", name="Save the change").click()
    expect(comparing.locator(".finished")).to_contain_text("Submitted")
    assert values_of(second) == [5, 4, 4, 4]


def test_what_was_kept_is_asked_where_the_output_is_finished_by_now(comparing: Page, work: Work) -> None:
    cut_connection(comparing)
    comparing.keyboard.type("54")
    expect_kept_here(comparing, 2)
    submit_elsewhere(work, "A")
    comparing.unroute("**/campaigns/rate/**")
    comparing.reload()
    expect(asked(comparing).locator("#conflict-rows tr").first).to_have_text("Correctness51")
    choose(comparing, KEEP)
    expect(stand(comparing, "A")).to_have_attribute("data-status", "open")
    expect(level(comparing, "A", "correctness", 5)).to_be_checked()
    expect(level(comparing, "B", "correctness", 4)).to_be_checked()
    expect_kept_here(comparing, 0)
    assert [draft_of(work, letter) for letter in "AB"] == [{"correctness": 5}, {"correctness": 4}]


@pytest.mark.parametrize("choice", [KEEP, TAKE])
def test_a_change_whose_rating_was_taken_back_goes_on_as_a_draft(
    comparing: Page, work: Work, choice: str
) -> None:
    submit_elsewhere(work, "A")
    comparing.goto(f"/campaigns/rate/{work.first.public_id}/change/")
    expect(comparing.locator("#change-reason")).to_be_visible()
    cut_connection(comparing)
    comparing.locator("[data-code=correctness] .level", has_text="5").click()
    expect_kept_here(comparing, 1)
    withdraw_rating(assignment=work.first, user=work.user)
    comparing.unroute("**/campaigns/rate/**")
    open_case(comparing, work.first)
    expect(asked(comparing)).to_contain_text("rating of output A was taken back")
    # Whether or not the page can be read anew, it goes on as the draft that it is.
    comparing.route("**/campaigns/compare/**", lambda route: route.abort())
    choose(comparing, choice)
    expect_kept_here(comparing, 0)
    value = 5 if choice == KEEP else 1
    expect(level(comparing, "A", "correctness", value)).to_be_checked()
    expect(stand(comparing, "A")).to_have_attribute("data-status", "open")
    pick(comparing, "A", "correctness", 3)
    expect_saved(comparing)
    expect_kept_here(comparing, 0)
    assert draft_of(work, "A")["correctness"] == 3
