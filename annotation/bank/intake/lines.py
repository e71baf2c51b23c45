"""JSON Lines, one object a line, read in bounded memory.

A line that cannot be kept on every database (bytes that are not UTF-8, lone surrogates, NUL) or that
says two things at once (a key twice) is bad; the lines around it are still read.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import IO, Any

from annotation.bank.intake.problems import Problem, Row

LINE_LIMIT = 20 * 1024 * 1024
BOM = b"\xef\xbb\xbf"
_SUSPICIOUS_ESCAPE = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class DuplicateKeyError(ValueError):
    pass


class NotFiniteError(ValueError):
    pass


def bounded_lines(stream: IO[bytes], limit: int = LINE_LIMIT) -> Iterator[tuple[int, bytes | None]]:
    """Number and bytes of each line; None for a line over the limit, which is never held in memory."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(BOM)
        if len(line) <= limit:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(limit)
        yield number, None


def read_json_lines(stream: IO[bytes], limit: int = LINE_LIMIT) -> Iterator[Row]:
    for number, line in bounded_lines(stream, limit):
        if line is None:
            yield _bad(number, "line_too_long", megabytes=limit // (1024 * 1024))
        elif line.strip():
            yield parse_json_line(number, line)


def parse_json_line(number: int, line: bytes) -> Row:
    try:
        text = line.decode("utf-8")
        fields = _DECODER.decode(text.strip())
    except UnicodeDecodeError as error:
        return _bad(number, "not_utf8", byte=f"0x{line[error.start]:02x}", position=error.start + 1)
    except DuplicateKeyError as error:
        return _bad(number, "duplicate_key", key=str(error))
    except NotFiniteError as error:
        return _bad(number, "not_finite", value=str(error)[:40])
    except (ValueError, RecursionError) as error:
        return _bad(number, "not_json", error=_short(error))
    if not isinstance(fields, dict):
        return _bad(number, "not_an_object", kind=type(fields).__name__)
    if _SUSPICIOUS_ESCAPE.search(text) and (code := unstorable(fields)):
        return _bad(number, code)
    return Row(number, fields)


def unstorable(value: Any) -> str | None:
    """The problem code of the first text in ``value`` that no database keeps, or None."""
    if isinstance(value, str):
        found = _UNSTORABLE.search(value)
        if found is None:
            return None
        return "nul_character" if found.group() == "\x00" else "lone_surrogate"
    if isinstance(value, dict):
        parts: list[Any] = [*value.keys(), *value.values()]
    else:
        parts = value if isinstance(value, list) else []
    return next((code for part in parts if (code := unstorable(part))), None)


def parse_json(text: str) -> Any:
    """A JSON cell of a table, under the same rules as a JSON line."""
    return _DECODER.decode(text.strip())


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        keys = [key for key, _ in pairs]
        raise DuplicateKeyError(next(key for key in keys if keys.count(key) > 1))
    return fields


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise NotFiniteError(text)
    return number


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=_finite, parse_constant=_finite)


def _short(error: Exception) -> str:
    """The parser's own words, without a copy of the line."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} (column {error.colno})"
    return str(error)[:200]


def _bad(number: int, code: str, **params: Any) -> Row:
    return Row(number, None, Problem(number, code, params=params))
