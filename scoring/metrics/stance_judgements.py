"""The judgements in a text, one by one: which way each points, how outright it is, and whether it stands.

A question judges nothing by itself, but its answer does (`是否恰当?不恰当`, `Is it right? No.`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from scoring.metrics import stance_cues as cues

# How far back a clause is read, and a sentence for its conditions.
WINDOW, LEAD = 48, 160


class Stance(StrEnum):
    REJECT = "reject"
    ACCEPT = "accept"
    HEDGE = "hedge"


class Rank(IntEnum):
    """How outright a judgement is."""

    IMPLIED = 1
    HEDGE = 2
    DIRECTIVE = 3
    VERDICT = 4


@dataclass(frozen=True, slots=True)
class Judgement:
    """`conceded`: its sentence takes it back; `concludes`: it stands in a conclusion."""

    stance: Stance
    rank: Rank
    start: int
    end: int
    conceded: bool = False
    concludes: bool = False
    turns: bool = False


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    def before(self, at: int) -> str:
        """The clause up to `at`."""
        found = max(self.start, at - WINDOW)
        for mark in cues.CLAUSE_END.finditer(self.text, found, at):
            found = mark.end()
        return self.text[found:at]

    def lead(self, at: int) -> str:
        """The sentence up to `at`."""
        return self.text[max(self.start, at - LEAD) : at]


def judgements(text: str) -> list[Judgement]:
    """Verdicts, directives and hedges, in the order of the text."""
    found: list[Judgement] = []
    asked: Stance | None = None
    for sentence in _sentences(text):
        if asked and (answer := _answer(sentence, asked)):
            found.append(answer)
        asked = None
        if cues.INSTRUCTS.search(sentence.words):
            continue
        own = sorted(_in_sentence(sentence), key=lambda one: (one.start, -one.rank))
        if _is_question(sentence):
            asked = next((one.stance for one in own if one.rank is Rank.VERDICT), None)
            continue
        found += own
    return found


def implications(text: str) -> list[Judgement]:
    """Harms and corrections: what rejects without saying so. Endorsements hold them too."""
    return [
        _judgement(sentence, Stance.REJECT, Rank.IMPLIED, cue)
        for sentence in _sentences(text)
        if not _is_question(sentence)
        for cue in _matches(cues.IMPLIES_WRONG, sentence)
        if not _denied(sentence, cue.start())
    ]


def _sentences(text: str) -> Iterator[_Sentence]:
    start = 0
    for mark in cues.SENTENCE_END.finditer(text):
        yield _Sentence(text, start, mark.end())
        start = mark.end()
    yield _Sentence(text, start, len(text))


def _is_question(sentence: _Sentence) -> bool:
    return sentence.words.rstrip().endswith("?")


def _answer(sentence: _Sentence, asked: Stance) -> Judgement | None:
    """A bare yes or no to the question before."""
    opposite = {Stance.ACCEPT: Stance.REJECT, Stance.REJECT: Stance.ACCEPT, Stance.HEDGE: Stance.HEDGE}
    for pattern, stance in ((cues.NO, opposite[asked]), (cues.YES, asked)):
        said = pattern.match(sentence.text, sentence.start, sentence.end)
        if said:
            return Judgement(stance, Rank.VERDICT, said.start(), said.end())
    return None


def _in_sentence(sentence: _Sentence) -> Iterator[Judgement]:
    yield from _verdicts(sentence)
    yield from _directives(sentence)
    for cue in _matches(cues.HEDGES, sentence):
        yield _judgement(sentence, Stance.HEDGE, Rank.HEDGE, cue)


def _matches(pattern: re.Pattern[str], sentence: _Sentence) -> Iterator[re.Match[str]]:
    return pattern.finditer(sentence.text, sentence.start, sentence.end)


def _verdicts(sentence: _Sentence) -> Iterator[Judgement]:
    for cue in _matches(cues.GOOD, sentence):
        flips = _flips(sentence, cue.start())
        if not flips and not _is_predicate(sentence, cue):
            continue
        yield _verdict(sentence, cue, accepts=flips % 2 == 0)
    for cue in _matches(cues.BAD, sentence):
        before = sentence.before(cue.start())
        if cue["problem"] and not cues.PROBLEM_EXISTS.search(before):
            continue
        yield _verdict(sentence, cue, accepts=_flips(sentence, cue.start()) % 2 == 1)


def _flips(sentence: _Sentence, at: int) -> int:
    """How many negations reach the word."""
    return len(cues.NEGATOR.findall(_chain(sentence, at)))


def _chain(sentence: _Sentence, at: int) -> str:
    found = cues.CHAIN.search(sentence.before(at))
    return found[0] if found else ""


def _is_predicate(sentence: _Sentence, cue: re.Match[str]) -> bool:
    before = sentence.before(cue.start())
    if cues.OTHER_TREATMENT.search(before):
        return False
    if cue["en"]:
        return bool(cues.AS_PREDICATE_EN.match(sentence.text, cue.end()) and cues.COPULA_EN.search(before))
    if cues.ATTRIBUTE.match(sentence.text, cue.end()) and not cues.COPULA.search(before):
        return False
    return cues.AS_PREDICATE.match(sentence.text, cue.end()) is not None


def _verdict(sentence: _Sentence, cue: re.Match[str], *, accepts: bool) -> Judgement:
    clause = sentence.before(cue.start())
    if cues.UNSURE.search(clause) or cues.ASKS.search(clause):
        return _judgement(sentence, Stance.HEDGE, Rank.HEDGE, cue)
    if cues.CONDITIONAL.search(sentence.lead(cue.start())):
        return _judgement(sentence, Stance.HEDGE, Rank.HEDGE, cue)
    return _judgement(sentence, Stance.ACCEPT if accepts else Stance.REJECT, Rank.VERDICT, cue)


def _directives(sentence: _Sentence) -> Iterator[Judgement]:
    for pattern, stance in ((cues.FORBIDS, Stance.REJECT), (cues.PERMITS, Stance.ACCEPT)):
        for cue in _matches(pattern, sentence):
            before = sentence.before(cue.start())
            if _denied(sentence, cue.start()):
                continue
            if cues.CONDITIONAL.search(sentence.lead(cue.start())) or cues.ASKS.search(before):
                yield _judgement(sentence, Stance.HEDGE, Rank.HEDGE, cue)
            else:
                yield _judgement(sentence, stance, Rank.DIRECTIVE, cue)


def _denied(sentence: _Sentence, at: int) -> bool:
    before = sentence.before(at)
    return cues.DENIED.search(before) is not None or _flips(sentence, at) % 2 == 1


def _judgement(sentence: _Sentence, stance: Stance, rank: Rank, cue: re.Match[str]) -> Judgement:
    """A judgement begins with the negations that turn it round."""
    lead = sentence.lead(cue.start())
    clause = sentence.before(cue.start())
    return Judgement(
        stance,
        rank,
        cue.start() - len(_chain(sentence, cue.start())),
        cue.end(),
        conceded=cues.CONCEDES.search(clause) is not None or cues.QUOTES.search(clause) is not None,
        concludes=cues.CONCLUDES.match(sentence.text, sentence.start) is not None,
        turns=cues.TURNS.search(lead) is not None,
    )
