import pytest

from annotation.bank.intake.problems import Row
from annotation.bank.intake.ratings import check_rating

ROW = {"question_id": "Q-1", "model": "甲", "rater": "r1", "dimension": "correctness", "value": "4"}


@pytest.mark.parametrize(("text", "value"), [("4", 4.0), (" 4.5 ", 4.5), ("-2", -2.0), ("0", 0.0)])
def test_a_number_is_read(text: str, value: float) -> None:
    record = check_rating(Row(1, ROW | {"value": text})).record
    assert record is not None
    assert (record.value, record.not_applicable) == (value, False)


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_value_is_missing(text: str) -> None:
    record = check_rating(Row(1, ROW | {"value": text})).record
    assert record is not None
    assert (record.value, record.not_applicable) == (None, False)


@pytest.mark.parametrize("text", ["N/A", "n/a", "NA", "NaN", "-", "不适用"])
def test_not_applicable_is_missing_and_told_apart(text: str) -> None:
    record = check_rating(Row(1, ROW | {"value": text})).record
    assert record is not None
    assert (record.value, record.not_applicable) == (None, True)


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("value", "four", "not_a_number"),
        ("value", "1_0", "not_a_number"),
        ("value", "inf", "not_a_number"),
        ("value", "4,5", "not_a_number"),
        ("rater", "", "missing"),
        ("dimension", "", "missing"),
        ("scenario", "XX", "unknown_scenario"),
        ("seconds", "-1", "negative_seconds"),
        ("seconds", "soon", "negative_seconds"),
        ("rated_at", "yesterday", "not_a_date"),
    ],
)
def test_each_mistake_is_named_with_its_field(field: str, text: str, code: str) -> None:
    checked = check_rating(Row(3, ROW | {field: text}))
    assert [(found.field, found.code) for found in checked.problems] == [(field, code)]


def test_a_table_without_a_value_column_is_a_mistake() -> None:
    fields = {name: value for name, value in ROW.items() if name != "value"}
    assert [found.code for found in check_rating(Row(1, fields)).problems] == ["missing"]
