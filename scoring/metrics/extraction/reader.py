"""The reader: stages in a fixed order, the first that decides wins.

Order: `\\boxed{}`; the bare answer; the last strong cue; a refusal; the last weak cue; a last line or
first letter that stands alone; letters judged right; one option's text and no other. What no stage can
decide is told apart: options or prompt repeated, cut off, or unreadable.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from scoring.metrics.extraction import cues, endings, refusals
from scoring.metrics.extraction.candidates import (
    Candidate,
    judged_candidates,
    strong_candidates,
    weak_candidates,
)
from scoring.metrics.extraction.cleaning import CleanText, clean_text
from scoring.metrics.extraction.letters import Letters, read_run
from scoring.metrics.extraction.listings import enumerates, labelled_items, lists_all
from scoring.metrics.extraction.negation import denied_after, denied_before, is_quotation
from scoring.metrics.extraction.option_text import (
    ANY_LETTERS,
    Options,
    mentions_in,
    option_starting,
    read_options,
    repeats_options,
)
from scoring.metrics.extraction.statuses import Extraction, Status

BARE_LIMIT = 160


@dataclass(slots=True)
class Reading:
    """One text with what is known about its question."""

    clean: CleanText
    options: Options
    multiple: bool
    ordered: bool
    quoted: str = ""
    saw_example: bool = False

    @property
    def text(self) -> str:
        return self.clean.text

    def end_in(self, status: Status, rule: str, start: int = 0, end: int = 0) -> Extraction:
        span = self.clean.span_in_source(start, end) if end > start else None
        return Extraction(None, status, rule, span)

    def decide(self, letters: Letters, start: int, end: int, rule: str) -> Extraction | None:
        """The answer that the letters make; None when they are no letters of options at all."""
        named, known = letters.named, self.options.letters
        foreign = [letter for letter in named if letter not in known]
        if foreign and letters.contiguous and not self._was_meant(letters, foreign, start):
            return None
        if foreign:
            return self.end_in(Status.INVALID_LETTER, rule, start, end)
        if endings.ends_open(self.text) and rule != "bare" and endings.is_on_the_way(self.text, start, end):
            return self.end_in(Status.TRUNCATED, "cue_on_the_way", start, end)
        if rule != "bare" and endings.reconsidered_after(self.text, end):
            return self.end_in(Status.TRUNCATED, "reconsidered", start, end)
        return self._answer(letters, start, end, rule)

    def _was_meant(self, letters: Letters, foreign: list[str], start: int) -> bool:
        """Whether a run like `ABX` was meant as letters; `CT` and `BCG` were not."""
        known = len(letters.named) - len(foreign)
        several = self.multiple or self.ordered
        return several and known >= 2 and option_starting(self.text, start, self.options) is None

    def _answer(self, letters: Letters, start: int, end: int, rule: str) -> Extraction | None:
        answer = (
            letters.named if self.ordered else "".join(x for x in self.options.letters if x in letters.named)
        )
        if self.ordered and len(answer) < 2:
            return None
        if len(answer) > 1 and not (self.multiple or self.ordered):
            return self.end_in(Status.AMBIGUOUS, rule, start, end)
        return Extraction(answer, Status.OK, rule, self.clean.span_in_source(start, end))


Stage = Callable[[Reading], Extraction | None]


def extract_answer(
    text: str | None,
    options: Mapping[str, str] | None = None,
    *,
    multiple: bool = False,
    ordered: bool = False,
    quoted: str = "",
) -> Extraction:
    """Read which option a text chooses.

    Parameters
    ----------
    text : the output as it came; None and blank are `empty`.
    options : letter -> text; None when unknown (then A-H count as letters).
    multiple : several letters may be right; the answer is in the options' order.
    ordered : the answer is a sequence of letters, kept as it was given.
    quoted : letter given in the question as a reference; quoting it is not choosing it.

    Examples
    --------
    >>> extract_answer("排除A，故选B。", {"A": "腰部MRI", "B": "腰部CT"}).answer
    'B'
    """
    reading = Reading(
        clean_text(text or ""), read_options(options, ordered=ordered), multiple, ordered, quoted
    )
    if not reading.text.strip():
        return Extraction(None, Status.TRUNCATED if reading.clean.thought_open else Status.EMPTY, "no_text")
    if reading.clean.thought_open:
        return Extraction(None, Status.TRUNCATED, "open_thought")
    for stage in STAGES:
        if found := stage(reading):
            return found
    return _undecided(reading)


def _boxed(reading: Reading) -> Extraction | None:
    if "boxed" not in reading.text and "fbox" not in reading.text:
        return None
    pattern = cues.BOXED_ORDER if reading.ordered else cues.BOXED_RUN
    for box in reversed(list(cues.BOXED.finditer(reading.text))):
        run = pattern.match(reading.text, box.start("inside"), box.end("inside"))
        if run and (found := reading.decide(read_run(run["run"]), box.start(), box.end(), "boxed")):
            return found
    return None


def _bare(reading: Reading) -> Extraction | None:
    if len(reading.text) > BARE_LIMIT:
        return None
    return _bare_in(reading, 0, len(reading.text), "bare")


def _bare_in(reading: Reading, start: int, end: int, rule: str) -> Extraction | None:
    pattern = cues.BARE_ORDER if reading.ordered else cues.BARE
    run = pattern.match(reading.text, start, end)
    if run is None:
        return None
    letters = read_run(run["run"])
    if letters.contiguous and run["run"].islower() and not (reading.multiple or reading.ordered):
        return None
    return reading.decide(letters, *run.span("run"), rule)


def _strong(reading: Reading) -> Extraction | None:
    refusal = refusals.REFUSAL.search(reading.text)
    for found in strong_candidates(reading.text, reading.options, ordered=reading.ordered):
        inside = refusal is not None and refusal.start() <= found.start < refusal.end()
        if not inside and (answer := _take(reading, found)):
            return answer
    return None


def _take(reading: Reading, found: Candidate) -> Extraction | None:
    reading.saw_example |= found.example
    if not found.meant or (found.letters.named == reading.quoted and is_quotation(reading.text, found.start)):
        return None
    letters, end = _with_listed(reading, found)
    repeated = end > found.end and set(reading.options.letters) == set(letters.named)
    if repeated and not (reading.multiple or reading.ordered):
        return reading.end_in(Status.ECHO, "options_repeated", found.start, end)
    return reading.decide(letters, found.start, end, found.rule)


def _with_listed(reading: Reading, found: Candidate) -> tuple[Letters, int]:
    """Letters that go on as a list of options with their texts (`答案:A. 血常规;C. 腹部CT`)."""
    if len(found.letters.named) != 1 or not reading.options.texts or found.rule.endswith("text"):
        return found.letters, found.end
    at = reading.text.rfind(found.letters.named, found.start, found.end)
    listed, end = labelled_items(reading.text, at, reading.options) if at >= 0 else ("", found.end)
    whole = listed == reading.options.letters
    on_one_line = "\n" not in reading.text[at:end]
    if len(listed) > 1 and (reading.multiple or reading.ordered or whole or on_one_line):
        return Letters(listed, contiguous=False), end
    return found.letters, found.end


def _refusal(reading: Reading) -> Extraction | None:
    refusal = refusals.REFUSAL.search(reading.text)
    if refusal is None:
        return None
    for found in weak_candidates(reading.text, reading.options, ordered=reading.ordered):
        if found.meant and refusals.contrasts(reading.text, refusal.end(), found.end):
            return _take(reading, found)
    return reading.end_in(Status.REFUSED, "refusal", *refusal.span())


def _program(reading: Reading) -> Extraction | None:
    return reading.end_in(Status.UNPARSED, "program") if refusals.is_program(reading.text) else None


def _weak(reading: Reading) -> Extraction | None:
    return _first(
        _take(reading, x) for x in weak_candidates(reading.text, reading.options, ordered=reading.ordered)
    )


def _first(answers: Iterator[Extraction | None]) -> Extraction | None:
    return next((answer for answer in answers if answer), None)


def _listed(reading: Reading) -> Extraction | None:
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


def _last_line(reading: Reading) -> Extraction | None:
    end = len(reading.text.rstrip())
    start = reading.text.rfind("\n", 0, end) + 1
    if start == 0 or end - start > BARE_LIMIT or enumerates(reading.text, reading.options.letters):
        return None
    return _bare_in(reading, start, end, "last_line")


def _leading(reading: Reading) -> Extraction | None:
    lead = cues.LEADING.match(reading.text)
    if lead is None or denied_after(reading.text, lead.end("run")):
        return None
    alone = lead["after"].endswith("\n") or lead.end() == len(reading.text)
    letters = read_run(lead["run"])
    if not alone and (len(letters.named) > 1 or enumerates(reading.text, reading.options.letters)):
        return None
    if (
        not alone
        and lead["after"].strip(" \t、") == ""
        and not _own_text_follows(reading, letters.named, lead.end())
    ):
        return None
    return reading.decide(letters, *lead.span("run"), "leading_letter")


def _own_text_follows(reading: Reading, letter: str, start: int) -> bool:
    wanted = reading.options.text_of(letter)
    return bool(wanted) and reading.text.lower().startswith(wanted[:4], start)


def _sequence(reading: Reading) -> Extraction | None:
    """An order told in words or as a numbered list: every letter once, after the last cue or at all."""
    if not reading.ordered:
        return None
    last_cue = deque(cues.STRONG.finditer(reading.text), maxlen=1)
    for start in (*(cue.end() for cue in last_cue), 0):
        found = list(islice(cues.LETTER.finditer(reading.text, start), len(ANY_LETTERS) + 1))
        named = "".join(letter["letter"] for letter in found)
        wanted = reading.options.letters if reading.options.texts else ANY_LETTERS[: len(named)]
        listed = named == wanted and enumerates(reading.text, wanted)
        if sorted(named) == sorted(wanted) and not listed:
            return reading.decide(
                Letters(named, contiguous=False), found[0].start(), found[-1].end(), "sequence"
            )
    return None


def _judged(reading: Reading) -> Extraction | None:
    if reading.ordered:
        return None
    right = [found for found in judged_candidates(reading.text) if found.meant]
    if not right:
        return None
    last = right[-1]
    concluded = cues.CONCLUDING.search(reading.text[max(0, last.start - 20) : last.start])
    named = last.letters.named if concluded else "".join(found.letters.named for found in right)
    return reading.decide(Letters(named, contiguous=False), last.start, last.end, "judged")


def _option_text(reading: Reading) -> Extraction | None:
    mentions = mentions_in(reading.text, reading.options)
    if not mentions or (repeats_options(reading.text, reading.options) and not reading.ordered):
        return None
    named = "".join(mention.letter for mention in mentions)
    if reading.ordered and len(named) < len(reading.options.letters):
        return None
    return reading.decide(
        Letters(named, contiguous=False), mentions[0].start, mentions[-1].end, "option_text"
    )


def _copula(reading: Reading) -> Extraction | None:
    """`首选的措施是D,...` names its option in passing; only when no other is named like this."""
    found = [x for x in cues.COPULA.finditer(reading.text) if not denied_before(reading.text, x.start())]
    if reading.ordered or not found or len({x["run"] for x in found}) > 1:
        return None
    return reading.decide(read_run(found[-1]["run"]), *found[-1].span(), "copula")


def _none_right(reading: Reading) -> Extraction | None:
    found = refusals.NONE_RIGHT.search(reading.text)
    if found is None or _option_text(reading) is not None:
        return None
    return reading.end_in(Status.UNPARSED, "none_right", *found.span())


def _exception(reading: Reading) -> Extraction | None:
    """`不正确的是B` answers a question that asks for the wrong option, when nothing else is said."""
    last = deque(cues.EXCEPTION.finditer(reading.text), maxlen=1)
    return reading.decide(read_run(last[0]["run"]), *last[0].span(), "exception_cue") if last else None


def _undecided(reading: Reading) -> Extraction:
    text = reading.text
    if repeats_options(text, reading.options) or (lists_all(text, reading.options.letters)):
        return reading.end_in(Status.ECHO, "options_repeated")
    if reading.saw_example:
        return reading.end_in(Status.ECHO, "prompt_example")
    if evasion := refusals.EVASION.search(text):
        return reading.end_in(Status.REFUSED, "evasion", *evasion.span())
    if endings.ends_open(text):
        return reading.end_in(Status.TRUNCATED, "no_conclusion")
    return reading.end_in(Status.UNPARSED, "no_cue")


STAGES: tuple[Stage, ...] = (
    _boxed,
    _bare,
    _strong,
    _refusal,
    _program,
    _listed,
    _weak,
    _sequence,
    _last_line,
    _leading,
    _judged,
    _none_right,
    _copula,
    _exception,
    _option_text,
)
