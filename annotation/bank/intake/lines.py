"""JSON Lines, one object a line, read in bounded memory.

A line that cannot be kept on every database (bytes that are not UTF-8, lone surrogates, NUL), that
says two things at once (a key twice) or that nests without end is bad; the lines around it are still read.
"""

import json
import math
import re
import sys
from collections.abc import Iterable, Iterator
from typing import IO, Any

from annotation.bank.intake.problems import Problem, Row, UnreadableFileError

LINE_LIMIT = 20 * 1024 * 1024
# Far more than any record needs, and far below what makes Python's own walks give up.
DEPTH_LIMIT = 100
BOM = b"\xef\xbb\xbf"
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SUSPICIOUS_ESCAPE = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class DuplicateKeyError(ValueError):
    pass


class NotFiniteError(ValueError):
    pass


def bounded_lines(stream: IO[bytes], limit: int = LINE_LIMIT) -> Iterator[tuple[int, bytes | None]]:
    """Number and bytes of each line; None for a line over the limit, which is never held in memory."""
    number = 0
    # The mark of the first line is none of its bytes.
    line = stream.readline(limit + 1 + len(BOM)).removeprefix(BOM)
    while line:
        number += 1
        if len(line) <= limit:
            yield number, line
        else:
            while line and not line.endswith(b"\n"):
                line = stream.readline(limit)
            yield number, None
        line = stream.readline(limit + 1)


def refuse_wide_characters(number: int, line: bytes) -> None:
    """UTF-16 and UTF-32 begin with a mark of their own, or with an ASCII character beside a NUL."""
    if number == 1 and (line.startswith(WIDE_MARKS) or b"\0" in line[:2]):
        raise UnreadableFileError(1, "utf16")


def read_json_lines(stream: IO[bytes], limit: int = LINE_LIMIT) -> Iterator[Row]:
    for number, line in bounded_lines(stream, limit):
        if line is None:
            yield _bad(number, "line_too_long", megabytes=limit // (1024 * 1024))
            continue
        refuse_wide_characters(number, line)
        if line.strip():
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
    except json.JSONDecodeError as error:
        return _bad(number, "not_json", error=f"{error.msg} (column {error.colno})")
    except ValueError:
        return _bad(number, "number_too_long", digits=sys.get_int_max_str_digits())
    except RecursionError:
        return _bad(number, "too_deep", limit=DEPTH_LIMIT)
    if not isinstance(fields, dict):
        return _bad(number, "not_an_object", kind=type(fields).__name__)
    if text.count("[") + text.count("{") > DEPTH_LIMIT and nests_too_deep(fields):
        return _bad(number, "too_deep", limit=DEPTH_LIMIT)
    if _SUSPICIOUS_ESCAPE.search(text) and (code := unstorable(fields)):
        return _bad(number, code)
    return Row(number, fields)


def nests_too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(DEPTH_LIMIT):
        level = [part for item in level for part in _parts(item)]
        if not level:
            return False
    return True


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


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


def _bad(number: int, code: str, **params: Any) -> Row:
    return Row(number, None, Problem(number, code, params=params))
