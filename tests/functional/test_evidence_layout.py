"""Marked passages for everybody: sizes, fingers, languages, themes, screen readers."""

import pytest
from playwright.sync_api import expect

from annotation.models import Dimension, User
from tests.browser import serious_violations
from tests.builders_rating import Work
from tests.functional.evidencing import bar, evidence_of, listed, make_marked, mark_for, select
from tests.functional.rating_room import (
    expect_saved,
)
from tests.functional.windows import DESKTOP, PHONE, TABLET, Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(rater: User) -> Work:
    return make_marked(rater)


def test_a_finger_marks_at_the_foot_of_the_window(open_page: Open, work: Work) -> None:
    page = open_page(TABLET, has_touch=True, is_mobile=True)
    select(page, "低流量")
    box = bar(page).bounding_box()
    assert box
    assert round(box["y"] + box["height"]) == TABLET["height"]
    for button in bar(page).locator("button:visible").all():
        size = button.bounding_box()
        assert size
        assert size["height"] >= 44
    bar(page).get_by_role("button", name="Fluency").tap()
    expect(listed(page, "fluency")).to_have_count(1)
    page.locator(".rubric__actions").get_by_role("button", name="Mark a passage").tap()
    bar(page).get_by_role("button", name="Next sentence").tap()
    bar(page).get_by_role("button", name="One sentence more").tap()
    bar(page).get_by_role("button", name="Correctness").tap()
    expect_saved(page)
    assert [found["quote"] for found in evidence_of(work)] == [
        "应控制性低流量吸氧，𠮷医生同意。\n2. 避免镇静药，例如 diazepam &amp; co。",
        "低流量",
    ]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_while_marking(open_page: Open, language: str, theme: str) -> None:
    Dimension.objects.update(evidence_up_to=2)
    page = open_page(language=language, color_scheme=theme)
    page.keyboard.press("1")
    expect(page.locator("[data-code=correctness] [data-passage-need]")).to_be_visible()
    page.keyboard.press("m")
    expect(bar(page).locator(".is-standard")).to_be_focused()
    assert serious_violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()
    expect(listed(page, "correctness")).to_have_count(1)
    assert serious_violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_on_a_phone(open_page: Open, theme: str) -> None:
    page = open_page(PHONE, color_scheme=theme, has_touch=True, is_mobile=True)
    select(page, "低流量吸氧")
    assert serious_violations(page) == []
    bar(page).get_by_role("button", name="Correctness").tap()
    expect(listed(page, "correctness")).to_have_count(1)
    assert serious_violations(page) == []
    sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(sideways)


def test_forced_colours_keep_a_line_under_the_passage(open_page: Open) -> None:
    page = open_page(forced_colors="active")
    select(page, "低流量吸氧")
    mark_for(page, "Correctness")
    expect(page.locator("mark").first).to_have_css("border-bottom-style", "double")


def test_the_rubric_stays_in_sight_with_passages_everywhere(open_page: Open) -> None:
    Dimension.objects.update(evidence_up_to=2)
    page = open_page()
    page.keyboard.type("1111")
    for name in ("Correctness", "Completeness", "Fluency", "Friendliness"):
        for words in ("低流量", "医生", "镇静药", "diazepam"):
            select(page, words)
            mark_for(page, name)
    box = page.locator("#rubric").bounding_box()
    assert box
    assert box["y"] + box["height"] <= DESKTOP["height"]
    output = page.locator("#output").bounding_box()
    assert output
    assert output["height"] > 200
