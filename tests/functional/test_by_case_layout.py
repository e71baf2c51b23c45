"""The comparison for everybody: sizes, languages, themes, touch, zoom, screen readers."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from annotation.campaigns.judgements import Judged
from annotation.campaigns.services.drafts import save_draft
from annotation.campaigns.services.ratings import submit_rating
from annotation.models import Anchor, Campaign, Dimension, Rating, User
from tests.browser import serious_violations
from tests.builders_rating import Work
from tests.functional.comparing import expect_in_hand, level, make_cases, open_case, stand
from tests.functional.rating_room import asked, cut_connection, expect_saved
from tests.functional.windows import (
    DESKTOP,
    LANDSCAPE,
    PHONE,
    TABLET,
    TOUCH,
    ZOOMED,
    Open,
    scrolls_sideways,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(rater: User) -> Work:
    """Five long outputs of a long case."""
    work = make_cases(rater, 1)
    question = work.question
    question.input += "\n## 病程: " + "患者病情平稳，继续观察。\n" * 80
    question.save()
    for place in range(4):
        output = work.output(place)
        output.text = f"{output.text}\n\n" + "应予控制性低流量吸氧，目标 SpO2 88%～92%。\n\n" * 60
        output.save()
    return work


@pytest.fixture
def open_page(open_window: Open, work: Work) -> Open:
    """The outputs of the case, side by side, in a window of its own."""

    def open_with(*size: ViewportSize, **options: object) -> Page:
        page = open_window(*size, **options)
        open_case(page, work.first)
        return page

    return open_with


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_state_of_the_page_has_a_serious_violation(open_page: Open, language: str, theme: str) -> None:
    Dimension.objects.filter(code="correctness").update(evidence_up_to=2)
    page = open_page(language=language, color_scheme=theme)
    assert serious_violations(page) == []
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()
    assert serious_violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("n")
    expect(page.locator("#compare-error")).not_to_be_empty()
    assert serious_violations(page) == []
    page.keyboard.press("f")
    page.keyboard.press("h")
    page.locator("#remarks-dialog .level--severe").click()
    expect(page.locator("#remarks-lacking")).not_to_be_empty()
    assert serious_violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("1")
    expect(page.locator("[data-passage-need]:visible")).to_have_count(1)
    page.keyboard.press("m")
    expect(page.locator("#passage-bar")).to_be_visible()
    assert serious_violations(page) == []
    page.keyboard.press("1")
    expect(page.locator(".stand .passage")).to_have_count(1)
    assert serious_violations(page) == []
    cut_connection(page)
    page.keyboard.type("12x")
    expect(page.locator("#saved-mark")).to_have_attribute("data-state", "kept")
    assert serious_violations(page) == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_two_versions_in_place_have_no_serious_violation(
    open_page: Open, work: Work, language: str, theme: str, size: ViewportSize
) -> None:
    page = open_page(size, language=language, color_scheme=theme)
    codes = ("correctness", "completeness", "fluency", "friendliness")
    elsewhere = Judged(dict.fromkeys(codes, 2.0), comment="剂量需核对", harm="severe", harm_note="呼吸抑制")
    save_draft(assignment=work.first, judged=elsewhere, version=0)
    second, key = work.assignments[1], uuid.uuid4()
    submit_rating(assignment=second, user=work.user, judged=elsewhere, version=0, client_key=key)
    Rating.objects.update(created_at=timezone.now() - timedelta(days=1))
    stand(page, "A").locator("[data-code=correctness] .level", has_text="4").click()
    dialog = asked(page)
    expect(dialog.locator(".differs")).to_have_count(6)
    keep = dialog.locator("[data-action=keep-mine]")
    expect(dialog.get_by_role("heading")).to_be_in_viewport(ratio=0.99)
    assert not scrolls_sideways(page)
    assert serious_violations(page) == []
    keep.click()
    expect(dialog).to_be_hidden()
    stand(page, "B").locator("[data-code=correctness] .level", has_text="4").click()
    expect(asked(page)).to_contain_text("B")
    assert serious_violations(page) == []
    keep.click()
    expect(stand(page, "B").locator(".badge--caution")).to_be_visible()
    expect(page.locator("#rating-alert a")).to_be_visible()
    assert not scrolls_sideways(page)
    assert serious_violations(page) == []


@pytest.mark.parametrize("state", [Campaign.State.PAUSED, Campaign.State.CLOSED])
def test_a_page_that_is_not_open_has_no_serious_violation(open_page: Open, state: str) -> None:
    Campaign.objects.update(state=state)
    assert serious_violations(open_page()) == []


def test_on_a_desktop_levels_and_foot_never_scroll_out_of_sight(open_page: Open) -> None:
    page = open_page()
    assert not scrolls_sideways(page)
    assert page.evaluate("document.documentElement.scrollHeight") == DESKTOP["height"]
    for letter in "ABC":
        text = stand(page, letter).get_by_role("region")
        box = text.bounding_box()
        assert box
        assert box["height"] > 380
        text.evaluate("pane => pane.scrollTo(0, 5000)")
        assert text.evaluate("pane => pane.scrollTop") > 500
        expect(level(page, letter, "correctness", 5)).to_be_in_viewport(ratio=0.99)
    expect(page.locator(".rubric__actions .next")).to_be_in_viewport(ratio=0.99)


def test_with_the_case_folded_all_five_stand_in_sight(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("e")
    expect(page.locator("#case-body")).to_be_hidden()
    for letter in "ABCDE":
        expect(level(page, letter, "correctness", 1)).to_be_in_viewport(ratio=0.99)
        expect(level(page, letter, "correctness", 5)).to_be_in_viewport(ratio=0.99)
    page.keyboard.press("e")
    expect(page.locator("#case-body")).to_be_visible()


@pytest.mark.parametrize("size", [TABLET, LANDSCAPE])
def test_a_tablet_takes_fingers(open_page: Open, size: ViewportSize) -> None:
    page = open_page(size, **TOUCH)
    assert not scrolls_sideways(page)
    expect(page.locator(".rubric__actions .next")).to_be_in_viewport(ratio=0.99)
    for label in stand(page, "B").locator("[data-code=correctness] .level").all():
        box = label.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
    stand(page, "B").locator("[data-code=correctness] .level", has_text="4").tap()
    expect(level(page, "B", "correctness", 4)).to_be_checked()
    for button in stand(page, "B").locator(".stand__acts button").all():
        box = button.bounding_box()
        assert box
        assert box["height"] >= 44
    stand(page, "B").get_by_role("button", name="Harm, comment").tap()
    page.get_by_role("dialog").locator(".level--possible").tap()
    page.get_by_role("dialog").get_by_role("button", name="Close").tap()
    expect(stand(page, "B")).to_contain_text("Harm: possible")
    page.locator("[data-action=dimension][data-code=fluency]").tap()
    expect_in_hand(page, "A", "Fluency")
    expect_saved(page)


def test_on_a_phone_outputs_stand_below_each_other_and_unfold(open_page: Open) -> None:
    page = open_page(PHONE, **TOUCH)
    assert not scrolls_sideways(page)
    first, second = stand(page, "A").bounding_box(), stand(page, "B").bounding_box()
    assert first
    assert second
    assert second["y"] >= first["y"] + first["height"] - 1
    assert first["height"] < PHONE["height"]
    stand(page, "A").get_by_role("button", name="Show all of it").tap()
    expect(stand(page, "A").get_by_role("button", name="Show less")).to_be_visible()
    after = stand(page, "A").bounding_box()
    assert after
    assert after["height"] > first["height"]
    stand(page, "B").locator("[data-code=correctness] .level", has_text="2").tap()
    expect(stand(page, "B").locator("[data-code=correctness] [data-anchor]")).to_have_text(
        "2: Level 2 of correctness"
    )
    stand(page, "B").get_by_role("button", name="Mark", exact=True).tap()
    expect(page.locator("#passage-bar")).to_be_in_viewport(ratio=0.99)
    page.locator("#passage-bar").get_by_role("button", name="Fluency").tap()
    expect(stand(page, "B").locator(".passage")).to_contain_text("1 Fluency")
    expect_saved(page)


def test_under_strong_zoom_everything_flows(open_page: Open) -> None:
    page = open_page(ZOOMED)
    assert not scrolls_sideways(page)
    page.keyboard.press("h")
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    page.locator(".rubric__actions .next").scroll_into_view_if_needed()
    expect(page.locator(".rubric__actions .next")).to_be_in_viewport(ratio=0.99)


def test_a_screen_reader_hears_which_output_and_which_dimension(open_page: Open) -> None:
    page = open_page()
    expect(page.get_by_role("radiogroup", name="Correctness Output B")).to_be_visible()
    expect(page.get_by_role("region", name="Text of output B")).to_be_visible()
    expect(page.get_by_role("form", name="Output B")).to_be_visible()
    expect(page.locator("#compare-status")).to_have_attribute("role", "status")
    expect(page.get_by_role("button", name="A –")).to_have_attribute("aria-current", "true")


def test_forced_colours_keep_the_chosen_level_apart(open_page: Open) -> None:
    page = open_page(forced_colors="active")
    page.keyboard.press("4")
    expect(level(page, "A", "correctness", 4)).to_be_checked()
    colours = (
        stand(page, "A")
        .locator("[data-code=correctness] .level span:not(.visually-hidden)")
        .evaluate_all("spans => spans.map(span => getComputedStyle(span).backgroundColor)")
    )
    assert colours[3] not in (colours[0], colours[2])


def test_no_level_slips_away_under_the_pointer(open_page: Open) -> None:
    Anchor.objects.filter(value=2).update(text_en=f"{'Gaps in what matters. ' * 24}End.")
    page = open_page()
    two = stand(page, "B").locator("[data-code=correctness] label.level").nth(1)
    top = "label => Math.round(label.getBoundingClientRect().top)"
    before = two.evaluate(top)
    two.hover()
    expect(page.locator("[data-level-line]")).to_contain_text("End.")
    assert two.evaluate(top) == before
    page.keyboard.press("2")
    expect(page.locator("[data-level-line] span")).to_have_count(2)
    assert two.evaluate(top) == before
    two.click()
    expect(level(page, "B", "correctness", 2)).to_be_checked()


def test_a_pointer_that_leaves_at_once_lets_the_level_in_focus_speak(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("4")
    stand(page, "A").locator("[data-code=correctness] label.level").nth(1).hover()
    line = page.locator("[data-level-line]")
    expect(line).to_have_text("Correctness · 2: Level 2 of correctness")
    page.mouse.move(700, 10)
    expect(line).to_have_text("Correctness · 1: Level 1 of correctness")
