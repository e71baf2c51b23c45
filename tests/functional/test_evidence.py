"""Marked passages in the browser: by pointer, finger and keyboard, and found again whatever changes."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from annotation.models import Dimension, Draft, Rating, User
from tests.browser import serious_violations
from tests.builders_rating import Work, make_work
from tests.functional.conftest import PATIENCE_MS
from tests.functional.rating_room import (
    cut_connection,
    expect_kept_here,
    mend_connection,
    open_item,
    saved_mark_says,
    session_cookie,
    wait_for_output,
    wait_until_ready,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESKTOP = ViewportSize(width=1366, height=768)
TABLET = ViewportSize(width=820, height=1180)
PHONE = ViewportSize(width=390, height=844)
TEXT = (
    "作为ChatGPT，我认为**高浓度吸氧不当**🩺：\n\n1. 应控制性低流量吸氧，𠮷医生同意。\n"
    "2. 避免镇静药，例如 diazepam &amp; co。\n\n| 药 | 用法 |\n|---|---|\n| 茶碱 | 口服 |\n\ncafe\u0301\n"
)
SELECT = """([selector, from, to]) => {
    const root = document.querySelector(selector);
    const find = (words, atEnd) => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const place = walker.currentNode.data.indexOf(words);
            if (place >= 0) return [walker.currentNode, place + (atEnd ? words.length : 0)];
        }
        throw new Error(`no ${words}`);
    };
    getSelection().setBaseAndExtent(...find(from, false), ...find(to, true));
}"""

Open = Callable[..., Page]


@pytest.fixture
def work(rater: User) -> Work:
    work = make_work(rater, guided_start=False)
    output = work.output()
    output.text = TEXT
    output.save()
    return work


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, rater: User, work: Work) -> Iterator[Open]:
    """The rating page in a window of its own. Whatever is loaded at the first request is loaded before."""
    opened: list[BrowserContext] = []
    client = Client()
    client.force_login(rater)
    client.get(f"/campaigns/rate/{work.first.public_id}/")

    def open_with(size: ViewportSize = DESKTOP, language: str = "en", **options: Any) -> Page:
        options = {"reduced_motion": "reduce", **options}
        context = browser.new_context(base_url=live_server.url, viewport=size, **options)
        opened.append(context)
        context.set_default_timeout(PATIENCE_MS)
        context.set_default_navigation_timeout(60_000)
        context.add_cookies(
            [
                session_cookie(rater, live_server.url),
                {"name": "django_language", "value": language, "url": live_server.url},
            ]
        )
        page = context.new_page()
        open_item(page, work.first)
        return page

    yield open_with
    for context in opened:
        context.close()


def select(page: Page, first: str, last: str = "", pane: str = "#output [data-view=text]") -> None:
    """Select from the beginning of ``first`` to the end of ``last``, as a pointer would."""
    page.evaluate(SELECT, [pane, first, last or first])
    expect(bar(page)).to_be_visible()


def bar(page: Page) -> Locator:
    return page.locator("#passage-bar")


def mark_for(page: Page, name: str) -> None:
    bar(page).get_by_role("button", name=name).click()
    expect(bar(page)).to_be_hidden()


def evidence_of(work: Work) -> list[dict[str, Any]]:
    return Draft.objects.get(assignment=work.first).evidence


def saved(page: Page) -> None:
    expect(page.locator("#saved-mark")).to_have_attribute("data-state", "saved")


def marks(page: Page, number: int = 1) -> str:
    """What is highlighted as passage ``number`` in the view that is open, without its label."""
    locator = page.locator(f"mark[data-passage='{number - 1}']")
    expect(locator.first).to_be_visible()
    return "".join(locator.all_text_contents())


def listed(page: Page, code: str) -> Locator:
    return page.locator(f"[data-code={code}] .passage")


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
    saved(page)
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
    saved(page)
    found = evidence_of(work)[0]
    source = work.output().text or ""
    assert source[found["start"] :].startswith(first)
    assert source[: found["end"]].endswith(last)
    assert found["quote"] == source[found["start"] : found["end"]]


def test_a_selection_without_its_combining_mark_takes_it_along(open_page: Open, work: Work) -> None:
    page = open_page()
    select(page, "caf", "cafe")
    mark_for(page, "Correctness")
    saved(page)
    assert evidence_of(work)[0]["quote"].endswith("e\u0301")


def test_a_passage_over_a_hidden_name_tells_nothing(open_page: Open, work: Work) -> None:
    page = open_page()
    select(page, "作为", "认为")
    mark_for(page, "Correctness")
    saved(page)
    assert evidence_of(work)[0]["quote"] == "作为█，我认为"
    expect(listed(page, "correctness").locator("q")).to_have_text("作为█，我认为")
    assert marks(page) == "作为name hidden，我认为"
    page.reload()
    expect(listed(page, "correctness").locator("q")).to_have_text("作为█，我认为")
    assert "ChatGPT" not in page.content()


def test_it_is_found_again_in_every_view_and_language(open_page: Open, work: Work) -> None:
    page = open_page()
    select(page, "低流量吸氧", "避免镇静药")
    mark_for(page, "Completeness")
    select(page, "咳嗽", "20年", pane="#case")
    mark_for(page, "Correctness")
    saved(page)
    read = marks(page), marks(page, 2)
    assert read == ("低流量吸氧，𠮷医生同意。避免镇静药", "咳嗽、咳痰20年")
    page.keyboard.press("r")
    expect(page.locator("[data-view=raw] mark")).to_have_count(1)
    assert marks(page) == "低流量吸氧，𠮷医生同意。\n2. 避免镇静药"
    page.keyboard.press("r")
    page.reload()
    assert (marks(page), marks(page, 2)) == read
    page.get_by_role("button", name="中文").click()
    expect(page.locator("#output-title")).to_have_text("回答 A")
    assert (marks(page), marks(page, 2)) == read


def test_the_raw_view_can_be_marked_as_well(open_page: Open, work: Work) -> None:
    page = open_page()
    page.keyboard.press("r")
    select(page, "**高浓度", "控制性", pane="[data-view=raw]")
    mark_for(page, "Correctness")
    saved(page)
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
    saved(page)
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
    saved(page)
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
    saved(page)
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
    saved(page)
    assert [found["quote"] for found in evidence_of(work)] == [
        "应控制性低流量吸氧，𠮷医生同意。\n2. 避免镇静药，例如 diazepam &amp; co。",
        "低流量",
    ]


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
    saved(page)
    assert evidence_of(work) == []


def test_a_low_level_asks_for_a_passage(open_page: Open, work: Work) -> None:
    Dimension.objects.filter(code="correctness").update(evidence_up_to=2)
    page = open_page()
    need = page.locator("[data-code=correctness] [data-passage-need]")
    expect(need).to_be_hidden()
    page.keyboard.type("2345")
    expect(need).to_be_visible()
    page.keyboard.press("n")
    error = page.locator("#rubric-error")
    expect(error).to_have_text("Mark the passage that shows it, or choose another level: Correctness")
    expect(page.locator("[name=value-correctness][value='2']")).to_be_focused()
    assert not Rating.objects.exists()
    need.get_by_role("button").click()
    expect(bar(page).get_by_role("button", name="Correctness")).to_be_focused()
    page.keyboard.press("Enter")
    expect(need).to_be_hidden()
    page.keyboard.press("n")
    wait_for_output(page, "B")
    assert [found["part"] for found in Rating.objects.get().evidence] == ["output"]


def test_a_higher_level_asks_for_none(open_page: Open, work: Work) -> None:
    Dimension.objects.filter(code="correctness").update(evidence_up_to=2)
    page = open_page()
    page.keyboard.type("3111n")
    wait_for_output(page, "B")


def test_an_empty_output_asks_for_none(open_page: Open, work: Work) -> None:
    Dimension.objects.update(evidence_up_to=2)
    page = open_page()
    open_item(page, work.assignments[3])
    page.keyboard.type("1111")
    expect(page.locator("[data-passage-need]:visible")).to_have_count(0)
    page.keyboard.press("n")
    wait_for_output(page, "A")
    assert Rating.objects.count() == 1


def test_the_server_says_so_when_the_page_does_not_know(open_page: Open, work: Work) -> None:
    page = open_page()
    Dimension.objects.filter(code="fluency").update(evidence_up_to=2)
    page.keyboard.type("3313n")
    expect(page.locator("#rubric-error")).to_contain_text("choose another level: Fluency")
    expect(page.locator("#rubric-fields")).to_be_enabled()
    select(page, "低流量")
    mark_for(page, "Fluency")
    page.keyboard.press("n")
    wait_for_output(page, "B")


def test_what_is_kept_offline_holds_no_word_of_the_text(open_page: Open, work: Work) -> None:
    page = open_page()
    cut_connection(page)
    select(page, "低流量吸氧")
    mark_for(page, "Correctness")
    select(page, "慢阻肺", pane="#case")
    mark_for(page, "Fluency")
    saved_mark_says(page, "Not saved. Kept here, sending…")
    expect_kept_here(page, 1)
    kept = page.evaluate("JSON.stringify(Object.values(localStorage).map(JSON.parse))")
    entry = json.loads(kept)[0]["latest"]["evidence"]
    assert [set(found) for found in entry] == [{"dimension", "part", "start", "end", "text"}] * 2
    assert not any(character > "\u2e80" for character in kept)
    page.reload()
    expect(listed(page, "correctness").locator("q")).to_have_text("低流量吸氧")
    assert marks(page, 2) == "慢阻肺"
    mend_connection(page)
    saved(page)
    expect_kept_here(page, 0)
    assert [found["quote"] for found in evidence_of(work)] == ["低流量吸氧", "慢阻肺"]


def test_undo_brings_the_passages_back(open_page: Open, work: Work) -> None:
    page = open_page()
    select(page, "低流量吸氧")
    mark_for(page, "Correctness")
    page.keyboard.type("1234n")
    wait_for_output(page, "B")
    expect(page.locator("mark")).to_have_count(0)
    page.keyboard.press("u")
    wait_for_output(page, "A")
    assert marks(page) == "低流量吸氧"
    expect(listed(page, "correctness")).to_have_count(1)


def test_marks_in_the_case_are_those_of_the_output_in_hand(open_page: Open) -> None:
    page = open_page()
    select(page, "慢阻肺", pane="#case")
    mark_for(page, "Correctness")
    page.keyboard.type("1234n")
    wait_for_output(page, "B")
    expect(page.locator("#case mark")).to_have_count(0)


def test_a_conflict_shows_the_passages_of_both(open_page: Open, work: Work) -> None:
    page = open_page()
    other = page.context.new_page()
    open_item(other, work.first)
    select(other, "低流量吸氧")
    mark_for(other, "Correctness")
    saved(other)
    select(page, "避免镇静药")
    mark_for(page, "Fluency")
    row = page.locator("#conflict-rows tr.differs", has_text="Marked passages")
    expect(row.locator("td")).to_have_text(["Fluency: “避免镇静药”", "Correctness: “低流量吸氧”"])
    page.get_by_role("button", name="Take the other").click()
    expect(listed(page, "correctness").locator("q")).to_have_text("低流量吸氧")
    assert marks(page) == "低流量吸氧"


def test_a_passage_whose_text_is_gone_says_so_and_keeps_its_words(open_page: Open, work: Work) -> None:
    page = open_page()
    select(page, "低流量吸氧")
    mark_for(page, "Correctness")
    saved(page)
    output = work.output()
    output.text = "全新的回答。"
    output.save()
    page.reload()
    item = listed(page, "correctness")
    expect(item).to_contain_text("Passage no longer found")
    expect(item.locator("q")).to_have_text("低流量吸氧")
    expect(item.locator(".passage__jump")).to_be_disabled()
    page.keyboard.press("4")
    expect(page.locator("[name=value-correctness][value='4']")).to_be_checked()
    saved(page)
    assert [(found["quote"], found["lost"]) for found in evidence_of(work)] == [("低流量吸氧", True)]
    assert serious_violations(page) == []
    page.get_by_role("button", name="Remove passage 1").click()
    expect(item).to_have_count(0)


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


def test_a_change_asks_for_a_passage_as_well(open_page: Open, work: Work) -> None:
    Dimension.objects.filter(code="correctness").update(evidence_up_to=2)
    page = open_page()
    page.keyboard.type("4444n")
    wait_for_output(page, "B")
    page.goto(f"/campaigns/rate/{work.first.public_id}/change/")
    wait_until_ready(page)
    page.locator("[data-code=correctness] label", has_text="1").click()
    page.locator("#change-reason").fill("Overlooked the dose")
    page.get_by_role("button", name="Save the change").click()
    expect(page.locator("#rubric-error")).to_contain_text("choose another level: Correctness")
    select(page, "低流量吸氧")
    mark_for(page, "Correctness")
    with page.expect_response("**/revise/") as answered:
        page.get_by_role("button", name="Save the change").click()
    assert answered.value.ok
    quotes = [[found["quote"] for found in rating.evidence] for rating in Rating.objects.order_by("revision")]
    assert quotes == [[], ["低流量吸氧"]]
