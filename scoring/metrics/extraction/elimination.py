"""An answer by what is left: every option but one is denied, and so many together that no walk was cut.

`A错。B错。C错。` breaks off before D as often as it means D: options denied one after another in
their order choose the last one only when that is `以上都不是` and the text was finished.
"""

from __future__ import annotations

import re

from scoring.metrics.extraction import endings
from scoring.metrics.extraction.blanket import none_letter
from scoring.metrics.extraction.cues import LETTER
from scoring.metrics.extraction.letters import NAMED, Letters, read_run
from scoring.metrics.extraction.negation import denied_before, supposed
from scoring.metrics.extraction.option_text import Options, denied_choice, denied_texts, undenied_in
from scoring.metrics.extraction.reading import Reading
from scoring.metrics.extraction.statuses import Extraction

FEWEST = 3
_NEITHER = re.compile(
    r"\b[Nn]either (?:option )?[A-Z](?:,? ?(?:nor |or |and )?(?:option )?[A-Z](?![A-Za-z0-9])){1,6}"
)


def read_eliminated(reading: Reading) -> Extraction | None:
    letters = reading.options.letters
    if reading.multiple or reading.ordered or not reading.options.texts or len(letters) < FEWEST:
        return None
    if decided := _rejected(reading) or _left_by_words(reading):
        return decided
    groups = denied_groups(reading.text, reading.options)
    denied = "".join(named for named, _, _ in groups)
    left = [letter for letter in letters if letter not in denied]
    if (
        len(left) != 1
        or not set(denied) <= set(letters)
        or (endings.breaks_off(reading.text) or endings.misses_stop(reading.text))
    ):
        return None
    if left[0] == letters[-1] and not _finished(reading, [named for named, _, _ in groups], left[0]):
        return None
    start, end = groups[0][1], groups[-1][2]
    return reading.decide(Letters(left[0], contiguous=False), start, end, "eliminated")


def _rejected(reading: Reading) -> Extraction | None:
    """Every other option is denied by its words (`甲、乙、丙均不适合`) or by `neither`: none is right."""
    text, none = reading.text, none_letter(reading.options)
    if none is None or endings.breaks_off(text):
        return None
    denied = [(m.letter, m.start, m.end) for m in denied_texts(text, reading.options)]
    denied += [
        (letter["letter"], found.start(), found.end())
        for found in _NEITHER.finditer(text)
        for letter in LETTER.finditer(found[0])
    ]
    if not denied or undenied_in(text, reading.options):
        return None
    if {letter for letter, _, _ in denied} - {none} != set(reading.options.letters) - {none}:
        return None
    start, end = min(x[1] for x in denied), max(x[2] for x in denied)
    return reading.decide(Letters(none, contiguous=False), start, end, "none_in_words")


def _left_by_words(reading: Reading) -> Extraction | None:
    """Each option's text stands there, one is called right and all the others are denied."""
    left = undenied_in(reading.text, reading.options)
    if len(left) != 1 or not left[0].chosen or endings.breaks_off(reading.text):
        return None
    denied = {mention.letter for mention in denied_texts(reading.text, reading.options)}
    if denied | {left[0].letter} != set(reading.options.letters):
        return None
    return reading.decide(Letters(left[0].letter, contiguous=False), left[0].start, left[0].end, "eliminated")


def denied_groups(text: str, options: Options) -> list[tuple[str, int, int]]:
    groups = []
    for named in NAMED.finditer(text):
        start, end = named.start(), named.end("run")
        if supposed(text, start, end):
            continue
        letters = read_run(named["run"]).named
        if denied_choice(text, end, letters, options) or denied_before(text, start):
            groups.append((letters, start, end))
    return groups


def _finished(reading: Reading, groups: list[str], last: str) -> bool:
    together = max(len(group) for group in groups) >= len(reading.options.letters) - 2
    rejects_all = last == none_letter(reading.options)
    return together or (rejects_all and endings.is_closed(reading.text))
