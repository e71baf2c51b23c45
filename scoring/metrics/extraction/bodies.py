"""Answers whose body has to be read item by item: several options, by letter, by text or by other words.

A body is what stands behind the last `答案:`, or the whole text where that begins with an item. It decides
only where all of it is understood; an item that carries another option's whole text makes it `ambiguous`.
"""

from __future__ import annotations

import re
from collections import deque

from scoring.metrics.extraction import cues
from scoring.metrics.extraction.letters import NAMED, Letters, read_run
from scoring.metrics.extraction.meaning import Meanings, meanings_of
from scoring.metrics.extraction.negation import denied_after, denied_before, is_example, supposed
from scoring.metrics.extraction.option_text import MIN_TEXT, Options, option_starting, searched
from scoring.metrics.extraction.reading import Reading
from scoring.metrics.extraction.statuses import Extraction, Status

ANNOUNCED = re.compile(r"\s{0,2}[】\]》」』\"'”)]{0,2}\s{0,2}(?:[:是为]|应该?[是为])\s{0,4}")
LONGEST = 600
NEAR = 0.6
_BODY = re.compile(r"(?:[^\n]|\n(?!\s*\n|\s{0,4}(?:解析|分析|理由|解释|说明)))*")
_GAP = re.compile(r"[\s,;。.、]{0,6}(?:和|与|及|以及)?\s?")
_LABEL = re.compile(
    r"(?:\d{1,2}[.、)]\s?|[①-⑩]\s?)?[(\[]?(?P<letter>[A-H])[)\]]?\s{0,2}[.:、)]\s{0,3}(?=[^\s.:、)])"
)
_LABELLED = re.compile(r"[^\n;]*?(?=\n|;|[。,、]?\s{0,2}[A-H]\s?[.:)]|\Z)")
_BARE = re.compile(r"[^\n;。、,]+")
_EVERY = re.compile(
    r"(?:以上|上述|这|下列)?(?:所有|全部|几项|各项|四项|五项)(?:的)?(?:选项|行为|说法|内容|各项|情形|情况)?[^。,不非未无没错]{0,16}[。.]?\s*\Z"
    r"|(?:以上|上述)(?:选项|说法|各项)?(?:都|均|皆|全部?)[^。,不非未无没错]{0,10}[。.]?\s*\Z"
)
_ALSO = re.compile(r"\s{0,2}(?:选项|[一两二三四五]?项|都|均|皆|[。.]?\s*\Z)")


def read_body(reading: Reading) -> Extraction | None:
    """Several right options, each understood by its letter, its text or what it means."""
    if not reading.multiple or reading.ordered or not reading.options.texts:
        return None
    span = _body(reading.text)
    if span is None or span[1] - span[0] > LONGEST:
        return None
    start, end = span
    if cues.LETTERS_ALONE.fullmatch(reading.text, start, end):
        named = "".join(letter["letter"] for letter in cues.LETTER.finditer(reading.text, start, end))
        return reading.decide(Letters(named, contiguous=False), start, end, "listed") if named[1:] else None
    items = _items(reading, start, end)
    if items is Status.AMBIGUOUS:
        return reading.end_in(Status.AMBIGUOUS, "listed", start, end)
    if isinstance(items, str) and items:
        return reading.decide(Letters(items, contiguous=False), start, end, "listed")
    return None


def read_every(reading: Reading) -> Extraction | None:
    """`答案:所有行为` where several may be right."""
    cue = (
        _last_cue(reading.text)
        if reading.multiple and reading.options.texts and not reading.ordered
        else None
    )
    if cue is None or _EVERY.match(reading.text, cue) is None:
        return None
    return reading.decide(
        Letters(reading.options.letters, contiguous=False), cue, len(reading.text), "all_right"
    )


def read_named_in_body(reading: Reading) -> Extraction | None:
    """`答案:上述行为中,只有C项属于` names its letters inside its sentence, and no others."""
    cue = None if reading.ordered else _last_cue(reading.text)
    if cue is None:
        return None
    end = _BARE_SENTENCE.match(reading.text, cue).end()
    found = [
        named
        for named in NAMED.finditer(reading.text, cue, end)
        if not denied_before(reading.text, named.start()) and not denied_after(reading.text, named.end("run"))
    ]
    if len(found) != 1 or supposed(reading.text, *found[0].span("run")):
        return None
    letters = read_run(found[0]["run"])
    if (
        not set(letters.named) <= set(reading.options.letters)
        or _ALSO.match(reading.text, found[0].end("run")) is None
    ):
        return None
    return reading.decide(Letters(letters.named, contiguous=False), *found[0].span("run"), "strong_cue")


_BARE_SENTENCE = re.compile(r"[^。!?\n]*")


def _last_cue(text: str) -> int | None:
    for cue in deque(cues.STRONG.finditer(text), maxlen=1):
        link = ANNOUNCED.match(text, cue.end())
        if link and not is_example(text, cue.start()):
            return link.end()
    return None


def _body(text: str) -> tuple[int, int] | None:
    start = _last_cue(text)
    if start is None:
        start = len(text) - len(text.lstrip())
        if _LABEL.match(text, start) is None:
            return None
    return start, _BODY.match(text, start).end()


def _items(reading: Reading, start: int, end: int) -> str | Status | None:
    """Letters of the items between `start` and `end`; None where one of them is not understood."""
    text, options = reading.text[:end].rstrip(" \n。."), reading.options
    meanings = meanings_of(options, reading.question)
    named, labelled, understood = "", "", True
    at = _GAP.match(text, start).end()
    while at < len(text):
        if label := _LABEL.match(text, at):
            item = _LABELLED.match(text, label.end())
            letter, at = label["letter"], item.end()
            labelled += letter
            words = searched(item[0])
            if _is_another(words, letter, options):
                return Status.AMBIGUOUS
            understood = understood and letter in options.letters and _fits(words, letter, options, meanings)
        elif option := option_starting(text, at, options):
            letter, at = option.letter, option.end
        else:
            item = _BARE.match(text, at)
            if item is None:
                return None
            letter, at = meanings.closest(item[0], NEAR) or "", item.end()
            understood = understood and bool(letter)
        named += letter
        at = _GAP.match(text, at).end()
    if labelled == options.letters:
        return None  # all of them repeated
    return named if understood else None


def _is_another(words: str, letter: str, options: Options) -> bool:
    return (
        len(words) >= MIN_TEXT
        and any(
            words == text and other != letter
            for other, text in zip(options.letters, options.texts, strict=True)
        )
        and words != options.text_of(letter)
    )


def _fits(words: str, letter: str, options: Options, meanings: Meanings) -> bool:
    own = options.text_of(letter)
    if own.startswith(words) and words != own:
        return False  # cut off
    return bool(words) and (words.startswith(own) or words in own or meanings.closest(words, NEAR) == letter)
