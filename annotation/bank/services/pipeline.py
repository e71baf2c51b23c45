"""The two passes of every import: all lines are validated, then what is new is written in chunks.

A kind of import says how a row is checked, what it is compared with and how it is written
(:class:`Kind`); how bad lines, duplicates, progress and failures are treated is the same for all.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.db import transaction

from annotation.bank.intake.files import fingerprint, read_rows
from annotation.bank.intake.problems import Checked, Problem, Row, UnreadableFileError
from annotation.bank.intake.staging import Staged, Staging
from annotation.bank.models import Import
from annotation.bank.services import runs

R = TypeVar("R")
T = TypeVar("T")
Progress = Callable[[str, int, int], None]
PROBLEMS_KEPT = 1000
# Rows are mostly short; a chunk of very long ones ends before it fills the memory.
CHUNK_CHARACTERS = 500_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a valid row is against what is there: a payload to write, nothing to do, or a problem."""

    payload: dict[str, Any] | None = None
    replaces: bool = False
    problems: tuple[Problem, ...] = ()


class Kind(ABC, Generic[R]):
    """What one kind of import does differently.

    ``rows_at_once`` is how many are written in one transaction: while it lasts, drafts wait on SQLite.
    """

    rows_at_once = runs.CHUNK_ROWS

    def start(self, import_row: Import) -> None:
        """Refuse before the first line, where the options already contradict what is there."""

    @abstractmethod
    def check(self, row: Row) -> Checked[R]:
        """Validate one row by itself."""

    @abstractmethod
    def key(self, record: R) -> str:
        """What must not occur twice in a file."""

    def name(self, record: R) -> str:
        """The key as a reader would write it."""
        return self.key(record)

    @abstractmethod
    def judge(self, import_row: Import, rows: Sequence[Checked[R]]) -> list[Verdict]:
        """Compare valid rows with what is there; a verdict for each."""

    def prepare(self, import_row: Import) -> None:
        """Make what the rows need, before the first is written."""

    def in_order(self, staging: Staging) -> Iterator[Staged]:
        return iter(staging)

    @abstractmethod
    def write(self, import_row: Import, payloads: Sequence[dict[str, Any]]) -> None:
        """Write one chunk, inside a transaction."""

    @abstractmethod
    def publish(self, import_row: Import) -> list[dict[str, Any]]:
        """Make all of it count, inside the last transaction; returns notes."""

    @abstractmethod
    def discard(self, import_row: Import) -> None:
        """Remove everything an unpublished import has written."""


class BadRows:
    """The first problems in memory, every bad row in a file when bad rows are left out."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.count = 0
        self.problems: list[Problem] = []
        self._stream: Any = None

    def add(self, row: Row, problems: Sequence[Problem]) -> None:
        self.count += 1
        self.problems.extend(problems[: PROBLEMS_KEPT - len(self.problems)])
        if self.path is None:
            return
        if self._stream is None:
            self._stream = self.path.open("w", encoding="utf-8")
        reasons = [runs.describe_problem(problem) for problem in problems]
        # Escaped, because a bad row may hold half a surrogate pair that no encoding writes.
        self._stream.write(json.dumps({"line": row.line, "reasons": reasons, "row": row.fields}) + "\n")

    def note(self) -> dict[str, Any]:
        if self.path is None:
            return runs.note("bad_rows_listed", count=self.count)
        return runs.note("bad_rows_left_out", count=self.count, file=self.path.name)

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()


class ImportRun(Generic[R]):
    """One import from the file to the last update."""

    def __init__(
        self,
        import_row: Import,
        kind: Kind[R],
        strict: bool,
        bad_rows: Path | None,
        progress: Progress | None = None,
    ) -> None:
        self.import_row, self.kind, self.strict = import_row, kind, strict
        self.heartbeat = runs.Heartbeat(import_row)
        self.progress = progress or (lambda stage, done, total: None)
        self.bad = BadRows(bad_rows)
        self.counts = {"rows_read": 0, "rows_unchanged": 0}
        self.to_write = 0

    def run(self, path: Path) -> Import:
        """Validate, write and publish; raise when the file is refused, and leave nothing of a failure."""
        try:
            self.kind.start(self.import_row)
            with Staging() as staging:
                self._validate(path, staging)
                self._write(staging)
            return self._publish()
        except runs.ImportLostError:
            raise
        except runs.ImportRefusedError as error:
            raise self._refuse(*error.problems) from error
        except UnreadableFileError as error:
            raise self._refuse(error.problem) from error
        except BaseException as error:
            self._fail(error)
            raise
        finally:
            self.bad.close()

    def _refuse(self, *more: Problem) -> runs.ImportRefusedError:
        """Nothing is written yet when a file is refused. What ended the reading is told first."""
        runs.drop_new_benchmark(self.import_row)
        problems = [*more, *self.bad.problems]
        return runs.refuse(self.import_row, problems, self.bad.count + len(more), self.counts["rows_read"])

    def _fail(self, error: BaseException) -> None:
        """Whatever went wrong must come out, also when the database that would hear of it is gone."""
        with suppress(Exception):
            self.kind.discard(self.import_row)
            runs.drop_new_benchmark(self.import_row)
            told = f"{type(error).__name__}: {error}"[:500]
            runs.finish(self.import_row, Import.State.FAILED, notes=[runs.note("error", error=told)])

    # --- First pass ---

    def _validate(self, path: Path, staging: Staging) -> None:
        file = fingerprint(path)
        self.heartbeat.beat(sha256=file.sha256, rows_total=file.lines)
        for rows in batches(read_rows(path), runs.CHUNK_ROWS, characters_read):
            self._validate_chunk(rows, staging)
            self.counts["rows_read"] += len(rows)
            self.heartbeat.beat_if_due(**self.counts, rows_bad=self.bad.count)
            self.progress("validating", self.counts["rows_read"], file.lines)
        self._check_whole_file()
        self.heartbeat.beat(**self.counts, rows_bad=self.bad.count, rows_total=self.counts["rows_read"])

    def _validate_chunk(self, rows: Sequence[Row], staging: Staging) -> None:
        good: list[Checked[R]] = []
        bad: list[tuple[Row, tuple[Problem, ...]]] = []
        for checked in map(self.kind.check, rows):
            if checked.record is None:
                bad.append((checked.row, checked.problems))
            else:
                good.append(checked)
        good, repeated = self._without_repeated(good, staging)
        staged: list[Staged] = []
        for checked, verdict in zip(good, self.kind.judge(self.import_row, good), strict=True):
            if verdict.problems:
                bad.append((checked.row, verdict.problems))
                continue
            if verdict.payload is None:
                self.counts["rows_unchanged"] += 1
            else:
                self.to_write += 1
                verdict.payload["replaces"] = verdict.replaces
            assert checked.record is not None
            staged.append(Staged(checked.row.line, self.kind.key(checked.record), verdict.payload))
        staging.add(staged)
        for row, problems in sorted([*bad, *repeated], key=lambda pair: pair[0].line):
            self.bad.add(row, problems)

    def _without_repeated(
        self, rows: list[Checked[R]], staging: Staging
    ) -> tuple[list[Checked[R]], list[tuple[Row, tuple[Problem, ...]]]]:
        keyed = [(self.kind.key(row.record), row) for row in rows if row.record is not None]
        first = staging.first_lines([key for key, _ in keyed])
        kept: list[Checked[R]] = []
        repeated: list[tuple[Row, tuple[Problem, ...]]] = []
        for key, row in keyed:
            if key in first:
                assert row.record is not None
                params = {"id": self.kind.name(row.record), "first": first[key]}
                repeated.append((row.row, (Problem(row.row.line, "duplicate_id", params=params),)))
            else:
                first[key] = row.row.line
                kept.append(row)
        return kept, repeated

    def _check_whole_file(self) -> None:
        read = self.counts["rows_read"]
        if not read:
            raise UnreadableFileError(0, "empty_file")
        if self.bad.count and self.strict:
            raise runs.ImportRefusedError("bad lines")

    # --- Second pass ---

    def _write(self, staging: Staging) -> None:
        self.heartbeat.beat(state=Import.State.WRITING)
        if self.to_write:
            self.kind.prepare(self.import_row)
        new = replaced = 0
        for rows in batches(self.kind.in_order(staging), self.kind.rows_at_once, characters_staged):
            payloads = [row.payload for row in rows if row.payload is not None]
            replacing = sum(payload["replaces"] for payload in payloads)
            written = sum(payload.get("rows", 1) for payload in payloads)
            new, replaced = new + written - replacing, replaced + replacing
            with transaction.atomic():
                self.heartbeat.beat(rows_new=new, rows_replaced=replaced)
                self.kind.write(self.import_row, payloads)
            self.progress("writing", new + replaced, self.to_write)
            runs.pause_for_others()

    def _publish(self) -> Import:
        with transaction.atomic():
            self.heartbeat.beat()
            notes = self.kind.publish(self.import_row)
            if self.bad.count:
                notes.append(self.bad.note())
            problems = [problem.as_dict() for problem in self.bad.problems]
            return runs.finish(self.import_row, Import.State.PUBLISHED, notes=notes, problems=problems)


def characters_read(row: Row) -> int:
    return sum(len(value) for value in (row.fields or {}).values() if isinstance(value, str))


def characters_staged(row: Staged) -> int:
    return row.size


def batches(items: Iterator[T], size: int, weigh: Callable[[T], int]) -> Iterator[list[T]]:
    """``size`` items at a time, fewer where they weigh much."""
    batch: list[T] = []
    weight = 0
    for item in items:
        batch.append(item)
        weight += weigh(item)
        if len(batch) >= size or weight >= CHUNK_CHARACTERS:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch
