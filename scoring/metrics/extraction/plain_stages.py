"""Stages for texts that announce no answer: lists, single letters, judgements, an option's own words."""

from __future__ import annotations

from collections import deque
from itertools import islice

from scoring.metrics.extraction import cues, refusals
from scoring.metrics.extraction.candidates import judged_candidates
from scoring.metrics.extraction.cue_stages import BARE_LIMIT, read_bare_in
from scoring.metrics.extraction.letters import Letters, read_run
from scoring.metrics.extraction.listings import enumerates, labelled_items
from scoring.metrics.extraction.negation import denied_after, denied_before
from scoring.metrics.extraction.option_text import ANY_LETTERS, mentions_in, repeats_options
from scoring.metrics.extraction.reading import Reading
from scoring.metrics.extraction.statuses import Extraction, Status


def read_listed(reading: Reading) -> Extraction | None:
    """Nothing but options with their texts: several chosen, an order, or the options repeated."""
    if not reading.options.texts:
        return None
    listed, end = labelled_items(reading.text, 0, reading.options)
    if len(listed) < 2:
        return None
    if listed == reading.options.letters or not (reading.multiple or reading.ordered):
        echo = listed == reading.options.letters[: len(listed)] and len(listed) > 2
        return reading.end_in(Status.ECHO, "options_repeated", 0, end) if echo else None
    return reading.decide(Letters(listed, contiguous=False), 0, end, "listed")


def read_last_line(reading: Reading) -> Extraction | None:
    end = len(reading.text.rstrip())
    start = reading.text.rfind("\n", 0, end) + 1
    if start == 0 or end - start > BARE_LIMIT or enumerates(reading.text, reading.options.letters):
        return None
    return read_bare_in(reading, start, end, "last_line")


def read_leading(reading: Reading) -> Extraction | None:
    lead = cues.LEADING.match(reading.text)
    if lead is None or denied_after(reading.text, lead.end("run")):
        return None
    alone = lead["after"].endswith("\n") or lead.end() == len(reading.text)
    letters = read_run(lead["run"])
    if not alone and (len(letters.named) > 1 or enumerates(reading.text, reading.options.letters)):
        return None
    bracketed = reading.text.startswith("(", lead.end())
    if (
        not (alone or bracketed)
        and lead["after"].strip(" \t、") == ""
        and not _own_text_follows(reading, letters.named, lead.end())
    ):
        return None
    return reading.decide(letters, *lead.span("run"), "leading_letter")


def _own_text_follows(reading: Reading, letter: str, start: int) -> bool:
    wanted = reading.options.text_of(letter)
    return bool(wanted) and reading.text.lower().startswith(wanted[:4], start)


def read_sequence(reading: Reading) -> Extraction | None:
    """An order told in words or as a numbered list: every letter once, after the last cue or at all."""
    if not reading.ordered:
        return None
    last_cue = deque(cues.STRONG.finditer(reading.text), maxlen=1)
    for start in (*(cue.end() for cue in last_cue), 0):
        found = list(islice(cues.LETTER.finditer(reading.text, start), len(ANY_LETTERS) + 1))
        named = "".join(letter["letter"] for letter in found)
        wanted = reading.options.letters if reading.options.texts else ANY_LETTERS[: len(named)]
        listed = named == wanted and enumerates(reading.text, wanted)
        if found and sorted(named) == sorted(wanted) and not listed:
            return reading.decide(
                Letters(named, contiguous=False), found[0].start(), found[-1].end(), "sequence"
            )
    return None


def read_judged(reading: Reading) -> Extraction | None:
    if reading.ordered:
        return None
    right = [found for found in judged_candidates(reading.text) if found.meant]
    if not right:
        return None
    last = right[-1]
    concluded = cues.CONCLUDING.search(reading.text[max(0, last.start - 20) : last.start])
    named = last.letters.named if concluded else "".join(found.letters.named for found in right)
    return reading.decide(Letters(named, contiguous=False), last.start, last.end, "judged")


def read_option_text(reading: Reading) -> Extraction | None:
    mentions = mentions_in(reading.text, reading.options)
    if not mentions or (repeats_options(reading.text, reading.options) and not reading.ordered):
        return None
    named = "".join(mention.letter for mention in mentions)
    if reading.ordered and len(named) < len(reading.options.letters):
        return None
    return reading.decide(
        Letters(named, contiguous=False), mentions[0].start, mentions[-1].end, "option_text"
    )


def read_copula(reading: Reading) -> Extraction | None:
    """`首选的措施是D,...` names its option in passing; only when no other is named like this."""
    found = [x for x in cues.COPULA.finditer(reading.text) if not denied_before(reading.text, x.start())]
    if reading.ordered or not found or len({x["run"] for x in found}) > 1:
        return None
    return reading.decide(read_run(found[-1]["run"]), *found[-1].span(), "copula")


def read_none_right(reading: Reading) -> Extraction | None:
    found = refusals.NONE_RIGHT.search(reading.text)
    if found is None:
        return None
    in_words = read_option_text(reading)
    if in_words is not None and in_words.status is Status.OK:
        return None
    return reading.end_in(Status.UNPARSED, "none_right", *found.span())


def read_exception(reading: Reading) -> Extraction | None:
    """`不正确的是B` answers a question that asks for the wrong option, when nothing else is said."""
    last = deque(cues.EXCEPTION.finditer(reading.text), maxlen=1)
    return reading.decide(read_run(last[0]["run"]), *last[0].span(), "exception_cue") if last else None
