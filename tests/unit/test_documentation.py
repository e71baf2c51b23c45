"""What the documentation names exists, and what has to be named is."""

import gettext
import json
import re
from pathlib import Path

import pytest

from annotation.bank.scenarios import SCENARIOS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "fixtures").glob("*.md")])
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#([^)\s]*))?\)")
_VARIABLE = re.compile(r"""env\.\w+\(\s*"([A-Z_]+)\"""")


def read(*parts: str) -> str:
    return ROOT.joinpath(*parts).read_text(encoding="utf-8")


def headings(page: Path) -> set[str]:
    """Anchors of a page, as hosts of Markdown make them."""
    lines = re.findall(r"(?m)^#+ (.+)$", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in _LINK.findall(page.read_text(encoding="utf-8")):
        if target.startswith("http"):
            continue
        linked = page.parent / target
        assert linked.exists(), target
        assert not anchor or anchor in headings(linked), f"{target}#{anchor}"


def test_every_setting_of_the_environment_is_listed() -> None:
    variables = set(_VARIABLE.findall(read("climed_eval", "settings.py")))
    listed = set(re.findall(r"(?m)^\| `([A-Z_]+)` \|", read("docs", "deployment.md")))
    assert listed == variables


def test_every_command_is_described() -> None:
    commands = {
        path.stem
        for app in ("annotation", "scoring", "climed_eval")
        for path in (ROOT / app / "management" / "commands").glob("[!_]*.py")
    }
    page = read("docs", "commands.md")
    assert {
        command for command in commands if not re.search(rf"(?m)^`?{command}\b|`{command}\b", page)
    } == set()


def test_every_decision_is_in_the_list() -> None:
    decisions = {path.name for path in (ROOT / "docs" / "adr").glob("0*.md")}
    assert {target for target, _ in _LINK.findall(read("docs", "adr", "README.md"))} == decisions


def glossary(part: str) -> list[list[str]]:
    """Rows of one table of the glossary."""
    section = read("docs", "glossary.md").partition(f"\n## {part}\n")[2].partition("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if "|" in line
    ]
    return rows[2:]


def test_the_glossary_says_what_the_interface_says() -> None:
    with (ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    rows = glossary("Interface")
    assert len(rows) > 20
    assert {english: chinese for english, chinese, _ in rows} == {
        english: catalogue.gettext(english) for english, _, _ in rows
    }


def test_the_glossary_has_every_scenario_as_the_code_names_it() -> None:
    named = {code: (scenario.name_en, scenario.name_zh) for code, scenario in SCENARIOS.items()}
    assert {code: (english, chinese) for code, english, chinese in glossary("Scenarios")} == named


def test_the_glossary_knows_every_specialty_of_the_bundled_cases() -> None:
    files = (ROOT / "fixtures" / "questions").glob("*.jsonl")
    lines = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    used = {line["specialty"] for line in lines if line.get("specialty")}
    known = {term.strip() for row in glossary("Clinical terms") for term in row[0].split("/")}
    assert used - known == set()
