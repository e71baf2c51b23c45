"""A text being read, and how letters found in it become an answer or a reason for none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scoring.metrics.extraction import endings
from scoring.metrics.extraction.alternatives import offered_after
from scoring.metrics.extraction.cleaning import CleanText
from scoring.metrics.extraction.conclusions import WHOLE, is_on_the_way, opened_with
from scoring.metrics.extraction.letters import Letters
from scoring.metrics.extraction.listings import (
    item_at,
    repeats_from,
    rest_is_listed,
    stops_in_list,
    walk_breaks_off,
)
from scoring.metrics.extraction.option_text import Options, after_own_words, option_starting
from scoring.metrics.extraction.statuses import Extraction, Status

LIST = 3
# A text as short as this also stands behind a letter by chance.
WORDS = 4
LABEL_REACH = 8
_LABEL_BEFORE = re.compile(r"(?:\A|[\n。:])\s{0,2}(?P<letter>[A-Z])\s?[.、:)]\s?\Z")
_LETTER_BEHIND = re.compile(r"\s?\((?P<letter>[A-H])\)")
_LABEL_JOINT = re.compile(r"(?:选项|项)?\s?[.:、)]\s{0,2}|[ \t]{1,2}")
_BACKWARDS = re.compile(r"\s?的?(?:逆序|倒序|反序|相反(?:的)?顺序|反过来|in reverse| reversed)")
_WORDS_END = re.compile(r"\s*(?:[。.;\n]|\Z|作为|[是为][^否错])")
ON_A_WALK = frozenset(
    {
        "judged",
        "own_line",
        "last_line",
        "last_sentence",
        "option_text",
        "option_meant",
        "copula",
        "conclusion",
    }
)
LISTING = frozenset({"leading_letter", "copula", "last_line", "last_sentence"})


@dataclass(slots=True)
class Reading:
    """One text with what is known about its question."""

    clean: CleanText
    options: Options
    multiple: bool
    ordered: bool
    quoted: str = ""
    saw_example: bool = False
    seeks_wrong: bool = False
    question: str = ""
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.clean.text

    def ends_at(self, end: int) -> bool:
        """No more than a mark follows."""
        return len(self.text) - end < 2

    def end_in(self, status: Status, rule: str, start: int = 0, end: int = 0) -> Extraction:
        span = self.clean.span_in_source(start, end) if end > start else None
        return Extraction(None, status, rule, span)

    def decide(self, letters: Letters, start: int, end: int, rule: str) -> Extraction | None:
        """The answer that the letters make; None when they are no letters of options at all."""
        named, known = letters.named, self.options.letters
        if self.ordered and len(set(named)) < 2:
            return None
        if self.ordered and _BACKWARDS.match(self.text, end):
            letters = Letters(named[::-1], letters.contiguous)
            named = letters.named
        foreign = [letter for letter in named if letter not in known]
        if foreign and letters.contiguous and not self._was_meant(letters, foreign, start):
            return None
        if foreign:
            return self.end_in(Status.INVALID_LETTER, rule, start, end)
        if several := self._several(letters, start, end, rule):
            return self.end_in(several, "options_repeated" if several is Status.ECHO else rule, start, end)
        if self._contradicts_itself(letters, start, end, rule):
            return self.end_in(Status.AMBIGUOUS, rule, start, end)
        said = after_own_words(self.text, end, letters.named, self.options)
        on_the_way = is_on_the_way(self.text, start, said, rule) or self._walks_on(rule)
        whole = on_the_way and (
            opened_with(self.text, said, letters.named, self.options) or self._ends_with(letters.named)
        )
        if on_the_way and not whole:
            return self.end_in(Status.TRUNCATED, "cue_on_the_way", start, end)
        if rule not in WHOLE and endings.reconsidered_after(self.text, end):
            return self.end_in(Status.TRUNCATED, "reconsidered", start, end)
        return self._answer(letters, start, end, rule)

    def _ends_with(self, letter: str) -> bool:
        """The last line is the answer with its option's words: nothing was cut behind it."""
        text = self.text.rstrip()
        start = text.rfind("\n") + 1
        before = text[:start].rstrip()
        return before.endswith(":") and item_at(text, start, self.options) == (letter, len(text))

    def _walks_on(self, rule: str) -> bool:
        """What was said of one option is no answer while the text still goes through them."""
        if rule not in ON_A_WALK or self.ordered:
            return False
        return walk_breaks_off(self.text, self.options.letters, from_first=rule == "own_line")

    def _contradicts_itself(self, letters: Letters, start: int, end: int, rule: str) -> bool:
        """A letter with the whole text of another option behind it: `答案:B:腰部MRI`, when that is A."""
        if self.multiple or self.ordered or len(letters.named) != 1:
            return False
        if rule in ("option_text", "restated"):
            label = _LABEL_BEFORE.search(self.text, max(0, start - LABEL_REACH), start)
            return label is not None and label["letter"] != letters.named
        beside = _LETTER_BEHIND.match(self.text, end) if rule.endswith("text") else None
        if beside and beside["letter"] in self.options.letters.replace(letters.named, ""):
            return True
        joint = None if self.ends_at(end) else _LABEL_JOINT.match(self.text, end)
        other = option_starting(self.text, joint.end(), self.options) if joint else None
        other_text = self.options.text_of(other.letter) if other else ""
        if other is None or self.options.text_of(other.letter) == self.options.text_of(letters.named):
            return False
        labelled = (
            joint is not None and ":" in joint[0] and other_text not in self.options.text_of(letters.named)
        )
        return (labelled or other.end - other.start >= WORDS) and _WORDS_END.match(
            self.text, other.end
        ) is not None

    def _several(self, letters: Letters, start: int, end: int, rule: str) -> Status | None:
        """Whether a single answer only begins a list of options, or is at once joined by another one."""
        if self.ends_at(end) or self.multiple or self.ordered or len(letters.named) != 1:
            return None
        at = self.text.rfind(letters.named, start, end)
        listed = repeats_from(self.text, at, self.options) if at >= 0 else ""
        if len(listed) >= LIST and listed in self.options.letters:
            return Status.ECHO
        if at >= 0 and stops_in_list(self.text, at, self.options):
            return Status.TRUNCATED
        if rest_is_listed(self.text, end, letters.named, self.options):
            return Status.ECHO
        if listed and rule in LISTING:
            return Status.AMBIGUOUS
        other = offered_after(self.text, end, self.options)
        return (
            Status.AMBIGUOUS if other and other in self.options.letters.replace(letters.named, "") else None
        )

    def _was_meant(self, letters: Letters, foreign: list[str], start: int) -> bool:
        """Whether a run like `ABX` was meant as letters; `CT`, `BCG` and `ECG` were not."""
        known = len(letters.named) - len(foreign)
        several = self.ordered or (self.multiple and list(letters.named) == sorted(letters.named))
        return several and known >= 2 and option_starting(self.text, start, self.options) is None

    def _answer(self, letters: Letters, start: int, end: int, rule: str) -> Extraction | None:
        answer = (
            letters.named if self.ordered else "".join(x for x in self.options.letters if x in letters.named)
        )
        if len(answer) > 1 and not (self.multiple or self.ordered):
            return self.end_in(Status.AMBIGUOUS, rule, start, end)
        return Extraction(answer, Status.OK, rule, self.clean.span_in_source(start, end))
