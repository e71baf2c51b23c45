"""Options by their text: which of them a text names, and whether it only repeats them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from scoring.metrics.extraction.cleaning import clean_text, fold
from scoring.metrics.extraction.negation import denied_after, denied_before

DEFAULT_LETTERS = "ABCDEFGH"
ANY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MIN_TEXT = 2
_JOINT = re.compile(r"\s?(?:或者?|和|与|及|以及|、)\s?")
_EDGES = " \t\n.。,;:、!?\"'“”()"


@dataclass(frozen=True, slots=True)
class Options:
    """Letters in order, and each option's text as it is searched for (may be empty)."""

    letters: str
    texts: tuple[str, ...]

    def text_of(self, letter: str) -> str:
        return self.texts[self.letters.index(letter)] if letter in self.letters and self.texts else ""


@dataclass(frozen=True, slots=True)
class Mention:
    letter: str
    start: int
    end: int


def read_options(options: Mapping[str, str] | None, *, ordered: bool) -> Options:
    if not options:
        return Options(ANY_LETTERS if ordered else DEFAULT_LETTERS, ())
    return _options(tuple((str(letter), str(text)) for letter, text in options.items()))


@lru_cache(maxsize=8192)
def _options(items: tuple[tuple[str, str], ...]) -> Options:
    pairs = [(fold(letter).strip().upper(), searched(clean_text(text).text)) for letter, text in items]
    return Options(
        "".join(p[0] for p in pairs if len(p[0]) == 1), tuple(p[1] for p in pairs if len(p[0]) == 1)
    )


def searched(text: str) -> str:
    return lowered(text).strip(_EDGES)


def lowered(text: str) -> str:
    """Lower case without a change of length, so that offsets hold."""
    low = text.lower()
    return low if len(low) == len(text) else text


def mentions_in(text: str, options: Options) -> list[Mention]:
    """Every option named by its text and not denied, each once; a longer text hides one inside it."""
    found: dict[str, Mention] = {}
    previous, previous_denied = 0, False
    for mention in sorted(_all_mentions(text, options), key=lambda mention: mention.start):
        joined = previous_denied and _JOINT.fullmatch(text, previous, mention.start) is not None
        previous_denied = joined or _denied(text, mention)
        previous = mention.end
        if not previous_denied:
            found.setdefault(mention.letter, mention)
    return list(found.values())


def _all_mentions(text: str, options: Options) -> list[Mention]:
    low = lowered(text)
    found: list[Mention] = []
    longest_first = sorted(range(len(options.texts)), key=lambda index: -len(options.texts[index]))
    for index in longest_first:
        wanted = options.texts[index]
        if len(wanted) < MIN_TEXT:
            continue
        for start in _places(low, wanted):
            end = start + len(wanted)
            if not any(start < other.end and other.start < end for other in found):
                found.append(Mention(options.letters[index], start, end))
    return found


def _denied(text: str, mention: Mention) -> bool:
    return denied_before(text, mention.start) or denied_after(text, mention.end)


def _places(low: str, wanted: str, most: int = 8) -> list[int]:
    places: list[int] = []
    at = low.find(wanted)
    while at >= 0 and len(places) < most:
        places.append(at)
        at = low.find(wanted, at + len(wanted))
    return places


def repeats_options(text: str, options: Options) -> bool:
    """All of at least three options stand in the text by their words."""
    if len([t for t in options.texts if len(t) >= MIN_TEXT]) < max(2, len(options.letters)):
        return False
    low = lowered(text)
    return all(wanted in low for wanted in options.texts)


def option_starting(text: str, start: int, options: Options) -> Mention | None:
    """The option whose text begins at `start` (the longest one)."""
    low = lowered(text[start : start + 400])
    best: Mention | None = None
    for letter, wanted in zip(options.letters, options.texts, strict=True) if options.texts else ():
        if (
            len(wanted) >= MIN_TEXT
            and low.startswith(wanted)
            and (best is None or len(wanted) > best.end - start)
        ):
            best = Mention(letter, start, start + len(wanted))
    return best
