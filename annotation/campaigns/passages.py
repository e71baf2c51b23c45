"""Marked passages: where they stand in a text, counted so that every way of showing it agrees.

Pure. Positions count Unicode code points of the *source*, the text as it was imported, with a line break
counting one. Pages show the source with each masked name as one sign, so what a page counts (*shown*) is
not what is stored, and only the server can turn one into the other: masking may be extended, the Markdown
renderer, the theme or the language may change, and a passage stays where it is.

A passage also keeps its quote as it was shown and a few characters on either side. Where the source itself
has changed it is looked for by them, and is *lost*, but kept, where it is found no more.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from annotation.campaigns.judgements import JudgementError

PARTS = ("output", "case")
# What a masked name reads as, whatever its length.
SIGN = "\u2588"
MAX_PASSAGES = 40
MAX_LENGTH = 2000
CONTEXT = 24
_MAX_PLACE = 10_000_000

# As stored: dimension, part, start, end, quote, prefix, suffix, of (digest of the source), perhaps lost.
Stored = dict[str, Any]


def digest(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()[:12]


def with_plain_breaks(text: str) -> str:
    """Browsers read every kind of line break as one character."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True, slots=True)
class Source:
    """A text, and the stretches of it that pages hide."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def shown(self) -> str:
        return self.shown_with(SIGN)

    def shown_with(self, sign: str) -> str:
        pieces: list[str] = []
        last = 0
        for start, end in self.spans:
            pieces += (self.text[last:start], sign)
            last = end
        return "".join((*pieces, self.text[last:]))

    def to_source(self, place: int) -> int:
        """Where a position on the page stands in the source."""
        for start, end in self.spans:
            if place <= start:
                break
            place += end - start - 1
        return place

    def to_shown(self, place: int, *, is_end: bool = False) -> int:
        """Where a position in the source stands on the page; inside a hidden name: around the whole of it."""
        shorter = 0
        for start, end in self.spans:
            if place <= start:
                break
            if place < end:
                return start - shorter + is_end
            shorter += end - start - 1
        return place - shorter


def read_passages(
    data: Any, sources: Mapping[str, Source], dimensions: Collection[str], kept: Iterable[Stored] = ()
) -> list[Stored]:
    """The passages in ``data`` (parsed JSON) as they are stored, or :class:`JudgementError`.

    A page names what it could not find again by its key: that stays as it is ``kept``. A page drawn before
    names were hidden counts in another text; its passages are looked for by their quote.
    """
    if not isinstance(data, list):
        raise JudgementError("evidence", "must be a list")
    if len(data) > MAX_PASSAGES:
        raise JudgementError("evidence", f"must be no more than {MAX_PASSAGES} passages")
    known = {passage_key(passage): passage for passage in kept}
    found: dict[str, Stored] = {}
    for item in data:
        if not isinstance(item, Mapping):
            raise JudgementError("evidence", "must hold objects")
        if "kept" in item:
            passage = known.get(str(item["kept"]))
            passage = None if passage is None else {**passage, "lost": True}
        else:
            passage = _read_passage(item, sources, dimensions)
        if passage is not None:
            found.setdefault(passage_key(passage), passage)
    return sorted(found.values(), key=lambda passage: _order(passage, dimensions))


def passage_key(passage: Stored) -> str:
    """What names a stored passage to a page without telling where it stands in the source."""
    return digest(repr([passage.get(name) for name in ("dimension", "part", "start", "end", "quote", "of")]))


def dimensions_with_passage(evidence: Iterable[Stored]) -> set[str]:
    """Dimensions that a passage is tied to which can still be shown."""
    return {passage["dimension"] for passage in evidence if not passage.get("lost")}


def locate(passage: Stored, source: Source) -> tuple[int, int] | None:
    """Where a stored passage stands on the page now, ``(start, end)``; None when it is not found."""
    if passage["of"] == digest(source.text):
        return source.to_shown(passage["start"]), source.to_shown(passage["end"], is_end=True)
    start = find_quote(
        source.shown, passage["quote"], passage["prefix"], passage["suffix"], near=passage["start"]
    )
    return None if start is None else (start, start + len(passage["quote"]))


def find_quote(text: str, quote: str, prefix: str = "", suffix: str = "", near: int = 0) -> int | None:
    """Where ``quote`` stands: among like surroundings first, then near where it stood.

    A quote that stands there several times, never with any of its surroundings, is not found.
    """
    places = [*_places(text, quote)] if quote else []
    if not places:
        return None
    alike = {place: _alike(text, place, quote, prefix, suffix) for place in places}
    best = max(places, key=lambda place: (alike[place], -abs(place - near)))
    return best if len(places) == 1 or alike[best] or not prefix + suffix else None


def _places(text: str, quote: str) -> Iterator[int]:
    place = text.find(quote)
    while place >= 0:
        yield place
        place = text.find(quote, place + 1)


def _alike(text: str, place: int, quote: str, prefix: str, suffix: str) -> int:
    end = place + len(quote)
    before, after = text[max(0, place - CONTEXT) : place][::-1], text[end : end + CONTEXT]
    return _shared(before, prefix[::-1]) + _shared(after, suffix)


def _shared(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _order(passage: Stored, dimensions: Collection[str]) -> tuple[Any, ...]:
    place = [*dimensions].index(passage["dimension"]) if passage["dimension"] in dimensions else -1
    return PARTS.index(passage["part"]), passage["start"], passage["end"], place


def _read_passage(
    item: Mapping[str, Any], sources: Mapping[str, Source], dimensions: Collection[str]
) -> Stored:
    part, dimension = str(item.get("part")), str(item.get("dimension"))
    if part not in PARTS:
        raise JudgementError("evidence", f"part must be one of {', '.join(PARTS)}")
    if dimension not in dimensions:
        raise JudgementError("evidence", f"no such dimension: {dimension}")
    start, end, quote = _whole(item, "start"), _whole(item, "end"), item.get("quote")
    if not 0 <= start < end or end - start > MAX_LENGTH:
        raise JudgementError("evidence", f"must begin before it ends, within {MAX_LENGTH} characters")
    if quote is not None and not isinstance(quote, str):
        raise JudgementError("evidence", "quote must be text")
    source = sources[part]
    shown = source.shown
    if end > _MAX_PLACE:
        raise JudgementError("evidence", "must end within the text")
    if item.get("text") != digest(shown):
        return _moved(source, dimension, part, start, quote or "")
    if end > len(shown):
        raise JudgementError("evidence", f"must end within the {len(shown)} characters of the {part}")
    if quote is not None and quote != shown[start:end]:
        raise JudgementError("evidence", "quote is not what stands there")
    if not shown[start:end].strip():
        raise JudgementError("evidence", "must hold more than blanks")
    return _stored(source, dimension, part, start, end)


def _whole(item: Mapping[str, Any], name: str) -> int:
    value = item.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise JudgementError("evidence", f"{name} must be a whole number")
    return value


def _stored(source: Source, dimension: str, part: str, start: int, end: int) -> Stored:
    shown = source.shown
    return {
        "dimension": dimension,
        "part": part,
        "start": source.to_source(start),
        "end": source.to_source(end),
        "quote": shown[start:end],
        "prefix": shown[max(0, start - CONTEXT) : start],
        "suffix": shown[end : end + CONTEXT],
        "of": digest(source.text),
    }


def _moved(source: Source, dimension: str, part: str, start: int, quote: str) -> Stored:
    place = find_quote(source.shown, quote, near=start)
    if place is not None:
        return _stored(source, dimension, part, place, place + len(quote))
    lost = {"dimension": dimension, "part": part, "start": start, "end": start}
    # Words that nobody can check are not stored: they may name what is hidden by now.
    return lost | {"quote": "", "prefix": "", "suffix": "", "of": "", "lost": True}
