"""Rubrics from JSON: the bundled one, and whatever a lead uploads."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from annotation.campaigns.models import Anchor, Dimension, Rubric


@transaction.atomic
def create_rubric(*, content: dict[str, Any]) -> Rubric:
    """The rubric with this content: the stored one when nothing differs, otherwise the next version.

    Raises
    ------
    ValidationError
        Naming the field that is missing or wrong.
    """
    name = require(content, "name")
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
    return rubric


def _create_dimension(rubric: Rubric, position: int, fields: dict[str, Any]) -> None:
    dimension = Dimension(
        rubric=rubric,
        position=position,
        code=require(fields, "code"),
        **{key: fields[key] for key in _DIMENSION_FIELDS if key in fields},
    )
    dimension.full_clean()
    dimension.save()
    for anchor in fields.get("anchors", []):
        value = require(anchor, "value")
        if not rubric.scale_min <= value <= rubric.scale_max:
            raise ValidationError(
                _("%(dimension)s: the anchor %(value)s is outside the scale.")
                % {"dimension": dimension.code, "value": value}
            )
        Anchor.objects.create(
            dimension=dimension,
            value=value,
            text_zh=anchor.get("text_zh", ""),
            text_en=anchor.get("text_en", ""),
        )


_DIMENSION_FIELDS = ("name_zh", "name_en", "description_zh", "description_en", "weight", "allow_na")
_DIMENSION_DEFAULTS: dict[str, Any] = dict.fromkeys(_DIMENSION_FIELDS[:4], "") | {
    "weight": 1,
    "allow_na": False,
}


def require(content: dict[str, Any], key: str) -> Any:
    if key not in content:
        raise ValidationError(_("The rubric lacks the field “%(key)s”.") % {"key": key})
    return content[key]


def rubric_content(rubric: Rubric) -> dict[str, Any]:
    """A stored rubric in the form it is imported and exported in."""
    return {
        "name": rubric.name,
        "scale_min": rubric.scale_min,
        "scale_max": rubric.scale_max,
        "level": rubric.level,
        "guidelines_zh": rubric.guidelines_zh,
        "guidelines_en": rubric.guidelines_en,
        "dimensions": [
            {"code": dimension.code}
            | {key: getattr(dimension, key) for key in _DIMENSION_FIELDS}
            | {"anchors": list(dimension.anchors.values("value", "text_zh", "text_en"))}
            for dimension in rubric.dimensions.prefetch_related("anchors")
        ],
    }


def rubric_content_of(content: dict[str, Any]) -> dict[str, Any]:
    """The same form with every default filled in, for comparing."""
    plain = {"scale_min": 1, "scale_max": 5, "level": "ordinal", "guidelines_zh": "", "guidelines_en": ""}
    known = {key: content.get(key, default) for key, default in plain.items()}
    return known | {
        "name": content["name"],
        "dimensions": [
            {"code": fields.get("code")}
            | {key: fields.get(key, default) for key, default in _DIMENSION_DEFAULTS.items()}
            | {
                "anchors": [
                    {key: anchor.get(key, "") for key in ("value", "text_zh", "text_en")}
                    for anchor in sorted(fields.get("anchors", []), key=lambda anchor: anchor.get("value", 0))
                ]
            }
            for fields in content.get("dimensions", [])
        ],
    }
