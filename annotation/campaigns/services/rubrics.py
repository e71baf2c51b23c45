"""Rubrics from JSON: the bundled one, and whatever a lead uploads."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from annotation.campaigns.models import Anchor, Dimension, Rubric
from annotation.campaigns.services.rubric_content import (
    DIMENSION_DEFAULTS,
    rubric_content,
    rubric_content_of,
)
from annotation.campaigns.services.worked_cases import check_worked_cases, create_worked_cases


@transaction.atomic
def create_rubric(*, content: dict[str, Any]) -> Rubric:
    """The rubric with this content: the stored one when nothing differs, otherwise the next version.

    Raises
    ------
    ValidationError
        Naming the field that is missing or wrong.
    """
    name = require(content, "name")
    _check_shape(content)
    worked_cases = check_worked_cases(content.get("worked_cases", []))
    latest = Rubric.objects.filter(name=name).order_by("-version").first()
    if latest is not None and rubric_content(latest) == rubric_content_of(content):
        return latest
    rubric = Rubric(
        name=name,
        version=latest.version + 1 if latest else 1,
        scale_min=content.get("scale_min", 1),
        scale_max=content.get("scale_max", 5),
        level=content.get("level", "ordinal"),
        guidelines_zh=content.get("guidelines_zh", ""),
        guidelines_en=content.get("guidelines_en", ""),
    )
    rubric.full_clean()
    rubric.save()
    for position, fields in enumerate(require(content, "dimensions")):
        _create_dimension(rubric, position, fields)
    create_worked_cases(rubric=rubric, contents=worked_cases)
    return rubric


def _check_shape(content: dict[str, Any]) -> None:
    """Objects where objects belong, before anything is compared; the models judge the values."""
    for fields in _objects("dimensions", require(content, "dimensions")):
        for anchor in _objects("anchors", fields.get("anchors", [])):
            value = anchor.get("value", 0)
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise _anchor_outside(fields.get("code", ""), value)


def _objects(key: str, rows: Any) -> list[dict[str, Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValidationError(_("The field “%(key)s” must be a list of objects.") % {"key": key})
    return rows


def _create_dimension(rubric: Rubric, position: int, fields: dict[str, Any]) -> None:
    dimension = Dimension(
        rubric=rubric,
        position=position,
        code=require(fields, "code"),
        **{key: fields[key] for key in DIMENSION_DEFAULTS if key in fields},
    )
    dimension.full_clean()
    _check_evidence(rubric, dimension)
    dimension.save()
    for anchor in fields.get("anchors", []):
        _create_anchor(rubric, dimension, anchor)


def _check_evidence(rubric: Rubric, dimension: Dimension) -> None:
    level = dimension.evidence_up_to
    if level is not None and not rubric.scale_min <= level <= rubric.scale_max:
        raise ValidationError(
            _("%(dimension)s: evidence_up_to %(value)s is outside the scale.")
            % {"dimension": dimension.code, "value": f"{level:g}"}
        )


def _create_anchor(rubric: Rubric, dimension: Dimension, anchor: dict[str, Any]) -> None:
    value = require(anchor, "value")
    if not rubric.scale_min <= value <= rubric.scale_max:
        raise _anchor_outside(dimension.code, value)
    Anchor.objects.create(
        dimension=dimension,
        value=value,
        text_zh=anchor.get("text_zh", ""),
        text_en=anchor.get("text_en", ""),
    )


def _anchor_outside(code: str, value: Any) -> ValidationError:
    return ValidationError(
        _("%(dimension)s: the anchor %(value)s is outside the scale.") % {"dimension": code, "value": value}
    )


def require(content: dict[str, Any], key: str) -> Any:
    if key not in content:
        raise ValidationError(_("The rubric lacks the field “%(key)s”.") % {"key": key})
    return content[key]
