"""In a real browser: nothing it is sent, shows or keeps tells who wrote what, until names are asked for."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import ConsoleMessage, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from annotation.campaigns.judgements import Judged
from annotation.campaigns.services.drafts import save_draft
from annotation.campaigns.services.guesses import begin_guessing
from annotation.campaigns.services.masked_names import add_masked_names
from annotation.campaigns.services.ratings import submit_rating
from annotation.models import Assignment, Campaign, SourceGuess, User
from tests.browser import serious_violations
from tests.builders_rating import COMPLETE, MODELS, Work, add_image, make_work
from tests.functional.rating_room import open_item, saved_mark_says, session_cookie, wait_for_output
from tests.functional.windows import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TRACES = (*MODELS, "杏林", "百度", "OpenAI", "secret", "vanilla", "external_id", "model_id", "language_model")
# The first page of a fresh server takes its time on a busy machine.
PATIENCE = 60_000
KEPT = """() => JSON.stringify([
    {...localStorage}, {...sessionStorage}, document.cookie, document.title, window.name, history.state,
    performance.getEntriesByType("resource").map(entry => [entry.name, entry.serverTiming]),
])"""


@dataclass
class Overheard:
    """Everything that went over the wire, and what the console said."""

    said: list[tuple[str, str]] = field(default_factory=list)

    def relay(self, route: Route) -> None:
        answer = route.fetch(max_redirects=0, timeout=PATIENCE)
        headers = json.dumps(answer.headers)
        body = answer.body().decode("utf-8", "replace")
        self.said.append((answer.url, f"{answer.status} {headers} {body}"))
        route.fulfill(response=answer)

    def hear(self, message: ConsoleMessage) -> None:
        self.said.append(("console", message.text))

    def look_at(self, page: Page) -> None:
        self.said.append((f"page {page.url}", page.content()))
        self.said.append((f"kept at {page.url}", page.evaluate(KEPT)))

    def traces(self) -> list[tuple[str, str]]:
        return [
            (trace, where)
            for where, text in self.said
            for trace in (MODELS if "/static/" in where else TRACES)
            if trace.lower() in f"{where} {unescape(text)}".lower()
        ]


@pytest.fixture
def overheard(page: Page) -> Iterator[Overheard]:
    heard = Overheard()
    page.on("console", heard.hear)
    # What is the same for everybody is read by the crawl on the server; here its headers are enough.
    page.on("response", lambda answer: heard.said.append((answer.url, json.dumps(answer.headers))))
    page.route(lambda address: "/static/" not in address, heard.relay)
    page.set_default_timeout(PATIENCE)
    yield heard
    page.unroute_all(behavior="wait")


def test_a_sitting_leaves_no_trace_in_the_browser(her_page: Page, overheard: Overheard, rater: User) -> None:
    work = make_work(rater)
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    Image.new("L", (20, 10)).save(settings.MEDIA_ROOT / "secret-scan.png")
    add_image(work.question)
    her_page.goto("/campaigns/my-work/")
    overheard.look_at(her_page)
    open_item(her_page, work.first)
    for letter in "ABC":
        wait_for_output(her_page, letter)
        her_page.get_by_role("button", name="Raw text").click()
        expect(her_page.locator("#output [data-view=raw]")).to_be_visible()
        overheard.look_at(her_page)
        her_page.keyboard.type("3333")
        saved_mark_says(her_page, "Saved")
        overheard.look_at(her_page)
        her_page.keyboard.press("n")
    wait_for_output(her_page, "D")
    overheard.look_at(her_page)
    her_page.goto("/campaigns/my-work/pilot/")
    expect(her_page.get_by_role("heading", level=1)).to_be_visible()
    overheard.look_at(her_page)
    her_page.goto(f"/campaigns/rate/{work.first.public_id}/guidelines/")
    expect(her_page.get_by_role("heading", level=1)).to_be_visible()
    overheard.look_at(her_page)
    assert overheard.traces() == []
    assert any("/images/1/" in where for where, _text in overheard.said)
    assert any("name hidden" in text for _where, text in overheard.said)


def test_outputs_side_by_side_leave_no_trace_either(
    her_page: Page, overheard: Overheard, rater: User
) -> None:
    work = make_work(rater, mode=Campaign.Mode.BY_CASE)
    save_draft(assignment=work.first, judged=Judged({"fluency": 4.0}), version=0)
    her_page.goto(f"/campaigns/compare/{work.first.public_id}/")
    expect(her_page.locator("main .masked").first).to_be_visible()
    overheard.look_at(her_page)
    assert overheard.traces() == []


def test_what_a_lead_hides_is_hidden_from_the_next_page(her_page: Page, rater: User) -> None:
    work = make_work(rater)
    open_item(her_page, work.first)
    expect(her_page.locator("#output .prose")).to_contain_text("控制性低流量吸氧")
    add_masked_names(campaign=work.campaign, names=["控制性低流量吸氧"], actor=None)
    her_page.reload()
    wait_for_output(her_page, "A")
    expect(her_page.locator("#output .prose")).not_to_contain_text("控制性低流量吸氧")


def judge_everything(work: Work) -> None:
    for number, item in enumerate(work.assignments):
        key: Any = f"00000000-0000-4000-8000-{number:012}"
        submit_rating(assignment=item, user=work.user, judged=COMPLETE, version=0, client_key=key)


def test_whoever_has_finished_guesses_by_a_click_each_and_her_ratings_stand(
    her_page: Page, rater: User
) -> None:
    work = make_work(rater, asks_for_source=True)
    judge_everything(work)
    her_page.goto("/campaigns/my-work/")
    her_page.get_by_role("link", name="Guess who wrote what").click()
    her_page.get_by_role("button", name="Show the names").click()
    first = her_page.get_by_role("listitem").filter(has_text="Output 1 of 3")
    first.get_by_label("BenTsao").check()
    expect(first.get_by_role("status")).to_have_text("Saved: BenTsao")
    first.get_by_label("Cannot say").check()
    expect(first.get_by_role("status")).to_have_text("Saved: cannot say")
    first.get_by_label("ChatGPT").check()
    expect(first.get_by_role("status")).to_have_text("Saved: ChatGPT")
    her_page.reload()
    expect(her_page.get_by_label("ChatGPT").first).to_be_checked()
    assert SourceGuess.objects.filter(language_model__name="ChatGPT").count() == 1
    her_page.get_by_role("link", name="The case and your rating").first.click()
    expect(her_page.locator("#rubric")).to_contain_text("your ratings stand as they are")
    expect(her_page.get_by_role("button", name="Undo and rate again")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_guesses_and_of_hidden_names_pass_axe(
    open_window: Open, rater: User, lead: User, language: str, theme: str
) -> None:
    work = make_work(rater, asks_for_source=True)
    judge_everything(work)
    add_masked_names(campaign=work.campaign, names=["低流量"], actor=lead)
    begin = f"/campaigns/my-work/{work.campaign.slug}/guess/"
    pages: list[tuple[User, str]] = [(rater, "/campaigns/my-work/"), (rater, begin), (rater, begin)]
    pages += [
        (lead, f"/campaigns/of/{work.campaign.slug}/masked/"),
        (lead, f"/scoring/guesses/{work.campaign.slug}/"),
    ]
    for number, (person, address) in enumerate(pages):
        if number == 2:
            begin_guessing(rater=work.rater)
            SourceGuess.objects.update(language_model=work.first.unit.language_model)
        page = open_window(user=person, language=language, color_scheme=theme)
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert serious_violations(page) == [], address


def test_a_lead_reads_the_whole_report_without_a_click(
    page: Page, live_server: LiveServer, lead: User, rater: User
) -> None:
    """It is read in parts, which follow one another by themselves."""
    work = make_work(rater, cases=40)
    assert Assignment.objects.filter(rater=work.rater).count() == 160
    page.context.add_cookies([session_cookie(lead, live_server.url)])
    page.goto(f"/campaigns/of/{work.campaign.slug}/masked/")
    expect(page.locator("#masked-report")).to_contain_text("120 stretches are hidden, in 80 of 160 outputs.")
    page.get_by_role("link", name="百度").click()
    expect(page.get_by_role("heading", name="Where “百度” is hidden")).to_be_visible()
