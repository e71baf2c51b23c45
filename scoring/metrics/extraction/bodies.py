"""Answers whose body has to be read item by item: several options, by letter, by text or by other words.

A body is what stands behind the last `答案:`, or the whole text where that begins with an item. It decides
only where all of it is understood; an item that carries another option's whole text makes it `ambiguous`.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass

from scoring.metrics.extraction import cues
from scoring.metrics.extraction.letters import NAMED, Letters, read_run
from scoring.metrics.extraction.meaning import meanings_of
from scoring.metrics.extraction.negation import called_wrong_after, denied_before, is_example, supposed
from scoring.metrics.extraction.option_text import (
    MIN_TEXT,
    Options,
    denied_choice,
    option_starting,
    searched,
)
from scoring.metrics.extraction.reading import Reading
from scoring.metrics.extraction.statuses import Extraction, Status

ANNOUNCED = re.compile(r"\s{0,2}[】\]》」』\"'”)]{0,2}\s{0,2}(?:[:是为]|应该?[是为])\s{0,4}")
LONGEST = 600
NEAR = 0.6
_REASONS_BEGIN = re.compile(r"\n\s{0,4}(?:\n|解析|分析|理由|解释|说明)")
_SENTENCE_END = re.compile(r"[。!?\n]")
_GAP = re.compile(r"[\s,;。.、]{0,6}(?:和|与|及|以及)?\s?")
_LABEL = re.compile(
    r"(?:\d{1,2}[.、)]\s?|[①-⑩]\s?)?[(\[]?(?P<letter>[A-H])[)\]]?\s{0,2}[.:、)]\s{0,3}(?=[^\s.:、)])"
)
_LABELLED_END = re.compile(r"\n|;|[。,、]?\s{0,2}[A-H]\s?[.:)]")
_BARE_END = re.compile(r"[\n;。、,]")
_WHAT = r"(?:选项|行为|说法|内容|各项|情形|情况)?"
_PLAIN = r"[^。,不非未无没错]{0,16}[。.]?\s*\Z"
_EVERY = re.compile(
    rf"(?:以上|上述|这|下列)?(?:所有|全部|几项|各项|四项|五项)的?{_WHAT}{_PLAIN}"
    rf"|(?:以上|上述)(?:选项|说法|各项)?(?:都|均|皆|全部?){_PLAIN}"
)
# `以上选项都是产后出血的主要原因`
_ALL_ARE = re.compile(
    r"(?:\A|(?<=[。;\n]))\s{0,4}(?:所以,?|因此,?)?(?:以上|上述)(?:所有)?(?:选项|各项|[三四五]项)?(?:都|均|皆|全部?)(?:是|为|属于|可)(?!不|否|错)"
)
_VERDICT = re.compile(
    r"[\s,:(]{0,3}(?:这个?)?(?:选项|说法|描述)?(?:是|为)?(?:正确|对|符合(?:题意)?|√|✓|✔)?的?[)\s。.]{0,3}"
)
_OF_OPTIONS = re.compile(r"\s{0,2}(?:选项|[一两二三四五]?项|都|均|皆|[。.]?\s*\Z)")


@dataclass(slots=True)
class _Items:
    """What has been read of a body."""

    named: str = ""
    labelled: str = ""
    understood: bool = True
    mislabelled: bool = False


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
    if items.mislabelled:
        return reading.end_in(Status.AMBIGUOUS, "listed", start, end)
    # All of them with their labels are the options repeated.
    if not items.named or not items.understood or items.named == reading.options.letters == items.labelled:
        return None
    return reading.decide(Letters(items.named, contiguous=False), start, end, "listed")


def read_every(reading: Reading) -> Extraction | None:
    """`答案:所有行为` where several may be right."""
    if not reading.multiple or reading.ordered or not reading.options.texts:
        return None
    start = _behind_cue(reading.text)
    if start is None and not reading.seeks_wrong and _ALL_ARE.search(reading.text):
        start = 0
    elif start is None or _EVERY.match(reading.text, start) is None:
        return None
    letters = Letters(reading.options.letters, contiguous=False)
    return reading.decide(letters, start, len(reading.text), "all_right")


def read_named_in_body(reading: Reading) -> Extraction | None:
    """`答案:上述行为中,只有C项属于` names its letters inside its sentence, and no others."""
    text, options = reading.text, reading.options
    start = None if reading.ordered else _behind_cue(text)
    if start is None:
        return None
    found = []
    for run in NAMED.finditer(text, start, _next(_SENTENCE_END, text, start)):
        named, end = read_run(run["run"]).named, run.end("run")
        if not denied_before(text, run.start()) and not denied_choice(text, end, named, options):
            found.append((named, run.start("run"), end))
    if len(found) != 1:
        return None
    named, at, end = found[0]
    is_meant = set(named) <= set(options.letters) and _OF_OPTIONS.match(text, end)
    if not is_meant or supposed(text, at, end):
        return None
    return reading.decide(Letters(named, contiguous=False), at, end, "strong_cue")


def _next(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.search(text, start)
    return found.start() if found else len(text)


def _behind_cue(text: str) -> int | None:
    """Where the last announced answer begins."""
    for cue in deque(cues.STRONG.finditer(text), maxlen=1):
        link = ANNOUNCED.match(text, cue.end())
        if link and not (is_example(text, cue.start()) or denied_before(text, cue.start())):
            return link.end()
    return None


def _body(text: str) -> tuple[int, int] | None:
    start = _behind_cue(text)
    if start is None:
        start = len(text) - len(text.lstrip())
        if _LABEL.match(text, start) is None:
            return None
    return start, _next(_REASONS_BEGIN, text, start)


def _items(reading: Reading, start: int, end: int) -> _Items:
    text, options = reading.text[:end].rstrip(" \n。."), reading.options
    items = _Items()
    at = _skip_gap(text, start)
    while at < len(text):
        label = _LABEL.match(text, at)
        if label is None and not items.understood:
            break
        if label:
            letter, at = label["letter"], _next(_LABELLED_END, text, label.end())
            words = searched(text[label.end() : at])
            items.mislabelled = items.mislabelled or _is_another(words, letter, options)
            items.understood = items.understood and _fits(words, letter, reading)
            items.labelled += letter
            # `B. 心率加快:错误` is an item, and none of the answer.
            letter = "" if called_wrong_after(words, len(options.text_of(letter))) else letter
        elif option := option_starting(text, at, options):
            letter, at = option.letter, option.end
        else:
            begin, at = at, _next(_BARE_END, text, at)
            letter = meanings_of(options, reading.question).closest(text[begin:at], NEAR) or ""
            items.understood = items.understood and bool(letter)
        items.named += letter
        at = max(_skip_gap(text, at), at)
    return items


def _skip_gap(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def _is_another(words: str, letter: str, options: Options) -> bool:
    """Behind the letter stands the whole text of another option."""
    return len(words) >= MIN_TEXT and words in options.texts and words != options.text_of(letter)


def _fits(words: str, letter: str, reading: Reading) -> bool:
    own = reading.options.text_of(letter)
    if not own or not words or (own.startswith(words) and words != own):
        return False  # foreign, or cut off
    if words == own:
        return True
    if words.startswith(own):
        # Where the wrong ones are asked for, what is called wrong is the answer: `read_called_wrong` tells.
        if reading.seeks_wrong:
            return False
        return _VERDICT.fullmatch(words, len(own)) is not None or called_wrong_after(words, len(own))
    if words in own:
        return True
    return meanings_of(reading.options, reading.question).closest(words, NEAR) == letter
