"""Side by side nothing leads away: harm, comment, flag, skipping and marked passages, each in its column."""

import pytest
from playwright.sync_api import Page, expect

from annotation.models import Assignment, Dimension, Draft, Rating, User
from tests.builders_rating import Work
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
from tests.functional.rating_room import cut_connection, expect_saved, mend_connection

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(rater: User) -> Work:
    return make_cases(rater)


def remarks_of(kept: Draft | Rating) -> tuple[str, str, str, bool]:
    return kept.harm, kept.harm_note, kept.comment, kept.flagged


def to_output(page: Page, letter: str) -> None:
    page.locator(f"[data-action=output][data-letter={letter}]").click()
    expect(page.locator(".stand.is-in-hand h3")).to_have_text(f"Output {letter}")


def skip(page: Page, letter: str) -> None:
    dialog = page.locator("#skip-dialog")
    expect(dialog.get_by_role("heading")).to_have_text(f"Skip output {letter}")
    dialog.get_by_label("I cannot judge this").check()
    dialog.get_by_role("button", name="Skip", exact=True).click()
    expect(dialog).to_be_hidden()


def test_harm_comment_and_flag_are_given_in_place_and_severe_harm_wants_its_sentence(
    comparing: Page, work: Work
) -> None:
    second = stand(comparing, "B")
    to_output(comparing, "B")
    comparing.keyboard.press("f")
    expect(second.get_by_role("button", name="Flag")).to_have_attribute("aria-pressed", "true")
    expect(comparing.locator("#compare-status")).to_have_text("Output B is flagged.")
    comparing.keyboard.press("h")
    dialog = comparing.get_by_role("dialog", name="Output B: harm and comment")
    expect(dialog.get_by_role("radio", name="none")).to_be_focused()
    comparing.keyboard.press("ArrowRight")
    comparing.keyboard.press("ArrowRight")
    expect(dialog.get_by_label("What could happen")).to_have_accessible_description(
        "Say in one sentence what could happen to the patient."
    )
    comparing.keyboard.press("Escape")
    expect(level(comparing, "B", "correctness", 1)).to_be_focused()
    comparing.keyboard.press("c")
    dialog.get_by_label("Comment").fill("剂量需<核对>")
    dialog.get_by_role("button", name="Close").click()
    expect(level(comparing, "B", "correctness", 1)).to_be_focused()
    expect(second.locator("[data-marks] .badge")).to_have_text(["Harm: severe", "Flag", "Comment"])
    expect_saved(comparing)
    assert remarks_of(Draft.objects.get()) == ("severe", "", "剂量需<核对>", True)
    comparing.reload()
    wait_for_case(comparing, work.first)
    expect(second.locator("[data-marks] .badge")).to_have_text(["Harm: severe", "Flag", "Comment"])

    comparing.keyboard.type(ALL_JUDGED)
    comparing.keyboard.press("n")
    expect(second.locator("[data-note]")).to_contain_text("say in one sentence what could happen")
    expect(second.locator("[data-note]")).to_be_in_viewport(ratio=0.99)
    expect(comparing.locator(".stand .badge--good")).to_have_count(4)
    # It stays for as long as it is true, and leads there.
    second.get_by_role("button", name="Flag").click()
    second.get_by_role("button", name="Flag").click()
    expect_saved(comparing)
    expect(second.locator("[data-note]")).to_contain_text("say in one sentence what could happen")
    comparing.keyboard.press("n")
    expect(second.get_by_role("button", name="Add the sentence")).to_be_focused()
    comparing.keyboard.press("Enter")
    expect(dialog.get_by_label("What could happen")).to_be_focused()
    comparing.keyboard.type("呼吸抑制")
    comparing.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(second.locator("[data-note]")).to_be_empty()
    second.get_by_role("button", name="Flag").click()
    comparing.keyboard.press("n")
    wait_for_case(comparing, work.assignments[5])
    rating = Rating.objects.get(current_for=work.assignments[1])
    assert remarks_of(rating) == ("severe", "呼吸抑制", "剂量需<核对>", False)
    assert Rating.objects.filter(harm="none", comment="", flagged=False).count() == 4


def test_outputs_are_skipped_in_place_and_taken_up_again(comparing: Page, work: Work) -> None:
    comparing.keyboard.press("4")
    to_output(comparing, "A")
    comparing.keyboard.press("h")
    comparing.keyboard.press("ArrowLeft")
    comparing.keyboard.press("Escape")
    expect(stand(comparing, "A").locator("[data-marks]")).to_have_text("Harm: severe")
    expect_saved(comparing)
    cut_connection(comparing)
    comparing.keyboard.press("s")
    skip(comparing, "A")
    expect(comparing.locator("#rating-alert")).to_contain_text("Could not be skipped now")
    expect(level(comparing, "A", "correctness", 4)).to_be_focused()
    mend_connection(comparing)
    comparing.keyboard.press("s")
    expect(comparing.locator("#skip-harm")).to_contain_text("a skipped one reports nothing")
    skip(comparing, "A")
    expect(stand(comparing, "A").locator("[data-state]")).to_have_text("Skipped")
    expect_in_hand(comparing, "B", "Correctness")
    expect(comparing.locator("#compare-status")).to_have_text("Output A is skipped.")
    expect(comparing.locator("#rating-progress")).to_contain_text("1 of 10 done")
    expect(comparing.locator("[data-action=dimension]").first).to_contain_text("0/4")
    first = Assignment.objects.get(pk=work.first.pk)
    assert (first.state, first.skip_reason) == ("skipped", "cannot_judge")

    for letter in "BCDE":
        stand(comparing, letter).get_by_role("button", name="Skip").click()
        expect(comparing.locator("#skip-harm")).to_be_hidden()
        skip(comparing, letter)
    onward = comparing.get_by_role("link", name="Next case")
    expect(onward).to_be_focused()
    stand(comparing, "A").get_by_role("button", name="Rate it after all").click()
    expect(stand(comparing, "A")).to_have_attribute("data-status", "open")
    expect(level(comparing, "A", "correctness", 4)).to_be_checked()
    stand(comparing, "A").get_by_role("button", name="Skip").click()
    skip(comparing, "A")
    onward.press("Enter")
    wait_for_case(comparing, work.assignments[5])


def evidence_of(work: Work, place: int) -> list[tuple[str, str]]:
    evidence = Draft.objects.get(assignment=work.assignments[place]).evidence
    return [(passage["dimension"], passage["part"]) for passage in evidence]


def test_a_low_level_asks_at_once_for_a_passage_and_is_marked_in_its_column(
    her_page: Page, work: Work
) -> None:
    Dimension.objects.filter(code="correctness").update(evidence_up_to=2)
    open_case(her_page, work.first)
    need = {letter: stand(her_page, letter).locator("[data-passage-need]") for letter in "ABCDE"}
    bar, said = her_page.locator("#passage-bar"), her_page.locator("#passage-said")
    her_page.keyboard.press("2")
    expect(need["A"]).to_contain_text("Needs a marked passage: Correctness")
    expect(said).to_have_text("Output A needs a marked passage: Correctness")
    expect_in_hand(her_page, "B", "Correctness")
    her_page.keyboard.press("m")
    expect(bar).to_contain_text("Output A, mark for")
    expect(bar.get_by_role("button", name="Correctness")).to_be_focused()
    her_page.keyboard.press("Enter")
    expect(need["A"]).to_be_hidden()
    expect(level(her_page, "B", "correctness", 1)).to_be_focused()
    passages = stand(her_page, "A").get_by_role("list", name="Passages marked for output A")
    expect(passages.locator("li")).to_contain_text("1 Correctness")
    expect(stand(her_page, "A").locator("mark")).not_to_have_count(0)

    # What is marked in the case is each output's own.
    her_page.keyboard.press("1")
    to_output(her_page, "B")
    her_page.locator("#case .clinical").first.select_text()
    her_page.keyboard.press("m")
    expect(bar).to_contain_text("Output B, mark for")
    her_page.keyboard.press("m")
    expect(need["B"]).to_be_hidden()
    expect(her_page.locator("#case mark")).not_to_have_count(0)
    to_output(her_page, "A")
    expect(her_page.locator("#case mark")).to_have_count(0)
    stand(her_page, "B").locator(".passage__jump").click()
    expect(her_page.locator("#case mark.is-pointed")).to_be_focused()
    expect_saved(her_page)
    assert evidence_of(work, 0) == [("correctness", "output")]
    assert evidence_of(work, 1) == [("correctness", "case")]

    # The fourth output is empty: there is nothing to mark.
    to_output(her_page, "C")
    her_page.keyboard.type("215" + ALL_JUDGED[5:])
    expect(need["D"]).to_be_hidden()
    her_page.keyboard.press("n")
    expect(stand(her_page, "C").locator("[data-note]")).to_contain_text("a low level needs a marked passage")
    expect(her_page.locator(".stand .badge--good")).to_have_count(4)
    her_page.keyboard.press("n")
    expect(need["C"].get_by_role("button")).to_be_focused()
    her_page.keyboard.press("Enter")
    her_page.keyboard.press("Enter")
    expect(need["C"]).to_be_hidden()
    expect(stand(her_page, "C").locator(".passage__jump")).to_be_focused()
    her_page.keyboard.press("n")
    wait_for_case(her_page, work.assignments[5])
    ratings = Rating.objects.order_by("assignment__position")
    assert [len(rating.evidence) for rating in ratings] == [1, 1, 1, 0, 0]


def test_a_passage_is_removed_from_its_column(comparing: Page, work: Work) -> None:
    pick(comparing, "B", "correctness", 4)
    # The digit is the open bar's, although the focus is still on a level.
    comparing.locator("#case .clinical").first.select_text()
    expect(comparing.locator("#passage-bar")).to_be_visible()
    comparing.keyboard.press("2")
    expect(stand(comparing, "B").locator(".passage")).to_contain_text("1 Completeness")
    stand(comparing, "B").get_by_role("button", name="Remove passage 1").click()
    stand(comparing, "B").get_by_role("button", name="Mark", exact=True).click()
    comparing.keyboard.press("3")
    expect(stand(comparing, "B").locator(".passage")).to_contain_text("1 Fluency")
    stand(comparing, "B").get_by_role("button", name="Remove passage 1").click()
    expect(stand(comparing, "B").locator("mark, .passage")).to_have_count(0)
    expect_saved(comparing)
    draft = Draft.objects.get(assignment=work.assignments[1])
    assert (draft.values, draft.evidence) == ({"correctness": 4}, [])
