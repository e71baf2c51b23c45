"""One rating as a long table gives it: one value of one dimension by one rater."""

import datetime
import math
from dataclasses import dataclass

from annotation.bank.intake.boards import COLUMNS
from annotation.bank.intake.fields import Fields
from annotation.bank.intake.outputs import DEFAULT_CONDITION
from annotation.bank.intake.problems import Checked, Row

NOT_APPLICABLE = frozenset(
    ("n/a", "na", "n.a.", "nan", "none", "null", "-", "--", "不适用", "无法评价", "无"),
)


@dataclass(frozen=True, slots=True)
class RatingRecord:
    """``value`` is None where it is missing; ``not_applicable`` tells an empty cell from an "N/A"."""

    question_id: str
    model: str
    rater: str
    dimension: str
    value: float | None
    not_applicable: bool = False
    condition: str = DEFAULT_CONDITION
    scenario: str = ""
    comment: str = ""
    seconds: float = 0
    rated_at: str = ""


def check_rating(row: Row) -> Checked[RatingRecord]:
    if row.fields is None:
        return Checked(row, None, (row.problem,) if row.problem else ())
    fields = Fields(row.line, row.fields)
    value, not_applicable = _value(fields)
    record = RatingRecord(
        question_id=fields.key("question_id", 200),
        model=fields.key("model", 120),
        rater=fields.key("rater", 150),
        dimension=fields.key("dimension", 60),
        value=value,
        not_applicable=not_applicable,
        condition=fields.key("condition", 60, default=DEFAULT_CONDITION),
        scenario=_scenario(fields),
        comment=fields.text("comment").strip(),
        seconds=_seconds(fields),
        rated_at=_rated_at(fields),
    )
    return Checked(row, None if fields.problems else record, tuple(fields.problems))


def _value(fields: Fields) -> tuple[float | None, bool]:
    if "value" not in fields.rest:
        fields.bad("value", "missing")
        return None, False
    given = fields.take("value")
    text = "" if given is None else str(given).strip()
    if not text:
        return None, False
    if text.lower() in NOT_APPLICABLE:
        return None, True
    number = _number(text)
    if isinstance(given, bool) or number is None:
        fields.bad("value", "not_a_number", value=text[:40])
        return None, False
    return number, False


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in text else None


def _scenario(fields: Fields) -> str:
    code = fields.key("scenario", 10, default="")
    if code and code not in COLUMNS:
        fields.bad("scenario", "unknown_scenario", value=code, known=" ".join(sorted(COLUMNS)))
    return code


def _seconds(fields: Fields) -> float:
    given = fields.take("seconds")
    text = "" if given is None else str(given).strip()
    if not text or text.lower() in NOT_APPLICABLE:
        return 0.0
    seconds = _number(text)
    if seconds is None or seconds < 0:
        fields.bad("seconds", "negative_seconds", value=text[:40])
        return 0.0
    return seconds


def _rated_at(fields: Fields) -> str:
    """ISO 8601; without a zone it is the site's time."""
    text = fields.text("rated_at").strip()
    if text:
        try:
            datetime.datetime.fromisoformat(text)
        except ValueError:
            fields.bad("rated_at", "not_a_date", value=text[:40])
    return text
