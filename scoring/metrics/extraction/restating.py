"""Sentences that repeat what was asked and put an option in its place, by letter or by its text.

`意志活动缺乏自觉性` answers `其意志活动缺乏( )`, and `C抑制胃酸分泌作用最强` answers `哪项抑制胃酸分泌作用最强`.
What was asked is the last sentence of the question: a case told before it is repeated without answering.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from scoring.metrics.extraction import endings
from scoring.metrics.extraction.chosen_text import has_denial
from scoring.metrics.extraction.letters import NAMED, Letters, read_run
from scoring.metrics.extraction.listings import joined_texts
from scoring.metrics.extraction.meaning import pairs_in
from scoring.metrics.extraction.negation import supposed
from scoring.metrics.extraction.option_text import Options, in_own_text, places_of
from scoring.metrics.extraction.reading import Reading
from scoring.metrics.extraction.statuses import Extraction, Status

SENTENCES = 12
# Pairs of characters that have to be repeated, their share of the sentence, and of what was asked.
FEWEST, SHARE, OF_ASKED = 3, 0.6, 0.4
_SENTENCE = re.compile(r"[^。!?;\n]+")
_CLAUSE_END = re.compile(r"[,(:]")
_STEM = re.compile(r"[。;!?.](?!\d)|\n|】")
_NO_ASKING = re.compile(
    r"[(][^()]{0,20}[)]|下列|以下|上述|哪[一个种项些]{0,2}|何种?|什么|谁|正确的?|最?(?:可能|合适|恰当)的?"
)


def read_restated(reading: Reading) -> Extraction | None:
    """The one option that stands in the place that the question left open."""
    if reading.multiple or reading.ordered or not reading.options.texts or not reading.question:
        return None
    asked = asked_pairs(reading.question)
    if len(asked) < FEWEST:
        return None
    found: dict[str, tuple[int, int]] = {}
    for sentence in islice(_SENTENCE.finditer(reading.text), SENTENCES):
        if sentence.end() == len(reading.text) and endings.breaks_off(reading.text):
            continue
        for letter, start, end in _placed(reading, sentence.start(), sentence.end(), asked):
            found.setdefault(letter, (start, end))
    if len(found) != 1:
        return None
    ((letter, (start, end)),) = found.items()
    if len(joined_texts(reading.text, start, reading.options)[0]) > 1:
        return reading.end_in(Status.AMBIGUOUS, "restated", start, end)
    return reading.decide(Letters(letter, contiguous=False), start, end, "restated")


@lru_cache(maxsize=4096)
def asked_pairs(question: str) -> frozenset[str]:
    parts = [part for part in _STEM.split(_NO_ASKING.sub(" ", question)) if len(part.strip()) > 3]
    return pairs_in(parts[-1]) if parts else frozenset()


def _placed(reading: Reading, start: int, end: int, asked: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    text = reading.text[start:end]
    for letter, at, stop in _named(text, reading.options):
        clause = _CLAUSE_END.search(text, stop)
        after = text[stop : clause.start() if clause else len(text)]
        befores = {text[:at], text[text.rfind(",", 0, at) + 1 : at]}
        said = any(_repeats(before, after, asked, seeks_wrong=reading.seeks_wrong) for before in befores)
        if said and not supposed(text, at, stop):
            yield letter, start + at, start + stop


def _repeats(before: str, after: str, asked: frozenset[str], *, seeks_wrong: bool) -> bool:
    around = before + " " + after
    said = pairs_in(around)
    same = said & asked
    enough = len(same) >= max(FEWEST, SHARE * len(said), OF_ASKED * len(asked))
    return enough and has_denial(around) == seeks_wrong


def _named(text: str, options: Options) -> Iterator[tuple[str, int, int]]:
    taken: list[tuple[int, int]] = []
    for index in sorted(range(len(options.texts)), key=lambda index: -len(options.texts[index])):
        for at in places_of(text, options.texts[index]):
            stop = at + len(options.texts[index])
            if not any(at < b and a < stop for a, b in taken):
                taken.append((at, stop))
                yield options.letters[index], at, stop
    for named in NAMED.finditer(text):
        letters = read_run(named["run"]).named
        if (
            len(letters) == 1
            and letters in options.letters
            and not in_own_text(text, named.start("run"), options)
        ):
            yield letters, named.start("run"), named.end("run")
