from typing import Any

import pytest

from annotation.bank.intake.outputs import OutputRecord, check_output
from annotation.bank.intake.problems import Row

ROW: dict[str, Any] = {"question_id": "Q-1", "model": "甲", "text": "B"}


def test_the_condition_is_vanilla_unless_given() -> None:
    assert check_output(Row(1, ROW)).record == OutputRecord("Q-1", "甲", "vanilla", "B")


@pytest.mark.parametrize("text", ["", None, " \n"])
def test_an_empty_or_null_text_is_kept_as_it_is(text: str | None) -> None:
    record = check_output(Row(1, ROW | {"text": text})).record
    assert record is not None
    assert record.text == text


def test_a_named_model_and_condition_hold_for_every_row() -> None:
    record = check_output(Row(1, ROW | {"condition": "cot"}), "乙", "few-shot").record
    assert record is not None
    assert (record.model, record.condition) == ("乙", "few-shot")


def test_a_number_is_an_id_as_it_is_written() -> None:
    record = check_output(Row(1, ROW | {"question_id": 12, "extra": [1]})).record
    assert record is not None
    assert (record.question_id, record.meta) == ("12", {"extra": [1]})


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"question_id": "Q-1", "model": "甲"}, ("text", "missing_text")),
        (ROW | {"text": 5}, ("text", "not_text")),
        (ROW | {"model": ""}, ("model", "missing")),
        (ROW | {"question_id": None}, ("question_id", "missing")),
        (ROW | {"condition": "c" * 61}, ("condition", "too_long")),
        (ROW | {"meta": "no"}, ("meta", "not_an_object")),
    ],
)
def test_each_mistake_is_named_with_its_field(fields: dict[str, Any], problem: tuple[str, str]) -> None:
    checked = check_output(Row(3, fields))
    assert [(found.field, found.code) for found in checked.problems] == [problem]
