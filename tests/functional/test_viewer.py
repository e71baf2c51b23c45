"""Images of a case at large: one, or two side by side, by keyboard, pointer and touch."""

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from annotation.models import User
from tests.browser import serious_violations
from tests.builders_rating import Work, add_image, make_work
from tests.functional.rating_room import open_item, session_cookie

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
def reading(page: Page, live_server: LiveServer, rater: User, work: Work) -> Page:
    page.context.add_cookies([session_cookie(rater, live_server.url)])
    open_item(page, work.first)
    return page


@pytest.fixture
def pair(reading: Page) -> Page:
    """Images 1 and 2 side by side."""
    reading.get_by_role("button", name="Two images side by side").click()
    expect(reading.locator("#viewer-title")).to_have_text("Images 1 and 2")
    return reading


def image(page: Page, place: int) -> Locator:
    return page.locator(".viewer__pane img").nth(place)


def shows(page: Page, place: int, name: str, value: str) -> None:
    """The image is drawn with this part of its style."""
    page.wait_for_function(
        "([place, name, value]) => "
        "document.querySelectorAll('.viewer__pane img')[place].style[name].includes(value)",
        arg=[place, name, value],
    )


def test_an_image_is_zoomed_and_moved_by_keyboard(reading: Page) -> None:
    reading.get_by_role("button", name="Image 1: enlarge").click()
    expect(reading.locator("#viewer-title")).to_have_text("Image 1")
    expect(reading.locator(".viewer__pane").nth(1)).to_be_hidden()
    reading.keyboard.press("+")
    shows(reading, 0, "transform", "scale(1.25)")
    reading.keyboard.press("ArrowLeft")
    shows(reading, 0, "transform", "translate(60px, 0px)")
    reading.keyboard.press("0")
    shows(reading, 0, "transform", "translate(0px, 0px) scale(1)")
    reading.keyboard.press("PageDown")
    expect(reading.locator("#viewer-title")).to_have_text("Image 2")


def test_two_images_stand_next_to_each_other(pair: Page) -> None:
    left, right = image(pair, 0).bounding_box(), image(pair, 1).bounding_box()
    assert left
    assert right
    assert left["x"] + left["width"] <= right["x"]
    expect(image(pair, 0)).to_have_attribute("alt", "Image 1 of the case")
    expect(image(pair, 1)).to_have_attribute("alt", "Image 2 of the case")
    # 1366 x 768 at 400 %.
    pair.set_viewport_size({"width": 342, "height": 192})
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


def test_an_image_that_cannot_be_loaded_says_so(reading: Page, work: Work) -> None:
    reading.route("**/images/2/", lambda route: route.abort())
    reading.reload()
    expect(reading.locator("#case .pictures > li").nth(1)).to_contain_text("could not be loaded")
    reading.get_by_role("button", name="Two images side by side").click()
    expect(reading.locator(".viewer__pane").nth(1)).to_contain_text("could not be loaded")


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


def test_fingers_spread_both_images_on_a_tablet(
    browser: Browser, live_server: LiveServer, rater: User, work: Work
) -> None:
    size = ViewportSize(width=820, height=1180)
    context = browser.new_context(base_url=live_server.url, viewport=size, has_touch=True, is_mobile=True)
    context.set_default_navigation_timeout(30_000)
    context.add_cookies([session_cookie(rater, live_server.url)])
    page = context.new_page()
    open_item(page, work.first)
    page.get_by_role("button", name="Two images side by side").tap()
    box = page.locator(".viewer__stage").nth(0).bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = context.new_cdp_session(page)
    apart = [[{"x": x - d, "y": y, "id": 0}, {"x": x + d, "y": y, "id": 1}] for d in (50, 50, 100)]
    for kind, points in zip(("touchStart", "touchMove", "touchMove", "touchEnd"), [*apart, []], strict=True):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    for place in (0, 1):
        shows(page, place, "transform", "scale(2)")
    context.close()
