"""The guided start in the browser: by keyboard alone, on every size, and without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from annotation.models import PracticeAnswer, Rating, User
from tests.browser import serious_violations
from tests.builders_rating import Work, make_new_work
from tests.functional.rating_room import wait_for_output, wait_until_ready
from tests.functional.windows import PHONE, TABLET, ZOOMED, Open, scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(rater: User) -> Work:
    return make_new_work(rater)


@pytest.fixture
def open_page(open_window: Open, work: Work) -> Open:
    """A page of the start in a window of its own."""

    def open_step(step: str = "", **window: object) -> Page:
        page = open_window(**window)
        page.goto(f"/campaigns/start/{work.campaign.slug}/{step}")
        return page

    return open_step


def answers(work: Work) -> list[dict[str, float | str]]:
    return [answer.values for answer in PracticeAnswer.objects.filter(rater=work.rater).order_by("pk")]


def wait_for_comparison(page: Page) -> None:
    expect(page.locator("#comparison")).to_be_focused()


def arrive(page: Page, address: str) -> None:
    """The page that the last key or click leads to is there."""
    page.wait_for_url(re.compile(address))


def arrive_at_work(page: Page) -> None:
    arrive(page, "/rate/")
    wait_for_output(page, "A")


def press_on(page: Page, address: str) -> None:
    """``n``, and the page it leads to."""
    page.keyboard.press("n")
    arrive(page, address)


def compare_first(open_page: Open) -> Page:
    """The first practice case, judged and beside what the expert said."""
    page = open_page("practice/1/")
    wait_until_ready(page)
    page.keyboard.type("1254")
    page.keyboard.press("n")
    wait_for_comparison(page)
    return page


def test_from_her_work_to_the_first_output_by_keyboard_alone(
    log_in: Callable[[User], Page], rater: User, work: Work
) -> None:
    page = log_in(rater)
    page.get_by_role("link", name="Start").focus()
    page.keyboard.press("Enter")
    arrive(page, "/rubric/")
    expect(page.get_by_role("heading", name="Before you begin")).to_be_visible()
    press_on(page, "practice/1/")
    for number, keys in ((1, "3256"), (2, "1234"), (3, "555x")):
        expect(page.locator(".rating-where")).to_contain_text(f"Practice {number} of 3")
        wait_until_ready(page)
        page.keyboard.type(keys.replace("6", ""))
        if number == 1:
            page.keyboard.press("n")
            expect(page.locator("#rubric-error")).to_have_text("Still to rate: Friendliness")
            page.keyboard.press("5")
        page.keyboard.press("n")
        wait_for_comparison(page)
        if number < 3:
            press_on(page, f"practice/{number + 1}/")
    assert [list(values.values()) for values in answers(work)] == [
        [3, 2, 5, 5],
        [1, 2, 3, 4],
        [5, 5, 5, "na"],
    ]
    page.keyboard.press("n")
    arrive_at_work(page)
    work.rater.refresh_from_db()
    assert work.rater.started_at is not None
    assert not Rating.objects.exists()


def test_the_comparison_puts_both_levels_and_their_anchors_side_by_side(open_page: Open) -> None:
    page = compare_first(open_page)
    row = page.locator("[data-code=correctness]")
    expect(row).to_contain_text("2 levels apart")
    expect(row).to_contain_text("Level 1 of correctness")
    expect(row).to_contain_text("Level 3 of correctness")
    expect(page.locator("[data-code=fluency]")).to_contain_text("same level")
    expect(page.locator("[data-code=friendliness]")).to_contain_text("another answer")
    expect(page.locator("#comparison")).to_contain_text("The course is too long.")
    page.reload()
    expect(page.locator("[data-code=correctness]")).to_contain_text("2 levels apart")


def test_practice_that_was_left_goes_on_where_it_was(open_page: Open, work: Work) -> None:
    page = open_page("practice/1/")
    wait_until_ready(page)
    page.keyboard.type("3333")
    page.keyboard.press("n")
    wait_for_comparison(page)
    page.goto("/campaigns/my-work/")
    page.get_by_role("link", name="Start").click()
    arrive(page, "practice/2/")
    expect(page.locator(".rating-where")).to_contain_text("Practice 2 of 3")


def test_the_practice_can_be_skipped(open_page: Open, work: Work) -> None:
    page = open_page("practice/1/")
    page.get_by_role("button", name="Skip the practice").click()
    arrive_at_work(page)
    assert answers(work) == []


def test_guidelines_and_keys_are_one_key_away(open_page: Open) -> None:
    page = open_page("practice/1/")
    wait_until_ready(page)
    page.keyboard.press("g")
    expect(page.locator("#guidelines-dialog")).to_contain_text("Level 4 of fluency")
    page.get_by_text("Example 1").click()
    expect(page.locator("#guidelines-dialog")).to_contain_text("The course is too long.")
    page.keyboard.press("Escape")
    expect(page.locator("#guidelines-dialog")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.locator("#keys-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.goto("/campaigns/my-work/")
    expect(page.get_by_role("heading", name="My work")).to_be_visible()
    page.locator("html").press("g")
    arrive(page, "/guidelines/")
    expect(page.get_by_role("heading", name="What each level means")).to_be_visible()


def test_letter_keys_that_are_off_do_nothing_here_either(open_page: Open) -> None:
    page = open_page("practice/1/")
    wait_until_ready(page)
    page.keyboard.press("?")
    page.get_by_label("Keys for letters and digits").uncheck()
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#keys-dialog")).to_be_hidden()
    page.keyboard.type("1234n")
    expect(page.locator("#rubric input:checked")).to_have_count(0)
    expect(page.locator("#rubric-error")).to_be_empty()


def test_the_examples_can_be_read_from_the_guidelines_while_rating(open_page: Open, work: Work) -> None:
    page = open_page()
    page.get_by_role("button", name="Skip the practice").click()
    arrive_at_work(page)
    page.keyboard.press("g")
    dialog = page.locator("#guidelines-dialog")
    dialog.get_by_text("Example 1").click()
    expect(dialog).to_contain_text("The course is too long.")
    dialog.get_by_role("link", name="Practice case 2").click()
    arrive(page, "practice/2/")
    expect(page.locator(".rating-where")).to_contain_text("Practice 2 of 3")


def test_it_all_works_as_plain_forms(open_page: Open, work: Work) -> None:
    page = open_page(java_script_enabled=False)
    page.get_by_role("link", name="Go to the first practice case").click()
    arrive(page, "practice/1/")
    for code in ("correctness", "completeness", "fluency"):
        page.locator(f"[data-code={code}] label").nth(2).click()
    page.get_by_role("button", name="Compare with the expert").click()
    expect(page.locator("#rubric-error")).to_contain_text("Friendliness")
    page.locator("[data-code=friendliness] label", has_text="n/a").click()
    page.get_by_role("button", name="Compare with the expert").click()
    expect(page.get_by_role("heading", name="You and the expert")).to_be_visible()
    assert [list(values.values()) for values in answers(work)] == [[3, 3, 3, "na"]]
    page.get_by_role("button", name="Skip the rest").click()
    arrive(page, "/rate/")
    expect(page.locator("#output-title")).to_have_text("Output A")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_step_has_a_serious_violation(open_page: Open, language: str, theme: str) -> None:
    page = open_page(language=language, color_scheme=theme)
    expect(page.locator("#guidelines")).to_be_visible()
    assert serious_violations(page) == []
    press_on(page, "practice/1/")
    wait_until_ready(page)
    assert serious_violations(page) == []
    for key in "?g":
        page.keyboard.press(key)
        page.locator("dialog[open]").wait_for()
        if key == "g":
            expect(page.locator("#guidelines-text #guidelines")).to_be_visible()
        assert serious_violations(page) == []
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("n")
    expect(page.locator("#rubric-error")).not_to_be_empty()
    assert serious_violations(page) == []
    page.keyboard.type("1254")
    page.keyboard.press("n")
    wait_for_comparison(page)
    assert serious_violations(page) == []


@pytest.mark.parametrize("size", [TABLET, PHONE, ZOOMED])
def test_small_windows_hold_every_step(open_page: Open, size: ViewportSize) -> None:
    page = open_page(size=size, has_touch=True)
    expect(page.locator("#guidelines")).to_be_visible()
    assert not scrolls_sideways(page)
    page.get_by_role("link", name="Go to the first practice case").tap()
    arrive(page, "practice/1/")
    wait_until_ready(page)
    assert not scrolls_sideways(page)
    for code in ("correctness", "completeness", "fluency", "friendliness"):
        page.locator(f"[data-code={code}] label").nth(1).tap()
    page.get_by_role("button", name="Compare with the expert").tap()
    wait_for_comparison(page)
    expect(page.locator("#comparison-title")).to_be_in_viewport()
    assert not scrolls_sideways(page)


def test_on_a_desktop_texts_and_comparison_are_in_sight_together(open_page: Open) -> None:
    page = compare_first(open_page)
    for part in ("#case-title", "#output-title", "#comparison-title", ".comparison__actions .next"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
