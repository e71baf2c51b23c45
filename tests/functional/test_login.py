"""The ways in."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from annotation.accounts.services.invitations import invite_person
from annotation.models import User
from tests.browser import serious_violations

LANGUAGES = ("en", "zh-hans")


def test_the_login_page_has_no_serious_accessibility_violation(page: Page) -> None:
    page.goto("/accounts/login/")
    assert page.locator("[name=username]").is_visible()
    assert serious_violations(page) == []


def test_a_clinician_comes_in_by_the_link_that_the_lead_printed(
    log_in: Callable[[User], Page], browser: Browser, live_server: LiveServer, lead: User
) -> None:
    page = log_in(lead)
    page.goto("/campaigns/clinicians/new/")
    page.locator("main [name=username]").fill("dr-new")
    page.locator("main [type=submit]").first.click()
    expect(page.locator(".invitation__code path")).to_have_attribute("d", re.compile("^M"))
    assert serious_violations(page) == []
    link = page.locator(".invitation__link").inner_text().strip()

    phone = browser.new_context(base_url=live_server.url, locale="en").new_page()
    phone.goto(link)
    assert serious_violations(phone) == []
    for name in ("new_password1", "new_password2"):
        phone.locator(f"[name={name}]").fill("a quiet ward at night")
    phone.locator("main [type=submit]").click()
    phone.wait_for_url("**/campaigns/my-work/")
    phone.goto(link)
    expect(phone.locator("h1")).to_have_text("This link opens nothing")
    assert serious_violations(phone) == []
    phone.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_way_in_has_no_serious_accessibility_violation(
    browser: Browser, live_server: LiveServer, rater: User, lead: User, language: str, theme: str
) -> None:
    token = invite_person(user=rater, actor=lead).token
    context = browser.new_context(base_url=live_server.url, locale=language, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"/accounts/invitation/{token}/")
    page.locator("[name=new_password1]").fill("short")
    page.locator("[name=new_password2]").fill("short")
    page.locator("main [type=submit]").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    assert serious_violations(page) == []
    for _ in range(5):
        page.goto("/accounts/login/")
        page.locator("[name=username]").fill(rater.username)
        page.locator("[name=password]").fill("wrong")
        with page.expect_navigation():
            page.locator("main [type=submit]").click()
    expect(page.locator("h1")).to_have_text(re.compile("Too many wrong passwords|密码错误次数过多"))
    assert serious_violations(page) == []
    context.close()


ASK = """([quiet, inside]) => {
  const part = document.createElement("section");
  const button = document.createElement("button");
  button.setAttribute("hx-get", "/healthz");
  button.setAttribute("hx-swap", "none");
  if (quiet) button.dataset.quiet = "";
  if (inside) part.dataset.quiet = "";
  part.append(button);
  document.querySelector("main").append(part);
  htmx.process(part);
  button.click();
}"""


@pytest.mark.parametrize(("quiet", "inside"), [(True, False), (False, True), (False, False)])
def test_only_what_asks_by_itself_says_that_nobody_acted(page: Page, quiet: bool, inside: bool) -> None:
    page.goto("/accounts/login/")
    with page.expect_request("**/healthz") as sent:
        page.evaluate(ASK, [quiet, inside])
    assert ("x-quiet" in sent.value.headers) == quiet
