"""Stance towards a proposed treatment: does a text reject it, accept it, or hedge?

Similarity cannot tell agreement from contradiction; this can, and says nothing else: a text that rejects the
treatment for a wrong reason has the right stance. Judgements are weighed by how outright they are: a verdict
(`不恰当`), a directive (`禁用`, `按此继续`), a hedge (`视情况而定`), and last what only implies a verdict
(`会加重`). Among verdicts a conclusion decides, then what is not conceded; an approval that is followed by a
rejection, and takes nothing back, is a hedge.
"""

from __future__ import annotations

from collections.abc import Sequence

from scoring.metrics.extraction.cleaning import clean_text
from scoring.metrics.extraction.endings import breaks_off
from scoring.metrics.extraction.refusals import EVASION, REFUSAL
from scoring.metrics.extraction.statuses import Extraction, Status
from scoring.metrics.scored import ScoredOutput, from_extraction
from scoring.metrics.stance_judgements import Judgement, Rank, Stance, implications, judgements

OUTCOMES = ("stance_accepted", "stance_hedged", "stance_unclear")
_RULES = {
    Rank.VERDICT: "stance_verdict",
    Rank.DIRECTIVE: "stance_directive",
    Rank.HEDGE: "stance_hedge",
    Rank.IMPLIED: "stance_implied",
}


def score_stance(text: str | None, reference: str) -> ScoredOutput:
    """100 when the output has the reference's stance towards the proposed treatment.

    Parameters
    ----------
    text : the output; its thoughts are not read.
    reference : prose; one without a readable stance counts as a rejection, since these questions are made
        of wrong treatments and their references may give the right one alone.

    Returns
    -------
    ScoredOutput
        `answer` is `reject`, `accept` or `hedge`. Beside the value, 100 or 0 each: `stance_accepted`,
        `stance_hedged`, and `stance_unclear` for a text that takes none.

    Examples
    --------
    >>> score_stance("该方案不恰当，孕妇禁用。", "错误在于孕期使用多西环素。").value
    100.0
    >>> score_stance("该方案没有明显错误。", "错误在于孕期使用多西环素。").answer
    'accept'
    """
    found = read_stance(text)
    expected = read_stance(reference).answer or Stance.REJECT.value
    reached = {
        "stance_accepted": found.answer == Stance.ACCEPT,
        "stance_hedged": found.answer == Stance.HEDGE,
        "stance_unclear": found.status is Status.UNPARSED,
    }
    secondary = {name: 100.0 * reached[name] for name in OUTCOMES}
    return from_extraction(found, 100.0 * (found.answer == expected), secondary)


def read_stance(text: str | None) -> Extraction:
    """The stance of a text, with the judgement that decided as its span."""
    clean = clean_text(text or "")
    if not clean.text.strip():
        status = Status.TRUNCATED if clean.thought_open else Status.EMPTY
        return Extraction(None, status, "open_thought" if clean.thought_open else "no_text")
    decided = _decide(clean.text)
    if decided is not None:
        stance, by = decided
        span = clean.span_in_source(by.start, by.end)
        return Extraction(stance.value, Status.OK, _RULES[by.rank], span)
    return _undecided(clean.text, thought_open=clean.thought_open)


def _undecided(text: str, *, thought_open: bool) -> Extraction:
    if thought_open:
        return Extraction(None, Status.TRUNCATED, "open_thought")
    for pattern, rule in ((REFUSAL, "refusal"), (EVASION, "evasion")):
        if pattern.search(text):
            return Extraction(None, Status.REFUSED, rule)
    if breaks_off(text):
        return Extraction(None, Status.TRUNCATED, "no_conclusion")
    return Extraction(None, Status.UNPARSED, "no_cue")


Decision = tuple[Stance, Judgement]


def _decide(text: str) -> Decision | None:
    found = judgements(text)
    verdicts, directives, hedges = (
        [one for one in found if one.rank is rank] for rank in (Rank.VERDICT, Rank.DIRECTIVE, Rank.HEDGE)
    )
    if verdicts:
        return _from_verdicts(text, verdicts, directives)
    return _from_directives(directives, hedges) or _first(hedges) or _first(implications(text))


def _first(found: Sequence[Judgement]) -> Decision | None:
    return (found[0].stance, found[0]) if found else None


def _from_verdicts(
    text: str, verdicts: Sequence[Judgement], directives: Sequence[Judgement]
) -> Decision | None:
    concluding = [one for one in verdicts if one.concludes]
    standing = [one for one in concluding or verdicts if not one.conceded]
    if not standing:
        return _from_conceded(verdicts, [*directives, *implications(text)])
    first, last = standing[0], standing[-1]
    if first.stance is Stance.REJECT:
        return first.stance, first
    if last.stance is not first.stance:
        return Stance.HEDGE, last
    return _unless_turned(first, directives)


def _from_conceded(verdicts: Sequence[Judgement], lesser: Sequence[Judgement]) -> Decision:
    """Concessions alone: what is said against them decides, and where nothing is, they were meant."""
    last = verdicts[-1]
    against = [one for one in lesser if one.stance is not last.stance and not one.conceded]
    return (against[0].stance, against[0]) if against else (last.stance, last)


def _unless_turned(approval: Judgement, directives: Sequence[Judgement]) -> Decision:
    """An approval from which the same text turns away to forbid something is a hedge."""
    for one in directives:
        if one.turns and one.stance is Stance.REJECT:
            return Stance.HEDGE, one
    return approval.stance, approval


def _from_directives(directives: Sequence[Judgement], hedges: Sequence[Judgement]) -> Decision | None:
    standing = [one for one in directives if not one.conceded] or list(directives)
    if not standing:
        return None
    stances = {one.stance for one in standing}
    if stances == {Stance.REJECT}:
        return standing[0].stance, standing[0]
    if hedges:
        return Stance.HEDGE, hedges[0]
    deciding = next((one for one in reversed(standing) if one.turns), standing[0])
    return deciding.stance, deciding
