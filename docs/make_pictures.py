"""Takes the pictures of the README from a demo site of its own: ``python -m docs.make_pictures``.

The site gets a temporary home and a free port, so neither your data nor a running site is touched.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.browser import LAUNCH_OPTIONS, find_browser
from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
SCREEN = ViewportSize(width=1366, height=768)
START_SECONDS = 180
BYTES_LIMIT = 300_000
LEAD, RATER = "lead", "linqing"


@dataclass(frozen=True)
class Site:
    address: str
    passwords: dict[str, str]


@contextmanager
def demo_site() -> Iterator[Site]:
    with tempfile.TemporaryDirectory(prefix="climed-pictures-") as home:
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "CLIMED_HOME": home},
            stdout=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/healthz", process)
            yield Site(address, json.loads((Path(home) / "demo_logins.json").read_text(encoding="utf-8")))
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.5)
    raise RuntimeError("the demo site did not start")


@contextmanager
def visit(browser: Browser, site: Site, user: str, language: str, theme: str) -> Iterator[Page]:
    """A page of somebody who is logged in."""
    context = browser.new_context(
        base_url=site.address,
        viewport=SCREEN,
        locale=language,
        color_scheme="dark" if theme == "dark" else "light",
    )
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("[name=username]").fill(user)
    page.locator("[name=password]").fill(site.passwords[user])
    page.locator("main [type=submit]").click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    yield page
    context.close()


def take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, animations="disabled")
    # 256 colours are enough for text and hairlines, at a third of the size.
    Image.open(path).convert("RGB").quantize(256, method=Image.Quantize.FASTOCTREE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")
    if path.stat().st_size > BYTES_LIMIT:
        raise RuntimeError(f"{path.name} is larger than {BYTES_LIMIT // 1000} kB")


def take_rating(page: Page, name: str) -> None:
    page.goto("/campaigns/my-work/")
    page.locator("main a.button--primary").first.click()
    page.wait_for_url("**/rate/**")
    page.wait_for_load_state("networkidle")
    # Two dimensions judged, the third one marked.
    for key in ("4", "5"):
        page.keyboard.press(key)
    page.wait_for_timeout(1500)
    take(page, name)


def take_results(page: Page, suffix: str) -> None:
    page.goto("/campaigns/")
    page.locator("main table a").first.click()
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


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with demo_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=LAUNCH_OPTIONS)
        for language, theme, suffix in (("en", "light", ""), ("zh-CN", "dark", "-zh")):
            with visit(browser, site, RATER, language, theme) as page:
                take_rating(page, f"rating{suffix}")
            with visit(browser, site, LEAD, language, theme) as page:
                take_results(page, suffix)
        browser.close()


if __name__ == "__main__":
    main()
