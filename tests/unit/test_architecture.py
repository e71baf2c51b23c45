"""Pure modules really are pure: each is imported where Django and Celery cannot be had.

The import contracts in ``pyproject.toml`` name the pure modules and hold them statically. A contract passes
whatever an outside package is called there, so a misspelt one would forbid nothing; this test imports.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = "Pure modules know neither Django nor Celery"

# Records every module that asks for a forbidden package, and refuses it so that each is found by itself.
PROBE = """
import importlib, json, sys

class Refusal:
    current, asked = "", {}

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in FORBIDDEN:
            self.asked.setdefault(self.current, name)
            raise ImportError(f"{self.current} asks for {name}")

MODULES, FORBIDDEN = json.load(sys.stdin)
refusal = Refusal()
sys.meta_path.insert(0, refusal)
for refusal.current in MODULES:
    try:
        importlib.import_module(refusal.current)
    except ImportError as error:
        refusal.asked.setdefault(refusal.current, str(error))
json.dump([refusal.asked, sorted(set(FORBIDDEN) & set(sys.modules))], sys.stdout)
"""


def contract(name: str) -> dict[str, list[str]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found = [item for item in settings["tool"]["importlinter"]["contracts"] if item["name"] == name]
    assert found, f"pyproject.toml has no contract {name!r}"
    return found[0]


def modules_below(name: str) -> list[str]:
    """A module, or a package with everything in it."""
    path = ROOT.joinpath(*name.split("."))
    if path.with_suffix(".py").exists():
        return [name]
    files = sorted(path.rglob("*.py"))
    assert files, f"{name} does not exist"
    return [
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files
    ]


def ask_for(modules: list[str], forbidden: list[str]) -> tuple[dict[str, str], list[str]]:
    """What the modules ask for that is forbidden, and which of it was imported all the same."""
    probe = subprocess.run(
        [sys.executable, "-c", PROBE],
        input=json.dumps([modules, forbidden]),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    asked, imported = json.loads(probe.stdout)
    return asked, imported


def test_pure_modules_import_neither_django_nor_celery() -> None:
    pure = [module for name in contract(CONTRACT)["source_modules"] for module in modules_below(name)]
    assert len(pure) > 40
    assert ask_for(pure, ["django", "celery"]) == ({}, [])


def test_the_contract_forbids_packages_by_their_real_names() -> None:
    assert {"django", "celery"} <= set(contract(CONTRACT)["forbidden_modules"])


@pytest.mark.parametrize("module", ["annotation.bank.reasons", "scoring.tasks"])
def test_a_module_that_is_not_pure_is_found_out(module: str) -> None:
    asked, _ = ask_for([module], ["django", "celery"])
    assert list(asked) == [module]
