"""A worked case as a page shows it: its text, and the expert's levels beside somebody's own."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from annotation.campaigns.case_text import Section, case_sections
from annotation.campaigns.judgements import NOT_APPLICABLE
from annotation.campaigns.models import Rubric, WorkedCase
from annotation.campaigns.practice import Answer, level_gap
from annotation.campaigns.rendering import render_markdown
from annotation.campaigns.rubric_rows import DimensionRow, rubric_rows


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """``value`` as on the button; ``text`` is the anchor that speaks for it."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class ComparedRow:
    code: str
    name: str
    own: ShownAnswer | None
    expert: ShownAnswer
    gap: float | None
    is_far: bool

    @property
    def is_same(self) -> bool:
        return self.own is not None and self.own.value == self.expert.value

    @property
    def gap_count(self) -> int:
        """For the plural alone."""
        return math.ceil(self.gap or 0)


@dataclass(frozen=True, slots=True)
class ShownCase:
    number: int
    language: str
    sections: tuple[Section, ...]
    output: SafeString
    rows: tuple[ComparedRow, ...]
    explanation: SafeString
    explanation_language: str

    @property
    def n_same(self) -> int:
        return sum(row.is_same for row in self.rows)


def worked_examples(rubric: Rubric) -> tuple[ShownCase, ...]:
    """The rubric's worked examples, in the page's language."""
    return shown_cases(rubric, WorkedCase.Use.EXAMPLE)


def shown_cases(rubric: Rubric, use: str) -> tuple[ShownCase, ...]:
    dimensions = rubric_rows(rubric, {})
    cases = rubric.worked_cases.filter(use=use)
    return tuple(show_case(case, dimensions, number) for number, case in enumerate(cases, start=1))


def show_case(
    case: WorkedCase,
    dimensions: Sequence[DimensionRow],
    number: int,
    own: dict[str, float | str] | None = None,
) -> ShownCase:
    return ShownCase(
        number=number,
        language=case.language,
        sections=case_sections(case.case),
        output=render_markdown(case.output),
        rows=tuple(_compared(dimension, case, own or {}) for dimension in dimensions),
        explanation=render_markdown(case.explanation),
        explanation_language=_language_of_explanation(case),
    )


def _compared(dimension: DimensionRow, case: WorkedCase, own: dict[str, float | str]) -> ComparedRow:
    chosen, expert = own.get(dimension.code), case.expert_values.get(dimension.code)
    gap = level_gap(chosen, expert)
    return ComparedRow(
        code=dimension.code,
        name=dimension.name,
        own=None if chosen is None else _shown(dimension, chosen),
        expert=_shown(dimension, expert),
        gap=gap,
        is_far=gap is not None and gap > 1 and bool(dimension.levels),
    )


def _shown(dimension: DimensionRow, value: Answer) -> ShownAnswer:
    if value is None:
        return ShownAnswer("–", "")
    if value == NOT_APPLICABLE:
        return ShownAnswer(_("n/a"), _("Does not apply to this output"))
    return ShownAnswer(f"{value:g}", _anchor_text(dimension, float(value)))


def _anchor_text(dimension: DimensionRow, value: float) -> str:
    """The level's own anchor; on a long scale the anchor at or below it."""
    if dimension.levels:
        return next((level.text for level in dimension.levels if float(level.value) == value), "")
    return next((a.text for a in reversed(dimension.anchors) if float(a.value) <= value), "")


def _language_of_explanation(case: WorkedCase) -> str:
    """The language it stands in, which is not always the page's."""
    in_chinese = translation.get_language() == "zh-hans"
    first, second = ("zh", "en") if in_chinese else ("en", "zh")
    own = case.explanation_zh if in_chinese else case.explanation_en
    return first if own else second
