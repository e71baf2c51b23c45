"""Sentences that repeat what was asked and put an option in its place, by letter or by its text.

`意志活动缺乏自觉性` answers `其意志活动缺乏( )`, `C抑制胃酸分泌作用最强` answers `哪项抑制胃酸分泌作用最强`.
What was asked is the last sentence of the question: a case told before it is repeated without answering.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from scoring.metrics.extraction import endings
from scoring.metrics.extraction.blanket import said_none
from scoring.metrics.extraction.candidates import judged_candidates
from scoring.metrics.extraction.chosen_text import has_denial
from scoring.metrics.extraction.letters import Letters
from scoring.metrics.extraction.listings import joined_texts
from scoring.metrics.extraction.meaning import pairs_in
from scoring.metrics.extraction.negation import denied_before, supposed
from scoring.metrics.extraction.option_text import (
    Options,
    denied_letters,
    lowered,
    named_alone,
    places_of,
)
from scoring.metrics.extraction.polarity import asks_for_wrong
from scoring.metrics.extraction.reading import Reading
from scoring.metrics.extraction.statuses import Extraction, Status

SENTENCES, LONGEST = 60, 300
# Pairs of characters that have to be repeated, their share of the sentence, and of what was asked.
FEWEST, SHARE, OF_ASKED = 3, 0.6, 0.4
_SENTENCE = re.compile(r"(?:[^。!?;\n.]|\.(?!\s))+")
# A sentence, or what it sets against that (`..., whereas ...`).
_STATEMENT = re.compile(r"(?:(?!,\s?(?:而(?!且)|但|whereas|while|but))(?:[^。!?;\n.]|\.(?!\s)))+")
_ITEM_LABEL = re.compile(r"[A-H]\s?[.:、)]\s{0,2}\Z")
_ONE_OF = re.compile(r".{0,24}之一")
_LIST_END = re.compile(r"\s{0,2}(?:等|[。,;、!\n]|\Z)")
_AND_MORE = re.compile(r"\s?(?:、|等|[和与及](?![A-Za-z]))")
_JOINT = re.compile(r"\s?(?:、|[和与及或])\s?")
_LABELS = re.compile(r"(?<=[A-H])\s?[.:、)]")
_CLAUSE_END = re.compile(r"[,、(:]")
_STEM = re.compile(r"[。;!?.](?!\d)|\n|】")
_BLANK = re.compile(r"(?P<stem>[^。;!?,、:\s()]{2,40})\s?(?:\(\s*\)|_{2,})\s?[。?]?\s*\Z")
_FILLED = re.compile(r"\s?:?\s?[\"'“‘(]?")
_FILLED_END = re.compile(r"[\"'”’)]?\s?(?:[。,;!?\n]|\Z)")
_COMMA = re.compile(r"[,、]\s?")
# What is said of the others, where the question is not known.
_CONTRASTS = re.compile(
    r"不(?!同|仅|但)|并非|而是|则[是为]|属于"
    r"|\b(?:not|doesn't|don't|however|whereas|on the other hand|belongs?)\b"
)
_TOGETHER = re.compile(r"[均都皆](?!不|非|未|无|有误|错)")
_SELDOM = re.compile(r"[很较极]少|罕见|\b(?:rarely|seldom)\b")
_NO_ASKING = re.compile(
    r"[(][^()]{0,20}[)]|下列|以下|上述|哪[一个种项些]{0,2}|何种?|什么|谁|正确的?|最?(?:可能|合适|恰当)的?"
)


def read_restated(reading: Reading) -> Extraction | None:
    """The one option that stands in the place that the question left open."""
    if reading.multiple or reading.ordered or not reading.options.texts or not reading.question:
        return None
    asked = asked_of(reading.question)
    if len(asked.pairs) < FEWEST:
        return None
    found: dict[str, tuple[int, int]] = {}
    for sentence in islice(_SENTENCE.finditer(reading.text), SENTENCES):
        if len(sentence[0]) > LONGEST or reading.text.startswith("?", sentence.end()):
            continue
        for letter, start, end in _placed(reading, sentence.start(), sentence.end(), asked):
            found.setdefault(letter, (start, end))
    return _only(reading, found)


def _only(reading: Reading, found: dict[str, tuple[int, int]]) -> Extraction | None:
    """The one option found, where nothing further on is said for others or against it."""
    if len(found) != 1:
        return None
    ((letter, (start, end)),) = found.items()
    if _said_of_others(reading, letter, end):
        return None
    if _joined(reading.text, start, reading):
        return reading.end_in(Status.AMBIGUOUS, "restated", start, end)
    return reading.decide(Letters(letter, contiguous=False), start, end, "restated")


def read_restated_several(reading: Reading) -> Extraction | None:
    """The options of the sentences that say again what was asked, where others are named elsewhere."""
    if not reading.multiple or reading.ordered or not reading.options.texts or reading.seeks_wrong:
        return None
    asked = asked_of(reading.question)
    found: dict[str, tuple[int, int]] = {}
    elsewhere: set[str] = set()
    for sentence in islice(_STATEMENT.finditer(reading.text), SENTENCES):
        names = {letter: (at, stop) for letter, at, stop in _named(sentence[0], reading.options)}
        words = _without(sentence[0], names.values())
        says_again = _says_again(words, asked, first=not found and not elsewhere)
        listed = any(_ITEM_LABEL.search(sentence[0], max(0, at - 5), at) for at, _ in names.values())
        if (
            says_again
            and len(names) > 1
            and not (listed or _SELDOM.search(words))
            and (has_denial(words) == asked.denies)
        ):
            found |= {
                letter: (sentence.start() + at, sentence.start() + stop)
                for letter, (at, stop) in names.items()
            }
        else:
            elsewhere |= set(names)
    if len(found) < 2 or set(found) & elsewhere or endings.breaks_off(reading.text):
        return None
    is_all = set(found) | elsewhere == set(reading.options.letters)
    # All of the options and nothing else are the options repeated, unless they are called right together.
    if not (elsewhere and is_all) and (is_all != _all_together(reading.text) or not asked.pairs):
        return None
    last = max(stop for _, stop in found.values())
    if not asked.pairs and _CONTRASTS.search(reading.text, last) is None:
        return None
    first = min(at for at, _ in found.values())
    return reading.decide(Letters("".join(found), contiguous=False), first, last, "restated")


def _all_together(text: str) -> bool:
    return _TOGETHER.search(text) is not None


def _says_again(words: str, asked: Asked, *, first: bool) -> bool:
    """Where the question is not known, the first sentence that names options stands for it."""
    if not asked.pairs:
        return first
    said = pairs_in(words)
    return len(said & asked.pairs) >= max(2, 0.5 * len(asked.pairs))


def _without(sentence: str, spans: Iterable[tuple[int, int]]) -> str:
    chars = list(sentence)
    for at, stop in spans:
        chars[at:stop] = " " * (stop - at)
    return "".join(chars)


def read_filled_blank(reading: Reading) -> Extraction | None:
    """`肺藏魄。` answers `肺藏( )`, however short the options are."""
    blank = _BLANK.search(reading.question)
    if blank is None or reading.multiple or reading.ordered or not reading.options.texts:
        return None
    found: dict[str, tuple[int, int]] = {}
    for letter, start, end in islice(_fillings(reading, blank["stem"]), SENTENCES):
        found.setdefault(letter, (start, end))
    return _only(reading, found)


def _fillings(reading: Reading, stem: str) -> Iterator[tuple[str, int, int]]:
    """What stands behind the words that lead up to the blank, where an option is all that follows."""
    text, start = reading.text, reading.text.find(stem)
    while start >= 0:
        filled = _FILLED.match(text, start + len(stem))
        begin = filled.end() if filled else start + len(stem)
        for letter, own in zip(reading.options.letters, reading.options.texts, strict=True):
            end = begin + len(own)
            is_all = own and lowered(text[begin:end]) == own and _FILLED_END.match(text, end)
            is_listed = _joined(text, begin, reading) or _another_follows(text, end, reading)
            if is_all and not (is_listed or denied_before(text, start) or supposed(text, start, end)):
                yield letter, start, end
        start = text.find(stem, begin)


def _another_follows(text: str, end: int, reading: Reading) -> bool:
    comma = _COMMA.match(text, end)
    return comma is not None and any(
        own and lowered(text[comma.end() : comma.end() + len(own)]) == own for own in reading.options.texts
    )


def _joined(text: str, at: int, reading: Reading) -> bool:
    """The option at `at` is the first of several, with nothing but joints between them."""
    joined, stop = joined_texts(text, at, reading.options)
    return len(joined) > 1 and _LIST_END.match(text, stop) is not None


def _said_of_others(reading: Reading, letter: str, end: int) -> bool:
    """Further on other options are called right, or all of them wrong."""
    judged = judged_candidates(reading.text[end:], reading.options)
    named = {one for found in judged if found.meant for one in found.letters.named}
    denied = denied_letters(reading.text[end:], reading.options)
    return bool(named - {letter}) or letter in denied or said_none(reading.text[end:]) is not None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the last sentence of a question asks, and whether in the negative."""

    pairs: frozenset[str]
    denies: bool


@lru_cache(maxsize=4096)
def asked_of(question: str) -> Asked:
    parts = [part for part in _STEM.split(_NO_ASKING.sub(" ", question)) if len(part.strip()) > 3]
    if not parts:
        return Asked(frozenset(), denies=False)
    return Asked(pairs_in(parts[-1]), denies=has_denial(parts[-1]) or asks_for_wrong(question))


def repeats_asked(words: str, question: str) -> bool:
    """Whether half of what was asked is said again."""
    asked = asked_of(question).pairs
    return len(asked) >= FEWEST and 2 * len(asked & pairs_in(words)) >= len(asked)


def _placed(reading: Reading, start: int, end: int, asked: Asked) -> Iterator[tuple[str, int, int]]:
    text, question = reading.text[start:end], reading.question
    begin = 0
    for letter, at, stop in sorted(_named(text, reading.options), key=lambda named: named[1]):
        # What stands before another option was said of that one.
        before, follows, begin = text[begin:at], begin > 0 and _JOINT.fullmatch(text, begin, at), stop
        clause = _CLAUSE_END.search(text, stop)
        if clause is None and start + len(text) == len(reading.text) and endings.breaks_off(reading.text):
            continue  # who knows how it went on
        after = text[stop : clause.start() if clause else len(text)]
        is_item = _ITEM_LABEL.search(text, max(0, at - 5), at) or _LABELS.match(text, stop)
        # One of several, or said by the question itself, fills no open place.
        is_asked = text[at if stop - at > 1 else max(0, at - 1) : stop + (stop - at < 2)] in question
        is_one = (
            _ONE_OF.match(after)
            or follows
            or (_AND_MORE.match(text, stop) and not _joined(text, at, reading))
        )
        is_other = is_item or is_asked or is_one
        befores = {before, before.rpartition(",")[2]}
        said = not is_other and any(_repeats(f"{words} {after}", asked) for words in befores)
        # `肾上腺素能扩张支气管,是过敏性休克的首选药`: what was asked is said of the subject later on.
        said = said or (not is_other and not before.strip() and _said_of_subject(text[stop:], asked))
        if said and not supposed(text, at, stop):
            begin = stop + len(after)
            yield letter, start + at, start + stop


def _said_of_subject(rest: str, asked: Asked) -> bool:
    clauses = re.split(r"[,;]", rest)
    return len(clauses) > 1 and any(_repeats(clause, asked) for clause in (*clauses, rest))


def _repeats(around: str, asked: Asked) -> bool:
    said = pairs_in(around)
    enough = max(FEWEST, SHARE * len(said), OF_ASKED * len(asked.pairs))
    return len(said & asked.pairs) >= enough and has_denial(around) == asked.denies


def _named(text: str, options: Options) -> Iterator[tuple[str, int, int]]:
    taken: list[tuple[int, int]] = []
    for index in sorted(range(len(options.texts)), key=lambda index: -len(options.texts[index])):
        for at in places_of(text, options.texts[index]):
            stop = at + len(options.texts[index])
            if not any(at < b and a < stop for a, b in taken):
                taken.append((at, stop))
                yield options.letters[index], at, stop
    yield from named_alone(text, options)
