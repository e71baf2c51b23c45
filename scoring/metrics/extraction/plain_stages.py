"""Stages for texts that announce no answer: a letter in front, letters judged, a letter in passing."""

from __future__ import annotations

import re
from collections import deque

from scoring.metrics.extraction import cues, endings
from scoring.metrics.extraction.blanket import all_letter
from scoring.metrics.extraction.candidates import Candidate, judged_candidates
from scoring.metrics.extraction.letters import Letters, read_run
from scoring.metrics.extraction.listings import enumerates, labelled_items
from scoring.metrics.extraction.negation import (
    denied_after,
    denied_before,
    denies_next,
    is_example,
    offers_alternative,
    supposed,
)
from scoring.metrics.extraction.option_text import (
    after_own_words,
    denied_choice,
    lowered,
    searched,
    small_label,
)
from scoring.metrics.extraction.reading import LIST, Reading
from scoring.metrics.extraction.statuses import Extraction, Status

_DEFINES = re.compile(r"\s(?:is an?|refers|means|involves)\b")


def read_leading(reading: Reading) -> Extraction | None:
    lead = cues.LEADING.match(reading.text)
    if lead is None or denied_choice(reading.text, lead.end("run"), lead["run"], reading.options):
        return None
    listed, end = labelled_items(reading.text, lead.start("run"), reading.options, joined=True)
    said = after_own_words(reading.text, lead.end("run"), lead["run"], reading.options)
    if len(listed) > 1 and cues.LIST_NOT_CHOSEN.match(reading.text, end) and not reading.seeks_wrong:
        return None
    if said > lead.end("run") and denies_next(reading.text, said):
        return None
    if lead["run"] == "A" and _defines_first(reading, lead.end("run")):
        return reading.end_in(Status.UNPARSED, "no_cue")
    if cues.JSON_KEY.match(reading.text, lead.end("run")):
        return None
    explained = reading.text.startswith("【", lead.end())
    alone = explained or lead["after"].endswith("\n") or lead.end() == len(reading.text)
    letters = read_run(lead["run"])
    if reading.ordered and not alone and sorted(letters.named) == sorted(reading.options.letters):
        return reading.decide(letters, *lead.span("run"), "leading_letter")
    several = len(letters.named) > 1 and not (reading.multiple and lead["after"].strip() in (".", "。"))
    if not alone and (several or enumerates(reading.text, reading.options.letters)):
        return None
    bracketed = reading.text.startswith("(", lead.end())
    if (
        not (alone or bracketed)
        and lead["after"].strip(" \t、") == ""
        and not _own_text_follows(reading, letters.named, lead.end())
    ):
        return None
    if _begins_a_walk(reading, lead, letters.named) or _begins_several(reading, lead, letters.named):
        return reading.end_in(Status.TRUNCATED, "cue_on_the_way", *lead.span("run"))
    return reading.decide(letters, *lead.span("run"), "leading_letter")


def _defines_first(reading: Reading, end: int) -> bool:
    """`A case-control study is a ...`: the words of option A with an article, and what they mean."""
    words = reading.options.text_of("A")
    after = end + 1 + len(words)
    return (
        bool(words)
        and lowered(reading.text[end + 1 : after]) == words
        and _DEFINES.match(reading.text, after) is not None
    )


def read_small_label(reading: Reading) -> Extraction | None:
    """`d. Secondary immunodeficiency ...`: a small letter with its option's words opens the text."""
    small = None if reading.multiple or reading.ordered else small_label(reading.text, reading.options)
    if small is None:
        return None
    letter, start, end = small
    return reading.decide(Letters(letter, contiguous=False), start, end, "leading_letter")


def _begins_a_walk(reading: Reading, lead: re.Match[str], letter: str) -> bool:
    """`A:分辨力高,而且`: the first option is discussed, not chosen, when the text is cut."""
    if letter != reading.options.letters[:1] or lead["after"].strip() not in (":", "、"):
        return False
    if reading.text[lead.end("run") :].startswith(("项", "选项")) and not endings.is_closed(reading.text):
        return True
    follows = _own_text_follows(reading, letter, lead.end() + _blank(reading.text, lead.end()))
    return not follows and endings.breaks_off(reading.text)


def _begins_several(reading: Reading, lead: re.Match[str], letter: str) -> bool:
    """`A: 分辨力高` without an end, where more letters may follow."""
    if not reading.multiple or lead["after"].strip() != ":" or endings.is_closed(reading.text):
        return False
    words = searched(reading.text[lead.end() :])
    return bool(words) and words != reading.options.text_of(letter)


def _blank(text: str, at: int) -> int:
    return len(text[at : at + 4]) - len(text[at : at + 4].lstrip())


def _own_text_follows(reading: Reading, letter: str, start: int) -> bool:
    wanted = reading.options.text_of(letter)
    return bool(wanted) and reading.text.lower().startswith(wanted[:4], start)


def read_summed_up(reading: Reading) -> Extraction | None:
    """`综上所述,选项B是正确的`: a judgement that sums up outweighs what was chosen on the way."""
    if reading.multiple or reading.ordered or reading.seeks_wrong:
        return None
    last = deque(cues.SUMMED_UP.finditer(reading.text), maxlen=1)
    return reading.decide(read_run(last[0]["run"]), *last[0].span(), "judged") if last else None


def read_judged(reading: Reading) -> Extraction | None:
    if reading.ordered:
        return None
    judged = [*judged_candidates(reading.text, reading.options)]
    right = [found for found in judged if found.meant]
    # `A的说法是正确的` is no answer to the question for the wrong one.
    if reading.seeks_wrong:
        right = [found for found in right if not _is_right(reading.text, found)]
    if not right:
        return None
    if exception := _only_wrong(reading, judged):
        return exception
    concluded = [found for found in right if _concludes(reading.text, found)]
    if len({found.letters.named for found in concluded}) > 1 and endings.breaks_off(reading.text):
        # A walk that called several right, one after the other, and was cut.
        return reading.end_in(Status.TRUNCATED, "cue_on_the_way", concluded[-1].start, concluded[-1].end)
    last = (concluded or right)[-1]
    is_last_word = concluded and (not reading.multiple or len(last.letters.named) > 1)
    named = last.letters.named if is_last_word else "".join(found.letters.named for found in right)
    if _all_judged(reading, judged, named):
        return reading.decide(Letters(named, contiguous=False), last.start, last.end, "eliminated")
    blanket = all_letter(reading.options)
    if blanket and not reading.multiple and set(named) == set(reading.options.letters) - {blanket}:
        named = blanket
    return reading.decide(Letters(named, contiguous=False), last.start, last.end, "judged")


def _is_right(text: str, found: Candidate) -> bool:
    return cues.PLAINLY_RIGHT.search(text, found.start, found.end) is not None


def _all_judged(reading: Reading, judged: list[Candidate], named: str) -> bool:
    """One option is called right and each of the others wrong: nothing is left to be said."""
    wrong = {letter for found in judged if found.denied for letter in found.letters.named}
    others = set(reading.options.letters) - set(named)
    if reading.multiple:
        return bool(wrong) and wrong == others
    return len(named) == 1 and len(others) >= LIST and wrong == others


def _only_wrong(reading: Reading, judged: list[Candidate]) -> Extraction | None:
    """All options but one are called right: one answer is asked for, so it was the wrong one."""
    right = {letter for found in judged if found.meant for letter in found.letters.named}
    wrong = [found for found in judged if found.denied]
    named = {letter for found in wrong for letter in found.letters.named}
    rest = set(reading.options.letters) - named
    if reading.multiple or len(named) != 1 or len(rest) < LIST or right != rest:
        return None
    if not reading.seeks_wrong and cues.ASKS_FOR_RIGHT.search(reading.question):
        return None
    # `A、B、C都可能...` weighs them for what was asked.
    if not reading.seeks_wrong and any("可能" in reading.text[x.start : x.end] for x in judged if x.meant):
        return None
    return reading.decide(Letters(named.pop(), contiguous=False), wrong[0].start, wrong[0].end, "judged")


def _concludes(text: str, found: Candidate) -> bool:
    """A judgement behind `因此` or `只有`, or one that weighs the options (`B更合适`)."""
    before = text[max(0, found.start - 20) : found.start]
    return bool(
        cues.CONCLUDING.search(before)
        or cues.ONLY.search(before)
        or cues.WEIGHED.search(text, found.start, found.end)
    )


def read_subject(reading: Reading) -> Extraction | None:
    """`A抑制胃酸分泌的作用最强。` is all the text says: a letter is what the superlative is said of."""
    found = None if reading.multiple or reading.ordered else cues.SUBJECT.fullmatch(reading.text)
    if found is None or denied_after(reading.text, found.end("run")):
        return None
    return reading.decide(read_run(found["run"]), *found.span("run"), "copula")


def read_copula(reading: Reading) -> Extraction | None:
    """`首选的措施是D,...` names its option in passing; only when no other is named like this."""
    found = [
        x
        for x in cues.COPULA.finditer(reading.text)
        if not cues.NOT_RIGHT.search(reading.text[max(0, x.start() - 8) : x.start()])
        and not (supposed(reading.text, x.start(), x.end("run")) or is_example(reading.text, x.start()))
        and not denied_before(reading.text, x.start() - reading.text.endswith("认", 0, x.start()))
        and not cues.IN_TURN.search(reading.text[max(0, x.start() - 4) : x.start()])
        and (reading.text[x.end() : x.end() + 1] not in (":", "(") or _answers_superlative(reading.text, x))
    ]
    named = dict.fromkeys(x["run"] for x in found)
    if reading.ordered or not found:
        return None
    if len(named) > 1 and not offers_alternative(reading.text, found[-1].start()):
        return None
    return reading.decide(Letters("".join(named), contiguous=False), *found[-1].span(), "copula")


def _answers_superlative(text: str, copula: re.Match[str]) -> bool:
    """`最可能的病因是B:曲霉菌感染` names its option; `首先是A:...` only begins to go through them."""
    return cues.STEM.search(text, max(0, copula.start() - 20), copula.start() + 1) is not None
