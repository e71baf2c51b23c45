"""Stages for an order of steps: the place of each, letters one after another, or all of them in one run."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from itertools import islice

from scoring.metrics.extraction import cues
from scoring.metrics.extraction.letters import Letters
from scoring.metrics.extraction.listings import enumerates
from scoring.metrics.extraction.negation import denied_before, is_example
from scoring.metrics.extraction.option_text import ANY_LETTERS, after_own_words
from scoring.metrics.extraction.reading import Reading
from scoring.metrics.extraction.statuses import Extraction

_NUMBERS = "一二三四五六七八九"
_NUMBER = r"第?\s?(?P<number>[1-9一二三四五六七八九])(?![\d.]?\d)\s?(?:步|位|个)?"
# `A:4`, `A(第4步)`, `A排在第四`
_PLACE_AFTER = re.compile(rf"[\s:=—–(-]{{0,4}}(?:应?该?排?[是为在]|→|->)?\s?{_NUMBER}")
# `4.A`, `第4步:A`, `Step 4: A`
_PLACE_BEFORE = re.compile(rf"(?:[Ss]tep\s?)?{_NUMBER}\s?[.、:)]?\s?(?:应?该?[是为做]|→|->)?\s?[(]?\Z")
_LAST = re.compile(r"(?:最后|末尾|[Ff]inally|[Ll]ast(?:ly)?)[一步个是为做:,\s]{0,4}\Z")
_FIRST = re.compile(r"(?:首先|第一步|最先|最初|[Ff]irst(?:ly)?)[是为做:,\s]{0,4}\Z")
_GIVEN = re.compile(r"(?:[将把对给按]|步骤|选项)\s?\Z")
_REJECTED = re.compile(
    r"\s?[四五六七八]?[项个]?(?:都|均)|哪|[四五六七八][个项]|[?。]?\s?Which"
    r"|\s?(?:的?(?:这个?)?(?:顺序|排序|排列))?\s?(?:也|并|都)?(?:不|错|有误|有问题|非|需要?|进行|排序|排列)"
)
_OF_THE_TASK = re.compile(
    r"格式|示例|例[如:]|选项(?:有|是|为|包括|:)|[Oo]ptions?\b|分析|\bconsider\b|首先看|先看"
)
_CANNOT = re.compile(r"(?:无法|不能|难以)[^。,\n]{0,16}?(?:判断|作答|排序|排列)")
_IN_ORDER = re.compile(r"依次|先后|(?:顺序|排序|步骤|流程)[是为:]")
_ONE_AFTER_ANOTHER = re.compile(r"→|->|>|然后|接着|最后|其次|再|\bthen\b|\bnext\b|第.步|\n")
_RUN = re.compile(r"(?<![A-Za-z])[A-Z]{2,26}(?![A-Za-z])")
REACH = 16


def read_places(reading: Reading) -> Extraction | None:
    """Every step with its place (`A:4 B:3 C:2 D:1`), in whatever order they are told."""
    if not reading.ordered:
        return None
    letters = [*islice(cues.LETTER.finditer(reading.text), len(ANY_LETTERS) + 1)]
    for place_of in (_place_after, _place_before):
        told = {letter["letter"]: place_of(reading, letter) for letter in letters}
        places = [place for place in told.values() if place]
        whole = len(letters) == len(told) == len(reading.options.letters) or not reading.options.texts
        if whole and len(told) > 1 and sorted(places) == [*range(1, len(told) + 1)]:
            named = "".join(sorted(told, key=lambda letter: told[letter] or 0))
            return reading.decide(
                Letters(named, contiguous=False), letters[0].start(), letters[-1].end(), "sequence"
            )
    return None


def _place_after(reading: Reading, letter: re.Match[str]) -> int | None:
    end = letter.end("letter")
    said = after_own_words(reading.text, end, letter["letter"], reading.options)
    return _number(_PLACE_AFTER.match(reading.text, said))


def _place_before(reading: Reading, letter: re.Match[str]) -> int | None:
    before = reading.text[max(0, letter.start("letter") - REACH) : letter.start("letter")]
    return _number(_PLACE_BEFORE.search(before))


def _number(found: re.Match[str] | None) -> int | None:
    if found is None:
        return None
    number = found["number"]
    return int(number) if number.isdigit() else _NUMBERS.index(number) + 1


def read_sequence(reading: Reading) -> Extraction | None:
    """An order told in words or as a numbered list: every letter once, after the last cue or at all."""
    if not reading.ordered:
        return None
    last_cue = deque(cues.STRONG.finditer(reading.text), maxlen=1)
    for start in (*(cue.end() for cue in last_cue), 0):
        found = list(islice(cues.LETTER.finditer(reading.text, start), len(ANY_LETTERS) + 1))
        named = "".join(_told(reading.text, found))
        wanted = reading.options.letters if reading.options.texts else ANY_LETTERS[: len(named)]
        listed = named == wanted and enumerates(reading.text, wanted)
        listed = listed and not (start and cues.NUMBERED.search(reading.text, start, found[0].start()))
        if found and sorted(named) == sorted(wanted) and not listed and _is_told(reading, found, start):
            return reading.decide(
                Letters(named, contiguous=False), found[0].start(), found[-1].end(), "sequence"
            )
    return None


def _is_told(reading: Reading, found: list[re.Match[str]], start: int) -> bool:
    """The letters are put in order; they are not given for it, named in a row, or an example of the form."""
    text, first, last = reading.text, found[0].start("letter"), found[-1].end("letter")
    before = text[max(0, first - 2 * REACH) : first]
    if is_example(text, first) or denied_before(text, first) or _CANNOT.search(text):
        return False
    if _GIVEN.search(before[-REACH:]) or _OF_THE_TASK.search(before) or _REJECTED.match(text, last):
        return False
    in_order = [letter["letter"] for letter in found] == sorted(reading.options.letters)
    said = _ONE_AFTER_ANOTHER.search(text, first, last) or _IN_ORDER.search(before)
    return start > 0 or not in_order or said is not None


def _told(text: str, found: list[re.Match[str]]) -> Iterator[str]:
    """Letters as they follow each other; `最后是A` comes last and `首先是D` first, wherever it is said."""
    befores = [text[max(0, letter.start() - REACH) : letter.start("letter")] for letter in found]
    marks = [(-1 if _FIRST.search(said) else 1 if _LAST.search(said) else 0) for said in befores]
    if sum(mark == 1 for mark in marks) > 1 or sum(mark == -1 for mark in marks) > 1:
        marks = [0] * len(found)
    for at in sorted(range(len(found)), key=lambda at: marks[at]):
        yield found[at]["letter"]


def _is_no_order(text: str, run: re.Match[str]) -> bool:
    """`DCBA不对`, `请将ABCD排序`, `例如DCBA`."""
    far = max(0, run.start() - 2 * REACH)
    if is_example(text, run.start()) or _OF_THE_TASK.search(text, far, run.start()):
        return True
    before = text[max(0, run.start() - REACH) : run.start()]
    return bool(denied_before(text, run.start()) or _GIVEN.search(before) or _REJECTED.match(text, run.end()))


def read_whole_run(reading: Reading) -> Extraction | None:
    """All letters in one run somewhere (`DCBA顺序正确`), where no other such run stands beside it."""
    if not reading.ordered or not reading.options.texts:
        return None
    wanted = sorted(reading.options.letters)
    found = [run for run in _RUN.finditer(reading.text) if sorted(run[0]) == wanted]
    said = [run for run in found if not _is_no_order(reading.text, run)]
    if not said and sorted(squeezed := "".join(reading.text.split())) == wanted:
        return reading.decide(Letters(squeezed, contiguous=True), 0, len(reading.text), "bare")
    if len({run[0] for run in said}) != 1:
        return None
    return reading.decide(Letters(said[-1][0], contiguous=True), *said[-1].span(), "sequence")
