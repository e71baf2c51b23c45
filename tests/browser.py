"""Finds a Chromium, and as a script installs one with a Chinese font: ``python -m tests.browser``.

In this order: one on PATH, Debian's package when this user may install it, Playwright's own download.
Without a Chinese font pictures show boxes, so a font counts as part of the browser.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LAUNCH_OPTIONS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
]


def find_browser() -> str | None:
    """Path of a browser, or None for Playwright's own (which then has to be installed)."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def playwright_has_browser() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return sys.platform != "linux"
    listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def install_with_apt(*packages: str) -> bool:
    """Whether Debian's packages could be installed: needs apt-get, and root or sudo without a password."""
    if not shutil.which("apt-get"):
        return False
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and (not shutil.which("sudo") or subprocess.run([*prefix, "true"], check=False).returncode):
        return False
    environment = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
    subprocess.run([*environment, "update"], check=False)
    return subprocess.run([*environment, "install", *packages], check=False).returncode == 0


def serious_violations(page: "Page") -> list[str]:
    """What axe calls serious or critical, each as ``rule: targets``."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {[node['target'] for node in violation['nodes']]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]


def main() -> None:
    missing = [] if find_browser() or playwright_has_browser() else ["chromium"]
    missing += [] if has_chinese_font() else ["fontconfig", "fonts-wqy-microhei"]
    if not missing or install_with_apt(*missing):
        return
    if "chromium" in missing:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
        if not playwright_has_browser():
            sys.exit("No Chromium: install it, or set CHROMIUM to the path of one.")
    if not has_chinese_font():
        sys.exit("No Chinese font: install one (Debian: fonts-wqy-microhei).")


if __name__ == "__main__":
    main()
