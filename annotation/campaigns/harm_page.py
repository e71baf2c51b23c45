"""What a lead reads of one report of severe harm, as plain data under the rule of
:mod:`annotation.campaigns.rating_page`: case and output as the clinician saw them, the model unnamed.

A lead has the images from the bank, since the addresses of a rating page are the clinician's own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse

from annotation.accounts.models import User
from annotation.campaigns.evidence import MarkedTexts, shown_evidence
from annotation.campaigns.models import Assignment, Campaign, HarmLevel, HarmReport, Rater, Rating
from annotation.campaigns.rater_selectors import outputs_of_case
from annotation.campaigns.rating_page import (
    Case,
    ShownOutput,
    letter_of,
    pictures_of,
    read_case,
    read_output,
)
from annotation.campaigns.rubric_rows import DimensionRow, rubric_rows
from annotation.campaigns.selectors import given_values


@dataclass(frozen=True, slots=True)
class MarkedPassage:
    """``start`` and ``end`` count in what the page shows; both None where it is not found any more."""

    number: int
    part: str
    label: str
    quote: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class GivenLevel:
    """One dimension: the level, what it stands for, and what was marked for it."""

    name: str
    value: str
    is_na: bool
    text: str
    passages: tuple[MarkedPassage, ...]


@dataclass(frozen=True, slots=True)
class OtherRating:
    rater: Rater
    purpose: str
    values: tuple[str, ...]
    harm: str
    harm_word: str
    harm_note: str
    comment: str
    language: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Revised:
    kind: str
    harm_word: str
    at: datetime
    reason: str
    language: str
    is_reported: bool


@dataclass(frozen=True, slots=True)
class HarmPage:
    """``language``: that of the page on which the clinician wrote, empty where an import does not say.

    ``since``: what became of the report, ``stands``, ``again``, ``changed`` or ``withdrawn``.

    ``reference_use``: ``shown`` to every clinician, ``hidden`` from all, ``opened`` or ``unopened`` by her.
    """

    pk: int
    campaign: Campaign
    question_id: int | None
    question_key: str
    model_name: str
    rater: Rater
    harm_note: str
    comment: str
    language: str
    reported_at: datetime
    seen_at: datetime | None
    seen_by: User | None
    since: str
    later_report: int | None
    harm_now: str
    case: Case
    reference: str
    reference_use: str
    output: ShownOutput
    has_output: bool
    levels: tuple[GivenLevel, ...]
    others: tuple[OtherRating, ...]
    revisions: tuple[Revised, ...]


def read_harm_page(report: HarmReport) -> HarmPage:
    rating = report.rating
    assignment = rating.assignment
    unit, rater = assignment.unit, assignment.rater
    texts = MarkedTexts(assignment)
    rows = rubric_rows(rater.campaign.rubric, _answered(rating))
    now = assignment.current_rating
    return HarmPage(
        pk=report.pk,
        campaign=rater.campaign,
        question_id=unit.question_id,
        question_key=unit.question_key,
        model_name=unit.language_model.name if rater.campaign.unblinded_at else "",
        rater=rater,
        harm_note=rating.harm_note,
        comment=rating.comment,
        language=rating.language,
        reported_at=report.created_at,
        seen_at=report.seen_at,
        seen_by=report.seen_by,
        since=_since(rating, now),
        later_report=_report_of(now) if now and now != rating else None,
        harm_now=now.get_harm_display() if now else "",
        case=_case(assignment),
        reference=unit.question.reference if unit.question else "",
        reference_use=_reference_use(rating, rater.campaign),
        output=read_output(assignment, _letter(assignment), texts),
        has_output=unit.output_id is not None,
        levels=_levels(rows, rating, texts),
        others=tuple(_others(assignment, rows)),
        revisions=tuple(
            Revised(
                kind=revision.get_kind_display(),
                harm_word="" if revision.kind == Rating.Kind.WITHDRAWN else revision.get_harm_display(),
                at=revision.created_at,
                reason=revision.reason,
                language=revision.language,
                is_reported=revision.pk == rating.pk,
            )
            for revision in assignment.ratings.order_by("revision").defer("evidence")
        ),
    )


def _since(rating: Rating, now: Rating | None) -> str:
    if now is None:
        return "withdrawn"
    if now == rating:
        return "stands"
    return "again" if now.harm == HarmLevel.SEVERE else "changed"


def _report_of(rating: Rating) -> int | None:
    report = getattr(rating, "harm_report", None)
    return report.pk if report else None


def _letter(assignment: Assignment) -> str:
    of_case = [other.pk for other in outputs_of_case(assignment)]
    return letter_of(of_case.index(assignment.pk))


def _case(assignment: Assignment) -> Case:
    case = read_case(assignment)
    return replace(
        case,
        pictures=tuple(
            replace(picture, url=reverse("bank:image", args=[image.pk]))
            for picture, image in zip(case.pictures, pictures_of(assignment), strict=True)
        ),
    )


def _reference_use(rating: Rating, campaign: Campaign) -> str:
    if campaign.reference_policy == Campaign.ReferencePolicy.AFTER:
        return "opened" if rating.reference_opened_at else "unopened"
    return "shown" if campaign.reference_policy == Campaign.ReferencePolicy.SHOW else "hidden"


def _answered(rating: Rating) -> dict[str, float | str]:
    return {code: value for code, value in given_values(rating).items() if value is not None}


def _levels(rows: tuple[DimensionRow, ...], rating: Rating, texts: MarkedTexts) -> tuple[GivenLevel, ...]:
    names = {row.code: row.name for row in rows}
    marked = [*enumerate(shown_evidence(rating.evidence, texts), start=1)]
    passages = [(of["dimension"], _passage(number, of, names, texts)) for number, of in marked]
    return tuple(
        GivenLevel(
            name=row.name,
            value=row.value,
            is_na=row.is_na,
            text=next((level.text for level in (*row.levels, *row.anchors) if level.value == row.value), ""),
            passages=tuple(passage for code, passage in passages if code == row.code),
        )
        for row in rows
    )


def _passage(number: int, shown: dict[str, Any], names: dict[str, str], texts: MarkedTexts) -> MarkedPassage:
    part, code, start, end = shown["part"], shown["dimension"], shown.get("start"), shown.get("end")
    quote = shown["quote"] if start is None else texts.by_part()[part].shown[start:end]
    return MarkedPassage(
        number=number,
        part=part,
        label=f"{number} {names.get(code, code)}",
        quote=" ".join(quote.split()),
        start=start,
        end=end,
    )


def _others(assignment: Assignment, rows: tuple[DimensionRow, ...]) -> Iterator[OtherRating]:
    """Current ratings of the same output: other clinicians', and her own where she judged it twice."""
    ratings = (
        Rating.objects.filter(current_for__unit=assignment.unit_id)
        .exclude(assignment=assignment)
        .select_related("assignment__rater__user")
        .prefetch_related("values__dimension")
        .order_by("assignment__rater__label", "assignment")
    )
    for rating in ratings:
        other, given = rating.assignment, _answered(rating)
        is_regular = other.purpose == Assignment.Purpose.REGULAR
        yield OtherRating(
            rater=other.rater,
            purpose="" if is_regular else other.get_purpose_display(),
            values=tuple(_level_in_short(given.get(row.code)) for row in rows),
            harm=rating.harm,
            harm_word=rating.get_harm_display() if rating.imported_by_id is None else "",
            harm_note=rating.harm_note,
            comment=rating.comment,
            language=rating.language,
            at=rating.rated_at,
        )


def _level_in_short(value: float | str | None) -> str:
    return value if isinstance(value, str) else "" if value is None else f"{value:g}"
