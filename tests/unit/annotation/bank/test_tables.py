"""CSV and XLSX give the rows that JSON Lines would give."""

import datetime
import gzip
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from annotation.bank.intake.files import fingerprint, read_rows
from annotation.bank.intake.problems import Row, UnreadableFileError


def rows_of(tmp_path: Path, content: bytes, name: str = "table.csv") -> list[Row]:
    path = tmp_path / name
    path.write_bytes(content)
    return list(read_rows(path))


def refusal(tmp_path: Path, content: bytes, name: str = "table.csv") -> str:
    with pytest.raises(UnreadableFileError) as caught:
        rows_of(tmp_path, content, name)
    return caught.value.problem.code


def workbook(tmp_path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    path = tmp_path / "table.xlsx"
    book.save(path)
    return path


def test_a_table_is_read_with_line_numbers_across_quoted_line_breaks(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, '\ufeffid,text\n1,"一\n二"\n\n2,三\n'.encode())
    assert [(row.line, row.fields) for row in rows] == [
        (2, {"id": "1", "text": "一\n二"}),
        (5, {"id": "2", "text": "三"}),
    ]


def test_missing_cells_are_empty_and_surplus_cells_make_a_bad_line(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, b"a,b\n1\n1,2,3\n1,2,\n")
    assert rows[0].fields == {"a": "1", "b": ""}
    assert rows[1].problem is not None
    assert rows[1].problem.code == "too_many_cells"
    assert rows[2].fields == {"a": "1", "b": "2"}


def test_a_cell_in_another_encoding_names_line_and_column(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, b"id,text\n1,ok\n2," + "中文".encode("gb18030") + b"\n3,ok\n")
    assert rows[1].problem is not None
    assert (rows[1].problem.line, rows[1].problem.field, rows[1].problem.code) == (3, "text", "not_utf8_cell")
    assert rows[2].fields == {"id": "3", "text": "ok"}


def test_a_nul_in_a_cell_is_bad(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, b"id,text\n1,a\x00b\n")
    assert row.problem is not None
    assert row.problem.code == "nul_character"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_header"),
        (b"\n1,2\n", "no_header"),
        (b"a,,b\n", "unnamed_column"),
        (b"a,a\n", "duplicate_column"),
        ("编号,a\n".encode("gb18030"), "not_utf8_header"),
        (b'a,b\n1,"open\n', "not_csv"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_as_a_whole(tmp_path: Path, content: bytes, code: str) -> None:
    assert refusal(tmp_path, content) == code


def test_columns_that_a_spreadsheet_left_empty_at_the_end_are_ignored(tmp_path: Path) -> None:
    assert rows_of(tmp_path, b"a,b,,\n1,2,,\n")[0].fields == {"a": "1", "b": "2"}


def test_a_workbook_gives_the_text_that_was_typed(tmp_path: Path) -> None:
    moment = datetime.datetime(2026, 1, 2, 3, 4)
    path = workbook(
        tmp_path, ["id", "value", "when", "flag"], [12.0, 3.5, moment, True], [None], ["中", None]
    )
    assert [(row.line, row.fields) for row in read_rows(path)] == [
        (2, {"id": "12", "value": "3.5", "when": "2026-01-02T03:04:00", "flag": "true"}),
        (4, {"id": "中", "value": "", "when": "", "flag": ""}),
    ]


def test_something_else_called_xlsx_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"no workbook", "table.xlsx") == "not_xlsx"


def test_a_compressed_file_reads_like_a_plain_one(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, gzip.compress(b'{"a": 1}\n{"a": 2}\n'), "rows.jsonl.gz")
    assert [row.fields for row in rows] == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize("content", [b"plain", gzip.compress(b'{"a": 1}\n' * 5000)[:-30]])
def test_a_damaged_compressed_file_is_refused(tmp_path: Path, content: bytes) -> None:
    assert refusal(tmp_path, content, "rows.jsonl.gz") == "not_gzip"


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"", "rows.parquet") == "unknown_suffix"


def test_the_fingerprint_tells_hash_and_length(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(b"{}\n" * 7))
    assert fingerprint(path).lines == 7
    assert len(fingerprint(path).sha256) == 64


def test_a_formula_that_nothing_has_worked_out_is_a_bad_line(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["id", "note", "value"], ["1", "", 4], ["2", "", "=1+1"], ["3", "", 5])
    rows = list(read_rows(path))
    assert [row.line for row in rows] == [2, 3, 4]
    assert rows[1].problem is not None
    assert (rows[1].problem.code, rows[1].problem.params) == ("formula_without_value", {"cell": "C3"})


def test_a_line_with_nothing_but_such_a_formula_is_not_blank(tmp_path: Path) -> None:
    rows = list(read_rows(workbook(tmp_path, ["id", "value"], [None, "=1+1"])))
    assert [row.problem is not None for row in rows] == [True]


def test_a_formula_in_the_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        list(read_rows(workbook(tmp_path, ["id", "=A1"], ["1", "2"])))
    assert caught.value.problem.code == "formula_without_value"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (b'<c r="B2"><f>1+1</f><v>2</v></c>', "2"),
        (b'<c r="B2" t="str"><f>IF(TRUE,"")</f><v></v></c>', ""),
    ],
)
def test_a_formula_with_its_value_reads_as_the_value(tmp_path: Path, cell: bytes, text: str) -> None:
    plain = workbook(tmp_path, ["id", "value"], ["1", "=1+1"])
    saved = tmp_path / "saved.xlsx"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(saved, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, re.sub(rb'<c r="B2".*?</c>', cell, content))
    assert [row.fields for row in read_rows(saved)] == [{"id": "1", "value": text}]
