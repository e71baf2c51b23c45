"""Passages are marked in the browser: by pointer and keyboard, in the output and its case."""

import pytest
from playwright.sync_api import expect

from annotation.models import Draft, User
from tests.builders_rating import Work
from tests.functional.evidencing import SELECT, bar, evidence_of, listed, make_marked, mark_for, marks, select
from tests.functional.rating_room import (
    expect_saved,
)
from tests.functional.windows import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(rater: User) -> Work:
    return make_marked(rater)


def test_what_a_pointer_selects_is_tied_to_a_dimension(open_page: Open, work: Work) -> None:
    page = open_page()
    words = page.locator("#output .prose li").first.bounding_box()
    assert words
    page.mouse.move(words["x"] + 2, words["y"] + 12)
    page.mouse.down()
    page.mouse.move(words["x"] + 200, words["y"] + 12, steps=4)
    expect(bar(page)).to_be_hidden()
    page.mouse.up()
    mark_for(page, "Fluency")
    expect_saved(page)
    quote = evidence_of(work)[0]["quote"]
    assert quote.startswith("应控制性低流量")
    assert marks(page) == quote
    expect(listed(page, "fluency").locator("q")).to_have_text(quote)
    expect(page.get_by_role("list", name="1 passage marked for Fluency")).to_be_visible()
    expect(page.locator("#passage-said")).to_have_text(f"Marked for Fluency: “{quote}”")
    label = page.locator(".passage-mark").last.evaluate("mark => getComputedStyle(mark, '::after').content")
    assert "1 Fluency" in label


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("我认为", "浓度吸氧不当"),
        ("🩺", "应控制"),
        ("𠮷", "𠮷"),
        ("diazepam", "co。"),
        ("氧不当", "茶碱"),
        ("e\u0301", "e\u0301"),
    ],
)
def test_a_passage_stands_in_the_source_as_it_was_selected(
    open_page: Open, work: Work, first: str, last: str
) -> None:
    page = open_page()
    select(page, first, last)
    mark_for(page, "Correctness")
    expect_saved(page)
    found = evidence_of(work)[0]
    source = work.output().text or ""
    assert source[found["start"] :].startswith(first)
    assert source[: found["end"]].endswith(last)
    assert found["quote"] == source[found["start"] : found["end"]]


def test_a_selection_without_its_combining_mark_takes_it_along(open_page: Open, work: Work) -> None:
    page = open_page()
    select(page, "caf", "cafe")
    mark_for(page, "Correctness")
    expect_saved(page)
    assert evidence_of(work)[0]["quote"].endswith("e\u0301")


def test_a_passage_over_a_hidden_name_tells_nothing(open_page: Open, work: Work) -> None:
    page = open_page()
    select(page, "作为", "认为")
    mark_for(page, "Correctness")
    expect_saved(page)
    assert evidence_of(work)[0]["quote"] == "作为█，我认为"
    expect(listed(page, "correctness").locator("q")).to_have_text("作为█，我认为")
    assert marks(page) == "作为name hidden，我认为"
    page.reload()
    expect(listed(page, "correctness").locator("q")).to_have_text("作为█，我认为")
    assert "ChatGPT" not in page.content()


def test_the_raw_view_can_be_marked_as_well(open_page: Open, work: Work) -> None:
    page = open_page()
    page.keyboard.press("r")
    select(page, "**高浓度", "控制性", pane="[data-view=raw]")
    mark_for(page, "Correctness")
    expect_saved(page)
    assert evidence_of(work)[0]["quote"].startswith("**高浓度吸氧不当**")
    page.keyboard.press("r")
    expect(page.locator("[data-view=text] mark").first).to_have_text("高浓度吸氧不当")
    assert marks(page) == "高浓度吸氧不当🩺：应控制性"


def test_a_selection_is_marked_by_key(open_page: Open, work: Work) -> None:
    page = open_page()
    page.locator("[name=value-fluency]").first.focus()
    select(page, "镇静药")
    page.keyboard.press("m")
    expect(bar(page).get_by_role("button", name="Fluency")).to_be_focused()
    page.keyboard.press("Enter")
    expect(listed(page, "fluency")).to_have_count(1)
    expect(page.locator("[name=value-fluency]").first).to_be_focused()
    # Digits are the open bar's, wherever the focus is, and so is Escape.
    select(page, "低流量")
    page.keyboard.press("1")
    expect(listed(page, "correctness")).to_have_count(1)
    expect(bar(page)).to_be_hidden()
    select(page, "口服")
    page.keyboard.press("5")
    expect(bar(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(bar(page)).to_be_hidden()
    expect(page.locator("[name=value-fluency]").first).to_be_focused()
    expect_saved(page)
    assert {found["dimension"]: found["quote"] for found in evidence_of(work)} == {
        "fluency": "镇静药",
        "correctness": "低流量",
    }
    assert Draft.objects.get(assignment=work.first).values == {}


def test_without_a_pointer_sentences_are_walked(open_page: Open, work: Work) -> None:
    page = open_page()
    quote = page.locator("#passage-quote")
    page.locator("#output").focus()
    page.keyboard.press("m")
    expect(quote).to_have_text("作为█，我认为高浓度吸氧不当🩺：")
    page.keyboard.press("ArrowDown")
    expect(quote).to_have_text("应控制性低流量吸氧，𠮷医生同意。")
    expect(page.locator("#passage-said")).to_have_text("应控制性低流量吸氧，𠮷医生同意。")
    page.keyboard.press("Shift+ArrowDown")
    expect(quote).to_have_text("应控制性低流量吸氧，𠮷医生同意。 避免镇静药，例如 diazepam & co。")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(quote).to_have_text("作为█，我认为高浓度吸氧不当🩺：")
    page.keyboard.press("2")
    expect(page.locator("#output")).to_be_focused()
    expect_saved(page)
    assert [(found["dimension"], found["quote"]) for found in evidence_of(work)] == [
        ("completeness", "作为█，我认为**高浓度吸氧不当**🩺：")
    ]


def test_the_case_is_walked_from_its_own_pane(open_page: Open, work: Work) -> None:
    page = open_page()
    page.locator("#case").focus()
    page.keyboard.press("m")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#passage-quote")).to_have_text("男，74岁，慢阻肺急性加重。")
    page.keyboard.press("m")
    expect_saved(page)
    assert [(found["part"], found["quote"]) for found in evidence_of(work)] == [
        ("case", "男，74岁，慢阻肺急性加重。")
    ]


def test_thinking_better_of_it_marks_nothing(open_page: Open, work: Work) -> None:
    page = open_page()
    page.keyboard.press("m")
    expect(bar(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(bar(page)).to_be_hidden()
    expect(page.locator("mark")).to_have_count(0)
    select(page, "镇静药")
    page.evaluate("getSelection().removeAllRanges()")
    expect(bar(page)).to_be_hidden()
    page.evaluate(SELECT, ["#rubric", "Correctness", "Fluency"])
    page.evaluate("new Promise(resolve => setTimeout(resolve, 400))")
    expect(bar(page)).to_be_hidden()


def test_letter_keys_that_are_off_leave_the_button(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("?")
    page.locator("#letter-keys").uncheck()
    page.keyboard.press("Escape")
    page.locator("#output").focus()
    page.keyboard.press("m")
    expect(bar(page)).to_be_hidden()
    page.locator(".rubric__actions").get_by_role("button", name="Mark a passage").click()
    expect(bar(page)).to_be_visible()


def test_a_passage_is_shown_on_request_and_removed(open_page: Open, work: Work) -> None:
    page = open_page()
    select(page, "镇静药")
    mark_for(page, "Correctness")
    select(page, "低流量")
    mark_for(page, "Correctness")
    page.keyboard.press("2")
    listed(page, "correctness").nth(1).locator(".passage__jump").click()
    expect(page.locator("mark.is-pointed")).to_have_text("镇静药")
    expect(page.locator("mark.is-pointed")).to_be_focused()
    page.get_by_role("button", name="Remove passage 1").click()
    expect(listed(page, "correctness").locator("q")).to_have_text(["镇静药"])
    expect(listed(page, "correctness").locator(".passage__jump")).to_be_focused()
    page.keyboard.press("Delete")
    expect(listed(page, "correctness")).to_have_count(0)
    expect(page.locator("mark")).to_have_count(0)
    expect(page.locator("[name=value-correctness][value='2']")).to_be_checked()
    expect_saved(page)
    assert evidence_of(work) == []
