"""The way in."""

from playwright.sync_api import Page

from tests.browser import serious_violations


def test_the_login_page_has_no_serious_accessibility_violation(page: Page) -> None:
    page.goto("/accounts/login/")
    assert page.locator("[name=username]").is_visible()
    assert serious_violations(page) == []
