from pathlib import Path

import pytest

from annotation.bank.models import BoardCell, PublishedBoard
from annotation.bank.services.boards import import_board
from annotation.bank.services.runs import ImportRefusedError

pytestmark = pytest.mark.django_db
TABLE = "model,group,BKT,KE,DS-open\nGPT4,general,70.8,40.2,\n乙,medical,12,,55.5\n"


def written(tmp_path: Path, text: str, name: str = "board.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_board_comes_in_cell_by_cell(tmp_path: Path) -> None:
    import_board(path=written(tmp_path, TABLE), name="表二", source="arXiv 2410.03502, Table 2")
    board = PublishedBoard.objects.get()
    assert board.source == "arXiv 2410.03502, Table 2"
    cells = {(cell.position, cell.model_name, cell.scenario): cell.value for cell in board.cells.all()}
    assert cells == {
        (1, "GPT4", "BKT"): 70.8,
        (1, "GPT4", "KE"): 40.2,
        (1, "GPT4", "DS-open"): None,
        (2, "乙", "BKT"): 12,
        (2, "乙", "KE"): None,
        (2, "乙", "DS-open"): 55.5,
    }


def test_the_same_board_twice_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, TABLE)
    import_board(path=path, name="Table 2")
    cells = set(BoardCell.objects.values_list("pk", flat=True))
    assert import_board(path=path, name="Table 2").rows_unchanged == 2
    assert set(BoardCell.objects.values_list("pk", flat=True)) == cells


def test_a_changed_number_needs_replace(tmp_path: Path) -> None:
    import_board(path=written(tmp_path, TABLE), name="Table 2")
    changed = written(tmp_path, TABLE.replace("70.8", "71.8"))
    with pytest.raises(ImportRefusedError, match="line 2"):
        import_board(path=changed, name="Table 2")
    assert import_board(path=changed, name="Table 2", replace=True).rows_replaced == 1
    assert BoardCell.objects.get(model_name="GPT4", scenario="BKT").value == 71.8


def test_replacing_removes_the_models_that_are_gone(tmp_path: Path) -> None:
    import_board(path=written(tmp_path, TABLE), name="Table 2")
    shorter = written(tmp_path, "\n".join(TABLE.splitlines()[:2]))
    import_board(path=shorter, name="Table 2", replace=True)
    assert set(BoardCell.objects.values_list("model_name", flat=True)) == {"GPT4"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TABLE.replace("KE", "XX"), "unknown_column"),
        (TABLE.replace("40.2", "n/a"), "not_a_score"),
        (TABLE.replace("乙", "GPT4"), "duplicate_id"),
        ("model,group\nGPT4,general\n", "no_scenario_column"),
        ("model,BKT\n", "empty_file"),
    ],
)
def test_a_bad_board_is_refused_and_leaves_nothing(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(ImportRefusedError) as caught:
        import_board(path=written(tmp_path, text), name="Table 2")
    assert caught.value.import_row is not None
    assert caught.value.import_row.problems[0]["code"] == code
    assert not PublishedBoard.objects.exists()
