"""More dimensions than fit, with long texts: output and buttons stay in sight, and the rows scroll."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, ViewportSize, expect

from annotation.campaigns.judgements import Judged
from annotation.campaigns.services.drafts import save_draft
from annotation.models import Anchor, Dimension, Rating, User
from tests.browser import serious_violations
from tests.builders_rating import Work, make_work
from tests.functional.rating_room import open_item, saved_mark_says, wait_for_output, wait_until_ready
from tests.functional.windows import DESKTOP, LOW, TABLET

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = {"desktop": DESKTOP, "low": LOW, "tablet": TABLET}
DIMENSIONS = 10


@pytest.fixture
def work(rater: User) -> Work:
    work = make_work(rater, cases=2)
    work.output().text = "应予控制性低流量吸氧，并复查血气。\n\n" * 30
    work.output().save()
    rubric = work.campaign.rubric
    for number in range(rubric.dimensions.count(), DIMENSIONS):
        dimension = Dimension.objects.create(
            rubric=rubric, code=f"d{number}", position=number, name_en=f"Dimension {number}", allow_na=True
        )
        Anchor.objects.bulk_create(Anchor(dimension=dimension, value=level) for level in range(1, 6))
    Anchor.objects.update(text_en="Right.", text_zh="正确，仅有不影响处理的小瑕疵。" * 8)
    Anchor.objects.filter(value=2).update(text_en=f"{'Gaps in what matters. ' * 14}End.")
    rubric.dimensions.update(evidence_up_to=2)
    return work


@pytest.fixture
def submitted(her_page: Page, work: Work) -> Page:
    """Output A was submitted yesterday."""
    open_item(her_page, work.first)
    her_page.keyboard.type("4" * DIMENSIONS + "n")
    wait_for_output(her_page, "B")
    Rating.objects.update(created_at=timezone.now() - timedelta(days=1))
    return her_page


def is_within(inner: Locator, outer: Locator) -> bool:
    one, other = inner.bounding_box(), outer.bounding_box()
    assert one
    assert other
    return one["y"] >= other["y"] - 1 and one["y"] + one["height"] <= other["y"] + other["height"] + 1


def top_of(element: Locator) -> int:
    box = element.bounding_box()
    assert box
    return round(box["y"])


def everything_is_at_hand(page: Page) -> bool:
    """A few lines of the output, some rows, and below them all that can be done."""
    output, rows = page.locator("#output").bounding_box(), page.locator(".rubric__rows").bounding_box()
    assert output
    assert rows
    last = page.locator(".rubric__actions")
    return output["height"] > 120 and rows["height"] > 90 and is_within(last, page.locator("body"))


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_output_and_buttons_stay_in_sight_while_a_rating_is_changed(
    submitted: Page, work: Work, size: ViewportSize
) -> None:
    page = submitted
    page.set_viewport_size(size)
    page.goto(f"/campaigns/rate/{work.first.public_id}/")
    expect(page.locator(".finished")).to_be_visible()
    assert everything_is_at_hand(page)
    page.get_by_role("link", name="Change this rating").click()
    expect(page.locator("#change-reason")).to_be_visible()
    wait_until_ready(page)
    page.locator("[data-code=correctness] .level", has_text="1").click()
    page.locator(".level--severe").click()
    page.locator("[name=harm_note]").fill("Hypercapnia")
    saved_mark_says(page, "change not submitted yet")
    page.get_by_role("button", name="Save the change").click()
    expect(page.locator("#rubric-error")).not_to_be_empty()
    assert everything_is_at_hand(page)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_the_row_in_hand_is_in_sight(her_page: Page, work: Work, size: ViewportSize) -> None:
    page = her_page
    page.set_viewport_size(size)
    codes = [dimension.code for dimension in work.campaign.rubric.ordered_dimensions]
    # Left off before the last one.
    save_draft(assignment=work.first, judged=Judged(dict.fromkeys(codes[:-1], 4.0)), version=0)
    open_item(page, work.first)
    rows = page.locator(".rubric__rows")
    assert is_within(page.locator(f"[data-code={codes[-1]}]"), rows)
    page.locator(f"[data-code={codes[0]}] .level", has_text="3").click()
    for code in codes[1:]:
        page.keyboard.press("ArrowDown")
        row = page.locator(f"[data-code={code}]")
        expect(row).to_contain_class("is-marked")
        assert is_within(row.locator(".levels"), rows)


def test_no_row_slips_away_under_the_pointer(her_page: Page, work: Work) -> None:
    page = her_page
    open_item(page, work.first)
    level, line = page.locator("[data-code=fluency] .level").nth(1), page.locator("[data-anchor-line]")
    page.mouse.move(5, 5)
    before = top_of(level)
    level.hover()
    expect(line).to_contain_text("End.")
    assert line.evaluate("line => line.scrollHeight <= line.clientHeight")
    assert top_of(level) == before
    level.click()
    expect(page.locator("[name=value-fluency][value='2']")).to_be_checked()
    # In a narrower window the text takes more lines.
    page.set_viewport_size(ViewportSize(width=1100, height=768))
    page.mouse.move(5, 5)
    page.locator("[data-code=correctness] .level").first.click()
    expect(line).to_contain_text("Right.")
    before = top_of(level)
    level.hover()
    expect(line).to_contain_text("End.")
    assert top_of(level) == before


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_state_of_a_change_has_a_serious_violation(submitted: Page, work: Work, theme: str) -> None:
    page = submitted
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.context.add_cookies([{"name": "django_language", "value": "zh-hans", "url": page.url}])
    page.goto(f"/campaigns/rate/{work.first.public_id}/")
    expect(page.locator(".finished")).to_be_visible()
    assert serious_violations(page) == []
    page.goto(f"/campaigns/rate/{work.first.public_id}/change/")
    wait_until_ready(page)
    page.locator("[data-code=correctness] .level", has_text="3").click()
    expect(page.locator(".change-begun")).to_contain_class("is-begun")
    page.locator("[data-action=next]").click()
    expect(page.locator("#change-reason")).to_be_focused()
    assert serious_violations(page) == []
    page.keyboard.type("看错剂量")
    page.keyboard.press("Enter")
    page.locator(".revisions summary").click()
    assert serious_violations(page) == []
