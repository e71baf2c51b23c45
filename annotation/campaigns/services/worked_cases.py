"""Worked and practice cases of a rubric from JSON. An error names the case by its number, and the field."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from annotation.campaigns.judgements import NOT_APPLICABLE, Scale
from annotation.campaigns.models import Dimension, Rubric, WorkedCase
from annotation.campaigns.services.rubric_content import WORKED_CASE_DEFAULTS

_TEXTS = ("language", "case", "output", "explanation_zh", "explanation_en")
# An empty output is a model that did not answer: worth practising. An empty case teaches nothing.
_LANGUAGE_LENGTH = 16
_NEEDED = ("use", "case", "output", "expert_values")


def check_worked_cases(contents: Any) -> list[dict[str, Any]]:
    """The shape alone; whether the values fit is seen when the dimensions are known."""
    if not isinstance(contents, list):
        raise ValidationError(_("worked_cases must be a list."))
    for number, fields in enumerate(contents, start=1):
        if not isinstance(fields, dict):
            raise ValidationError(_("Worked case %(number)s must be an object.") % {"number": number})
        _check_fields(number, fields)
    return contents


def create_worked_cases(*, rubric: Rubric, contents: Sequence[dict[str, Any]]) -> list[WorkedCase]:
    """One row each, in their order. Raises ValidationError for a value that the rubric does not know."""
    dimensions = list(rubric.dimensions.all())
    scale = Scale(rubric.scale_min, rubric.scale_max)
    for number, fields in enumerate(contents, start=1):
        _check_values(number, fields["expert_values"], dimensions, scale)
    return WorkedCase.objects.bulk_create(
        WorkedCase(
            rubric=rubric,
            position=position,
            **{key: fields[key] for key in WORKED_CASE_DEFAULTS if key in fields},
        )
        for position, fields in enumerate(contents)
    )


def _check_fields(number: int, fields: dict[str, Any]) -> None:
    for key in _NEEDED:
        if key not in fields:
            raise _wrong(number, key, _("is missing"))
    if fields["use"] not in WorkedCase.Use.values:
        raise _wrong(
            number, "use", _("must be one of: %(names)s") % {"names": ", ".join(WorkedCase.Use.values)}
        )
    for key in _TEXTS:
        if not isinstance(fields.get(key, ""), str):
            raise _wrong(number, key, _("must be text"))
    if len(fields.get("language", "")) > _LANGUAGE_LENGTH:
        raise _wrong(number, "language", _("is too long"))
    if not fields["case"].strip():
        raise _wrong(number, "case", _("is empty"))
    if not isinstance(fields["expert_values"], dict):
        raise _wrong(number, "expert_values", _("must be an object"))


def _check_values(number: int, values: dict[str, Any], dimensions: Sequence[Dimension], scale: Scale) -> None:
    known = {dimension.code: dimension for dimension in dimensions}
    for code, value in values.items():
        if code not in known:
            raise _wrong(number, "expert_values", _("there is no dimension “%(code)s”") % {"code": code})
        if value == NOT_APPLICABLE and not known[code].allow_na:
            raise _wrong(number, f"expert_values.{code}", _("“not applicable” is no answer here"))
        if value != NOT_APPLICABLE and not _is_on(scale, value):
            raise _wrong(
                number,
                f"expert_values.{code}",
                _("%(value)s is not on the scale %(low)s to %(high)s")
                % {"value": value, "low": f"{scale.minimum:g}", "high": f"{scale.maximum:g}"},
            )
    for code in known.keys() - values.keys():
        raise _wrong(number, f"expert_values.{code}", _("is missing"))


def _is_on(scale: Scale, value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and scale.accepts(value)


def _wrong(number: int, field: str, reason: str) -> ValidationError:
    return ValidationError(
        _("Worked case %(number)s, %(field)s: %(reason)s.")
        % {"number": number, "field": field, "reason": reason}
    )
