"""What a rater may answer: the shape of a judgement, checked against the rubric it answers to.

Pure. A value is a number on the rubric's scale or :data:`NOT_APPLICABLE` where the dimension allows it;
an unanswered dimension is absent, never 0 and never the middle.
"""

import math
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

NOT_APPLICABLE = "na"
HARM_LEVELS = ("none", "possible", "severe")
MAX_TEXT = 10_000
# Beyond this many levels nobody picks from a row of buttons.
MAX_RADIO_LEVELS = 11
# A working day: more active time than this on one item is a clock gone wrong.
MAX_ACTIVE_SECONDS = 8 * 3600.0


class JudgementError(ValueError):
    """The judgement does not fit the rubric. ``field`` names what is wrong."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field


@dataclass(frozen=True, slots=True)
class Scale:
    """From ``minimum`` to ``maximum``; a short whole-numbered one is a row of levels."""

    minimum: float
    maximum: float

    @property
    def levels(self) -> tuple[int, ...]:
        """Every level of a short whole-numbered scale, otherwise nothing."""
        whole = float(self.minimum).is_integer() and float(self.maximum).is_integer()
        if not whole or self.maximum - self.minimum >= MAX_RADIO_LEVELS:
            return ()
        return tuple(range(int(self.minimum), int(self.maximum) + 1))

    def accepts(self, value: float) -> bool:
        if not math.isfinite(value) or not self.minimum <= value <= self.maximum:
            return False
        return not self.levels or float(value).is_integer()


@dataclass(frozen=True, slots=True)
class JudgementRules:
    scale: Scale
    dimensions: tuple[str, ...]
    na_allowed: frozenset[str] = frozenset()
    # Levels up to this one need a marked passage.
    evidence_up_to: Mapping[str, float] = field(default_factory=dict)

    def missing(self, values: Mapping[str, float | str]) -> tuple[str, ...]:
        """Dimensions without an answer, in the rubric's order."""
        return tuple(code for code in self.dimensions if code not in values)

    def without_evidence(self, values: Mapping[str, float | str], marked: Container[str]) -> tuple[str, ...]:
        """Dimensions whose level needs a passage, and which no passage is ``marked`` for."""
        return tuple(
            code
            for code, limit in self.evidence_up_to.items()
            if code not in marked and _is_up_to(values.get(code), limit)
        )


@dataclass(frozen=True, slots=True)
class Judged:
    values: dict[str, float | str] = field(default_factory=dict)
    comment: str = ""
    harm: str = "none"
    harm_note: str = ""
    flagged: bool = False
    active_seconds: float = 0.0
    # Marked passages as ``passages`` stores them.
    evidence: list[dict[str, Any]] = field(default_factory=list)

    @property
    def content(self) -> dict[str, Any]:
        """All but the clock: two judgements with the same content are the same judgement."""
        return {
            "values": self.values,
            "comment": self.comment,
            "harm": self.harm,
            "harm_note": self.harm_note,
            "flagged": self.flagged,
            "evidence": self.evidence,
        }


def read_judgement(data: Any, rules: JudgementRules) -> Judged:
    """The judgement in ``data`` (parsed JSON), or :class:`JudgementError` naming the first wrong field."""
    if not isinstance(data, Mapping):
        raise JudgementError("judgement", "must be an object")
    harm = data.get("harm", "none")
    if harm not in HARM_LEVELS:
        raise JudgementError("harm", f"must be one of {', '.join(HARM_LEVELS)}")
    return Judged(
        values=_read_values(data.get("values", {}), rules),
        comment=_read_text(data, "comment"),
        harm=harm,
        harm_note=_read_text(data, "harm_note"),
        flagged=data.get("flagged", False) is True,
        active_seconds=_read_seconds(data.get("active_seconds", 0)),
    )


def _read_values(values: Any, rules: JudgementRules) -> dict[str, float | str]:
    if not isinstance(values, Mapping):
        raise JudgementError("values", "must be an object")
    unknown = [code for code in values if code not in rules.dimensions]
    if unknown:
        raise JudgementError("values", f"no such dimension: {unknown[0]}")
    return {code: _read_value(code, values[code], rules) for code in _answered(rules.dimensions, values)}


def _is_up_to(value: float | str | None, limit: float) -> bool:
    return isinstance(value, int | float) and value <= limit


def _answered(codes: Iterable[str], values: Mapping[str, Any]) -> list[str]:
    return [code for code in codes if values.get(code) is not None]


def _read_value(code: str, value: Any, rules: JudgementRules) -> float | str:
    if value == NOT_APPLICABLE:
        if code not in rules.na_allowed:
            raise JudgementError(code, "must be rated: not applicable is not an answer here")
        return NOT_APPLICABLE
    if isinstance(value, bool) or not isinstance(value, int | float) or not rules.scale.accepts(value):
        scale = rules.scale
        raise JudgementError(code, f"{value!r} is not on the scale {scale.minimum:g} to {scale.maximum:g}")
    return float(value)


def _read_text(data: Mapping[str, Any], name: str) -> str:
    text = data.get(name, "")
    if not isinstance(text, str):
        raise JudgementError(name, "must be text")
    if len(text) > MAX_TEXT:
        raise JudgementError(name, f"must be no longer than {MAX_TEXT} characters")
    # PostgreSQL stores no NUL.
    return text.replace("\x00", "").strip()


def _read_seconds(seconds: Any) -> float:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not math.isfinite(seconds):
        raise JudgementError("active_seconds", "must be a number")
    return min(max(float(seconds), 0.0), MAX_ACTIVE_SECONDS)
