"""What browser tests of the page that compares the outputs of a case share."""

import uuid

from playwright.sync_api import Locator, Page, expect

from annotation.campaigns.judgements import Judged
from annotation.campaigns.services.ratings import submit_rating
from annotation.campaigns.services.skips import skip_assignment
from annotation.models import Assignment, Draft, Rating, User
from tests.builders_rating import MODELS, Work, make_work
from tests.functional.rating_room import expect_kept_here, expect_saved

FIVE = (*MODELS, "第五号")
# One row of keys a dimension, one key an output.
ALL_JUDGED = "54321" + "12345" + "33333" + "4x4x4"
CODES = ("correctness", "completeness", "fluency", "friendliness")
ALL_ONE = Judged(dict.fromkeys(CODES, 1.0), comment="elsewhere")
KEEP, TAKE = "Keep this one", "Take the other"


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


def output(work: Work, letter: str) -> Assignment:
    return work.assignments["ABCDE".index(letter)]


def draft_of(work: Work, letter: str) -> dict[str, float]:
    return dict(Draft.objects.get(assignment=output(work, letter)).values)


def submit_elsewhere(work: Work, letter: str, *, at_version: int = 0) -> Rating:
    return submit_rating(
        assignment=output(work, letter),
        user=work.user,
        judged=ALL_ONE,
        version=at_version,
        client_key=uuid.uuid4(),
    )


def skip_elsewhere(work: Work, letter: str) -> None:
    skip_assignment(assignment=output(work, letter), reason="cannot_judge", note="")


def state_of(work: Work, letter: str) -> str:
    return str(Assignment.objects.get(pk=output(work, letter).pk).state)


def judge_all(page: Page) -> None:
    page.keyboard.type(ALL_JUDGED)
    expect_saved(page)
    expect_kept_here(page, 0)
