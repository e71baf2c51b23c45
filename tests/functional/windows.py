"""The windows that pages are opened in, and what is asked of a page in any of them."""

from collections.abc import Callable

from playwright.sync_api import Page, ViewportSize

DESKTOP = ViewportSize(width=1366, height=768)
LOW = ViewportSize(width=1366, height=620)
TABLET = ViewportSize(width=820, height=1180)
SMALL_TABLET = ViewportSize(width=768, height=1024)
LANDSCAPE = ViewportSize(width=1180, height=820)
PHONE = ViewportSize(width=390, height=844)
# A desktop at 400 %.
ZOOMED = ViewportSize(width=341, height=192)
TOUCH = {"has_touch": True, "is_mobile": True}

Open = Callable[..., Page]


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
