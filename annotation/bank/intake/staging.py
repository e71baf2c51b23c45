"""Validated rows between the two passes, in a temporary SQLite file: memory does not grow with the import.

The unique key finds an id that a file gives twice, and the second pass writes from here, so what is
written is what was validated even when the file changes meanwhile.
"""

import json
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

_SCHEMA = "CREATE TABLE staged (line INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, payload TEXT)"


@dataclass(frozen=True, slots=True)
class Staged:
    """``payload`` is None for a row that is already there as it is; ``size`` is that of its JSON."""

    line: int
    key: str
    payload: dict[str, Any] | None
    size: int = 0


class Staging:
    def __init__(self) -> None:
        self._directory = tempfile.TemporaryDirectory(prefix="climed-import-")
        self._base = sqlite3.connect(Path(self._directory.name) / "staged.sqlite3", isolation_level=None)
        self._base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000;")
        self._base.execute(_SCHEMA)

    def __enter__(self) -> "Staging":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()
        self._directory.cleanup()

    def first_lines(self, keys: Sequence[str]) -> dict[str, int]:
        """Line on which each of these keys was seen before."""
        marks = ",".join("?" * len(keys))
        query = f"SELECT key, line FROM staged WHERE key IN ({marks})"  # noqa: S608  only question marks
        return dict(self._base.execute(query, keys))

    def add(self, rows: Sequence[Staged]) -> None:
        self._base.execute("BEGIN")
        self._base.executemany(
            "INSERT INTO staged VALUES (?, ?, ?)",
            [(row.line, row.key, _as_json(row.payload)) for row in rows],
        )
        self._base.execute("COMMIT")

    def __iter__(self) -> Iterator[Staged]:
        """What is to be written, in the order of the file."""
        return self._read("line")

    def by_key(self) -> Iterator[Staged]:
        """The same in the order of the keys, so that rows of one thing come together."""
        return self._read("key")

    def _read(self, order: str) -> Iterator[Staged]:
        query = f"SELECT line, key, payload FROM staged WHERE payload IS NOT NULL ORDER BY {order}"  # noqa: S608
        for line, key, payload in self._base.execute(query):
            yield Staged(line, key, json.loads(payload), len(payload))


def _as_json(payload: dict[str, Any] | None) -> str | None:
    return None if payload is None else json.dumps(payload, ensure_ascii=False)
