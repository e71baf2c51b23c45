"""What every page shares: theme, language, focus, loading mark and the sentence after a failed request."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

LOGIN = "/accounts/login/"
SEND = "url => void htmx.ajax('GET', url, {source: '#main', target: '#main'}).catch(() => {})"


@pytest.fixture
def login_page(page: Page) -> Page:
    page.goto(LOGIN)
    return page


def ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_theme_follows_the_system_until_it_is_chosen(login_page: Page) -> None:
    light = ground(login_page)
    login_page.emulate_media(color_scheme="dark")
    dark = ground(login_page)
    login_page.get_by_label("Light").check()
    assert dark != light == ground(login_page)


def test_a_chosen_theme_is_kept_by_the_next_page(login_page: Page) -> None:
    login_page.get_by_label("Dark").check()
    chosen = ground(login_page)
    login_page.reload()
    assert ground(login_page) == chosen
    expect(login_page.get_by_label("Dark")).to_be_checked()


def test_the_language_switch_stays_on_the_page(login_page: Page) -> None:
    login_page.get_by_role("button", name="中文").click()
    expect(login_page.locator("html")).to_have_attribute("lang", "zh-hans")
    assert LOGIN in login_page.url


def test_the_first_tab_stop_leads_to_the_content(page: Page) -> None:
    page.goto("/nowhere")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_request_that_fails_is_told_in_a_sentence(login_page: Page) -> None:
    login_page.evaluate(SEND, "/nowhere")
    expect(login_page.locator("#notices")).to_contain_text("no longer there")
    login_page.get_by_role("button", name="Close").click()
    expect(login_page.locator("#notices")).to_be_empty()


def test_a_lost_connection_is_told_and_forgotten_once_the_same_request_succeeds(
    login_page: Page,
) -> None:
    login_page.route("**/healthz", lambda route: route.abort())
    login_page.evaluate(SEND, "/healthz")
    expect(login_page.locator("#notices")).to_contain_text("No connection")
    login_page.unroute("**/healthz")
    login_page.evaluate(SEND, "/healthz")
    expect(login_page.locator("#notices")).to_be_empty()


def test_a_fragment_never_becomes_the_login_page(page: Page) -> None:
    page.goto("/nowhere")
    page.evaluate(SEND, "/accounts/password_change/")
    expect(page.locator("#notices")).to_contain_text("logged out")
    expect(page.get_by_role("link", name="Log in again")).to_have_attribute(
        "href", re.compile(r"next=%2Fnowhere")
    )
    expect(page.locator("[name=password]")).to_have_count(0)


def test_loading_shows_after_a_while_and_never_at_once(login_page: Page) -> None:
    held: list[Route] = []
    login_page.route("**/healthz", lambda route: held.append(route))
    # The page's own clock stands still, so that a busy machine cannot decide this test.
    login_page.clock.install(time=0)
    login_page.clock.pause_at(1_000)
    login_page.evaluate(SEND, "/healthz")
    login_page.clock.run_for(299)
    expect(login_page.locator("main")).not_to_have_class(re.compile("is-loading"))
    login_page.clock.run_for(1)
    expect(login_page.locator("main")).to_have_class(re.compile("is-loading"))
    held[0].continue_()
    expect(login_page.locator("main")).not_to_have_class(re.compile("is-loading"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1366, 820, 390])
def test_no_page_is_wider_than_its_window(page: Page, theme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    for address in (LOGIN, "/nowhere"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
