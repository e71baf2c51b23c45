"""Formulas in a workbook that have no value, because a program wrote them that does not calculate.

Readers give their cells as empty, which would make a rating missing that somebody has given.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, iterparse

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BLOCK = 1024 * 1024
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


def unsaved_formulas(path: Path, sheet: str) -> dict[int, str]:
    """By line, the first cell of the sheet whose formula has no value."""
    with zipfile.ZipFile(path) as archive:
        with archive.open(sheet) as stream:
            if not _has_formula(stream):
                return {}
        with archive.open(sheet) as stream:
            return dict(_lines_without_value(stream))


def _has_formula(stream: IO[bytes]) -> bool:
    """Few workbooks of data have any; this look is far quicker than reading the cells once more."""
    end = b""
    while block := stream.read(_BLOCK):
        if _FORMULA.search(end + block):
            return True
        end = block[-20:]
    return False


def _lines_without_value(stream: IO[bytes]) -> Iterator[tuple[int, str]]:
    line = 0
    # Entities that grow without end are refused by the parser itself.
    for _, row in iterparse(stream):  # noqa: S314
        if row.tag != f"{MAIN}row":
            continue
        line = int(row.get("r") or line + 1)
        cell = next((cell for cell in row if _is_unsaved(cell)), None)
        if cell is not None:
            yield line, cell.get("r") or str(line)
        row.clear()


def _is_unsaved(cell: Element) -> bool:
    """A formula whose value is the empty text says so in its type."""
    if cell.find(f"{MAIN}f") is None or cell.get("t") == "str":
        return False
    return not cell.findtext(f"{MAIN}v")
