"""The answer extractor on its own: JSON Lines in, JSON Lines out, in the same order."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scoring.metrics.extraction import extract_answer


class Command(BaseCommand):
    help = (
        'Reads lines of {"id", "text", "options", "multiple", "ordered"} and prints a line of '
        '{"id", "answer", "status", "rule"} for each. FILE may be - for standard input.'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="JSON Lines on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        form = as_json if options["json"] else as_text
        for number, line in enumerate(read_lines(options["file"]), start=1):
            if line.strip():
                self.stdout.write(form(extract(line, number)))


def read_lines(name: str) -> Iterator[str]:
    """Lines as JSON Lines has them: only a line feed ends one."""
    if name == "-":
        yield from sys.stdin
        return
    try:
        with Path(name).open(encoding="utf-8-sig", newline="\n") as file:
            yield from file
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"Cannot read {name}: {error}") from error


def extract(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise TypeError("not an object")
        found = extract_answer(
            row.get("text"),
            row.get("options") or None,
            multiple=bool(row.get("multiple")),
            ordered=bool(row.get("ordered")),
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise CommandError(f"line {number}: {error}") from error
    return {
        "id": row.get("id"),
        "answer": found.answer,
        "status": str(found.status),
        "rule": found.rule,
    }


def as_json(row: dict[str, Any]) -> str:
    return json.dumps(row)


def as_text(row: dict[str, Any]) -> str:
    return f"{row['id']}: {row['answer'] or '-'} ({row['status']}, {row['rule'] or 'no rule'})"
