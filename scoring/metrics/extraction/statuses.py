"""What a reading of an answer can end in; whatever is not `ok` scores 0 and is counted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    OK = "ok"
    EMPTY = "empty"
    REFUSED = "refused"
    AMBIGUOUS = "ambiguous"
    ECHO = "echo"
    INVALID_LETTER = "invalid_letter"
    TRUNCATED = "truncated"
    UNPARSED = "unparsed"


@dataclass(frozen=True, slots=True)
class Extraction:
    """An answer read from a text.

    `answer` is None unless the status is ok. `span` is the deciding place in the text as it was
    given, before any cleaning, so that a page can mark it; `rule` names what decided.
    """

    answer: str | None
    status: Status
    rule: str
    span: tuple[int, int] | None = None
