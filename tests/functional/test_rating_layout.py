"""The rating page for everybody: sizes, languages, themes, zoom, screen readers."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from annotation.models import Anchor, Assignment, Campaign, User
from tests.browser import serious_violations
from tests.builders_rating import Work, make_work
from tests.functional.rating_room import cut_connection, saved_mark_says
from tests.functional.windows import PHONE, SMALL_TABLET, TABLET, TOUCH, ZOOMED, Open, scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater)


def fits(page: Page, selector: str) -> bool:
    """Whether the element is wholly within the window."""
    box = page.locator(selector).bounding_box()
    size = page.viewport_size
    assert box
    assert size
    return box["y"] >= 0 and box["y"] + box["height"] <= size["height"]


def make_long(work: Work) -> None:
    question, output = work.question, work.output()
    question.input += "\n## 病程: " + "患者病情平稳，继续观察。\n" * 80
    output.text = f"{output.text}\n\n" + "应予控制性低流量吸氧。\n\n" * 80
    question.save()
    output.save()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_state_of_the_page_has_a_serious_violation(open_page: Open, language: str, theme: str) -> None:
    page = open_page(language=language, color_scheme=theme)
    assert serious_violations(page) == []
    for key in "?gs":
        page.keyboard.press(key)
        page.locator("dialog[open]").wait_for()
        assert serious_violations(page) == []
        page.keyboard.press("Escape")
    page.locator(".level--severe").click()
    page.keyboard.press("f")
    page.keyboard.press("n")
    expect(page.locator("#rubric-error")).not_to_be_empty()
    assert serious_violations(page) == []
    cut_connection(page)
    page.keyboard.type("12")
    expect(page.locator("#saved-mark")).to_have_attribute("data-state", "kept")
    assert serious_violations(page) == []


@pytest.mark.parametrize("state", [Campaign.State.PAUSED, Campaign.State.CLOSED])
def test_a_page_that_is_not_open_has_no_serious_violation(open_page: Open, state: str) -> None:
    Campaign.objects.update(state=state)
    assert serious_violations(open_page()) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_list_of_work_has_no_serious_violation(open_page: Open, theme: str) -> None:
    page = open_page(color_scheme=theme)
    page.goto("/campaigns/my-work/")
    assert serious_violations(page) == []
    Assignment.objects.update(state=Assignment.State.SKIPPED)
    page.reload()
    assert serious_violations(page) == []


def test_the_rubric_never_scrolls_out_of_sight_on_a_desktop(open_page: Open, work: Work) -> None:
    make_long(work)
    page = open_page()
    for pane in ("#case", "#output"):
        page.locator(pane).evaluate("pane => pane.scrollTo(0, 5000)")
        assert page.locator(pane).evaluate("pane => pane.scrollTop") > 500
    assert fits(page, "#rubric")
    assert page.locator("#output").bounding_box()["height"] > 300  # type: ignore[index]
    assert not scrolls_sideways(page)


def test_a_smaller_desktop_window_keeps_the_rubric_in_sight(open_page: Open, work: Work) -> None:
    make_long(work)
    page = open_page(ViewportSize(width=1366, height=625))
    assert fits(page, "#rubric")


def test_on_an_upright_tablet_the_case_folds_above_the_output(open_page: Open, work: Work) -> None:
    make_long(work)
    page = open_page(TABLET, **TOUCH)
    assert fits(page, "#rubric")
    before, case = (page.locator(pane).bounding_box() for pane in ("#output", "#case"))
    assert case
    assert case["height"] < 0.4 * TABLET["height"]
    page.get_by_role("button", name="Fold the case").tap()
    expect(page.locator("#case-body")).to_be_hidden()
    after = page.locator("#output").bounding_box()
    assert before
    assert after
    assert after["height"] > before["height"]


def test_on_an_upright_tablet_a_short_case_leaves_its_room_to_the_output(open_page: Open, work: Work) -> None:
    make_long(work)
    work.question.input = "女，36岁，咳嗽3天。"
    work.question.save()
    page = open_page(SMALL_TABLET, **TOUCH)
    case, body = (page.locator(part).bounding_box() for part in ("#case", "#case-body"))
    assert case
    assert body
    assert case["y"] + case["height"] - (body["y"] + body["height"]) < 40
    assert page.locator("#case").evaluate("pane => pane.scrollHeight <= pane.clientHeight")
    assert fits(page, "#rubric")


def test_levels_are_large_enough_for_a_finger(open_page: Open) -> None:
    page = open_page(TABLET, **TOUCH)
    for box in (label.bounding_box() for label in page.locator(".level").all()):
        assert box
        assert min(box["width"], box["height"]) >= 44


@pytest.mark.parametrize("size", [PHONE, ZOOMED])
def test_small_windows_flow_and_nothing_is_fixed(open_page: Open, work: Work, size: ViewportSize) -> None:
    make_long(work)
    page = open_page(size)
    assert not scrolls_sideways(page)
    assert page.evaluate("document.documentElement.scrollHeight") > 2 * size["height"]
    assert page.locator("#rubric").evaluate("form => getComputedStyle(form).position") == "static"
    for name in (page.get_by_role("button", name="中文"), page.locator(".site-tools summary")):
        assert name.evaluate("name => name.clientHeight < 2 * parseFloat(getComputedStyle(name).lineHeight)")
    page.get_by_role("button", name="Submit and next").scroll_into_view_if_needed()
    assert fits(page, ".rubric__actions .next")


def test_on_a_phone_what_is_not_saved_is_said_wherever_one_has_scrolled_to(
    open_page: Open, work: Work
) -> None:
    make_long(work)
    page = open_page(PHONE, has_touch=True)
    cut_connection(page)
    page.locator("[data-code=fluency] label", has_text="2").tap()
    saved_mark_says(page, "Not saved")
    expect(page.locator("#saved-mark")).to_be_in_viewport()
    expect(page.locator(".brand")).not_to_be_in_viewport()
    assert fits(page, "#saved-mark")
    assert serious_violations(page) == []


def test_a_tap_shows_the_anchor_and_saves(open_page: Open) -> None:
    page = open_page(TABLET, **TOUCH)
    page.locator("[data-code=fluency] label", has_text="2").tap()
    expect(page.locator("[data-code=fluency] [data-anchor]")).to_have_text("2: Level 2 of fluency")
    saved_mark_says(page, "Saved")


def test_the_row_in_hand_is_read_to_its_end(open_page: Open, work: Work) -> None:
    Anchor.objects.update(text_en=f"{'Gaps in what matters. ' * 12}End.")
    page = open_page(SMALL_TABLET, **TOUCH)
    page.locator("[data-code=fluency] label", has_text="2").tap()
    line = page.locator("[data-anchor-line]")
    expect(line).to_contain_text("End.")
    assert line.evaluate("line => line.scrollHeight <= line.clientHeight")
    assert fits(page, "[data-anchor-line]")
    assert fits(page, "#rubric")


def test_no_row_moves_when_a_key_brings_two_texts(open_page: Open, work: Work) -> None:
    Anchor.objects.update(text_en="Gaps in what matters to the patient, told at some length. " * 3)
    page = open_page()
    level = page.locator("[data-code=friendliness] .level").nth(3)
    top = "label => label.getBoundingClientRect().top"
    level.hover()
    before = level.evaluate(top)
    page.keyboard.type("33")
    expect(page.locator("[data-anchor-line] span")).to_have_count(2)
    assert level.evaluate(top) == before
    # The pointer rests where it was.
    expect(page.locator("[data-code=friendliness] [data-anchor]")).to_contain_text("4: ")


def test_the_saved_mark_is_announced(open_page: Open) -> None:
    page = open_page()
    expect(page.locator("#saved-mark")).to_have_attribute("role", "status")
    expect(page.get_by_role("radiogroup", name="Correctness")).to_be_visible()
    expect(page.get_by_role("region", name="Output A")).to_be_visible()
    expect(page.get_by_role("radio", name="4").first).to_have_accessible_description("Level 4 of correctness")


def test_forced_colours_keep_the_chosen_level_apart(open_page: Open) -> None:
    page = open_page(forced_colors="active")
    page.keyboard.press("4")
    colours = page.locator("[data-code=correctness] .level span:not(.visually-hidden)").evaluate_all(
        "spans => spans.map(span => getComputedStyle(span).backgroundColor)"
    )
    assert colours[3] not in (colours[0], colours[2])
    lines = "rows => rows.map(row => getComputedStyle(row).borderInlineStartColor)"
    marked = page.locator(".dimension.is-marked").evaluate_all(lines)
    assert not {*marked} & {*page.locator(".dimension:not(.is-marked)").evaluate_all(lines)}
    lines = "links => links.map(link => getComputedStyle(link).borderBottomColor)"
    current = page.locator(".letters [aria-current]").evaluate_all(lines)
    assert not {*current} & {*page.locator(".letters a:not([aria-current])").evaluate_all(lines)}
    page.set_viewport_size(PHONE)
    assert not scrolls_sideways(page)
    assert max(page.locator(".dimension").evaluate_all("rows => rows.map(row => row.offsetHeight)")) < 250
