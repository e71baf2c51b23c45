"""Every problem that can be found has words, with the parameters the words ask for."""

import ast
from pathlib import Path
from typing import Any

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


class AnyParams(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "x"


def test_every_code_has_a_reason() -> None:
    used = codes_used()
    assert len(used) > 50
    assert used - set(reasons.REASONS) == set()


@pytest.mark.parametrize("code", reasons.REASONS)
def test_a_reason_can_be_written_out(code: str) -> None:
    told = reasons.reason(code, AnyParams(count=2))
    assert told
    assert "%" not in told


def test_one_is_told_in_the_singular() -> None:
    assert reasons.reason("values_missing", {"count": 1}) == "1 value is missing."
    assert reasons.reason("outputs_moved", {"count": 1}).startswith("1 output moved along")
    assert reasons.reason("bad_rows_left_out", {"count": 2, "file": "x"}).startswith("2 bad lines were")
