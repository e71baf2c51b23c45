"""A rubric as a page shows it: one row a dimension, its levels with their anchors, in the page's language."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils import translation

from annotation.campaigns.judgements import NOT_APPLICABLE, Scale
from annotation.campaigns.models import Dimension, Rubric


@dataclass(frozen=True, slots=True)
class LevelChoice:
    value: str
    key: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class DimensionRow:
    code: str
    name: str
    description: str
    allow_na: bool
    levels: tuple[LevelChoice, ...]
    value: str
    anchors: tuple[LevelChoice, ...]
    evidence_up_to: float | None = None

    @property
    def is_na(self) -> bool:
        return self.value == NOT_APPLICABLE


def rubric_rows(rubric: Rubric, values: dict[str, float | str]) -> tuple[DimensionRow, ...]:
    scale = Scale(rubric.scale_min, rubric.scale_max)
    # Read once, however many outputs a page lays side by side.
    prefetch_related_objects([rubric], "dimensions__anchors")
    return tuple(
        _dimension(dimension, scale, values.get(dimension.code)) for dimension in rubric.dimensions.all()
    )


def _dimension(dimension: Dimension, scale: Scale, chosen: float | str | None) -> DimensionRow:
    texts = {anchor.value: anchor.text for anchor in dimension.anchors.all()}
    value = chosen if isinstance(chosen, str) else "" if chosen is None else f"{chosen:g}"
    # A digit means the level it names; where levels have signs or two digits it means the level's place.
    digits_name_levels = all(0 <= level <= 9 for level in scale.levels)
    return DimensionRow(
        code=dimension.code,
        name=dimension.name,
        description=_in_page_language(dimension.description_zh, dimension.description_en),
        allow_na=dimension.allow_na,
        value=value,
        levels=tuple(
            LevelChoice(
                value=str(level),
                key=str(level) if digits_name_levels else str(place % 10) if place <= 10 else "",
                text=texts.get(level, ""),
                is_chosen=value == str(level),
            )
            for place, level in enumerate(scale.levels, start=1)
        ),
        anchors=tuple(
            LevelChoice(f"{level:g}", "", text, False) for level, text in sorted(texts.items()) if text
        ),
        evidence_up_to=dimension.evidence_up_to,
    )


def _in_page_language(zh: str, en: str) -> str:
    return (zh or en) if translation.get_language() == "zh-hans" else (en or zh)
