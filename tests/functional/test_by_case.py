"""A clinician who compares: the case stays, its outputs stand beside it, one dimension at a time."""

import pytest
from playwright.sync_api import Page, expect

from annotation.models import Assignment, Campaign, Draft, Rating, User
from tests.builders_rating import Work
from tests.factories import make_rubric
from tests.functional.comparing import (
    ALL_JUDGED,
    expect_in_hand,
    level,
    make_cases,
    open_case,
    pick,
    stand,
    wait_for_case,
)
from tests.functional.rating_room import (
    expect_kept_here,
    expect_saved,
    open_item,
    saved_mark_says,
    values_of,
    wait_for_output,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(rater: User) -> Work:
    return make_cases(rater)


def states(work: Work) -> list[str]:
    return [*Assignment.objects.order_by("position").values_list("state", flat=True)[:5]]


def submit_case(page: Page, work: Work) -> None:
    """All of the first one's outputs, up to the next case."""
    page.keyboard.type(ALL_JUDGED)
    page.keyboard.press("n")
    wait_for_case(page, work.assignments[5])


def test_five_outputs_are_judged_and_submitted_by_keyboard_alone(comparing: Page, work: Work) -> None:
    comparing.keyboard.type(ALL_JUDGED)
    expect(comparing.locator(".rubric__actions .next")).to_be_focused()
    comparing.keyboard.press("n")
    wait_for_case(comparing, work.assignments[5])
    assert [values_of(item) for item in work.assignments[:5]] == [
        [5, 1, 3, 4],
        [4, 2, 3, None],
        [3, 3, 3, 4],
        [2, 4, 3, None],
        [1, 5, 3, 4],
    ]
    expect(comparing.locator("#rating-progress")).to_contain_text("5 of 10 done")
    expect_kept_here(comparing, 0)
    assert Rating.objects.count() == 5


def test_her_work_leads_to_the_outputs_side_by_side(her_page: Page, work: Work) -> None:
    her_page.goto("/campaigns/my-work/")
    her_page.get_by_role("link", name="Start").click()
    wait_for_case(her_page, work.first)
    expect(her_page.locator(".stand")).to_have_count(5)


def test_every_click_is_a_saved_draft_of_its_own_output(comparing: Page, work: Work) -> None:
    pick(comparing, "B", "correctness", 4)
    pick(comparing, "D", "correctness", 2)
    expect_saved(comparing)
    drafts = {draft.assignment_id: draft.values for draft in Draft.objects.all()}
    assert drafts == {work.assignments[1].pk: {"correctness": 4}, work.assignments[3].pk: {"correctness": 2}}
    comparing.reload()
    wait_for_case(comparing, work.first)
    expect(level(comparing, "B", "correctness", 4)).to_be_checked()
    expect(comparing.locator("[data-action=output][data-letter=D]")).to_have_text("D 2")


def test_a_level_leads_to_the_next_output_and_the_last_to_the_next_dimension(comparing: Page) -> None:
    expect_in_hand(comparing, "A", "Correctness")
    comparing.keyboard.press("4")
    expect_in_hand(comparing, "B", "Correctness")
    comparing.keyboard.type("4444")
    expect_in_hand(comparing, "A", "Completeness")
    expect(comparing.locator("#compare-status")).to_have_text("Now judging: Completeness")
    expect(comparing.locator("[data-action=dimension]").first).to_contain_text("5/5")


def test_what_was_passed_over_is_asked_before_the_next_dimension(comparing: Page) -> None:
    comparing.keyboard.press("4")
    comparing.keyboard.press("ArrowRight")
    comparing.keyboard.type("444")
    expect_in_hand(comparing, "B", "Correctness")


def test_arrows_move_between_outputs_and_dimensions(comparing: Page) -> None:
    comparing.keyboard.press("3")
    comparing.keyboard.press("ArrowRight")
    expect_in_hand(comparing, "C", "Correctness")
    comparing.keyboard.press("ArrowDown")
    expect_in_hand(comparing, "C", "Completeness")
    comparing.keyboard.press("ArrowUp")
    comparing.keyboard.press("ArrowLeft")
    comparing.keyboard.press("ArrowLeft")
    expect_in_hand(comparing, "A", "Correctness")
    expect(level(comparing, "A", "correctness", 3)).to_be_focused()
    comparing.keyboard.press("Shift+ArrowRight")
    expect(level(comparing, "A", "correctness", 4)).to_be_checked()


def test_who_reads_goes_on_reading_with_the_arrows(comparing: Page) -> None:
    stand(comparing, "A").get_by_role("region").focus()
    comparing.keyboard.press("ArrowRight")
    expect(stand(comparing, "B").get_by_role("region")).to_be_focused()
    comparing.keyboard.press("5")
    expect(level(comparing, "B", "correctness", 5)).to_be_checked()


def test_an_output_out_of_sight_comes_into_sight(comparing: Page) -> None:
    expect(level(comparing, "E", "correctness", 5)).not_to_be_in_viewport()
    comparing.keyboard.type("1234")
    expect_in_hand(comparing, "E", "Correctness")
    expect(level(comparing, "E", "correctness", 5)).to_be_in_viewport(ratio=0.99)
    comparing.locator("[data-action=output][data-letter=A]").click()
    expect(level(comparing, "A", "correctness", 1)).to_be_in_viewport(ratio=0.99)


def test_the_anchor_of_the_level_in_hand_is_shown(comparing: Page) -> None:
    line = comparing.locator("[data-level-line]")
    stand(comparing, "B").locator("[data-code=correctness] label.level").nth(1).hover()
    expect(line).to_have_text("Correctness · 2: Level 2 of correctness")
    expect(level(comparing, "B", "correctness", 2)).to_have_accessible_description("Level 2 of correctness")
    comparing.keyboard.press("4")
    given, focused = (
        "A · Correctness · 4: Level 4 of correctness",
        "B · Correctness · 1: Level 1 of correctness",
    )
    expect(line.locator("span")).to_have_text([given, focused])


def test_part_of_a_case_can_be_submitted_and_the_rest_is_named(comparing: Page, work: Work) -> None:
    for code in ("correctness", "completeness", "fluency", "friendliness"):
        comparing.locator(f"[data-action=dimension][data-code={code}]").click()
        comparing.keyboard.type("34")
    expect(comparing.get_by_role("button", name="Submit 2 of 5 and next case")).to_be_visible()
    comparing.keyboard.press("n")
    wait_for_case(comparing, work.assignments[5])
    alert = comparing.locator("#rating-alert")
    expect(alert).to_contain_text("not fully judged and wait for you: C, D, E")
    assert states(work) == ["submitted", "submitted", "waiting", "waiting", "waiting"]
    alert.get_by_role("link", name="Back to them").click()
    wait_for_case(comparing, work.first)
    expect(stand(comparing, "A")).to_contain_text("Submitted")
    expect_in_hand(comparing, "C", "Correctness")


def test_nothing_is_submitted_while_nothing_is_judged_in_full(comparing: Page) -> None:
    comparing.keyboard.type("44")
    comparing.keyboard.press("n")
    expect(comparing.locator("#compare-error")).to_contain_text("Still to rate: A Completeness")
    expect_in_hand(comparing, "C", "Correctness")
    assert not Rating.objects.exists()


def test_undo_takes_back_the_whole_case(comparing: Page, work: Work) -> None:
    submit_case(comparing, work)
    comparing.keyboard.press("u")
    wait_for_case(comparing, work.first)
    assert states(work) == ["drafting"] * 5
    pick(comparing, "A", "correctness", 1)
    comparing.keyboard.press("n")
    wait_for_case(comparing, work.assignments[5])
    assert values_of(work.first) == [1, 1, 3, 4]


def test_one_output_is_taken_back_alone(comparing: Page, work: Work) -> None:
    submit_case(comparing, work)
    comparing.go_back()
    wait_for_case(comparing, work.first)
    stand(comparing, "C").get_by_role("button", name="Undo and rate again").click()
    expect(stand(comparing, "C")).to_have_attribute("data-status", "open")
    assert states(work) == ["submitted", "submitted", "drafting", "submitted", "submitted"]


def test_the_back_button_shows_the_submitted_case_and_keeps_it(comparing: Page, work: Work) -> None:
    submit_case(comparing, work)
    comparing.go_back()
    wait_for_case(comparing, work.first)
    expect(comparing.locator(".stand .badge--good")).to_have_count(5)
    comparing.keyboard.type("1111")
    comparing.keyboard.press("n")
    wait_for_case(comparing, work.assignments[5])
    assert values_of(work.first) == [5, 1, 3, 4]
    assert Rating.objects.count() == 5


def test_the_next_case_is_there_before_it_is_asked_for(her_page: Page, work: Work) -> None:
    address = f"/campaigns/compare/{work.assignments[5].public_id}/"
    asked: list[str] = []
    her_page.on("request", lambda request: asked.append(request.url) if address in request.url else None)
    with her_page.expect_response(lambda response: address in response.url):
        open_case(her_page, work.first)
    submit_case(her_page, work)
    assert len(asked) == 1


def test_the_last_case_leads_to_a_finished_page(comparing: Page, work: Work) -> None:
    others = [item.pk for item in work.assignments[5:]]
    Assignment.objects.filter(pk__in=others).update(state=Assignment.State.SKIPPED)
    comparing.reload()
    wait_for_case(comparing, work.first)
    comparing.keyboard.type(ALL_JUDGED)
    comparing.keyboard.press("n")
    expect(comparing.locator(".work__done")).to_contain_text("You have been through everything")


def test_the_case_stays_where_it_is_while_views_and_outputs_change(comparing: Page, work: Work) -> None:
    question = work.question
    question.input += "\n## 病程: " + "患者病情平稳，继续观察。\n" * 80
    question.save()
    comparing.reload()
    wait_for_case(comparing, work.first)
    case = comparing.locator("#case")
    case.evaluate("pane => pane.scrollTo(0, 700)")
    comparing.get_by_role("link", name="One after another").click()
    wait_for_output(comparing, "A")
    assert case.evaluate("pane => pane.scrollTop") == 700
    comparing.get_by_role("link", name="C", exact=True).click()
    wait_for_output(comparing, "C")
    assert case.evaluate("pane => pane.scrollTop") == 700
    comparing.keyboard.press("v")
    wait_for_case(comparing, work.first)
    assert case.evaluate("pane => pane.scrollTop") == 700
    comparing.go_back()
    wait_for_output(comparing, "C")


def test_raw_text_is_one_key_away_for_the_output_in_hand(comparing: Page) -> None:
    comparing.keyboard.press("ArrowRight")
    comparing.keyboard.press("r")
    expect(stand(comparing, "B").locator("[data-view=raw]")).to_contain_text("name hidden")
    expect(stand(comparing, "A").locator("[data-view=raw]")).to_be_hidden()
    expect(comparing.locator("[data-action=raw]")).to_have_attribute("aria-pressed", "true")


def test_a_passage_marked_in_the_case_is_each_outputs_own(comparing: Page, work: Work) -> None:
    comparing.keyboard.press("v")
    wait_for_output(comparing, "A")
    comparing.locator("#case .clinical").first.select_text()
    comparing.keyboard.press("m")
    comparing.locator("#passage-bar [data-mark-for=fluency]").click()
    expect(comparing.locator("#case mark")).not_to_have_count(0)
    expect_saved(comparing)
    comparing.get_by_role("link", name="B", exact=True).click()
    wait_for_output(comparing, "B")
    expect(comparing.locator("#case mark")).to_have_count(0)
    comparing.keyboard.press("v")
    wait_for_case(comparing, work.first)
    pick(comparing, "A", "correctness", 2)
    expect_saved(comparing)
    draft = Draft.objects.get(assignment=work.first)
    assert (draft.values, len(draft.evidence)) == ({"correctness": 2}, 1)
    comparing.get_by_role("link", name="One after another").click()
    wait_for_output(comparing, "A")
    expect(comparing.locator("#case mark")).not_to_have_count(0)


def test_harm_flag_and_comment_are_one_key_away_and_survive_the_comparison(
    comparing: Page, work: Work
) -> None:
    comparing.keyboard.press("ArrowRight")
    comparing.keyboard.press("v")
    wait_for_output(comparing, "B")
    comparing.locator(".level--possible").click()
    comparing.locator("[name=comment]").fill("剂量需核对")
    comparing.keyboard.press("Escape")
    comparing.keyboard.press("f")
    expect_saved(comparing)
    comparing.keyboard.press("v")
    wait_for_case(comparing, work.first)
    marks = stand(comparing, "B").locator("[data-marks] .badge")
    expect(marks).to_have_text(["Harm: possible", "Flag", "Comment"])
    pick(comparing, "B", "correctness", 2)
    expect_saved(comparing)
    draft = Draft.objects.get(assignment=work.assignments[1])
    assert (draft.values, draft.harm, draft.comment, draft.flagged) == (
        {"correctness": 2},
        "possible",
        "剂量需核对",
        True,
    )


def test_a_skipped_output_is_left_out_and_can_be_taken_up(comparing: Page, work: Work) -> None:
    Assignment.objects.filter(pk=work.first.pk).update(state="skipped", skip_reason="cannot_judge")
    comparing.reload()
    wait_for_case(comparing, work.first)
    expect_in_hand(comparing, "B", "Correctness")
    stand(comparing, "A").get_by_role("button", name="Rate it after all").click()
    expect(stand(comparing, "A")).to_have_attribute("data-status", "open")


def test_the_reference_opens_for_all_once_every_output_is_judged(comparing: Page) -> None:
    comparing.keyboard.type("12")
    comparing.keyboard.press("o")
    expect(comparing.locator("#rating-alert")).to_contain_text("at least one dimension of every output")
    comparing.keyboard.type("345")
    comparing.keyboard.press("o")
    expect(comparing.locator("#reference-text")).to_have_text("不应使用该药。")
    before = Draft.objects.order_by("assignment__position").values_list("values_before_reference", flat=True)
    assert [*before] == [{"correctness": number} for number in (1, 2, 3, 4, 5)]


def test_letter_keys_that_are_off_leave_digits_on_levels(comparing: Page) -> None:
    comparing.keyboard.press("?")
    comparing.locator("#letter-keys").uncheck()
    comparing.keyboard.press("Escape")
    stand(comparing, "A").get_by_role("region").focus()
    for key in "4nev":
        comparing.keyboard.press(key)
    expect(comparing.locator(".stand input:checked")).to_have_count(0)
    level(comparing, "B", "correctness", 1).focus()
    comparing.keyboard.press("4")
    expect(level(comparing, "B", "correctness", 4)).to_be_checked()


def test_a_long_scale_takes_numbers(her_page: Page, rater: User) -> None:
    work = make_cases(rater, 1, name="Long", rubric=make_rubric("Long", scale_min=0, scale_max=100))
    open_case(her_page, work.first)
    stand(her_page, "A").locator("[name=value-correctness]").fill("72.5")
    her_page.keyboard.press("Enter")
    expect(stand(her_page, "B").locator("[name=value-correctness]")).to_be_focused()
    expect_saved(her_page)
    assert Draft.objects.get(assignment=work.first).values == {"correctness": 72.5}


def test_a_paused_campaign_lets_nothing_be_changed(comparing: Page, work: Work) -> None:
    Campaign.objects.update(state=Campaign.State.PAUSED)
    comparing.reload()
    wait_for_case(comparing, work.first)
    comparing.keyboard.type("4")
    expect(comparing.locator(".stand input:checked")).to_have_count(0)
    expect(stand(comparing, "A")).to_contain_text("Paused")


def test_where_outputs_are_judged_one_at_a_time_nothing_is_compared(her_page: Page, work: Work) -> None:
    Campaign.objects.update(mode="one")
    open_item(her_page, work.first)
    expect(her_page.get_by_role("link", name="Side by side")).to_have_count(0)
    her_page.goto(f"/campaigns/compare/{work.first.public_id}/")
    wait_for_output(her_page, "A")
    saved_mark_says(her_page, "")
