"""A report of severe harm before a lead's eyes: found in the list, read with its passages, marked as read."""

import uuid
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from annotation.campaigns.evidence import MarkedTexts, read_evidence
from annotation.campaigns.passages import digest
from annotation.campaigns.services.ratings import submit_rating
from annotation.models import HarmReport, User
from tests.browser import serious_violations
from tests.builders_rating import COMPLETE, Work, make_work
from tests.factories import DIMENSIONS
from tests.functional.rating_room import session_cookie
from tests.functional.windows import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUOTES = (("output", "高浓度吸氧不当"), ("output", "作为\u2588"), ("case", "静脉推注地西泮10 mg"))


@pytest.fixture
def work(rater: User) -> Work:
    """The first output, reported with passages in it and in its case."""
    work = make_work(rater)
    sources = MarkedTexts(work.first).by_part()
    passages = []
    for part, quote in QUOTES:
        shown = sources[part].shown
        start = shown.index(quote)
        place = {"start": start, "end": start + len(quote), "text": digest(shown)}
        passages.append({"dimension": "correctness", "part": part, **place})
    judged = replace(
        COMPLETE,
        harm="severe",
        harm_note="地西泮会抑制呼吸。",
        evidence=read_evidence(work.first, {"evidence": passages}, DIMENSIONS),
    )
    submit_rating(assignment=work.first, user=rater, judged=judged, version=0, client_key=uuid.uuid4())
    return work


def test_a_lead_reads_what_is_reported_and_says_so(
    page: Page, live_server: LiveServer, lead: User, work: Work
) -> None:
    page.context.add_cookies([session_cookie(lead, live_server.url)])
    page.goto("/campaigns/harm/")
    page.get_by_role("link", name="地西泮会抑制呼吸。").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Severe harm")
    output, case = page.locator("#report-output"), page.locator("#report-case")
    expect(output.locator("mark")).to_have_text(["作为", "name hidden", "高浓度吸氧不当"])
    expect(case.locator("mark")).to_have_text("静脉推注地西泮10 mg")
    page.get_by_role("link", name="静脉推注地西泮10 mg").click()
    expect(case.locator("mark")).to_be_focused()
    assert serious_violations(page) == []
    page.set_viewport_size(PHONE)
    expect(output).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_role("status").filter(has_text="Marked as read.")).to_be_visible()
    assert HarmReport.objects.get().seen_by == lead
