"""Stages for questions that ask for the wrong option (`不正确的是`, `除外`): to call one wrong chooses it."""

from __future__ import annotations

import re
from collections import deque
from itertools import islice

from scoring.metrics.extraction import cues, endings
from scoring.metrics.extraction.candidates import judged_candidates
from scoring.metrics.extraction.elimination import denied_groups
from scoring.metrics.extraction.letters import Letters, without_others
from scoring.metrics.extraction.listings import enumerates, is_cut_item
from scoring.metrics.extraction.meaning import meanings_of
from scoring.metrics.extraction.negation import called_wrong_after
from scoring.metrics.extraction.option_text import Mention, denied_texts, named_alone, undenied_in
from scoring.metrics.extraction.reading import Reading
from scoring.metrics.extraction.statuses import Extraction, Status

ANNOUNCED = 40
# Sentences that are looked at, and how near their words have to be.
MOST, NEAR = 60, 0.6
_CALLED_WRONG = re.compile(
    r"[\"“「]?(?P<said>[^\"“”「」,。;!?\n]{4,60}?)[\"”」]?(?:这一?[个项种点]?)?的?(?:说法|描述|叙述|观点|表述|做法|一?项)"
    r"(?:是|就|显然){0,2}(?:不正确|不对|错误|有误|说反了|不符合)"
    r"|(?:说|认为)(?P<told>[^,。;!?\n]{4,40}?)(?:就?是)(?:不对|错误|不正确)"
)


def read_called_wrong(reading: Reading) -> Extraction | None:
    """Asked for the wrong option, to call one wrong chooses it, and to call all others right does as well."""
    if not (reading.seeks_wrong or _says_only_what_is_wrong(reading)) or reading.ordered:
        return None
    if exception := read_exception(reading):
        return exception
    denied = [
        one
        for one in denied_groups(reading.text, reading.options)
        if set(one[0]) <= set(reading.options.letters)
    ] or _texts_called_wrong(reading)
    concluded = [one for one in denied if cues.CONCLUDING.search(reading.text[max(0, one[1] - 20) : one[1]])]
    denied = concluded[-1:] or denied
    named = "".join(letters for letters, _, _ in denied)
    if not named:
        right = {x for found in judged_candidates(reading.text, reading.options) for x in found.letters.named}
        left = [letter for letter in reading.options.letters if letter not in right]
        if len(left) != 1 or endings.breaks_off(reading.text) or cues.NONE_WRONG.search(reading.text):
            return None
        return reading.decide(Letters(left[0], contiguous=False), 0, len(reading.text), "eliminated")
    return reading.decide(Letters(named, contiguous=False), denied[-1][1], denied[-1][2], "judged")


def _says_only_what_is_wrong(reading: Reading) -> bool:
    """`选项C不正确。其余均正确。`: that is what was asked for, also where the question is not known."""
    if reading.question or reading.multiple or endings.breaks_off(reading.text):
        return False
    first = cues.ONE_WRONG.search(reading.text)
    if first is None or cues.OTHERS_RIGHT.search(reading.text, first.end()) is None:
        return False
    named = {letter for letter, _, _ in named_alone(reading.text, reading.options)}
    right = any(found.meant for found in judged_candidates(reading.text, reading.options))
    return named == {first["run"]} and not right and not undenied_in(reading.text, reading.options)


def _texts_called_wrong(reading: Reading) -> list[tuple[str, int, int]]:
    """`初乳量大是错误的`: an option's own words, and the judgement right behind them."""
    named = denied_texts(reading.text, reading.options)
    return [(m.letter, m.start, m.end) for m in named if called_wrong_after(reading.text, m.end)]


def read_wrong_text(reading: Reading, mentions: list[Mention]) -> Extraction | None:
    """Asked for the wrong option: the one whose words are denied, or are announced as wrong.

    To tell what is right answers no question for what is wrong.
    """
    denied = {mention.letter: mention for mention in denied_texts(reading.text, reading.options)}
    announced = [mention for mention in mentions if _announced_as_wrong(reading.text, mention)]
    wrong = announced or [*denied.values()]
    if len(wrong) != 1 or endings.breaks_off(reading.text):
        return None
    (found,) = wrong
    return reading.decide(Letters(found.letter, contiguous=False), found.start, found.end, "option_text")


def _announced_as_wrong(text: str, mention: Mention) -> bool:
    if called_wrong_after(text, mention.end) or _subject_of_wrong(text, mention):
        return True
    before = text[max(0, mention.start - ANNOUNCED) : mention.start]
    return mention.chosen and cues.CALLS_WRONG.search(cues.SENTENCE_END.split(before)[-1]) is not None


def _subject_of_wrong(text: str, mention: Mention) -> bool:
    """`阿托品可使眼压升高,这个病人不能用。`: the sentence begins with it and ends with a warning."""
    opens = text[: mention.start].rstrip()[-1:] in ("", "。")
    sentence = cues.SENTENCE_END.split(text[mention.end :], maxsplit=1)[0]
    return opens and cues.NOT_TO_USE.search(sentence) is not None


def read_meant_wrong(reading: Reading) -> Extraction | None:
    """`溃疡容易癌变的说法是不对的` means the option that the question asks for, were its words others."""
    if not reading.seeks_wrong or reading.multiple or reading.ordered or not reading.options.texts:
        return None
    meanings = meanings_of(reading.options, reading.question)
    found = {
        letter: claim.span()
        for claim in islice(_CALLED_WRONG.finditer(reading.text), MOST)
        if (letter := meanings.closest(claim["said"] or claim["told"], NEAR))
    }
    if len(found) != 1:
        return None
    ((letter, span),) = found.items()
    return reading.decide(Letters(letter, contiguous=False), *span, "option_meant")


def read_exception(reading: Reading) -> Extraction | None:
    """`不正确的是B` answers a question that asks for the wrong option, when nothing else is said."""
    if reading.question and not reading.seeks_wrong:
        return None
    last = deque(cues.EXCEPTION.finditer(reading.text), maxlen=1) or deque(
        cues.EXCEPTION_EN.finditer(reading.text), maxlen=1
    )
    if not last or ("\n" in last[0][0] and enumerates(reading.text, reading.options.letters)):
        return None
    # The question again, with its options, and cut off inside one of them.
    if is_cut_item(reading.text[last[0].start("run") :], reading.options):
        return reading.end_in(Status.TRUNCATED, "cue_on_the_way", *last[0].span())
    letters, end = without_others(reading.text, last[0])
    return reading.decide(letters, last[0].start(), end, "exception_cue")
