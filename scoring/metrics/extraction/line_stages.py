"""Stages for an answer with a line or sentence of its own that is no step of a walk through the options."""

from __future__ import annotations

from dataclasses import replace

from scoring.metrics.extraction import cues, endings
from scoring.metrics.extraction.cue_stages import BARE_LIMIT, read_bare_in
from scoring.metrics.extraction.letters import Letters, read_run
from scoring.metrics.extraction.listings import (
    begins_list,
    enumerates,
    heads_paragraphs,
    item_at,
    labelled_items,
    promises_walk,
    walks_from,
    walks_to,
)
from scoring.metrics.extraction.negation import denied_before, is_example
from scoring.metrics.extraction.option_text import denied_choice
from scoring.metrics.extraction.reading import Reading
from scoring.metrics.extraction.statuses import Extraction, Status

LINES = 40


def read_last_line(reading: Reading) -> Extraction | None:
    end = len(reading.text.rstrip())
    start = reading.text.rfind("\n", 0, end) + 1
    if start == 0 or end - start > BARE_LIMIT or enumerates(reading.text, reading.options.letters):
        return None
    # The next heading was cut after its first letter.
    if end - start == 1 and heads_paragraphs(reading.text, reading.options):
        return None
    return _read_last(reading, start, end, "last_line")


def read_last_sentence(reading: Reading) -> Extraction | None:
    """A letter alone after the last full stop (`...便宜。B`)."""
    if reading.ordered:
        return None
    alone = cues.CONCLUDED_ALONE.search(reading.text, max(0, len(reading.text) - 40))
    if alone and (endings.is_closed(reading.text) or not endings.misses_stop(reading.text)):
        return reading.decide(read_run(alone["run"]), *alone.span("run"), "last_sentence")
    if lone := _lone_clause(reading):
        return lone
    last = cues.LAST_SENTENCE.search(reading.text, max(0, len(reading.text) - 24))
    if last is None or last.start() == 0 or is_example(reading.text, last.end()):
        return None
    found = _read_last(reading, last.end(), len(reading.text), "last_sentence")
    others = cues.OPTION_NAMED.search(reading.text, 0, last.start())
    sure = others is None and not endings.begins_reasoning(reading.text)
    sure = sure and cues.OPTION_NAMED.match(reading.text, last.end()) is None
    if found is None or sure or endings.is_closed(reading.text):
        return found
    return replace(found, answer=None, status=Status.TRUNCATED, rule="cue_on_the_way")


def _lone_clause(reading: Reading) -> Extraction | None:
    """`根据题意,(D)。`: a letter in brackets is the last clause, and no other letter stands in the text."""
    last = cues.LAST_CLAUSE.search(reading.text, max(0, len(reading.text) - 16))
    if last is None or denied_before(reading.text, last.start()) or is_example(reading.text, last.start()):
        return None
    if any(found["letter"] != last["run"] for found in cues.LETTER.finditer(reading.text, 0, last.start())):
        return None
    return reading.decide(read_run(last["run"]), *last.span("run"), "last_sentence")


def _read_last(reading: Reading, start: int, end: int, rule: str) -> Extraction | None:
    found = read_bare_in(reading, start, end, rule) or _read_labelled(reading, start, end, rule)
    if found is None or found.answer is None:
        return found
    label_alone = reading.text[start:end].endswith(":") or _is_first_label(reading, start, end)
    if label_alone and _answers_first(reading.text):
        return None
    if label_alone or (
        endings.misses_stop(reading.text) and cues.ONLY_NAMED.fullmatch(reading.text, start, end)
    ):
        return replace(found, answer=None, status=Status.TRUNCATED, rule="cue_on_the_way")
    opens = rule == "last_sentence" and found.answer == reading.options.letters[:1]
    opens = opens and not endings.is_closed(reading.text)
    by_lines = rule == "last_line" and not reading.text[start:end].endswith((":", "项"))
    if (
        not opens
        and not walks_to(reading.text, start, found.answer, by_lines=by_lines)
        and not begins_list(reading.text, start, found.answer, reading.options.letters)
    ):
        return found
    return replace(found, answer=None, status=Status.TRUNCATED, rule="cue_on_the_way")


def _is_first_label(reading: Reading, start: int, end: int) -> bool:
    """`A.` below sentences that end with another mark (`。`): the first option, and the text was cut."""
    label = cues.LABEL.match(reading.text, start, end)
    is_first = label is not None and label.end() == end and label["letter"] == reading.options.letters[:1]
    return is_first and "。" in reading.text[:start]


def _answers_first(text: str) -> bool:
    """The first line is a letter alone; what stands below it repeats the question."""
    first = cues.LEADING.match(text)
    return first is not None and first["after"].endswith("\n")


def _read_labelled(reading: Reading, start: int, end: int, rule: str) -> Extraction | None:
    """The line is a letter with that option's own text."""
    item = labelled_items(reading.text, start, reading.options)
    if (
        _follows_item(reading, start)
        or len(item[0]) != 1
        or end - item[1] > 2
        # `A选项体循环栓塞` begins a sentence about it.
        or cues.CALLED_OPTION.match(reading.text, start)
        or reading.multiple
        or reading.ordered
    ):
        return None
    return reading.decide(Letters(item[0], contiguous=False), start, item[1], rule)


def _follows_item(reading: Reading, start: int) -> bool:
    """The line right above is a labelled option: this one is the next of a list."""
    text, above_end = reading.text, max(0, start - 1)
    above = text.rfind("\n", 0, above_end) + 1
    if cues.LABEL.match(text, above, above_end):
        return True
    item = item_at(text, above, reading.options)
    return item is not None and item[1] == len(text[:above_end].rstrip())


def read_own_line(reading: Reading) -> Extraction | None:
    """The last line that begins with an answer (`C。其余...`, `C. 美托洛尔`), unless it is the first."""
    if reading.multiple or reading.ordered:
        return None
    text, end = reading.text, len(reading.text)
    for _ in range(LINES):
        start = text.rfind("\n", 0, end) + 1
        if start == 0:
            break
        if found := _line_answer(reading, start):
            return found
        end = start - 1
    return None


def _line_answer(reading: Reading, start: int) -> Extraction | None:
    text = reading.text
    found = cues.OWN_LINE.match(text, start)
    if (
        found is None
        or _follows_item(reading, start)
        or found["letter"] not in reading.options.letters
        or denied_choice(text, found.end("letter"), found["letter"], reading.options)
    ):
        return None
    letter, end = found["letter"], found.end("letter")
    if found["mark"] not in ("。", "\n", ""):
        listed, end = labelled_items(text, found.start("letter"), reading.options)
        if len(listed) != 1 or text[end : end + 1] not in ("", "\n", "。"):
            return None
    if walks_to(text, start, letter, by_lines=True) or walks_from(text, end, letter):
        return None
    if letter == reading.options.letters[:1] and text[end:].strip("。. \n") and promises_walk(text, start):
        return reading.end_in(Status.TRUNCATED, "cue_on_the_way", found.start("letter"), end)
    return reading.decide(Letters(letter, contiguous=False), found.start("letter"), end, "own_line")
