"""After a submission: a change with a reason, a pause, and how soon the next item is there."""

import statistics
import sys
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from annotation.campaigns.changes import has_open_change
from annotation.campaigns.judgements import Judged
from annotation.campaigns.services.changes import discard_change, save_change
from annotation.campaigns.services.ratings import revise_rating, submit_rating
from annotation.models import Campaign, Draft, HarmReport, Rating, User
from tests.browser import serious_violations
from tests.builders_rating import Work, make_work
from tests.functional.conftest import Watched
from tests.functional.rating_room import (
    asked,
    choose,
    cut_connection,
    expect_kept_here,
    expect_saved,
    mend_connection,
    saved_mark_says,
    session_cookie,
    values_of,
    wait_for_output,
)
from tests.functional.windows import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ALL_TWO = Judged(dict.fromkeys(("correctness", "completeness", "fluency", "friendliness"), 2.0))


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater, cases=3)


@pytest.fixture
def day_after(at_work: Page, work: Work) -> Page:
    """Output A was submitted yesterday."""
    at_work.keyboard.type("1234n")
    wait_for_output(at_work, "B")
    Rating.objects.update(created_at=timezone.now() - timedelta(days=1))
    return at_work


def begin_change(page: Page, work: Work) -> None:
    """As she finds it; where a change was begun, the output opens with it."""
    page.goto("/campaigns/my-work/")
    page.get_by_role("link", name="What you have done").click()
    page.get_by_role("listitem").get_by_role("link").filter(has_text="Output A").first.click()
    if not has_open_change(work.first):
        expect(page.locator(".finished")).to_contain_text("Submitted")
        page.get_by_role("link", name="Change this rating").click()
    expect(page.locator("#change-reason")).to_be_visible()


def test_a_rating_is_changed_with_a_reason_and_both_are_kept(day_after: Page, work: Work) -> None:
    page = day_after
    begin_change(page, work)
    assert serious_violations(page) == []
    page.locator("[data-code=correctness] label", has_text="5").click()
    saved_mark_says(page, "change not submitted yet")
    page.get_by_role("button", name="Save the change").click()
    expect(page.locator("#rubric-error")).to_contain_text("Say in a few words")
    expect(page.locator("#change-reason")).to_be_focused()
    assert Rating.objects.count() == 1
    page.keyboard.type("misread the dose")
    page.keyboard.press("Enter")
    expect(page.locator(".finished")).to_contain_text("Submitted")
    page.locator(".revisions summary").click()
    expect(page.locator(".revisions")).to_contain_text("misread the dose")
    assert values_of(work.first) == [5, 2, 3, 4]
    assert list(work.first.ratings.values_list("kind", flat=True)) == ["submitted", "revised"]
    expect_kept_here(page, 0)


def test_a_change_without_a_connection_is_kept_and_sent_from_anywhere(
    day_after: Page, watched: Watched, work: Work
) -> None:
    page = day_after
    begin_change(page, work)
    page.locator("[data-code=correctness] label", has_text="5").click()
    page.locator("#change-reason").fill("misread")
    cut_connection(page)
    page.get_by_role("button", name="Save the change").click()
    saved_mark_says(page, "Not submitted yet. Kept here, sending…")
    expect_kept_here(page, 1)
    mend_connection(page)
    expect(page.locator(".finished")).to_contain_text("Submitted")
    expect_kept_here(page, 0)
    assert values_of(work.first) == [5, 2, 3, 4]
    assert work.first.ratings.count() == 2


def test_a_change_is_a_draft_that_is_there_again_anywhere(
    day_after: Page, open_window: Open, work: Work
) -> None:
    """Begun here, gone on with on another device, discarded, begun again, saved: never in between."""
    page = day_after
    begin_change(page, work)
    expect(page.get_by_role("button", name="Discard the change")).to_be_hidden()
    page.locator("[data-code=correctness] label", has_text="5").click()
    page.locator("#change-reason").fill("misread")
    begun = page.locator(".change-begun")
    expect(begun).to_contain_text("not submitted yet. The submitted rating counts until you save the change.")
    saved_mark_says(page, "change not submitted yet")
    assert serious_violations(page) == []
    page.get_by_role("link", name="C", exact=True).click()
    wait_for_output(page, "C")

    other = open_window()
    other.goto(f"/campaigns/my-work/{work.campaign.slug}/")
    done = other.get_by_role("listitem").filter(has=other.get_by_role("link", name="Output A")).last
    expect(done).to_contain_text("change begun")
    done.get_by_role("link", name="Output A").click()
    expect(other.locator("[name=value-correctness][value='5']")).to_be_checked()
    expect(other.locator("#change-reason")).to_have_value("misread")
    expect(other.locator(".change-begun")).to_contain_text("A change begun")
    assert values_of(work.first) == [1, 2, 3, 4]
    other.get_by_role("button", name="Discard the change").click()
    expect(other.locator(".finished")).to_contain_text("Submitted")
    expect(other.locator("[name=value-correctness][value='1']")).to_be_checked()
    begin_change(other, work)
    other.locator("[data-code=fluency] label", has_text="5").click()
    saved_mark_says(other, "change not submitted yet")
    assert Draft.objects.get(assignment=work.first).values["fluency"] == 5
    other.context.close()

    begin_change(page, work)
    expect(page.locator("[name=value-fluency][value='5']")).to_be_checked()
    page.locator("#change-reason").fill("read again")
    page.get_by_role("button", name="Save the change").click()
    expect(page.locator(".finished")).to_contain_text("Submitted")
    assert values_of(work.first) == [1, 2, 5, 4]
    assert [*work.first.ratings.values_list("kind", "reason")] == [
        ("submitted", ""),
        ("revised", "read again"),
    ]
    page.goto(f"/campaigns/my-work/{work.campaign.slug}/")
    expect(page.get_by_role("link", name="Output A")).to_be_visible()
    expect(page.locator(".done-list")).not_to_contain_text("change begun")
    expect_kept_here(page, 0)


def test_two_windows_of_one_change_and_one_that_lost_its_rating(
    day_after: Page, watched: Watched, rater: User, work: Work
) -> None:
    page, other = day_after, watched.new_page()
    begin_change(page, work)
    begin_change(other, work)
    page.locator("[data-code=correctness] label", has_text="5").click()
    page.locator("#change-reason").fill("misread")
    saved_mark_says(page, "change not submitted yet")
    expect_saved(page)
    other.locator("[data-code=correctness] label", has_text="4").click()
    dialog = other.locator("#conflict-dialog")
    expect(dialog.locator(".differs").last).to_contain_text("misread")
    dialog.get_by_role("button", name="Take the other").click()
    expect(other.locator("#change-reason")).to_have_value("misread")
    expect(other.locator(".change-begun")).to_contain_text("A change begun")
    # Without the network it is kept here, and the page may be left.
    cut_connection(other)
    other.locator("[data-code=fluency] label", has_text="1").click()
    saved_mark_says(other, "Not saved. Kept here, sending…")
    mend_connection(other)
    saved_mark_says(other, "change not submitted yet")
    # As though it had been submitted in this session: taken back here, with what was submitted.
    Rating.objects.update(created_at=timezone.now())
    page.goto(f"/campaigns/rate/{work.assignments[1].public_id}/")
    page.locator("[data-action=undo]").click()
    wait_for_output(page, "A")
    expect(page.locator("#rating-alert")).to_contain_text("The change you had begun is gone with it")
    expect(page.locator("[name=value-fluency][value='3']")).to_be_checked()
    other.locator("[data-code=fluency] label", has_text="2").click()
    expect(dialog).to_contain_text("taken back in another window")
    dialog.get_by_role("button", name="Keep this one").click()
    expect(other.locator("#room")).to_have_attribute("data-status", "open")
    saved_mark_says(other, "Saved")
    expect_kept_here(other, 0)
    assert Draft.objects.get(assignment=work.first).values["fluency"] == 2
    assert [*work.first.ratings.values_list("kind", flat=True)] == ["submitted", "withdrawn"]


def change_elsewhere(work: Work) -> None:
    key = uuid.uuid4()
    revise_rating(assignment=work.first, user=work.user, judged=ALL_TWO, reason="看错了", client_key=key)


def discard_elsewhere(work: Work) -> None:
    version = Draft.objects.get(assignment=work.first).version
    draft = save_change(assignment=work.first, judged=ALL_TWO, reason="", version=version)
    discard_change(assignment=work.first, version=draft.version)


@pytest.mark.parametrize("choice", ["Keep this one", "Take the other"])
@pytest.mark.parametrize(
    ("elsewhere", "said", "counts"),
    [
        (change_elsewhere, "was changed with a reason in another window", 2),
        (discard_elsewhere, "change of output A was discarded in another window", 1),
    ],
)
def test_a_change_is_told_what_became_of_the_rating_elsewhere(
    day_after: Page, work: Work, elsewhere: Callable[[Work], None], said: str, counts: int, choice: str
) -> None:
    page = day_after
    begin_change(page, work)
    elsewhere(work)
    page.locator("[data-code=correctness] label", has_text="5").click()
    expect(asked(page)).to_contain_text(said)
    choose(page, choice)
    if choice == "Keep this one":
        saved_mark_says(page, "change not submitted yet")
        expect(page.locator(".change-begun")).to_contain_text("A change begun")
        assert Draft.objects.get(assignment=work.first).values["correctness"] == 5
    else:
        expect(page.locator(".finished")).to_contain_text("Submitted")
        expect(page.locator(f"[name=value-correctness][value='{counts}']")).to_be_checked()
        assert not has_open_change(work.first)
    expect_kept_here(page, 0)
    assert values_of(work.first)[0] == counts


def test_what_was_changed_elsewhere_is_not_called_submitted(at_work: Page, work: Work) -> None:
    """Nor can it be taken back: keeping this one begins a change, on the page that asks for its reason."""
    key = uuid.uuid4()
    submit_rating(assignment=work.first, user=work.user, judged=ALL_TWO, version=0, client_key=key)
    change_elsewhere(work)
    at_work.keyboard.type("5")
    dialog = asked(at_work)
    expect(dialog).to_contain_text("The rating of output A was changed with a reason")
    expect(dialog).not_to_contain_text("takes the other back")
    expect(dialog.locator(".differs", has_text="Why changed")).to_contain_text("看错了")
    choose(at_work, "Keep this one")
    at_work.locator("#change-reason").fill("重新读过")
    expect(at_work.locator("[name=value-correctness][value='5']")).to_be_checked()
    saved_mark_says(at_work, "change not submitted yet")
    expect_kept_here(at_work, 0)
    assert values_of(work.first) == [2, 2, 2, 2]
    assert Draft.objects.get(assignment=work.first).reason == "重新读过"


def test_what_was_submitted_elsewhere_is_not_skipped_here(at_work: Page, work: Work) -> None:
    key = uuid.uuid4()
    submit_rating(assignment=work.first, user=work.user, judged=ALL_TWO, version=0, client_key=key)
    at_work.keyboard.press("s")
    at_work.get_by_role("radio", name="I cannot judge this").check()
    at_work.locator("#skip-form [type=submit]").click()
    expect(asked(at_work)).to_contain_text("Output A was submitted in another window")
    choose(at_work, "Keep this one")
    saved_mark_says(at_work, "Saved")
    expect_kept_here(at_work, 0)
    assert [*work.first.ratings.values_list("kind", flat=True)] == ["submitted", "withdrawn"]


def test_the_other_version_that_cannot_be_loaded_is_left_alone(at_work: Page, work: Work) -> None:
    key = uuid.uuid4()
    submit_rating(assignment=work.first, user=work.user, judged=ALL_TWO, version=0, client_key=key)
    at_work.keyboard.type("5")
    asked(at_work)
    address = f"**/campaigns/rate/{work.first.public_id}/"
    at_work.route(address, lambda route: route.abort())
    choose(at_work, "Take the other")
    alert = at_work.locator("#rating-alert")
    expect(alert).to_contain_text("could not be loaded")
    expect(at_work.locator("[name=value-correctness][value='2']")).to_be_checked()
    expect(at_work.locator("[name=value-correctness][value='2']")).to_be_disabled()
    at_work.unroute(address)
    alert.get_by_role("link", name="Try again").click()
    expect(at_work.locator(".finished")).to_contain_text("Submitted")
    assert values_of(work.first) == [2, 2, 2, 2]


def test_a_change_thought_better_of_changes_nothing(day_after: Page, work: Work) -> None:
    page = day_after
    begin_change(page, work)
    page.get_by_role("link", name="Leave it as it was").click()
    expect(page.locator(".finished")).to_contain_text("Submitted")
    assert Rating.objects.count() == 1


def test_a_pause_is_suggested_and_can_be_passed_over_by_one_key(at_work: Page, work: Work) -> None:
    Campaign.objects.update(stop_after=1)
    at_work.keyboard.type("1234n")
    dialog = at_work.locator("#pause-dialog")
    expect(dialog).to_contain_text("You have judged 1 outputs in this sitting")
    assert serious_violations(at_work) == []
    at_work.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    at_work.keyboard.type("4")
    expect(at_work.locator("[name=value-correctness][value='4']")).to_be_checked()
    at_work.keyboard.type("234n")
    dialog.get_by_role("link", name="Stop for now").click()
    expect(at_work.get_by_role("heading", name="My work")).to_be_visible()
    assert Rating.objects.count() == 2


def test_severe_harm_stands_on_the_page_that_a_lead_has_open(
    at_work: Page, watched: Watched, live_server: LiveServer, lead: User, work: Work
) -> None:
    at_work.keyboard.type("1234")
    at_work.locator(".level--severe").click()
    at_work.locator("[name=harm_note]").fill("呼吸抑制")
    at_work.keyboard.press("Escape")
    at_work.keyboard.press("n")
    wait_for_output(at_work, "B")
    assert HarmReport.objects.count() == 1
    at_work.context.clear_cookies()
    at_work.context.add_cookies([session_cookie(lead, live_server.url)])
    at_work.goto("/campaigns/")
    at_work.get_by_role("link", name="Severe harm: 1 new report").click()
    expect(at_work.locator("main")).to_contain_text("呼吸抑制")
    assert serious_violations(at_work) == []
    at_work.get_by_role("button", name="Mark as read").click()
    expect(at_work.locator("main")).to_contain_text("Marked as read.")
    expect(at_work.get_by_role("button", name="Mark as read")).to_have_count(0)


TIME_TO_READING = """() => new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error('no next item')), 9000);
  const begun = performance.now();
  const letter = document.querySelector('#output-title').textContent;
  new MutationObserver((_, observer) => {
    if (document.querySelector('#output-title')?.textContent === letter) return;
    observer.disconnect();
    // The second frame begins when the first one has been painted.
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - begun)));
  }).observe(document.body, {childList: true, subtree: true});
  document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'n', bubbles: true}));
})"""


def test_the_next_item_is_there_before_it_is_asked_for(
    at_work: Page, work: Work, capsys: pytest.CaptureFixture[str]
) -> None:
    """No page is fetched between ``n`` and reading; how long that takes is printed and not judged here."""
    fetched: list[str] = []
    times = []
    at_work.on("request", lambda request: fetched.append(f"{request.method} {request.url}"))
    for letter in "BCDABCDABC":
        at_work.keyboard.type("1234")
        saved_mark_says(at_work, "Saved")
        at_work.wait_for_load_state("networkidle")
        fetched.clear()
        times.append(at_work.evaluate(TIME_TO_READING))
        wait_for_output(at_work, letter)
        submitted = next(place for place, url in enumerate(fetched) if url.endswith("/submit/"))
        assert not [url for url in fetched[:submitted] if url.startswith("GET")]
    with capsys.disabled():
        sys.stdout.write(
            f"\nfrom n to reading: median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms\n"
        )
