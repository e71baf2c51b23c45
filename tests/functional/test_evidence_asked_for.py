"""A low level asks for a marked passage, where the rubric says so and there is a text to mark."""

import pytest
from playwright.sync_api import expect

from annotation.models import Dimension, Rating, User
from tests.builders_rating import Work
from tests.functional.evidencing import bar, make_marked, mark_for, select
from tests.functional.rating_room import (
    open_item,
    wait_for_output,
    wait_until_ready,
)
from tests.functional.windows import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(rater: User) -> Work:
    return make_marked(rater)


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
