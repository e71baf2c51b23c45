"""Published leaderboards. A board is small, so its cells change hands in the publishing transaction."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from annotation.accounts.models import User
from annotation.bank.intake.boards import BoardRecord, check_board_row
from annotation.bank.intake.problems import Checked, Problem, Row
from annotation.bank.models import BoardCell, Import, PublishedBoard
from annotation.bank.services.benchmarks import free_slug
from annotation.bank.services.imports import import_file
from annotation.bank.services.kinds import register
from annotation.bank.services.pipeline import Kind, Progress, Verdict
from annotation.bank.services.runs import checked_name


def import_board(
    *,
    path: Path,
    name: str,
    source: str = "",
    strict: bool = True,
    replace: bool = False,
    bad_rows: Path | None = None,
    created_by: User | None = None,
    progress: Progress | None = None,
) -> Import:
    """Import a wide table of a model's score per scenario under the board's name."""
    options = {
        "strict": strict,
        "replace": replace,
        "source": source,
        "bad_rows": str(bad_rows) if bad_rows else "",
    }
    return import_file(
        kind=Import.Kind.BOARD,
        path=path,
        target=checked_name("board", name, 120),
        options=options,
        created_by=created_by,
        progress=progress,
    )


@register(Import.Kind.BOARD)
class BoardImport(Kind[BoardRecord]):
    def __init__(self, import_row: Import) -> None:
        self.replace = bool(import_row.options.get("replace"))
        self.known = known_rows(import_row.target)
        self.seen: list[str] = []
        self.payloads: list[dict[str, Any]] = []

    def check(self, row: Row) -> Checked[BoardRecord]:
        return check_board_row(row)

    def key(self, record: BoardRecord) -> str:
        return record.model

    def judge(self, import_row: Import, rows: Sequence[Checked[BoardRecord]]) -> list[Verdict]:
        return [self._verdict(row.row.line, row.record) for row in rows if row.record is not None]

    def _verdict(self, line: int, record: BoardRecord) -> Verdict:
        self.seen.append(record.model)
        payload = {**asdict(record), "position": len(self.seen)}
        known = self.known.get(record.model)
        if known is None:
            return Verdict(payload)
        if known == payload:
            return Verdict()
        if not self.replace:
            return Verdict(problems=(Problem(line, "changed", "model", {"id": record.model}),))
        return Verdict(payload, replaces=True)

    def write(self, import_row: Import, payloads: Sequence[dict[str, Any]]) -> None:
        self.payloads.extend(payloads)

    def publish(self, import_row: Import) -> list[dict[str, Any]]:
        board = self._board(import_row)
        changed = [payload["model"] for payload in self.payloads]
        board.cells.filter(model_name__in=changed).delete()
        if self.replace:
            board.cells.exclude(model_name__in=self.seen).delete()
        BoardCell.objects.bulk_create(
            BoardCell(
                board=board,
                model_name=payload["model"],
                group=payload["group"],
                position=payload["position"],
                scenario=scenario,
                value=value,
            )
            for payload in self.payloads
            for scenario, value in payload["cells"].items()
        )
        return []

    def _board(self, import_row: Import) -> PublishedBoard:
        name, source = import_row.target, import_row.options.get("source", "")
        board = PublishedBoard.objects.filter(name=name).first()
        if board is None:
            slug = free_slug(PublishedBoard, name)
            return PublishedBoard.objects.create(name=name, slug=slug, source=source, imported_by=import_row)
        if self.payloads:
            board.imported_by = import_row
        board.source = source or board.source
        board.save()
        return board

    def discard(self, import_row: Import) -> None:
        """Nothing is written before the last transaction."""


def known_rows(name: str) -> dict[str, dict[str, Any]]:
    """The board's rows as an import would give them, by model."""
    rows: dict[str, dict[str, Any]] = {}
    for cell in BoardCell.objects.filter(board__name=name):
        fields = {"model": cell.model_name, "group": cell.group, "position": cell.position, "cells": {}}
        rows.setdefault(cell.model_name, fields)["cells"][cell.scenario] = cell.value
    return rows
