"""A clinician at work: by keyboard, by pointer, forwards and back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from annotation.models import Assignment, Draft, Rating, User
from tests.builders_rating import Work, make_work
from tests.factories import make_rubric
from tests.functional.rating_room import (
    expect_kept_here,
    expect_saved,
    open_item,
    saved_mark_says,
    values_of,
    wait_for_output,
)

LogIn = Callable[[User], Page]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater, cases=2)


def test_three_outputs_are_rated_by_keyboard_alone(log_in: LogIn, rater: User, work: Work) -> None:
    page = log_in(rater)
    page.get_by_role("link", name="Start").focus()
    page.keyboard.press("Enter")
    for letter, keys in (("A", "1234"), ("B", "5432"), ("C", "333x")):
        wait_for_output(page, letter)
        page.keyboard.type(keys)
        page.keyboard.press("n")
    wait_for_output(page, "D")
    given = [values_of(item) for item in work.assignments[:3]]
    assert given == [[1, 2, 3, 4], [5, 4, 3, 2], [3, 3, 3, None]]
    expect(page.locator("#rating-progress")).to_contain_text("3 of 8 done")
    expect(page.locator(".letters a[aria-current]")).to_have_text("D")
    expect(page.locator(".letters a").nth(2)).to_contain_text("✓")
    expect_kept_here(page, 0)


def test_every_click_is_a_saved_draft(at_work: Page, work: Work) -> None:
    at_work.locator("[data-code=fluency] label", has_text="4").click()
    saved_mark_says(at_work, "Saved")
    assert Draft.objects.get(assignment=work.first).values == {"fluency": 4}
    at_work.reload()
    expect(at_work.locator("[name=value-fluency][value='4']")).to_be_checked()


def test_the_anchor_of_the_level_under_pointer_or_focus_is_shown(at_work: Page) -> None:
    line = at_work.locator("[data-code=fluency] [data-anchor]")
    at_work.locator("[data-code=fluency] label", has_text="2").hover()
    expect(line).to_have_text("2: Level 2 of fluency")
    at_work.locator("[name=value-fluency][value='4']").focus()
    expect(line).to_have_text("4: Level 4 of fluency")
    at_work.locator("[data-code=fluency] label", has_text="3").hover()
    expect(line).to_have_text("3: Level 3 of fluency")
    at_work.locator("#output").hover()
    expect(line).to_have_text("4: Level 4 of fluency")


def test_arriving_by_key_shows_the_level_in_focus_and_reads_the_one_given(at_work: Page) -> None:
    at_work.keyboard.press("3")
    expect(at_work.locator("[name=value-completeness]").first).to_be_focused()
    row = at_work.locator("[data-code=completeness]")
    expect(row.locator("[data-anchor]")).to_have_text("1: Level 1 of completeness")
    # In focus is not chosen.
    expect(row).not_to_have_class(re.compile("has-answer"))
    parts = at_work.locator("[data-anchor-line] span")
    expect(parts).to_have_text(
        ["Correctness · 3: Level 3 of correctness", "Completeness · 1: Level 1 of completeness"]
    )


def test_arrows_move_between_dimensions_and_levels(at_work: Page, work: Work) -> None:
    at_work.keyboard.press("3")
    at_work.keyboard.press("ArrowDown")
    at_work.keyboard.press("5")
    at_work.keyboard.press("ArrowUp")
    at_work.keyboard.press("ArrowLeft")
    expect(at_work.locator("[name=value-fluency][value='4']")).to_be_checked()
    saved_mark_says(at_work, "Saved")
    assert Draft.objects.get(assignment=work.first).values == {"correctness": 3, "fluency": 4}


def test_an_unfinished_judgement_is_not_submitted_and_says_what_is_missing(at_work: Page) -> None:
    at_work.keyboard.type("4")
    at_work.keyboard.press("n")
    error = at_work.locator("#rubric-error")
    expect(error).to_have_text("Still to rate: Completeness, Fluency, Friendliness")
    expect(at_work.locator("[name=value-completeness]").first).to_be_focused()
    assert not Rating.objects.exists()


def test_letters_typed_into_a_field_are_text(at_work: Page, work: Work) -> None:
    at_work.keyboard.press("c")
    at_work.keyboard.type("no, skip 5 fields? n")
    at_work.keyboard.press("Escape")
    expect(at_work.locator("[name=comment]")).to_have_value("no, skip 5 fields? n")
    saved_mark_says(at_work, "Saved")
    draft = Draft.objects.get(assignment=work.first)
    assert (draft.comment, draft.values) == ("no, skip 5 fields? n", {})


@pytest.mark.parametrize(
    "event",
    ["{key: '4', isComposing: true}", "{key: 'n', ctrlKey: true}", "{key: 'Process', keyCode: 229}"],
)
def test_keys_of_an_input_method_or_with_a_modifier_do_nothing(at_work: Page, event: str) -> None:
    at_work.evaluate(
        f"document.body.dispatchEvent(new KeyboardEvent('keydown', {{bubbles: true, ...{event}}}))"
    )
    expect(at_work.locator("#rubric input[name^=value]:checked")).to_have_count(0)
    expect(at_work.locator("#rubric-error")).to_be_empty()


def test_letter_keys_can_be_switched_off_for_this_browser(at_work: Page) -> None:
    at_work.keyboard.press("?")
    at_work.locator("#letter-keys").uncheck()
    at_work.keyboard.press("Escape")
    at_work.reload()
    at_work.locator("#output").focus()
    for key in "4nsf?":
        at_work.keyboard.press(key)
    expect(at_work.locator("#rubric input[name^=value]:checked")).to_have_count(0)
    expect(at_work.locator("dialog[open]")).to_have_count(0)
    at_work.locator("[name=value-fluency]").first.focus()
    at_work.keyboard.press("4")
    expect(at_work.locator("[name=value-fluency][value='4']")).to_be_checked()


def test_undo_takes_back_the_last_submission(at_work: Page, work: Work) -> None:
    at_work.keyboard.type("1234n")
    wait_for_output(at_work, "B")
    at_work.keyboard.press("u")
    wait_for_output(at_work, "A")
    expect(at_work.locator("[name=value-fluency][value='3']")).to_be_checked()
    work.first.refresh_from_db()
    assert work.first.state == Assignment.State.DRAFTING
    at_work.locator("[data-code=correctness] label", has_text="5").click()
    at_work.keyboard.press("n")
    wait_for_output(at_work, "B")
    assert values_of(work.first) == [5, 2, 3, 4]
    assert Rating.objects.filter(assignment=work.first).count() == 3


def test_skipping_asks_why_and_goes_on(at_work: Page, work: Work) -> None:
    told = "You have marked severe harm. It reaches the project lead only if you submit this output"
    at_work.keyboard.press("s")
    expect(at_work.locator("#skip-dialog")).to_be_visible()
    expect(at_work.locator("#skip-harm")).to_be_hidden()
    at_work.keyboard.press("Escape")
    at_work.locator(".level--severe").click()
    at_work.keyboard.press("s")
    at_work.keyboard.press("Enter")
    expect(at_work.get_by_role("dialog")).to_have_accessible_description(re.compile(told))
    expect(at_work.locator("#skip-dialog input:checked")).to_have_count(0)
    at_work.get_by_label("The case cannot be read").check()
    at_work.get_by_role("button", name="Skip and next").click()
    wait_for_output(at_work, "B")
    work.first.refresh_from_db()
    assert (work.first.state, work.first.skip_reason) == ("skipped", "case_unreadable")


def test_a_skip_thought_better_of_skips_nothing(at_work: Page, work: Work) -> None:
    at_work.keyboard.press("s")
    at_work.keyboard.press("Escape")
    expect(at_work.locator("dialog[open]")).to_have_count(0)
    work.first.refresh_from_db()
    assert work.first.state == Assignment.State.WAITING


def test_the_reference_opens_after_the_first_judgement(at_work: Page, work: Work) -> None:
    at_work.keyboard.press("o")
    expect(at_work.locator("#rating-alert")).to_contain_text("Judge at least one dimension first")
    at_work.keyboard.press("2")
    at_work.keyboard.press("o")
    expect(at_work.locator("#reference-text")).to_have_text("不应使用该药。")
    assert Draft.objects.get(assignment=work.first).values_before_reference == {"correctness": 2}


def test_harm_asks_for_a_sentence(at_work: Page, work: Work) -> None:
    expect(at_work.locator("[name=harm_note]")).to_be_hidden()
    at_work.locator(".level--severe").click()
    at_work.locator("[name=harm_note]").fill("呼吸抑制")
    at_work.keyboard.press("Escape")
    at_work.keyboard.press("f")
    saved_mark_says(at_work, "Saved")
    expect_saved(at_work)
    draft = Draft.objects.get(assignment=work.first)
    assert (draft.harm, draft.harm_note, draft.flagged) == ("severe", "呼吸抑制", True)


def test_severe_harm_is_not_submitted_without_a_sentence(at_work: Page) -> None:
    at_work.keyboard.type("1234")
    at_work.locator(".level--severe").click()
    at_work.keyboard.press("n")
    expect(at_work.locator("#rubric-error")).to_contain_text("Say in one sentence")
    expect(at_work.locator("[name=harm_note]")).to_be_focused()
    at_work.keyboard.type("apnoea")
    at_work.keyboard.press("Escape")
    at_work.keyboard.press("n")
    wait_for_output(at_work, "B")


def test_raw_text_is_one_key_away_and_masked(at_work: Page) -> None:
    at_work.keyboard.press("r")
    raw = at_work.locator("[data-view=raw]")
    expect(raw).to_contain_text("**高浓度吸氧不当**")
    expect(raw).to_contain_text("name hidden")


def test_the_back_button_shows_the_submitted_item_and_keeps_it(at_work: Page, work: Work) -> None:
    at_work.keyboard.type("1234n")
    wait_for_output(at_work, "B")
    at_work.go_back()
    expect(at_work.locator(".finished")).to_contain_text("Submitted")
    at_work.keyboard.type("5555n")
    wait_for_output(at_work, "B")
    assert values_of(work.first) == [1, 2, 3, 4]
    assert Rating.objects.count() == 1


def test_the_last_item_leads_to_a_finished_page(at_work: Page, work: Work) -> None:
    others = [item.pk for item in work.assignments[1:]]
    Assignment.objects.filter(pk__in=others).update(state=Assignment.State.SKIPPED)
    at_work.keyboard.type("1234n")
    expect(at_work.locator(".work__done")).to_contain_text("You have been through everything")
    assert values_of(work.first) == [1, 2, 3, 4]


def test_focus_is_on_the_next_output_after_a_submission(at_work: Page) -> None:
    at_work.keyboard.type("1234n")
    wait_for_output(at_work, "B")
    expect(at_work.locator("#output")).to_be_focused()


def test_a_long_scale_takes_numbers(her_page: Page, rater: User) -> None:
    work = make_work(rater, name="Long", rubric=make_rubric("Long", scale_min=0, scale_max=100))
    page = her_page
    open_item(page, work.first)
    for code, value in (("correctness", "72.5"), ("completeness", "0"), ("fluency", "100")):
        page.locator(f"[name=value-{code}]").first.fill(value)
    page.get_by_label("n/a not applicable").check()
    page.locator("[name=value-correctness]").fill("101")
    expect(page.locator("[data-code=correctness] [data-anchor]")).to_have_text("From 0 to 100")
    page.locator("[name=value-correctness]").fill("72.5")
    page.get_by_role("button", name="Submit and next").click()
    wait_for_output(page, "B")
    assert values_of(work.first) == [72.5, 0, 100, None]


def test_a_signed_scale_is_rated_by_place(her_page: Page, rater: User) -> None:
    work = make_work(rater, name="Signed", rubric=make_rubric("Signed", scale_min=-2, scale_max=2))
    page = her_page
    open_item(page, work.first)
    page.keyboard.type("1355n")
    wait_for_output(page, "B")
    assert values_of(work.first) == [-2, 0, 2, 2]
