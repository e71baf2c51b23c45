"""CSV that a spreadsheet opens as data and never as formulas. Pure.

The byte order mark makes Excel read Chinese; a cell that begins like a formula gets an apostrophe in
front. Numbers are written as they are: a score of 0 or of -3.5 is a number, not a missing value.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scoring.presentation.tables import neutralise


def cell(value: Any) -> Any:
    """The value as it may stand in a cell: None is empty, text cannot be a formula."""
    if value is None:
        return ""
    return neutralise(value) if isinstance(value, str) else value


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """One table. Columns a row does not have are empty; keys that are no column are an error."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, restval="", extrasaction="raise", lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: cell(value) for key, value in row.items()} for row in rows)
    return "\ufeff" + stream.getvalue()
