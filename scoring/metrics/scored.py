"""What is scored and what a score is: shared by every metric."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.metrics.extraction.statuses import Extraction, Status


@dataclass(frozen=True, slots=True)
class QuestionContent:
    """A question as the metrics see it.

    `answer` holds the right letter or letters where `reference` is prose (FIT); `planted` is the wrong
    reference answer that a FIT input contains.
    """

    scenario: str
    type: str
    options: Mapping[str, str] | None = None
    reference: str = ""
    answer: str | None = None
    planted: str | None = None
    input: str = ""
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class ScoredOutput:
    """The score of one output.

    `value` and the entries of `secondary` are times 100. `answer`, `rule` and `span` (offsets in the
    output as it was given) tell how a choice or an order was read.
    """

    value: float
    status: Status
    answer: str | None = None
    rule: str = ""
    span: tuple[int, int] | None = None
    secondary: Mapping[str, float] = field(default_factory=dict)


def from_extraction(
    found: Extraction, value: float, secondary: Mapping[str, float] | None = None
) -> ScoredOutput:
    return ScoredOutput(value, found.status, found.answer, found.rule, found.span, dict(secondary or {}))
