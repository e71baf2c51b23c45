"""The answer extractor on its own: JSON Lines in, JSON Lines out, in the same order."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scoring.metrics.extraction import extract_answer

SHOWN = 20


class Command(BaseCommand):
    help = (
        'Reads lines of {"id", "text", "options", "multiple", "ordered", "question"} and prints a line of '
        '{"id", "answer", "status", "rule"} for each. FILE may be - for standard input.'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="JSON Lines on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        form = as_json if options["json"] else as_text
        found, bad = extract_all(read_lines(options["file"]))
        if bad:
            raise CommandError(explain(bad))
        for row in found:
            self.stdout.write(form(row))


def extract_all(lines: Iterable[str]) -> tuple[list[dict[str, Any]], list[str]]:
    """What was read in every line, and what is wrong with the bad ones."""
    found: list[dict[str, Any]] = []
    bad: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(extract(line))
        except json.JSONDecodeError as error:
            bad.append(f"line {number}: not JSON: {error.msg} (column {error.colno})")
        except (ValueError, RecursionError) as error:
            bad.append(f"line {number}: {error}")
    return found, bad


def explain(bad: list[str]) -> str:
    lines = "1 line is" if len(bad) == 1 else f"{len(bad)} lines are"
    more = [] if len(bad) <= SHOWN else [f"and {len(bad) - SHOWN} more"]
    return "\n".join([f"Nothing was printed, since {lines} bad.", *bad[:SHOWN], *more])


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


def extract(line: str) -> dict[str, Any]:
    """Raise :class:`ValueError` with what is wrong with the line."""
    row = json.loads(line)
    if not isinstance(row, dict):
        raise ValueError("not an object")
    text, options = row.get("text"), row.get("options")
    if not isinstance(text, str | None):
        raise ValueError("text: must be text or null")
    if options and not (isinstance(options, dict) and all(isinstance(o, str) for o in options.values())):
        raise ValueError("options: must be an object of letters and texts, or null")
    question = row.get("question") or ""
    if not isinstance(question, str):
        raise ValueError("question: must be text or null")
    found = extract_answer(
        text,
        options or None,
        multiple=bool(row.get("multiple")),
        ordered=bool(row.get("ordered")),
        question=question,
    )
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
