"""The reader: stages in a fixed order, the first that decides wins.

Order: `\\boxed{}`; of an order the place of each step; the bare answer; items of a body or below their
announcement; the last strong cue; `<B>`; a refusal; a program; the options repeated and nothing else; an
option announced on the line below; a letter with its own words inside a sentence; what stands under the
heading `结论`; the last weak cue; where the wrong option is asked for, the one called wrong; a line or last
sentence of its own; a first letter that stands alone, or a small one with its option's words; the option
behind what was asked for, or called that; the blank of the question filled; the option in the concluding
sentence, in the place that the question left open, or at the end of the first sentence; letters judged
right; `none of the above` in words; the only option not denied; an option named by its place; the one
called best; one option's text and no other; the one option that the words mean. What no stage can decide is
told apart: options or prompt repeated, cut off, or unreadable. Of a text that runs on to further prompts,
questions, turns or rounds only what stands before them is read first (`further`); of one that repeats all
the options and then chooses, only the rest.

Decisions where the definitions leave room: all letters without a choice (`ABCDE`) answer a single-choice
question with several letters, `ambiguous`; `echo` is for options repeated with their texts. Adjacent lines
`答案:A`, `答案:B` contradict each other, `ambiguous`; after a correction or a reason the last one stands. A
cut explanation after an announced answer leaves the answer; a cut walk through the options leaves none.
Where no option's text is known, letters that each bring words along are several answers, or from three in
order on the options repeated.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from scoring.metrics.extraction import (
    bodies,
    concluding,
    conclusions,
    corrections,
    cue_stages,
    elimination,
    endings,
    further,
    items,
    line_stages,
    list_stages,
    listings,
    orders,
    plain_stages,
    refusals,
    restating,
    text_stages,
    worded,
    wrong_stages,
)
from scoring.metrics.extraction.cleaning import clean_text, fold
from scoring.metrics.extraction.option_text import read_options, repeats_options
from scoring.metrics.extraction.polarity import asks_for_wrong
from scoring.metrics.extraction.reading import Reading
from scoring.metrics.extraction.statuses import Extraction, Status

# A question is asked of every model.
_folded = lru_cache(maxsize=8192)(fold)
_SAID_OUTRIGHT = conclusions.ANNOUNCED | {"bare", "exact_text", "leading_letter", "weak_cue"}
_CHOSEN = _SAID_OUTRIGHT | {"weak_cue_text", "judged", "conclusion", "exception_cue"}
Stage = Callable[[Reading], Extraction | None]

STAGES: tuple[Stage, ...] = (
    cue_stages.read_boxed,
    orders.read_places,
    text_stages.read_exact,
    cue_stages.read_bare,
    list_stages.read_letters_alone,
    corrections.read_conditional,
    corrections.read_correction,
    corrections.read_all_but,
    bodies.read_body,
    bodies.read_every,
    items.read_announced_items,
    items.read_subjects,
    items.read_itemized,
    items.read_cut_item,
    cue_stages.read_strong,
    cue_stages.read_refusal,
    cue_stages.read_program,
    list_stages.read_repeated,
    list_stages.read_listed,
    items.read_announced_item,
    cue_stages.read_bracketed,
    items.read_named_with_words,
    plain_stages.read_summed_up,
    concluding.read_headed,
    cue_stages.read_weak,
    wrong_stages.read_called_wrong,
    wrong_stages.read_meant_wrong,
    worded.read_heading,
    orders.read_sequence,
    orders.read_whole_run,
    line_stages.read_last_line,
    line_stages.read_own_line,
    line_stages.read_last_sentence,
    plain_stages.read_leading,
    plain_stages.read_small_label,
    text_stages.read_superlative,
    text_stages.read_called_superlative,
    restating.read_filled_blank,
    concluding.read_conclusion,
    restating.read_restated,
    restating.read_restated_several,
    text_stages.read_first_sentence,
    plain_stages.read_judged,
    text_stages.read_none_right,
    elimination.read_eliminated,
    list_stages.read_ordinal,
    plain_stages.read_subject,
    plain_stages.read_copula,
    wrong_stages.read_exception,
    text_stages.read_best,
    text_stages.read_option_text,
    text_stages.read_only_option,
    list_stages.read_all_right,
    bodies.read_named_in_body,
    worded.read_meant,
    text_stages.read_sole_english,
)


def extract_answer(
    text: str | None,
    options: Mapping[str, str] | None = None,
    *,
    multiple: bool = False,
    ordered: bool = False,
    quoted: str = "",
    question: str = "",
) -> Extraction:
    """Read which option a text chooses.

    Parameters
    ----------
    text : the output as it came; None and blank are `empty`.
    options : letter -> text; None when unknown (then A-H count as letters).
    multiple : several letters may be right; the answer is in the options' order.
    ordered : the answer is a sequence of letters, kept as it was given.
    quoted : letter given in the question as a reference; quoting it is not choosing it.
    question : the question's own words; where it asks for the wrong option, calling one wrong chooses it.

    Examples
    --------
    >>> extract_answer("排除A，故选B。", {"A": "腰部MRI", "B": "腰部CT"}).answer
    'B'
    """
    reading = Reading(
        clean_text(text or ""),
        read_options(options, ordered=ordered),
        multiple,
        ordered,
        quoted,
        seeks_wrong=asks_for_wrong(question),
        question=_folded(question),
    )
    if not reading.text.strip():
        return Extraction(None, Status.TRUNCATED if reading.clean.thought_open else Status.EMPTY, "no_text")
    if reading.clean.thought_open:
        return Extraction(None, Status.TRUNCATED, "open_thought")
    return (
        _first_of_several_turns(reading)
        or _chosen_from_list(reading)
        or _first_decision(reading)
        or _undecided(reading)
    )


def _first_of_several_turns(reading: Reading) -> Extraction | None:
    """The answer of a text that answers, then invents the next question or says it all again."""
    if further.repeats_prompt(reading.text):
        return reading.end_in(Status.ECHO, "prompt_example")
    if start := further.examples_end(reading.text, reading.question):
        behind = _without(reading, 0, start)
        return _first_of_several_turns(behind) or _first_decision(behind) or _undecided(behind)
    if asks := further.next_question(reading.text, reading.options):
        before = _beginning(reading, asks.start)
        found = _first_decision(before)
        outright = found is not None and found.answer is not None and found.rule in _SAID_OUTRIGHT
        if asks.foreign or outright:
            return found or _undecided(before)
    end = further.first_answer_end(reading.text)
    if end is None:
        return None
    found = _first_decision(_beginning(reading, end))
    if found and found.status is Status.ECHO and further.is_about_others(reading.text[end:], reading.options):
        return found
    return found if found and found.answer and found.rule in _SAID_OUTRIGHT else None


def _beginning(reading: Reading, end: int) -> Reading:
    return replace(reading, clean=replace(reading.clean, text=reading.text[:end]))


def _without(reading: Reading, start: int, end: int) -> Reading:
    """Blanks instead of a piece of the text, so that every place stays where it was."""
    text = reading.text[:start] + " " * (end - start) + reading.text[end:]
    return replace(reading, clean=replace(reading.clean, text=text))


def _chosen_from_list(reading: Reading) -> Extraction | None:
    """The answer of a text that repeats all options (`备选有A...B...,可以看出,B...`) and then chooses."""
    if reading.ordered or not reading.options.texts:
        return None
    repeated = listings.whole_list(reading.text, reading.options)
    if repeated is None or not endings.is_closed(reading.text):
        return None
    start, end = repeated
    rest = _without(reading, start, end)
    found = _first_decision(rest)
    if found and found.answer and found.rule in (_SAID_OUTRIGHT if reading.multiple else _CHOSEN):
        return found
    # What else is said of one option of the list is said in passing.
    sole = None if reading.multiple else text_stages.read_sole_option(rest)
    return sole if sole and sole.answer else None


def _first_decision(reading: Reading) -> Extraction | None:
    """The first stage that decides; an answer that the text takes back waits for a later place in it."""
    withdrawn: Extraction | None = None
    for stage in STAGES:
        found = stage(reading)
        if found is None or (withdrawn and not _replaces(found, withdrawn)):
            continue
        if found.status is Status.REFUSED and (answered := _answered_all_the_same(reading, found)):
            return answered
        if found.rule != "reconsidered":
            return found
        withdrawn = withdrawn or found
    return withdrawn


def _answered_all_the_same(reading: Reading, refused: Extraction) -> Extraction | None:
    """`我无法诊断。不过就这道题而言,首选为E`: what stands behind the refusal answers the question."""
    turns = refusals.AS_A_QUESTION.finditer(reading.text, refusals.end_of_first(reading.text))
    last = deque(turns, maxlen=1)
    if not last or refused.rule != "refusal":
        return None
    # Behind the last turn there is no other: this goes one step deep.
    found = _first_decision(_without(reading, 0, last[0].end()))
    return found if found and found.answer else None


def _replaces(found: Extraction, withdrawn: Extraction) -> bool:
    return bool(found.answer and found.span and withdrawn.span and found.span[0] >= withdrawn.span[1])


def _undecided(reading: Reading) -> Extraction:
    text = reading.text
    if endings.begins_reasoning(text) and endings.stops_reasoning(text):
        return reading.end_in(Status.TRUNCATED, "no_conclusion")
    if repeats_options(text, reading.options) or (listings.lists_all(text, reading.options.letters)):
        return reading.end_in(Status.ECHO, "options_repeated")
    if reading.saw_example:
        return reading.end_in(Status.ECHO, "prompt_example")
    if evasion := refusals.EVASION.search(text):
        return reading.end_in(Status.REFUSED, "evasion", *evasion.span())
    if (
        endings.stops_reasoning(text)
        or endings.stops_at_quote(text)
        or (len(text) >= endings.LONG and not endings.is_closed(text))
    ):
        return reading.end_in(Status.TRUNCATED, "no_conclusion")
    return reading.end_in(Status.UNPARSED, "no_cue")
