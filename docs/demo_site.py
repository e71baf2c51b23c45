"""A demo site of its own for pictures: a temporary home and a free port, so no running site is touched."""

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

from playwright.sync_api import Browser, Page, ViewportSize

from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 300
PATIENCE_MS = 60_000
SCREEN = ViewportSize(width=1366, height=768)


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
def visit(
    browser: Browser,
    site: Site,
    user: str,
    *,
    language: str = "en",
    theme: str = "light",
    size: ViewportSize = SCREEN,
) -> Iterator[Page]:
    """A page of somebody who is logged in."""
    context = browser.new_context(
        base_url=site.address,
        viewport=size,
        locale=language,
        color_scheme="dark" if theme == "dark" else "light",
        has_touch=size is not SCREEN,
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("[name=username]").fill(user)
    page.locator("[name=password]").fill(site.passwords[user])
    page.locator("main [type=submit]").click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    yield page
    context.close()
