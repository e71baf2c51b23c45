"""A rubric as the JSON it is imported and exported in."""

from typing import Any

from annotation.campaigns.models import Rubric

DIMENSION_DEFAULTS: dict[str, Any] = {
    "name_zh": "",
    "name_en": "",
    "description_zh": "",
    "description_en": "",
    "weight": 1,
    "allow_na": False,
    "evidence_up_to": None,
}
WORKED_CASE_DEFAULTS: dict[str, Any] = {
    "use": "practice",
    "language": "zh",
    "case": "",
    "output": "",
    "expert_values": {},
    "explanation_zh": "",
    "explanation_en": "",
}
_RUBRIC_DEFAULTS: dict[str, Any] = {
    "scale_min": 1,
    "scale_max": 5,
    "level": "ordinal",
    "guidelines_zh": "",
    "guidelines_en": "",
}
_ANCHOR_FIELDS = ("value", "text_zh", "text_en")


def rubric_content(rubric: Rubric) -> dict[str, Any]:
    """A stored rubric in the form it is imported and exported in."""
    return {
        "name": rubric.name,
        **{key: getattr(rubric, key) for key in _RUBRIC_DEFAULTS},
        "dimensions": [
            {"code": dimension.code}
            | {key: getattr(dimension, key) for key in DIMENSION_DEFAULTS}
            | {"anchors": list(dimension.anchors.values(*_ANCHOR_FIELDS))}
            for dimension in rubric.dimensions.prefetch_related("anchors")
        ],
        "worked_cases": list(rubric.worked_cases.values(*WORKED_CASE_DEFAULTS)),
    }


def rubric_content_of(content: dict[str, Any]) -> dict[str, Any]:
    """The same form with every default filled in, for comparing."""
    return {
        "name": content["name"],
        **_filled(content, _RUBRIC_DEFAULTS),
        "dimensions": [_dimension_of(fields) for fields in content.get("dimensions", [])],
        "worked_cases": [_filled(fields, WORKED_CASE_DEFAULTS) for fields in content.get("worked_cases", [])],
    }


def _dimension_of(fields: dict[str, Any]) -> dict[str, Any]:
    anchors = sorted(fields.get("anchors", []), key=lambda anchor: anchor.get("value", 0))
    return {
        "code": fields.get("code"),
        **_filled(fields, DIMENSION_DEFAULTS),
        "anchors": [{key: anchor.get(key, "") for key in _ANCHOR_FIELDS} for anchor in anchors],
    }


def _filled(fields: dict[str, Any], defaults: dict[str, Any]) -> dict[str, Any]:
    return {key: fields.get(key, default) for key, default in defaults.items()}
