"""Images of a case at large: one, or two side by side, by keyboard, pointer and touch."""

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from annotation.models import User
from tests.browser import serious_violations
from tests.builders_rating import Work, add_image, make_work
from tests.functional.windows import TABLET, TOUCH, ZOOMED, Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work(rater: User) -> Work:
    """A case with two images that are there, and a third that is not."""
    work = make_work(rater)
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    for number, size in ((1, (400, 300)), (2, (300, 400))):
        Image.new("L", size, 60 * number).save(settings.MEDIA_ROOT / f"scan-{number}.png")
        add_image(work.question, f"scan-{number}.png")
    add_image(work.question, "nowhere.png")
    return work


@pytest.fixture
def pair(at_work: Page) -> Page:
    """Images 1 and 2 side by side."""
    at_work.get_by_role("button", name="Two images side by side").click()
    expect(at_work.locator("#viewer-title")).to_have_text("Images 1 and 2")
    return at_work


def image(page: Page, place: int) -> Locator:
    return page.locator(".viewer__pane img").nth(place)


def shows(page: Page, place: int, name: str, value: str) -> None:
    """The image is drawn with this part of its style."""
    page.wait_for_function(
        "([place, name, value]) => "
        "document.querySelectorAll('.viewer__pane img')[place].style[name].includes(value)",
        arg=[place, name, value],
    )


def test_an_image_is_zoomed_and_moved_by_keyboard(at_work: Page) -> None:
    at_work.get_by_role("button", name="Image 1: enlarge").click()
    expect(at_work.locator("#viewer-title")).to_have_text("Image 1")
    expect(at_work.locator(".viewer__pane").nth(1)).to_be_hidden()
    at_work.keyboard.press("+")
    shows(at_work, 0, "transform", "scale(1.25)")
    at_work.keyboard.press("ArrowLeft")
    shows(at_work, 0, "transform", "translate(60px, 0px)")
    at_work.keyboard.press("0")
    shows(at_work, 0, "transform", "translate(0px, 0px) scale(1)")
    at_work.keyboard.press("PageDown")
    expect(at_work.locator("#viewer-title")).to_have_text("Image 2")


def test_two_images_stand_next_to_each_other(pair: Page) -> None:
    left, right = image(pair, 0).bounding_box(), image(pair, 1).bounding_box()
    assert left
    assert right
    assert left["x"] + left["width"] <= right["x"]
    expect(image(pair, 0)).to_have_attribute("alt", "Image 1 of the case")
    expect(image(pair, 1)).to_have_attribute("alt", "Image 2 of the case")
    pair.set_viewport_size(ZOOMED)
    image(pair, 0).scroll_into_view_if_needed()
    expect(image(pair, 0)).to_be_in_viewport(ratio=0.9)
    zoomed = image(pair, 0).bounding_box()
    assert zoomed
    assert zoomed["height"] > 50


def test_linked_images_zoom_and_move_together(pair: Page) -> None:
    pair.keyboard.press("+")
    pair.keyboard.press("ArrowUp")
    for place in (0, 1):
        shows(pair, place, "transform", "translate(0px, 60px) scale(1.25)")


def test_unlinked_each_moves_alone_and_linking_lines_them_up(pair: Page) -> None:
    pair.keyboard.press("t")
    expect(pair.get_by_label("Move both")).not_to_be_checked()
    pair.locator(".viewer__stage").nth(1).focus()
    pair.keyboard.press("+")
    shows(pair, 1, "transform", "scale(1.25)")
    shows(pair, 0, "transform", "scale(1)")
    pair.keyboard.press("t")
    shows(pair, 0, "transform", "scale(1.25)")


def test_light_is_shared_or_each_has_its_own(pair: Page) -> None:
    brightness = pair.get_by_label("Brightness")
    brightness.fill("150")
    for place in (0, 1):
        shows(pair, place, "filter", "brightness(150%)")
    pair.get_by_label("Same light").uncheck()
    pair.locator(".viewer__stage").nth(1).focus()
    brightness.fill("80")
    shows(pair, 1, "filter", "brightness(80%)")
    shows(pair, 0, "filter", "brightness(150%)")
    pair.locator(".viewer__stage").nth(0).focus()
    expect(brightness).to_have_value("150")


def test_dragging_moves_both(pair: Page) -> None:
    box = pair.locator(".viewer__stage").nth(0).bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    pair.mouse.move(x, y)
    pair.mouse.down()
    pair.mouse.move(x + 40, y + 30)
    pair.mouse.up()
    for place in (0, 1):
        shows(pair, place, "transform", "translate(40px, 30px)")
    pair.mouse.wheel(0, -100)
    shows(pair, 1, "transform", "scale(1.25)")


def test_a_missing_image_says_so_in_its_place(pair: Page) -> None:
    pair.locator(".viewer__stage").nth(1).focus()
    pair.keyboard.press("PageDown")
    expect(pair.locator("#viewer-title")).to_have_text("Images 1 and 3")
    expect(pair.locator(".viewer__pane").nth(1)).to_contain_text("Image 3 is missing")
    expect(image(pair, 1)).to_be_hidden()
    assert serious_violations(pair) == []


def test_an_image_that_cannot_be_loaded_says_so(at_work: Page, work: Work) -> None:
    at_work.route("**/images/2/", lambda route: route.abort())
    at_work.reload()
    expect(at_work.locator("#case .pictures > li").nth(1)).to_contain_text("could not be loaded")
    at_work.get_by_role("button", name="Two images side by side").click()
    expect(at_work.locator(".viewer__pane").nth(1)).to_contain_text("could not be loaded")


def test_the_same_image_never_stands_twice(pair: Page) -> None:
    for title in ("Images 3 and 2", "Images 1 and 2", "Images 3 and 2"):
        pair.keyboard.press("PageDown")
        expect(pair.locator("#viewer-title")).to_have_text(title)


def test_side_by_side_goes_back_to_one(pair: Page) -> None:
    pair.keyboard.press("s")
    expect(pair.locator("#viewer-title")).to_have_text("Image 1")
    expect(pair.locator(".viewer__pane").nth(1)).to_be_hidden()
    expect(pair.get_by_label("Move both")).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pair_has_no_serious_violation(pair: Page, theme: str) -> None:
    pair.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
    assert serious_violations(pair) == []


def test_fingers_spread_both_images_on_a_tablet(open_page: Open) -> None:
    page = open_page(TABLET, **TOUCH)
    page.get_by_role("button", name="Two images side by side").tap()
    box = page.locator(".viewer__stage").nth(0).bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)
    apart = [[{"x": x - d, "y": y, "id": 0}, {"x": x + d, "y": y, "id": 1}] for d in (50, 50, 100)]
    for kind, points in zip(("touchStart", "touchMove", "touchMove", "touchEnd"), [*apart, []], strict=True):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    for place in (0, 1):
        shows(page, place, "transform", "scale(2)")
