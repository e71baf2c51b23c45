"""What the import commands share: their options, the progress bar, the summary and the JSON."""

import json
import sys
from abc import abstractmethod
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from annotation.bank.models import Import
from annotation.bank.reasons import readable_note
from annotation.bank.selectors import import_summary
from annotation.bank.services.pipeline import Progress as Report
from annotation.bank.services.runs import ImportRefusedError

INTERRUPTED = "The import broke off: {error}\nNothing of it counts. Start it again once the cause is gone."


class ImportCommand(BaseCommand):
    """A subclass adds its arguments and calls its service in :meth:`run_import`."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--strict", action="store_true", help="import nothing when a line is bad (default)")
        mode.add_argument("--skip-bad", action="store_true", help="leave bad lines out, write them to a file")
        parser.add_argument("--bad-rows", type=Path, metavar="FILE", help="default: FILE.bad.jsonl")
        parser.add_argument("--replace", action="store_true", help="new versions of known ids")
        parser.add_argument("--json", action="store_true", help="machine-readable result on stdout")

    @abstractmethod
    def run_import(self, options: dict[str, Any], shared: dict[str, Any]) -> Import:
        """Call the service; ``shared`` holds the keyword arguments every import service takes."""

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        try:
            with progress_bar() as report:
                import_row = self.run_import(options, shared_arguments(options, report))
        except ImportRefusedError as error:
            if options["json"] and error.import_row:
                self.stdout.write(json.dumps(import_summary(error.import_row), ensure_ascii=False))
            raise CommandError(str(error)) from error
        except (DatabaseError, OSError) as error:
            raise CommandError(INTERRUPTED.format(error=str(error).strip())) from error
        if options["json"]:
            self.stdout.write(json.dumps(import_summary(import_row), ensure_ascii=False))
        else:
            self.write_summary(import_row)

    def write_summary(self, import_row: Import) -> None:
        rows = "row" if import_row.rows_read == 1 else "rows"
        self.stdout.write(
            f"{import_row.file_name}: {import_row.rows_read} {rows} read, {import_row.rows_new} new, "
            f"{import_row.rows_replaced} replaced, {import_row.rows_unchanged} unchanged, "
            f"{import_row.rows_bad} bad."
        )
        for note in import_row.notes:
            self.stdout.write(readable_note(note))


def shared_arguments(options: dict[str, Any], report: Report) -> dict[str, Any]:
    return {
        "path": options["file"],
        "strict": not options["skip_bad"],
        "replace": options["replace"],
        "bad_rows": options["bad_rows"],
        "progress": report,
    }


@contextmanager
def progress_bar() -> Iterator[Report]:
    """A bar on stderr, when that is a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f}"))
    console = Console(stderr=True)
    with Progress(*columns, TimeRemainingColumn(), console=console, disable=not sys.stderr.isatty()) as bar:
        tasks: dict[str, Any] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total or None)
            bar.update(tasks[stage], completed=done, total=total or None)

        yield report
