"""Side by side, what was judged elsewhere meanwhile is shown and asked in place, one output after another.

What was finished elsewhere: ``test_by_case_finished``.
"""

import pytest
from playwright.sync_api import Page, Route, expect

from annotation.campaigns.judgements import Judged
from annotation.campaigns.services.drafts import save_draft
from annotation.campaigns.services.skips import take_up_again
from annotation.models import Draft, Rating, User
from tests.builders_rating import Work
from tests.functional.comparing import (
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
    wait_for_case,
)
from tests.functional.rating_room import (
    asked,
    choose,
    expect_kept_here,
    expect_saved,
    open_item,
    saved_mark_says,
    values_of,
    wait_for_output,
)
from tests.functional.windows import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(rater: User) -> Work:
    return make_cases(rater)


@pytest.fixture
def tablet(open_window: Open, work: Work) -> Page:
    """Another device of hers, with the same case open and a storage of its own."""
    page = open_window()
    open_case(page, work.first)
    return page


def test_several_outputs_judged_on_two_devices_are_asked_one_after_another(
    comparing: Page, tablet: Page, work: Work
) -> None:
    tablet.keyboard.type("432")
    expect_saved(tablet)
    expect_kept_here(tablet, 0)
    # Judged in one breath: a question that comes between two of them is a dialog that takes the next key.
    held: list[Route] = []
    comparing.route("**/draft/", lambda route: held.append(route))
    comparing.keyboard.type("555")
    expect_kept_here(comparing, 3)
    for route in held:
        route.continue_()
    comparing.unroute("**/draft/")
    choices = {"A": KEEP, "B": TAKE, "C": KEEP}
    for _ in range(3):
        text = asked(comparing).locator("#conflict-text")
        expect(text).to_contain_text("was also judged in another window or on another device")
        expect(comparing.locator("dialog[open]")).to_have_count(1)
        letter = next(one for one in choices if f"Output {one} " in text.inner_text())
        theirs = "432"["ABC".index(letter)]
        expect(asked(comparing).locator(".differs")).to_have_text([f"Correctness5{theirs}"])
        asked(comparing).get_by_role("button", name=choices.pop(letter)).click()
        if choices:
            expect(text).not_to_contain_text(f"Output {letter} ")
    expect(comparing.locator("#conflict-dialog")).to_be_hidden()
    expect_saved(comparing)
    expect_kept_here(comparing, 0)
    assert [draft_of(work, letter) for letter in "ABC"] == [{"correctness": n} for n in (5, 3, 5)]
    expect(level(comparing, "B", "correctness", 3)).to_be_checked()
    expect(comparing.locator("[data-note]:not(:empty)")).to_have_count(0)
    # All of them go on here, and nobody is asked again; now the other device is behind.
    pick(comparing, "A", "correctness", 1)
    pick(comparing, "B", "correctness", 2)
    expect_kept_here(comparing, 0)
    assert [draft_of(work, letter)["correctness"] for letter in "ABC"] == [1, 2, 5]
    pick(tablet, "B", "correctness", 4)
    choose(tablet, TAKE)
    expect(level(tablet, "B", "correctness", 2)).to_be_checked()
    expect_kept_here(tablet, 0)


def test_both_versions_are_shown_whole_and_the_other_stands_in_its_column(
    comparing: Page, tablet: Page, work: Work
) -> None:
    pick(tablet, "A", "correctness", 2)
    tablet.keyboard.press("m")
    tablet.locator("#passage-bar [data-mark-for=correctness]").click()
    stand(tablet, "A").get_by_role("button", name="Flag").click()
    stand(tablet, "A").get_by_role("button", name="Harm, comment").click()
    tablet.locator("#remarks-dialog .level--severe").click()
    tablet.get_by_label("What could happen to the patient").fill("呼吸抑制")
    tablet.locator("#remarks-comment").fill("剂量需核对")
    tablet.keyboard.press("Escape")
    expect_saved(tablet)
    expect_kept_here(tablet, 0)
    quote = stand(tablet, "A").locator(".passage q").inner_text()
    # She is writing a comment of her own when it turns out.
    stand(comparing, "A").get_by_role("button", name="Harm, comment").click()
    comparing.locator("#remarks-comment").type("可")
    rows = asked(comparing).locator(".differs")
    expect(rows).to_have_text(
        [
            "Correctnessnot rated2",
            "Harmnonesevere: 呼吸抑制",
            f"Marked passages–Correctness: “{quote}”",
            "Comment可剂量需核对",
            "Flagnoyes",
        ]
    )
    choose(comparing, TAKE)
    first = stand(comparing, "A")
    expect(first.locator("[data-marks] .badge")).to_have_text(["Harm: severe", "Flag", "Comment"])
    expect(first.locator(".passage q")).to_have_text(quote)
    expect(first.locator(".stand__text mark")).not_to_have_count(0)
    expect_kept_here(comparing, 0)
    pick(comparing, "A", "correctness", 1)
    expect_kept_here(comparing, 0)
    draft = Draft.objects.get(assignment=work.first)
    assert (draft.values, draft.harm, draft.comment, len(draft.evidence)) == (
        {"correctness": 1},
        "severe",
        "剂量需核对",
        1,
    )


def test_a_submission_over_another_version_is_asked_and_submitted_by_her_alone(
    comparing: Page, work: Work
) -> None:
    judge_all(comparing)
    third = output(work, "C")
    version = Draft.objects.get(assignment=third).version
    save_draft(assignment=third, judged=Judged({"correctness": 1.0}), version=version)
    comparing.keyboard.press("n")
    expect(asked(comparing)).to_contain_text("Output C was also judged")
    expect(stand(comparing, "C").locator("[data-note]")).to_have_text("Not saved: two versions")
    expect(comparing.locator(".stand .badge--good")).to_have_count(4)
    saved_mark_says(comparing, "Not saved: two versions")
    assert Rating.objects.count() == 4
    comparing.reload()
    expect(asked(comparing)).to_contain_text("Output C was also judged")
    expect_kept_here(comparing, 1)
    choose(comparing, KEEP)
    expect_saved(comparing)
    expect_kept_here(comparing, 0)
    assert draft_of(work, "C")["fluency"] == 3
    assert Rating.objects.count() == 4
    comparing.keyboard.press("n")
    wait_for_case(comparing, work.assignments[5])
    assert values_of(third) == [3, 3, 3, 4]


def test_what_was_not_decided_is_not_submitted_once_it_could_be(comparing: Page, work: Work) -> None:
    """Skipped elsewhere, and taken up again there before she answers: then it is hers to submit once more."""
    judge_all(comparing)
    skip_elsewhere(work, "C")
    comparing.keyboard.press("n")
    expect(asked(comparing)).to_contain_text("Output C was skipped")
    expect(comparing.locator(".stand .badge--good")).to_have_count(4)
    take_up_again(assignment=output(work, "C"))
    comparing.reload()
    wait_for_case(comparing, work.first)
    expect_saved(comparing)
    expect_kept_here(comparing, 0)
    expect(stand(comparing, "C")).to_have_attribute("data-status", "open")
    assert Rating.objects.count() == 4
    assert state_of(work, "C") == "drafting"
    comparing.keyboard.press("n")
    wait_for_case(comparing, work.assignments[5])
    assert values_of(output(work, "C")) == [3, 3, 3, 4]


def test_who_leaves_without_choosing_finds_both_versions_again(her_page: Page, work: Work) -> None:
    open_item(her_page, work.first)
    her_page.get_by_role("link", name="Side by side").click()
    wait_for_case(her_page, work.first)
    save_draft(assignment=output(work, "B"), judged=Judged({"correctness": 1.0}), version=0)
    pick(her_page, "B", "correctness", 4)
    asked(her_page)
    her_page.go_back()
    wait_for_output(her_page, "A")
    expect(her_page.locator("#conflict-dialog")).to_be_hidden()
    expect_kept_here(her_page, 1)
    expect(her_page.locator("#earlier-alert")).to_contain_text("The earlier output B is not submitted.")
    her_page.go_forward()
    expect(asked(her_page)).to_contain_text("Output B was also judged")
    choose(her_page, KEEP)
    expect_saved(her_page)
    assert draft_of(work, "B") == {"correctness": 4}
