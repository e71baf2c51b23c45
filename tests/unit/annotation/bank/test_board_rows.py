import pytest

from annotation.bank.intake.boards import check_board_row
from annotation.bank.intake.problems import Row


def test_an_empty_cell_is_a_missing_number() -> None:
    record = check_board_row(Row(2, {"model": "甲", "group": "general", "BKT": "70.8", "KE": ""})).record
    assert record is not None
    assert record.cells == {"BKT": 70.8, "KE": None}


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"model": "甲", "BKT": "1", "XX": "2"}, ("XX", "unknown_column")),
        ({"model": "", "BKT": "1"}, ("model", "missing")),
        ({"model": "甲", "BKT": "n/a"}, ("BKT", "not_a_score")),
        ({"model": "甲", "BKT": "101"}, ("BKT", "not_a_score")),
        ({"model": "甲", "BKT": "nan"}, ("BKT", "not_a_score")),
        ({"model": "甲", "group": "general"}, ("model", "no_scenario_column")),
    ],
)
def test_each_mistake_is_named_with_its_column(fields: dict[str, str], problem: tuple[str, str]) -> None:
    checked = check_board_row(Row(2, dict(fields)))
    assert [(found.field, found.code) for found in checked.problems] == [problem]
