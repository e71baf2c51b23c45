"""What browser tests of the page that compares the outputs of a case share."""

from playwright.sync_api import Locator, Page, expect

from annotation.models import Assignment, User
from tests.builders_rating import MODELS, Work, make_work

FIVE = (*MODELS, "第五号")
# One row of keys a dimension, one key an output.
ALL_JUDGED = "54321" + "12345" + "33333" + "4x4x4"


def make_cases(user: User, cases: int = 2, **values: object) -> Work:
    return make_work(user, cases=cases, models=FIVE, mode="by_case", **values)


def open_case(page: Page, assignment: Assignment) -> None:
    page.goto(f"/campaigns/compare/{assignment.public_id}/")
    wait_for_case(page, assignment)


def wait_for_case(page: Page, first: Assignment) -> None:
    """The outputs of the case stand there, and the page listens."""
    expect(page.locator("#room[data-kind=compare]")).to_have_attribute("data-case", str(first.public_id))
    expect(page.locator(".stand.is-in-hand")).to_have_count(1)


def stand(page: Page, letter: str) -> Locator:
    return page.locator(f".stand[data-letter={letter}]")


def level(page: Page, letter: str, code: str, value: int | str) -> Locator:
    return stand(page, letter).locator(f"[name=value-{code}][value='{value}']")


def pick(page: Page, letter: str, code: str, value: int) -> None:
    stand(page, letter).locator(f"[data-code={code}] label.level").filter(has_text=str(value)).click()


def expect_in_hand(page: Page, letter: str, dimension: str) -> None:
    expect(page.locator(".stand.is-in-hand h3")).to_have_text(f"Output {letter}")
    expect(page.locator("[data-action=dimension][aria-pressed=true]")).to_contain_text(dimension)


def expect_saved(page: Page) -> None:
    expect(page.locator("#saved-mark")).to_have_attribute("data-state", "saved")
