"""A model's output as a file gives it. ``text`` may be empty or null; it may not be left out."""

from dataclasses import dataclass, field
from typing import Any

from annotation.bank.intake.fields import Fields
from annotation.bank.intake.problems import Checked, Row

DEFAULT_CONDITION = "vanilla"


@dataclass(frozen=True, slots=True)
class OutputRecord:
    question_id: str
    model: str
    condition: str
    text: str | None
    meta: dict[str, Any] = field(default_factory=dict)


def check_output(row: Row, model: str = "", condition: str = "") -> Checked[OutputRecord]:
    """``model`` and ``condition``, where given, hold for every row whatever it says itself."""
    if row.fields is None:
        return Checked(row, None, (row.problem,) if row.problem else ())
    fields = Fields(row.line, row.fields)
    record = OutputRecord(
        question_id=fields.key("question_id", 200),
        model=_name(fields, "model", 120, model, None),
        condition=_name(fields, "condition", 60, condition, DEFAULT_CONDITION),
        text=_text(fields),
        meta=fields.meta(),
    )
    return Checked(row, None if fields.problems else record, tuple(fields.problems))


def _name(fields: Fields, name: str, limit: int, override: str, default: str | None) -> str:
    if override:
        fields.take(name)
        return override
    return fields.key(name, limit, default=default)


def _text(fields: Fields) -> str | None:
    """A missing field is a mistake in the file, not a model that said nothing."""
    if "text" not in fields.rest:
        fields.bad("text", "missing_text")
        return None
    if fields.rest["text"] is None:
        return fields.take("text")
    return fields.text("text")
