"""Ties rendered text to the text it was made from: ``<span data-at="12">`` around what stands there verbatim.

Pure. A page can then say where a selection stands without knowing how Markdown was read. The renderer is not
asked: pieces of the finished HTML are looked for in the source, in order. Marks, entities and the addresses
of links are stepped over; what is not found (a sign that the renderer made) has no position.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_TAG = re.compile(r"(<[^>]*>)")
_LINE = re.compile(r"[^\n]*[^\s]")
_TOKEN = re.compile(r"&#?\w+;|[^\W_]+|[\W_]")
# How much may be stepped over: before a word the address of a link, before a sign a few marks.
_REACH, _SHORT_REACH = 300, 12


@dataclass
class _Reader:
    """How far the source has been read. ``missed`` counts what was not found since."""

    source: str
    place: int = 0
    missed: int = 0

    def find(self, text: str) -> int | None:
        place = self.source.find(text, self.place, self.place + self._reach(text) + len(text))
        if place < 0:
            self.missed += 0 if text.isspace() else len(text)
            return None
        self.place, self.missed = place + len(text), 0
        return place

    def _reach(self, text: str) -> int:
        if text.isspace():
            return 0
        return (_REACH if len(text) > 1 else _SHORT_REACH) + 2 * self.missed


def anchor_html(html: str, source: str) -> str:
    """``html`` with every piece of text that stands in ``source`` wrapped and numbered, in code points."""
    reader = _Reader(source)
    pieces = (part if part.startswith("<") else _anchored(part, reader) for part in _TAG.split(html))
    return "".join(pieces)


def _anchored(text: str, reader: _Reader) -> str:
    pieces: list[str] = []
    last = 0
    for line in _LINE.finditer(text):
        start = line.start() + len(line[0]) - len(line[0].lstrip())
        pieces += (text[last:start], *_anchored_line(text[start : line.end()], reader))
        last = line.end()
    return "".join((*pieces, text[last:]))


def _anchored_line(line: str, reader: _Reader) -> Iterator[str]:
    missed = reader.missed
    place = reader.find(unescape(line))
    if place is not None:
        yield _wrap(line, place)
        return
    reader.missed = missed
    yield from _anchored_tokens(line, reader)


def _anchored_tokens(line: str, reader: _Reader) -> Iterator[str]:
    """Token by token; neighbours that are neighbours in the source, too, share one span."""
    run, begins, ends = "", -1, -1
    for token in _TOKEN.findall(line):
        place = reader.find(unescape(token))
        if place is None or place != ends:
            yield _wrap(run, begins)
            run, begins = "", -1 if place is None else place
        run += token
        ends = -1 if place is None else reader.place
    yield _wrap(run, begins)


def _wrap(text: str, place: int) -> str:
    return f'<span data-at="{place}">{text}</span>' if text and place >= 0 else text
