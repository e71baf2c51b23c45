"""A marked passage is found again in every view, offline, after an undo, in another window; or it says so."""

import json

import pytest
from playwright.sync_api import expect

from annotation.models import User
from tests.browser import serious_violations
from tests.builders_rating import Work
from tests.functional.evidencing import evidence_of, listed, make_marked, mark_for, marks, select
from tests.functional.rating_room import (
    cut_connection,
    expect_kept_here,
    expect_saved,
    mend_connection,
    open_item,
    saved_mark_says,
    wait_for_output,
)
from tests.functional.windows import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(rater: User) -> Work:
    return make_marked(rater)


def test_it_is_found_again_in_every_view_and_language(open_page: Open, work: Work) -> None:
    page = open_page()
    select(page, "低流量吸氧", "避免镇静药")
    mark_for(page, "Completeness")
    select(page, "咳嗽", "20年", pane="#case")
    mark_for(page, "Correctness")
    expect_saved(page)
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


def test_marks_in_the_case_are_those_of_the_output_in_hand(open_page: Open) -> None:
    page = open_page()
    select(page, "慢阻肺", pane="#case")
    mark_for(page, "Correctness")
    page.keyboard.type("1234n")
    wait_for_output(page, "B")
    expect(page.locator("#case mark")).to_have_count(0)


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
    expect_saved(page)
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


def test_a_conflict_shows_the_passages_of_both(open_page: Open, work: Work) -> None:
    page = open_page()
    other = page.context.new_page()
    open_item(other, work.first)
    select(other, "低流量吸氧")
    mark_for(other, "Correctness")
    expect_saved(other)
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
    expect_saved(page)
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
    expect_saved(page)
    assert [(found["quote"], found["lost"]) for found in evidence_of(work)] == [("低流量吸氧", True)]
    assert serious_violations(page) == []
    page.get_by_role("button", name="Remove passage 1").click()
    expect(item).to_have_count(0)
