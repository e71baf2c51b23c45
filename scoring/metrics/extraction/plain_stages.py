"""Stages for texts that announce no answer: lists, single letters, judgements, an option's own words."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import replace

from scoring.metrics.extraction import cues, endings, refusals
from scoring.metrics.extraction.candidates import judged_candidates
from scoring.metrics.extraction.cue_stages import BARE_LIMIT, read_bare_in
from scoring.metrics.extraction.letters import Letters, read_run
from scoring.metrics.extraction.listings import enumerates, walks_to
from scoring.metrics.extraction.negation import denied_after, denied_before, offers_alternative
from scoring.metrics.extraction.option_text import mentions_in, repeats_options
from scoring.metrics.extraction.reading import Reading
from scoring.metrics.extraction.statuses import Extraction, Status


def read_last_line(reading: Reading) -> Extraction | None:
    end = len(reading.text.rstrip())
    start = reading.text.rfind("\n", 0, end) + 1
    if start == 0 or end - start > BARE_LIMIT or enumerates(reading.text, reading.options.letters):
        return None
    return _read_last(reading, start, end, "last_line")


def read_last_sentence(reading: Reading) -> Extraction | None:
    """A letter alone after the last full stop (`...便宜。B`)."""
    last = cues.LAST_SENTENCE.search(reading.text, max(0, len(reading.text) - 24))
    if last is None or last.start() == 0 or reading.ordered:
        return None
    found = _read_last(reading, last.end(), len(reading.text), "last_sentence")
    others = cues.OPTION_NAMED.search(reading.text, 0, last.start())
    sure = others is None and not endings.begins_reasoning(reading.text)
    if found is None or sure or endings.is_closed(reading.text):
        return found
    return replace(found, answer=None, status=Status.TRUNCATED, rule="cue_on_the_way")


def _read_last(reading: Reading, start: int, end: int, rule: str) -> Extraction | None:
    found = read_bare_in(reading, start, end, rule)
    if found is None or found.answer is None or not walks_to(reading.text, start, found.answer):
        return found
    return replace(found, answer=None, status=Status.TRUNCATED, rule="cue_on_the_way")


def read_leading(reading: Reading) -> Extraction | None:
    lead = cues.LEADING.match(reading.text)
    if lead is None or denied_after(reading.text, lead.end("run")):
        return None
    alone = lead["after"].endswith("\n") or lead.end() == len(reading.text)
    letters = read_run(lead["run"])
    if reading.ordered and not alone and sorted(letters.named) == sorted(reading.options.letters):
        return reading.decide(letters, *lead.span("run"), "leading_letter")
    if not alone and (len(letters.named) > 1 or enumerates(reading.text, reading.options.letters)):
        return None
    bracketed = reading.text.startswith("(", lead.end())
    if (
        not (alone or bracketed)
        and lead["after"].strip(" \t、") == ""
        and not _own_text_follows(reading, letters.named, lead.end())
    ):
        return None
    if _begins_a_walk(reading, lead, letters.named):
        return reading.end_in(Status.TRUNCATED, "cue_on_the_way", *lead.span("run"))
    return reading.decide(letters, *lead.span("run"), "leading_letter")


def _begins_a_walk(reading: Reading, lead: re.Match[str], letter: str) -> bool:
    """`A:分辨力高,而且`: the first option is discussed, not chosen, when the text is cut."""
    if letter != reading.options.letters[:1] or lead["after"].strip() not in (":", "、"):
        return False
    follows = _own_text_follows(reading, letter, lead.end() + _blank(reading.text, lead.end()))
    return not follows and endings.breaks_off(reading.text)


def _blank(text: str, at: int) -> int:
    return len(text[at : at + 4]) - len(text[at : at + 4].lstrip())


def _own_text_follows(reading: Reading, letter: str, start: int) -> bool:
    wanted = reading.options.text_of(letter)
    return bool(wanted) and reading.text.lower().startswith(wanted[:4], start)


def read_judged(reading: Reading) -> Extraction | None:
    if reading.ordered:
        return None
    right = [found for found in judged_candidates(reading.text) if found.meant]
    if not right:
        return None
    last = right[-1]
    concluded = cues.CONCLUDING.search(reading.text[max(0, last.start - 20) : last.start]) or (
        cues.WEIGHED.search(reading.text, last.start, last.end)
    )
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
    named = dict.fromkeys(x["run"] for x in found)
    if reading.ordered or not found:
        return None
    if len(named) > 1 and not offers_alternative(reading.text, found[-1].start()):
        return None
    return reading.decide(Letters("".join(named), contiguous=False), *found[-1].span(), "copula")


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
