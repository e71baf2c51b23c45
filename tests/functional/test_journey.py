"""The whole way through the product on its bundled content: a clinician rates, a lead sees it."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from annotation.models import Campaign, Rating, Role, User
from climed_eval.demo.content import BENCHMARK, load_bank, load_campaign
from climed_eval.demo.people import clinicians
from scoring.services.agreement import agreement_document
from tests.browser import serious_violations
from tests.factories import make_user
from tests.functional.rating_room import (
    cut_connection,
    expect_kept_here,
    mend_connection,
    saved_mark_says,
    values_of,
    wait_until_ready,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LogIn = Callable[[User], Page]


@pytest.fixture
def campaign() -> Campaign:
    """The site as the first run leaves it: scored, and reviewed in part."""
    lead = make_user("lead", Role.LEAD)
    for username in ("linqing", "zhouyan", "xuruo", "heyu"):
        make_user(username)
    benchmark = load_bank()
    call_command("score", benchmark=BENCHMARK, wait=True, verbosity=0)
    return load_campaign(benchmark=benchmark, lead=lead, clinicians=clinicians())


@pytest.fixture
def log_out(page: Page) -> Callable[[], None]:
    def leave() -> None:
        page.context.clear_cookies()

    return leave


def rate_by_keyboard(page: Page, keys: str) -> None:
    """One output: four levels, submit, and the next one is there."""
    title = page.locator("#output-title").text_content()
    address = page.url
    wait_until_ready(page)
    page.keyboard.type(keys)
    page.keyboard.press("n")
    page.wait_for_function(
        "([title, address]) => document.querySelector('#output-title')?.textContent !== title"
        " || location.href !== address",
        arg=[title, address],
    )


def alpha_of(campaign: Campaign) -> float:
    value = agreement_document(campaign=campaign)["dimensions"]["correctness"]["alpha"]["value"]
    return float(value)


def test_from_a_rating_by_keyboard_to_the_export(
    log_in: LogIn, log_out: Callable[[], None], campaign: Campaign, tmp_path: Path
) -> None:
    before, alpha_before = Rating.objects.count(), alpha_of(campaign)
    rater = campaign.raters.get(label="linqing")
    waiting = list(rater.assignments.filter(state="waiting").order_by("position")[:3])
    assert rater.user is not None

    # A clinician rates three outputs by keyboard alone; during the second the network is gone.
    page = log_in(rater.user)
    assert serious_violations(page) == []
    page.get_by_role("link", name="Continue").focus()
    page.keyboard.press("Enter")
    wait_until_ready(page)
    assert serious_violations(page) == []
    rate_by_keyboard(page, "1155")
    wait_until_ready(page)
    cut_connection(page)
    page.keyboard.type("21")
    saved_mark_says(page, "Not saved")
    assert serious_violations(page) == []
    page.keyboard.type("44")
    mend_connection(page)
    saved_mark_says(page, "Saved")
    waiting[1].refresh_from_db()
    assert waiting[1].draft.values == dict(
        zip(("correctness", "completeness", "fluency", "friendliness"), (2, 1, 4, 4), strict=True)
    )
    rate_by_keyboard(page, "")
    rate_by_keyboard(page, "3333")
    assert [values_of(item) for item in waiting] == [[1, 1, 5, 5], [2, 1, 4, 4], [3, 3, 3, 3]]
    expect_kept_here(page, 0)
    assert Rating.objects.count() == before + 3
    log_out()

    # A lead sees progress and agreement move, opens the leaderboard and takes the export home.
    page = log_in(User.objects.get(username="lead"))
    assert serious_violations(page) == []
    page.get_by_role("link", name=campaign.name).click()
    expect(page.locator("#campaign-progress")).to_contain_text(str(before + 3))
    expect(page.locator("#agreement-chart-title")).to_be_attached()
    alpha_after = alpha_of(campaign)
    assert alpha_after != alpha_before
    expect(page.locator("main")).to_contain_text(f"{alpha_after:.2f}")
    assert serious_violations(page) == []
    page.get_by_role("link", name="All coefficients").click()
    expect(page.get_by_role("heading", name="Pairs of clinicians")).to_be_visible()
    assert serious_violations(page) == []
    page.go_back()
    page.get_by_role("link", name="Combined leaderboard").click()
    expect(page.get_by_role("heading", name="Leaderboard")).to_be_visible()
    expect(page.locator("main")).to_contain_text("云杉-72B")
    assert serious_violations(page) == []
    page.go_back()
    page.get_by_role("link", name="Export").click()
    expect(page.get_by_role("button", name="Download the bundle")).to_be_visible()
    assert serious_violations(page) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the bundle").click()
    download.value.save_as(tmp_path / "bundle.zip")
    with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
        agreement = json.loads(archive.read("agreement.json"))
    assert agreement["dimensions"]["correctness"]["alpha"]["value"] == alpha_after
