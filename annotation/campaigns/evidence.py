"""Marked passages of one assignment, between a page that shows its texts masked and the rows that keep them.

Nothing here hands a page more than the page shows anyway: quotes come from the masked text, and positions
in the source, which would tell the length of a hidden name, stay on the server.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from annotation.campaigns.blinding import HIDDEN, mask
from annotation.campaigns.models import Assignment, Draft
from annotation.campaigns.passages import (
    Source,
    Stored,
    digest,
    locate,
    passage_key,
    read_passages,
    with_plain_breaks,
)
from annotation.campaigns.rater_selectors import names_to_mask

_HIDDEN_RUN = re.compile(f"{HIDDEN}+")


class MarkedTexts:
    """The texts of an assignment that can be marked, each read when it is needed."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment

    @cached_property
    def names(self) -> tuple[str, ...]:
        return names_to_mask(self.assignment.rater.campaign, self.assignment)

    @cached_property
    def output(self) -> Source:
        output = self.assignment.unit.output
        return self.masked((output.text or "") if output else "")

    @cached_property
    def case(self) -> Source:
        question = self.assignment.unit.question
        return Source(with_plain_breaks(question.input if question else ""))

    def masked(self, text: str) -> Source:
        text = with_plain_breaks(text).replace(HIDDEN, "\ufffd")
        return Source(text, tuple(run.span() for run in _HIDDEN_RUN.finditer(mask(text, self.names).text)))

    def by_part(self) -> dict[str, Source]:
        return {"output": self.output, "case": self.case}


def read_evidence(assignment: Assignment, data: Any, dimensions: tuple[str, ...]) -> list[Stored]:
    """The passages that a page sends with its judgement, as a draft keeps them."""
    passages = data.get("evidence") if isinstance(data, Mapping) else None
    if not passages:
        return []
    kept = _kept(assignment)
    return read_passages(passages, MarkedTexts(assignment).by_part(), dimensions, kept)


def shown_evidence(evidence: Iterable[Stored], texts: MarkedTexts) -> list[dict[str, Any]]:
    """Stored passages as a page gets them: where they stand in what it shows, or the quote of a lost one."""
    return [_shown(passage, texts) for passage in evidence]


def _shown(passage: Stored, texts: MarkedTexts) -> dict[str, Any]:
    part = passage["part"]
    shown = {"dimension": passage["dimension"], "part": part}
    source = texts.output if part == "output" else texts.case
    place = None if passage.get("lost") else locate(passage, source)
    if place is not None:
        return shown | {"start": place[0], "end": place[1], "text": digest(source.shown)}
    quote = texts.masked(passage["quote"]).shown if part == "output" else passage["quote"]
    return shown | {"kept": passage_key(passage), "quote": quote}


def _kept(assignment: Assignment) -> list[Stored]:
    draft = Draft.objects.filter(assignment=assignment).only("evidence").first()
    rating = assignment.current_rating
    return [*(draft.evidence if draft else []), *(rating.evidence if rating else [])]
