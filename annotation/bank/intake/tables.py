"""CSV and XLSX as the same rows that JSON Lines gives: every cell a string, an empty cell ``""``.

XLSX keeps its table of shared strings in memory (the format asks for it); large imports are JSON Lines.
"""

import csv
import datetime
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from annotation.bank.intake.formulas import unsaved_formulas
from annotation.bank.intake.lines import LINE_LIMIT, bounded_lines, refuse_wide_characters, unstorable
from annotation.bank.intake.problems import Problem, Row, UnreadableFileError

XLSX_LIMIT = 500 * 1024 * 1024
# What spreadsheets write in place of the comma, as a message can show it.
OTHER_DELIMITERS = {";": ";", "\t": "TAB", "|": "|", "，": "，"}
# A damaged workbook shows itself anywhere between its directory and the end of its last sheet.
DAMAGE = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    zlib.error,
    EOFError,
    IndexError,
    KeyError,
    OSError,
    TypeError,
    ValueError,
)


def read_csv(stream: IO[bytes], limit: int = LINE_LIMIT) -> Iterator[Row]:
    csv.field_size_limit(limit)
    reader = csv.reader(_decoded_lines(stream, limit), strict=True)
    try:
        header = _header(next(reader, []))
        _refuse_other_delimiter(header)
        line = reader.line_num + 1
        for cells in reader:
            if any(cells):
                yield _table_row(line, header, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFileError(reader.line_num, "not_csv", error=str(error)) from error


def read_xlsx(path: Path) -> Iterator[Row]:
    """Rows of the first sheet."""
    header: list[str] = []
    for line, texts, formula in _sheet_lines(path):
        if formula and line == 1:
            raise UnreadableFileError(1, "formula_without_value", cell=formula)
        if line == 1:
            header = _header(texts)
        elif formula:
            yield Row(line, None, Problem(line, "formula_without_value", params={"cell": formula}))
        elif any(texts):
            yield _table_row(line, header, texts)
    if not header:
        raise UnreadableFileError(1, "no_header")


def _sheet_lines(path: Path) -> Iterator[tuple[int, list[str], str]]:
    """Number and texts of each line, and its first formula that no spreadsheet program has worked out."""
    line = 0
    try:
        _check_size(path)
        with path.open("rb") as stream, closing(_workbook(stream)) as book:
            sheet: Any = book.worksheets[0]
            formulas = unsaved_formulas(path, sheet._worksheet_path)
            for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield line, [_cell_text(cell) for cell in cells], formulas.get(line, "")
    except DAMAGE as error:
        raise UnreadableFileError(line, "not_xlsx", error=str(error)[:200]) from error


def _workbook(stream: IO[bytes]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(stream, read_only=True, data_only=True)


def _decoded_lines(stream: IO[bytes], limit: int) -> Iterator[str]:
    """Text of each line. A byte that is not UTF-8 becomes a lone surrogate, so its row is named later."""
    for number, line in bounded_lines(stream, limit):
        if line is None:
            raise UnreadableFileError(number, "line_too_long", megabytes=limit // (1024 * 1024))
        refuse_wide_characters(number, line)
        yield line.decode("utf-8", "surrogateescape")


def _header(cells: list[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise UnreadableFileError(1, "no_header")
    if "" in names:
        raise UnreadableFileError(1, "unnamed_column", column=names.index("") + 1)
    if repeated := next((name for name in names if names.count(name) > 1), None):
        raise UnreadableFileError(1, "duplicate_column", column=repeated)
    if code := unstorable(names):
        raise UnreadableFileError(1, "not_utf8_header" if code == "lone_surrogate" else code)
    return names


def _refuse_other_delimiter(header: list[str]) -> None:
    if len(header) > 1:
        return
    if found := next((mark for mark in OTHER_DELIMITERS if mark in header[0]), None):
        raise UnreadableFileError(1, "wrong_delimiter", found=OTHER_DELIMITERS[found])


def _table_row(line: int, header: list[str], cells: list[str]) -> Row:
    if any(cells[len(header) :]):
        params = {"cells": len(cells), "columns": len(header)}
        return Row(line, None, Problem(line, "too_many_cells", params=params))
    for name, cell in zip(header, cells, strict=False):
        if code := unstorable(cell):
            code = "not_utf8_cell" if code == "lone_surrogate" else code
            return Row(line, None, Problem(line, code, field=name))
    padded = cells[: len(header)] + [""] * (len(header) - len(cells))
    return Row(line, dict(zip(header, padded, strict=True)))


def _cell_text(cell: Any) -> str:
    """A spreadsheet's number as it was typed: 12.0 is an id or a score of ``12``."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.isoformat()
    return str(cell)


def _check_size(path: Path) -> None:
    """A small archive must not unpack into all the memory there is."""
    with zipfile.ZipFile(path) as archive:
        if sum(member.file_size for member in archive.infolist()) > XLSX_LIMIT:
            raise UnreadableFileError(0, "xlsx_too_large", megabytes=XLSX_LIMIT // (1024 * 1024))
