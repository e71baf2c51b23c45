"""Stages that read an answer where it is announced, or stands bare."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.metrics.extraction import cues, refusals
from scoring.metrics.extraction.alternatives import merged, narrowed
from scoring.metrics.extraction.candidates import Candidate, strong_candidates, weak_candidates
from scoring.metrics.extraction.concluding import read_conclusion
from scoring.metrics.extraction.further import answers_by_part
from scoring.metrics.extraction.letters import Letters, read_run
from scoring.metrics.extraction.listings import joined_texts, labelled_items, unknown_items
from scoring.metrics.extraction.negation import clause_start, denied_before, is_example, is_quotation
from scoring.metrics.extraction.option_text import in_own_text, squeezed
from scoring.metrics.extraction.reading import LIST, Reading
from scoring.metrics.extraction.statuses import Extraction, Status

BARE_LIMIT = 160
CONCLUDED_BEFORE = 8


def read_boxed(reading: Reading) -> Extraction | None:
    if "boxed" not in reading.text and "fbox" not in reading.text:
        return None
    pattern = cues.BOXED_ORDER if reading.ordered else cues.BOXED_RUN
    named, first, last = "", 0, 0
    for box in reversed(list(cues.BOXED.finditer(reading.text))):
        run = pattern.match(reading.text, box.start("inside"), box.end("inside"))
        if named and (run is None or not cues.BETWEEN_BOXES.fullmatch(reading.text, box.end(), first)):
            break
        if run:
            named = read_run(run["run"]).named + named
            first, last = box.start(), last or box.end()
        elif letter := _boxed_words(reading, box["inside"]):
            return reading.decide(Letters(letter, contiguous=False), *box.span(), "boxed")
    return reading.decide(Letters(named, contiguous=False), first, last, "boxed") if named else None


def _boxed_words(reading: Reading, inside: str) -> str | None:
    """Letter of the option whose own words are all that a box holds (`\\boxed{700\\,ml}`)."""
    words = squeezed(cues.LATEX.sub("", inside))
    same = [
        letter
        for letter, own in zip(reading.options.letters, reading.options.texts, strict=False)
        if own and squeezed(own) == words
    ]
    return same[0] if len(same) == 1 and not reading.ordered else None


def read_bare(reading: Reading) -> Extraction | None:
    if len(reading.text) > BARE_LIMIT:
        return None
    if cues.NULL.fullmatch(reading.text):
        return reading.end_in(Status.UNPARSED, "no_cue")
    return read_bare_in(reading, 0, len(reading.text), "bare")


def read_bare_in(reading: Reading, start: int, end: int, rule: str) -> Extraction | None:
    run = cues.BARE.match(reading.text, start, end)
    if run is None:
        return None
    letters = read_run(run["run"])
    # `Options: A, B, C, D` names them as they were given.
    if reading.ordered and letters.named == reading.options.letters and cues.GIVEN.match(reading.text, start):
        return None
    if letters.contiguous and run["run"].islower() and not (reading.multiple or reading.ordered):
        return None
    return reading.decide(letters, *run.span("run"), rule)


def read_strong(reading: Reading) -> Extraction | None:
    text = reading.text
    if text.startswith(("[", "{")) and len({key["run"] for key in cues.KEYED.finditer(text)}) >= LIST:
        return reading.end_in(Status.AMBIGUOUS, "strong_cue", 0, len(text))
    found = strong_candidates(text, reading.options, ordered=reading.ordered)
    said = (
        cue
        for cue in found
        if not refusals.in_refusal(text, clause_start(text, cue.start), cue.start)
        and not refusals.in_code(text, cue.start, cue.end)
    )
    return _by_part(reading) or _every_one(reading) or _last_whole(reading, _merged(reading, said))


def _every_one(reading: Reading) -> Extraction | None:
    """Each option is announced as the answer, one after the other."""
    letters = set(reading.options.letters)
    if reading.multiple or reading.ordered or not reading.options.texts or len(letters) < LIST:
        return None
    if sum(map(reading.text.count, ("答案", "nswer"))) < len(letters):
        return None
    found = [cue for cue in strong_candidates(reading.text, reading.options, ordered=False) if cue.meant]
    single = {cue.letters.named for cue in found if len(cue.letters.named) == 1}
    if not single >= letters:
        return None
    return reading.end_in(Status.AMBIGUOUS, "strong_cue", found[-1].start, found[0].end)


def _last_whole(reading: Reading, said: Iterator[Candidate]) -> Extraction | None:
    """The last announcement; one that is cut off may say an earlier, whole one again."""
    cut: Extraction | None = None
    letters = ""
    for cue in said:
        found = _take(reading, cue)
        if found is None:
            continue
        if cut is None:
            if found.status is not Status.TRUNCATED:
                return found
            cut, letters = found, cue.letters.named
        elif cue.letters.named != letters:
            return cut
        elif found.answer:
            return found
    return cut


def _by_part(reading: Reading) -> Extraction | None:
    """`(1)...答案:B (2)...答案:C`, to a question that has one answer."""
    if reading.multiple or reading.ordered or "\n" not in reading.text:
        return None
    found = [cue for cue in strong_candidates(reading.text, reading.options, ordered=False) if cue.meant]
    spans = [(cue.start, cue.end) for cue in reversed(found)]
    if len({cue.letters.named for cue in found}) < 2 or not answers_by_part(reading.text, spans):
        return None
    return reading.end_in(Status.AMBIGUOUS, "strong_cue", spans[0][0], spans[-1][1])


def _merged(reading: Reading, found: Iterator[Candidate]) -> Iterator[Candidate]:
    return found if reading.ordered else merged(reading.text, reading.options, found)


def _take(reading: Reading, found: Candidate) -> Extraction | None:
    reading.saw_example |= found.example
    if not found.meant or (found.letters.named == reading.quoted and is_quotation(reading.text, found.start)):
        return None
    if unknown := _lists_unknown(reading, found):
        return unknown
    letters, end = _with_listed(reading, found)
    repeated = end > found.end and set(reading.options.letters) == set(letters.named)
    if repeated and not (reading.multiple or reading.ordered):
        return reading.end_in(Status.ECHO, "options_repeated", found.start, end)
    if not (reading.multiple or reading.ordered):
        letters = narrowed(reading.text, end, letters)
    return reading.decide(letters, found.start, end, found.rule)


def _lists_unknown(reading: Reading, found: Candidate) -> Extraction | None:
    """`答案:A. 甲亢 B. 甲减` in a question whose options are unknown: only a later choice would tell."""
    named = found.letters.named
    if reading.options.texts or reading.ordered or len(named) != 1 or not found.rule.endswith("_cue"):
        return None
    at = reading.text.rfind(named, found.start, found.end)
    listed, end = unknown_items(reading.text, at, reading.options.letters) if at >= 0 else ("", 0)
    if len(listed) < 2:
        return None
    for later in weak_candidates(reading.text, reading.options, ordered=False):
        if later.meant and later.start >= end and not reading.multiple and (taken := _take(reading, later)):
            return taken
    if len(listed) >= LIST and listed in reading.options.letters and not reading.multiple:
        return reading.end_in(Status.ECHO, "options_repeated", found.start, end)
    return reading.decide(Letters(listed, contiguous=False), found.start, end, found.rule)


def _with_listed(reading: Reading, found: Candidate) -> tuple[Letters, int]:
    """Letters that go on as a list of options with their texts (`答案:A. 血常规;C. 腹部CT`)."""
    if reading.ends_at(found.end) or len(found.letters.named) != 1 or not reading.options.texts:
        return found.letters, found.end
    if found.rule.endswith("text"):
        length = len(reading.options.text_of(found.letters.named))
        listed, end = joined_texts(reading.text, found.end - length, reading.options)
        return Letters(listed, contiguous=False), end
    at = reading.text.rfind(found.letters.named, found.start, found.end)
    listed, end = labelled_items(reading.text, at, reading.options) if at >= 0 else ("", found.end)
    whole = listed == reading.options.letters
    # The last words of the text, or on one line: no walk through the options that goes on below.
    is_closed = "\n" not in reading.text[at:end] or not reading.text[end:].strip(" \n。.")
    if len(listed) > 1 and (reading.multiple or reading.ordered or whole or is_closed):
        return Letters(listed, contiguous=False), end
    return found.letters, found.end


def read_bracketed(reading: Reading) -> Extraction | None:
    """`<C>`, the form that prompts ask for, anywhere in the text."""
    said = [
        box
        for box in cues.BRACKETED.finditer(reading.text)
        if not is_example(reading.text, box.start()) and not denied_before(reading.text, box.start())
    ]
    if not said or reading.saw_example:
        return None
    named = "".join(dict.fromkeys("".join(read_run(box["run"]).named for box in said)))
    return reading.decide(Letters(named, contiguous=False), said[-1].start(), said[-1].end(), "bracketed")


def read_refusal(reading: Reading) -> Extraction | None:
    refusal = _own_refusal(reading, refusals.REFUSAL)
    if refusal is None:
        return None
    for found in weak_candidates(reading.text, reading.options, ordered=reading.ordered):
        polite = _own_refusal(reading, refusals.HARD_REFUSAL) is None and found.start > refusal.end()
        if found.meant and (polite or refusals.contrasts(reading.text, refusal.end(), found.end)):
            return _take(reading, found)
    if cues.CONCLUDES_ALL_THE_SAME.search(reading.text, refusal.end()):
        concluded = read_conclusion(reading)
        if concluded and concluded.answer:
            return concluded
    return reading.end_in(Status.REFUSED, "refusal", *refusal.span())


def _own_refusal(reading: Reading, refusal: re.Pattern[str]) -> re.Match[str] | None:
    """The first refusal that is none of an option's own words (`I cannot prescribe this`)."""
    found = refusal.finditer(reading.text)
    return next((x for x in found if not in_own_text(reading.text, x.start(), reading.options)), None)


def read_program(reading: Reading) -> Extraction | None:
    """A program answers nothing, unless a sentence behind it does."""
    if not refusals.is_program(reading.text):
        return None
    for found in weak_candidates(reading.text, reading.options, ordered=reading.ordered):
        before = reading.text[max(0, found.start - CONCLUDED_BEFORE) : found.start]
        is_said = found.meant and not refusals.in_code(reading.text, found.start, found.end)
        if is_said and cues.CONCLUDING.search(before):
            return _take(reading, found)
    return reading.end_in(Status.UNPARSED, "program")


def read_weak(reading: Reading) -> Extraction | None:
    found = weak_candidates(reading.text, reading.options, ordered=reading.ordered)
    return _first(_take(reading, cue) for cue in _merged(reading, found))


def _first(answers: Iterator[Extraction | None]) -> Extraction | None:
    return next((answer for answer in answers if answer), None)
