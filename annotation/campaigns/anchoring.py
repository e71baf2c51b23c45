"""Ties rendered text to the text it was made from: ``<span data-at="12">`` around what stands there verbatim.

Pure. A page can then say where a selection stands without knowing how Markdown was read. The renderer is not
asked: pieces of the finished HTML are looked for, in order, in the source as it is read, with entities
decoded and without escapes and the addresses of links. What is not found (a sign that the renderer made)
has no place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from annotation.campaigns.blinding import Reading, read_through

_TAG = re.compile(r"(<[^>]*>)")
_LINE = re.compile(r"[^\n]*[^\s]")
_ATOM = re.compile(r"&#?\w+;|.", re.DOTALL)
_WORD = re.compile(r"[A-Za-z0-9]+|.", re.DOTALL)
_UNREAD = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});|\\(?=[!-/:-@\[-`{-~])"
    r"|\[(?=[^\[\]\n]{1,300}\]\([^()\n]{0,300}\))|\]\([^()\n]{0,300}\)"
)
# How much may be stepped over: before a word what the renderer left out, before a sign a few marks.
_REACH, _SHORT_REACH, _MISSED = 300, 12, 1000


@dataclass
class _Reader:
    """How far the source has been read. ``missed`` counts what was not found since."""

    source: Reading
    place: int = 0
    missed: int = 0

    def find(self, text: str) -> int | None:
        place = self.source.text.find(text, self.place, self.place + self._reach(text) + len(text))
        if place < 0:
            self.missed += 0 if text.isspace() else len(text)
            return None
        self.place, self.missed = place + len(text), 0
        return place

    def _reach(self, text: str) -> int:
        if text.isspace():
            return 0
        return (_REACH if len(text) > 1 else _SHORT_REACH) + 2 * min(self.missed, _MISSED)


def anchor_html(html: str, source: str) -> str:
    """``html`` with every piece of text that stands in ``source`` wrapped and numbered, in code points."""
    reader = _Reader(read_through(source, _UNREAD, _as_read))
    pieces = (part if part.startswith("<") else _anchored(part, reader) for part in _TAG.split(html))
    return "".join(pieces)


def _as_read(match: re.Match[str]) -> str:
    return unescape(match[0]) if match[0].startswith("&") else ""


def _anchored(text: str, reader: _Reader) -> str:
    pieces: list[str] = []
    last = 0
    for line in _LINE.finditer(text):
        start = line.start() + len(line[0]) - len(line[0].lstrip())
        pieces += (text[last:start], *_anchored_line(text[start : line.end()], reader))
        last = line.end()
    return "".join((*pieces, text[last:]))


def _anchored_line(line: str, reader: _Reader) -> Iterator[str]:
    """Neighbours that are neighbours in the source, too, share one span."""
    atoms = _ATOM.findall(line)
    run, begins, last = "", -1, -2
    for atom, place in zip(atoms, _places([unescape(atom) for atom in atoms], reader), strict=True):
        if place < 0 or place != last + 1:
            yield _wrap(run, begins)
            run, begins = "", place
        run += atom
        last = place if place >= 0 else -2
    yield _wrap(run, begins)


def _places(characters: list[str], reader: _Reader) -> Iterator[int]:
    """Where each of them stands in the source, -1 where it does not: all in a row, or else word by word."""
    text, missed = "".join(characters), reader.missed
    if len(text) != len(characters):  # an entity of two characters, which no source holds
        yield from [-1] * len(characters)
        return
    place = reader.find(text)
    if place is not None:
        yield from reader.source.starts[place : place + len(text)]
        return
    reader.missed = missed
    for word in _WORD.findall(text):
        place = reader.find(word)
        yield from [-1] * len(word) if place is None else reader.source.starts[place : place + len(word)]


def _wrap(text: str, place: int) -> str:
    return f'<span data-at="{place}">{text}</span>' if text and place >= 0 else text
