"""Stages for texts that are lists: letters or options one after another, their places, or all of them."""

from __future__ import annotations

import re
from itertools import pairwise

from scoring.metrics.extraction import cues
from scoring.metrics.extraction.blanket import all_letter
from scoring.metrics.extraction.cue_stages import BARE_LIMIT
from scoring.metrics.extraction.letters import NAMED, Letters
from scoring.metrics.extraction.listings import labelled_items
from scoring.metrics.extraction.negation import denied_after, denied_before
from scoring.metrics.extraction.option_text import lowered, repeats_options
from scoring.metrics.extraction.reading import Reading
from scoring.metrics.extraction.statuses import Extraction, Status

# `其他几项描述都符合` leaves one out.
_OTHERS = re.compile(r"其[他余它][^,。;!?\n]{0,12}\Z")


_LABELS_ONLY = re.compile(
    r"(?:[\s.。,、;:()\[\]{}|*•·\"'“”/-]|\\item|correct\?|(?<![a-z])[a-z](?![a-z])|\d{1,2}(?!\d)|选项|option)*"
)
_OWN_LABEL = re.compile(r"[(\[【]?[a-z][)\]】]?\s?[.、:)|\]]{0,3}\s{0,3}\Z")
_CLOSES = re.compile(r"[\s.。,、;:()\[\]{}|*\"'“”/-]*(?:\\end\{\w{1,20}\}\s*)*")


def read_repeated(reading: Reading) -> Extraction | None:
    """All the options, in whatever order and with whatever labels, and not a word between or behind them."""
    if reading.ordered or not repeats_options(reading.text, reading.options):
        return None
    low = lowered(reading.text)
    spans = sorted((low.find(own), low.find(own) + len(own)) for own in reading.options.texts)
    between = [low[a:b] for (_, a), (b, _) in pairwise(spans)]
    if not all(_LABELS_ONLY.fullmatch(gap) for gap in between) or not _CLOSES.fullmatch(low[spans[-1][1] :]):
        return None
    before = _OWN_LABEL.sub("", low[: spans[0][0]])
    if cues.STRONG.search(before) or cues.WEAK.search(before) or NAMED.search(reading.text, 0, len(before)):
        return None
    return reading.end_in(Status.ECHO, "options_repeated", spans[0][0], spans[-1][1])


def read_listed(reading: Reading) -> Extraction | None:
    """Nothing but options with their texts: several chosen, an order, or the options repeated."""
    if not reading.options.texts:
        return None
    listed, end = labelled_items(reading.text, 0, reading.options)
    if len(listed) < 2 or (cues.LIST_NOT_CHOSEN.match(reading.text, end) and not reading.seeks_wrong):
        return None
    if listed == reading.options.letters or not (reading.multiple or reading.ordered):
        echo = listed == reading.options.letters[: len(listed)] and len(listed) > 2
        return reading.end_in(Status.ECHO, "options_repeated", 0, end) if echo else None
    return reading.decide(Letters(listed, contiguous=False), 0, end, "listed")


def read_letters_alone(reading: Reading) -> Extraction | None:
    """Nothing but letters, numbered or bracketed one by one (`1. A 2. C`, `(A)(C)`)."""
    if len(reading.text) > BARE_LIMIT or cues.LETTERS_ALONE.fullmatch(reading.text) is None:
        return None
    named = "".join(letter["letter"] for letter in cues.LETTER.finditer(reading.text))
    numbered = not (reading.multiple or reading.ordered) and len(set(named)) > 1
    if len(named) < 2 or (numbered and reading.text[0].isdigit()):
        return None
    return reading.decide(Letters(named, contiguous=False), 0, len(reading.text), "listed")


def read_ordinal(reading: Reading) -> Extraction | None:
    """`第二个选项`: the option is named by its place."""
    named = [
        (reading.options.letters[place : place + 1], found)
        for found in cues.ORDINAL.finditer(reading.text)
        if (place := _place(found)) < len(reading.options.letters)
        and not denied_before(reading.text, found.start())
        and not denied_after(reading.text, found.end())
    ]
    if not named or reading.ordered or not reading.options.texts:
        return None
    letters = Letters("".join(letter for letter, _ in named), contiguous=False)
    return reading.decide(letters, named[0][1].start(), named[-1][1].end(), "ordinal")


def _place(found: re.Match[str]) -> int:
    if found["en"]:
        return ("first", "second", "third", "fourth", "fifth").index(found["en"].lower())
    return "一1二2三3四4五5六6七7八8".index(found["zh"]) // 2


def read_all_right(reading: Reading) -> Extraction | None:
    """`以上全选` chooses every option where several may be chosen, and none where one is asked for."""
    found = cues.ALL_RIGHT.search(reading.text) if len(reading.text) <= BARE_LIMIT else None
    if found is None or reading.ordered or not reading.options.texts:
        return None
    if found.start() > 0 and denied_before(reading.text, found.start()):
        return None
    if _OTHERS.search(reading.text[max(0, found.start() - 16) : found.start()]):
        return None
    blanket = "" if reading.multiple else all_letter(reading.options)
    named = Letters(blanket or reading.options.letters, contiguous=False)
    return reading.decide(named, *found.span(), "all_in_words" if blanket else "all_right")
