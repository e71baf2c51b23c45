"""Whether a text was cut off before it came to its conclusion.

A text that ends in the middle of a sentence keeps an answer that it opened with, one on a line of its
own, and one in (or right before) the sentence that breaks off; any other cue was on the way.
"""

from __future__ import annotations

import re

MIN_LENGTH = 100
OPENING = 40
NEAR_END = 60
_CLOSED = re.compile(r"[。.!?！？)\]】》」』”\"'’>}~…;;|]\s*\Z")
_ELLIPSIS = re.compile(r"(?:\.{3,}|…)\s*\Z")
_RECONSIDERED = re.compile(
    r"(?:^|[。!?\n,])\s{0,4}(?:等等|等一下|等下|不对(?=[,。!\n])|慢着|且慢|让我(?:再|重新)|再(?:想想|看看|仔细|考虑)|需要(?:重新|再))"
    r"|重新(?:考虑|审视|分析|思考)|\b(?:[Ww]ait|[Hh]old on|[Ll]et me (?:re|think again|double))\b"
)
_TURN = re.compile(r"但是?|然而|不过|[Hh]owever|\b[Bb]ut\b|还需|接下来|下面|再看|其次")
_LINE_LEFT = 30


def ends_open(text: str) -> bool:
    """Long, and without a sign that its last sentence was finished."""
    if len(text) < MIN_LENGTH:
        return False
    tail = text[-12:].rstrip()
    return _CLOSED.search(tail) is None or _ELLIPSIS.search(tail) is not None


def reconsidered_after(text: str, end: int) -> bool:
    return _RECONSIDERED.search(text, end) is not None


def is_on_the_way(text: str, start: int, end: int) -> bool:
    """Whether an answer at `start:end` of a text that ends open is short of its conclusion."""
    if start < OPENING:
        return False
    rest = len(text.rstrip()) - end
    if rest <= NEAR_END and _TURN.search(text, end) is None:
        return False
    return not _own_line(text, start, end)


def _own_line(text: str, start: int, end: int) -> bool:
    """The cue begins its line, and little but the option's text follows on it."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    return start - line_start <= 6 and 0 <= line_end - end <= _LINE_LEFT
