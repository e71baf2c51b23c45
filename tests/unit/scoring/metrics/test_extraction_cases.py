"""The reader against phrasings written for it, family by family."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scoring.metrics.extraction import Status, extract_answer

CASES = Path(__file__).parents[3] / "reference" / "extraction"


def _families() -> list[tuple[str, dict[str, str] | None, dict[str, Any]]]:
    found = []
    for path in sorted(CASES.glob("*.json")):
        family = json.loads(path.read_text(encoding="utf-8"))
        found += [(family["family"], family["options"], case) for case in family["cases"]]
    return found


FAMILIES = _families()


def test_there_are_cases_for_every_status() -> None:
    assert len(FAMILIES) >= 300
    assert {case["status"] for _, _, case in FAMILIES} == {status.value for status in Status}


@pytest.mark.parametrize(
    ("options", "case"),
    [
        pytest.param(options, case, id=f"{family}-{index}")
        for index, (family, options, case) in enumerate(FAMILIES)
    ],
)
def test_a_phrasing_is_read_as_labelled(options: dict[str, str] | None, case: dict[str, Any]) -> None:
    found = extract_answer(
        case["text"], options, multiple=case.get("multiple", False), ordered=case.get("ordered", False)
    )
    assert (found.answer, found.status.value) == (case["answer"], case["status"]), found


@pytest.mark.parametrize(("options", "case"), [(options, case) for _, options, case in FAMILIES])
def test_an_answer_has_a_rule_and_a_span_inside_the_text(
    options: dict[str, str] | None, case: dict[str, Any]
) -> None:
    found = extract_answer(case["text"], options, multiple=case.get("multiple", False))
    assert found.rule
    if found.status is Status.OK:
        assert found.span is not None
        start, end = found.span
        assert 0 <= start < end <= len(case["text"])
