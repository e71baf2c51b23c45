"""Two windows of one browser: neither overwrites the other, nor sends what another person judged.

What two devices do with each other is tested in ``test_two_devices``.
"""

import pytest
from playwright.sync_api import Page, expect

from annotation.models import Draft, Rating, User
from tests.builders_rating import Work, make_work
from tests.functional.conftest import Watched
from tests.functional.rating_room import (
    cut_connection,
    expect_kept_here,
    mend_connection,
    open_item,
    saved_mark_says,
    submit_first,
    values_of,
    wait_until_ready,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater)


def test_two_windows_that_disagree_are_shown_and_asked(at_work: Page, watched: Watched, work: Work) -> None:
    other = watched.new_page()
    open_item(other, work.first)
    at_work.keyboard.type("4")
    saved_mark_says(at_work, "Saved")
    other.keyboard.type("1")
    dialog = other.locator("#conflict-dialog")
    expect(dialog).to_be_visible()
    expect(dialog.locator(".differs").first).to_contain_text("Correctness")
    assert Draft.objects.get().values == {"correctness": 4}
    dialog.get_by_role("button", name="Keep this one").click()
    saved_mark_says(other, "Saved")
    assert Draft.objects.get().values == {"correctness": 1}
    at_work.keyboard.type("5")
    dialog = at_work.locator("#conflict-dialog")
    expect(dialog).to_be_visible()
    at_work.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Take the other").click()
    expect(at_work.locator("[name=value-correctness][value='1']")).to_be_checked()
    assert Draft.objects.get().values == {"correctness": 1}
    expect_kept_here(at_work, 0)


def test_what_is_typed_as_two_versions_are_shown_decides_nothing(
    at_work: Page, watched: Watched, work: Work
) -> None:
    other = watched.new_page()
    open_item(other, work.first)
    at_work.keyboard.type("4")
    saved_mark_says(at_work, "Saved")
    other.keyboard.press("c")
    other.keyboard.type("no oxygen flow is")
    other.keyboard.down("Space")
    dialog = other.locator("#conflict-dialog")
    expect(dialog.get_by_role("heading", name="Two versions of this judgement")).to_be_focused()
    take, keep = (dialog.get_by_role("button", name=name) for name in ("Take the other", "Keep this one"))
    # Still held from the comment, and let go over a button.
    take.focus()
    other.keyboard.down("Space")
    other.keyboard.up("Space")
    keep.focus()
    other.keyboard.press("Space")
    expect(dialog).to_be_hidden()
    saved_mark_says(other, "Saved")
    assert Draft.objects.get().comment.strip() == "no oxygen flow is"


def test_an_item_submitted_in_another_window_is_not_overwritten(
    at_work: Page, watched: Watched, work: Work
) -> None:
    submit_first(watched.new_page(), work)
    at_work.keyboard.type("5")
    dialog = at_work.locator("#conflict-dialog")
    expect(dialog).to_contain_text("submitted in another window")
    dialog.get_by_role("button", name="Take the other").click()
    expect(at_work.locator(".finished")).to_contain_text("Submitted")
    assert values_of(work.first) == [1, 2, 3, 4]


def test_an_item_submitted_in_another_window_can_be_taken_back_for_this_one(
    at_work: Page, watched: Watched, work: Work
) -> None:
    submit_first(watched.new_page(), work)
    at_work.keyboard.type("5")
    at_work.locator("#conflict-dialog").get_by_role("button", name="Keep this one").click()
    wait_until_ready(at_work)
    saved_mark_says(at_work, "Saved")
    assert Draft.objects.get(assignment=work.first).values == {"correctness": 5}
    assert not Rating.objects.filter(current_for=work.first).exists()


def test_what_is_kept_is_never_sent_under_another_log_in(
    at_work: Page, watched: Watched, outsider: User, work: Work
) -> None:
    make_work(outsider, name="Other")
    cut_connection(at_work)
    at_work.keyboard.type("4")
    saved_mark_says(at_work, "Not saved")
    other = watched.new_page()
    other.goto("/accounts/login/")
    other.evaluate(
        """async () => {
            const token = document.querySelector('[name=csrfmiddlewaretoken]').value;
            const body = new URLSearchParams({username: 'dr-outside', password: 'correct horse battery',
                csrfmiddlewaretoken: token});
            await fetch('/accounts/login/', {method: 'POST', body});
        }"""
    )
    other.goto("/campaigns/my-work/")
    expect(other.get_by_role("heading", name="Other")).to_be_visible()
    mend_connection(at_work)
    expect(at_work.locator("#rating-alert")).to_contain_text("Another account is logged in now")
    expect_kept_here(at_work, 1)
    assert not Draft.objects.exists()
