"""The reader against phrasings written for it, family by family."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scoring.metrics.extraction import Extraction, Status, extract_answer

CASES = Path(__file__).parents[3] / "reference" / "extraction"
HELD_OUT = "held_out_"
Case = tuple[str, dict[str, str] | None, dict[str, Any]]


def _families() -> list[Case]:
    found: list[Case] = []
    for path in sorted(CASES.glob("*.json")):
        family = json.loads(path.read_text(encoding="utf-8"))
        for case in family["cases"]:
            question = case.get("question")
            options = family["questions"][question] if question else family["options"]
            found.append((family["family"], options, case))
    return found


def _text(case: dict[str, Any]) -> str | None:
    """`before` holds a piece that is repeated to make a long text, `parts` several with their times."""
    if parts := case.get("parts"):
        return "".join(piece * times for piece, times in parts)
    before = case.get("before")
    return before["text"] * before["times"] + case["text"] if before else case["text"]


def _read(options: dict[str, str] | None, case: dict[str, Any]) -> Extraction:
    flags = {name: case.get(name, False) for name in ("multiple", "ordered")}
    return extract_answer(_text(case), options, question=case.get("asked", ""), **flags)


def _is_right(options: dict[str, str] | None, case: dict[str, Any]) -> bool:
    found = _read(options, case)
    return (found.answer, found.status.value) == (case["answer"], case["status"])


FAMILIES = _families()
TUNED = [case for case in FAMILIES if not case[0].startswith(HELD_OUT)]
UNSEEN = [case for case in FAMILIES if case[0].startswith(HELD_OUT)]


def test_there_are_cases_for_every_status() -> None:
    assert len(TUNED) >= 600
    assert len(UNSEEN) >= 400
    assert {case["status"] for _, _, case in FAMILIES} == {status.value for status in Status}


@pytest.mark.parametrize("family", sorted({family for family, _, _ in TUNED}))
def test_phrasings_are_read_as_labelled(family: str) -> None:
    cases = [(options, case) for name, options, case in TUNED if name == family]
    wrong = [
        (_text(case), case, _read(options, case)) for options, case in cases if not _is_right(options, case)
    ]
    assert wrong == []


def test_phrasings_written_before_the_tuning_are_read_as_well() -> None:
    wrong = [_text(case) for _, options, case in UNSEEN if not _is_right(options, case)]
    assert len(wrong) <= 0.02 * len(UNSEEN), wrong


def test_no_refusal_echo_or_cut_text_is_read_as_a_letter() -> None:
    read = [
        _text(case)
        for _, options, case in FAMILIES
        if case["status"] != Status.OK and _read(options, case).answer is not None
    ]
    assert read == []


def test_an_answer_has_a_rule_and_a_span_inside_the_text() -> None:
    for _, options, case in FAMILIES:
        found, length = _read(options, case), len(_text(case) or "")
        assert found.rule, case
        if found.status is Status.OK:
            assert found.span is not None, case
            start, end = found.span
            assert 0 <= start < end <= length, case
