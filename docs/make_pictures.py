"""Takes the pictures of the documentation from a demo site of its own: ``python -m docs.make_pictures``."""

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from docs.demo_site import ROOT, Site, demo_site, visit
from tests.browser import LAUNCH_OPTIONS, find_browser

PICTURES = ROOT / "docs" / "pictures"
PHONE = ViewportSize(width=390, height=844)
TABLET = ViewportSize(width=820, height=1180)
BYTES_LIMIT = 300_000
LEAD, RATER = "lead", "linqing"
BENCHMARK, CAMPAIGN, BY_CASE = "climed-demo", "Clinical review (demo)", "Clinical review by case (demo)"
MODELS_SIDE_BY_SIDE = 4
LOOKS = (("en", "light", ""), ("zh-CN", "dark", "-zh"))


def take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, animations="disabled")
    # 256 colours are enough for text and hairlines, at a third of the size.
    Image.open(path).convert("RGB").quantize(256, method=Image.Quantize.FASTOCTREE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB", flush=True)
    if path.stat().st_size > BYTES_LIMIT:
        raise RuntimeError(f"{path.name} is larger than {BYTES_LIMIT // 1000} kB")


def plan_by_case(page: Page) -> None:
    """A small campaign that is judged by case, planned and opened with the lead's form."""
    page.goto(f"/campaigns/new/{BENCHMARK}/")
    page.locator("[name=name]").fill(BY_CASE)
    page.locator("[name=scenarios][value=WTD]").check()
    for box in page.locator("[name=language_models]").all()[:MODELS_SIDE_BY_SIDE]:
        box.check()
    page.get_by_label(RATER).check()
    page.locator("[name=raters_per_unit]").fill("1")
    page.locator("[name=questions_per_scenario]").fill("3")
    page.locator("[name=mode]").select_option("by_case")
    page.locator("[name=guided_start]").uncheck()
    page.locator("main form.form [type=submit]").click()
    page.locator("[data-opens=open-campaign]").click()
    page.locator("#open-campaign [type=submit]").click()
    expect(page.locator("main .badge--good").first).to_be_visible()


def go_on_rating(page: Page, campaign: str) -> None:
    page.goto("/campaigns/my-work/")
    heading = page.get_by_role("heading", name=campaign, exact=True)
    page.locator("section.work", has=heading).locator("a.button--primary").click()
    page.locator("#room").wait_for()
    page.wait_for_load_state("networkidle")


def judge(page: Page, keys: str) -> None:
    """Levels by key, each saved before the picture is taken."""
    given = page.locator("#room .dimension input:checked")
    before = given.count()
    for place, key in enumerate(keys, start=1):
        page.keyboard.press(key)
        expect(given).to_have_count(before + place)
    expect(page.locator("#saved-mark")).to_have_attribute("data-state", "saved")


def take_rating(page: Page, suffix: str) -> None:
    """Two dimensions judged, the third one marked."""
    go_on_rating(page, CAMPAIGN)
    judge(page, "45")
    take(page, f"rating{suffix}")


def take_compare(page: Page, suffix: str) -> None:
    """Three outputs judged on the first dimension, the fourth one marked."""
    go_on_rating(page, BY_CASE)
    judge(page, "424")
    take(page, f"compare{suffix}")


def take_narrow(page: Page, name: str) -> None:
    """On what was judged before: the end of the output, and every dimension down to harm."""
    go_on_rating(page, CAMPAIGN)
    page.locator(".harm").evaluate(
        "harm => { harm.style.scrollMarginBlockEnd = '12px'; harm.scrollIntoView({ block: 'end' }); }"
    )
    take(page, name)


def take_practice(page: Page) -> None:
    """A practice case that was answered: what the expert said, and why."""
    page.goto("/campaigns/my-work/")
    heading = page.get_by_role("heading", name=CAMPAIGN, exact=True)
    done = page.locator("section.work", has=heading).locator("a[href*='/my-work/']").first
    slug = (done.get_attribute("href") or "").rstrip("/").rpartition("/")[2]
    page.goto(f"/campaigns/start/{slug}/practice/2/")
    take(page, "practice")


def take_results(page: Page, suffix: str) -> None:
    page.goto("/campaigns/")
    page.get_by_role("link", name=CAMPAIGN, exact=True).click()
    page.wait_for_url("**/campaigns/of/**")
    slug = page.url.rstrip("/").rpartition("/")[2]
    page.wait_for_selector(f"a[href*='/scoring/agreement/{slug}/']")
    take(page, f"campaign{suffix}")
    page.goto(f"/scoring/agreement/{slug}/")
    take(page, f"agreement{suffix}")
    page.goto("/scoring/leaderboards/")
    page.locator(f"main a[href*='campaign={slug}'], main table a").first.click()
    page.wait_for_url("**/scoring/leaderboards/*/**")
    page.wait_for_selector("main table", timeout=60_000)
    take(page, f"leaderboard{suffix}")


def take_all(browser: Browser, site: Site) -> None:
    for language, theme, suffix in LOOKS:
        with visit(browser, site, LEAD, language=language, theme=theme) as page:
            take_results(page, suffix)
    with visit(browser, site, LEAD) as page:
        plan_by_case(page)
    for language, theme, suffix in LOOKS:
        with visit(browser, site, RATER, language=language, theme=theme) as page:
            take_rating(page, suffix)
            take_compare(page, suffix)
        with visit(browser, site, RATER, language=language, size=PHONE) as page:
            take_narrow(page, f"rating-phone{suffix}")
    with visit(browser, site, RATER, size=TABLET) as page:
        take_narrow(page, "rating-tablet")
    with visit(browser, site, RATER) as page:
        take_practice(page)


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with demo_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=LAUNCH_OPTIONS)
        take_all(browser, site)
        browser.close()


if __name__ == "__main__":
    main()
