"""Every problem that can be found has words, with the parameters the words ask for."""

import ast
import re
from pathlib import Path

import pytest

from annotation.bank import reasons

ROOT = Path(reasons.__file__).parent.parent
SOURCES = [*(ROOT / "bank").rglob("*.py"), *(ROOT / "campaigns" / "services").glob("imported_*.py")]
# Name of the called function, and the position of the code among its arguments.
CALLS = {
    "Problem": 1,
    "_bad": 1,
    "bad": 1,
    "UnreadableFileError": 1,
    "refused": 0,
    "note": 0,
    "ImageError": 0,
}


def codes_used() -> set[str]:
    found: set[str] = set()
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                found.update(_code(node))
    return found


def _code(call: ast.Call) -> list[str]:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    position = CALLS.get(name)
    if position is None or len(call.args) <= position:
        return []
    constants = [part for part in ast.walk(call.args[position]) if isinstance(part, ast.Constant)]
    return [part.value for part in constants if isinstance(part.value, str)]


def test_every_code_has_a_reason() -> None:
    used = codes_used()
    assert len(used) > 50
    assert used - set(reasons.REASONS) == set()


@pytest.mark.parametrize("code", reasons.REASONS)
def test_a_reason_can_be_written_out(code: str) -> None:
    names = re.findall(r"%\((\w+)\)s", str(reasons.REASONS[code]))
    assert "%" not in reasons.reason(code, dict.fromkeys(names, "x"))
