"""Writing imported values: all values of one rater on one unit are one rating.

Ratings are written beside their assignments and become current in the publishing transaction, so nobody
sees half an import.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from annotation.bank.intake.staging import Staged
from annotation.bank.models import Benchmark, Import, Output, Question
from annotation.bank.scenarios import board_code
from annotation.bank.selectors import current_outputs, current_questions, has_ds_choice
from annotation.campaigns.models import Assignment, Campaign, Rating, RatingValue, Unit

UnitKey = tuple[str, str, str]


@dataclass
class Ground:
    """What every chunk needs and no chunk changes."""

    import_row: Import
    campaign: Campaign
    model_ids: dict[str, int]
    rater_ids: dict[str, int]
    dimension_ids: dict[str, int]
    has_ds_choice: bool = field(init=False)

    def __post_init__(self) -> None:
        self.has_ds_choice = bool(self.benchmark) and has_ds_choice(self.benchmark)  # type: ignore[arg-type]

    @property
    def benchmark(self) -> Benchmark | None:
        return self.campaign.benchmark


def group_values(staged: Iterator[Staged]) -> Iterator[Staged]:
    """One payload per (unit, rater) out of rows that come in the order of their keys."""
    for (unit, rater), rows in groupby(staged, key=lambda row: _unit_and_rater(row.payload or {})):
        payloads = [row.payload or {} for row in rows]
        values = {row["dimension"]: (row["value"], row["not_applicable"]) for row in payloads}
        payload = {
            "unit": unit,
            "rater": rater,
            "values": values,
            "scenario": next((row["scenario"] for row in payloads if row["scenario"]), ""),
            "comment": _joined(payloads),
            "seconds": _seconds(payloads),
            "rated_at": max(row["rated_at"] for row in payloads),
            "rows": len(payloads),
            "replaces": sum(row["replaces"] for row in payloads),
        }
        yield Staged(0, rater, payload)


def _unit_and_rater(row: dict[str, Any]) -> tuple[UnitKey, str]:
    return (row["question_id"], row["model"], row["condition"]), row["rater"]


def _joined(rows: Sequence[dict[str, Any]]) -> str:
    return "\n".join(dict.fromkeys(row["comment"] for row in rows if row["comment"]))


def _seconds(rows: Sequence[dict[str, Any]]) -> float:
    """The same number on every row is the time of the whole judgement; different ones are its parts."""
    seconds = {row["seconds"] for row in rows}
    return float(seconds.pop()) if len(seconds) == 1 else sum(row["seconds"] for row in rows)


def write_groups(ground: Ground, groups: Sequence[dict[str, Any]]) -> None:
    units = _units_for(ground, groups)
    assignments = _assignments_for(ground, groups, units)
    currents = _current_values(assignments)
    ratings, values = [], []
    for group in groups:
        assignment = assignments[units[group["unit"]], ground.rater_ids[group["rater"]]]
        old = currents.get(assignment.pk, {})
        rating = _rating(ground, group, assignment, replacing=bool(old))
        ratings.append(rating)
        for code, (value, not_applicable) in {**old, **group["values"]}.items():
            dimension = ground.dimension_ids[code]
            values.append(
                RatingValue(rating=rating, dimension_id=dimension, value=value, not_applicable=not_applicable)
            )
    Rating.objects.bulk_create(ratings)
    for row in values:
        row.rating_id = row.rating.pk
    RatingValue.objects.bulk_create(values)


def _rating(ground: Ground, group: dict[str, Any], assignment: Assignment, *, replacing: bool) -> Rating:
    current = assignment.current_rating
    reason = "replaced by import" if group["replaces"] else "completed by import"
    return Rating(
        assignment=assignment,
        revision=current.revision + 1 if current else 1,
        kind=Rating.Kind.REVISED if replacing else Rating.Kind.IMPORTED,
        reason=reason if replacing else "",
        comment=group["comment"] or (current.comment if current else ""),
        active_seconds=group["seconds"] or (current.active_seconds if current else 0),
        imported_by=ground.import_row,
        created_by=ground.import_row.created_by,
        rated_at=_rated_at(group["rated_at"]) or (current.rated_at if current else None),
    )


def _rated_at(text: str) -> datetime.datetime | None:
    if not text:
        return None
    moment = datetime.datetime.fromisoformat(text)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _units_for(ground: Ground, groups: Sequence[dict[str, Any]]) -> dict[UnitKey, int]:
    wanted = {group["unit"]: group["scenario"] for group in groups}
    known = _known_units(ground.campaign, wanted)
    new = [key for key in wanted if key not in known]
    questions, outputs = _bank_rows(ground, new)
    made = Unit.objects.bulk_create(
        _unit(ground, key, wanted[key], questions.get(key[0]), outputs.get(key)) for key in new
    )
    return known | dict(zip(new, (unit.pk for unit in made), strict=True))


def _known_units(campaign: Campaign, wanted: dict[UnitKey, str]) -> dict[UnitKey, int]:
    rows = campaign.units.filter(question_key__in={key[0] for key in wanted}).values_list(
        "question_key", "language_model__name", "condition", "pk"
    )
    return {(question, model, condition): pk for question, model, condition, pk in rows}


def _bank_rows(ground: Ground, keys: Sequence[UnitKey]) -> tuple[dict[str, Question], dict[UnitKey, Output]]:
    if ground.benchmark is None:
        return {}, {}
    names = {key[0] for key in keys}
    questions = current_questions(ground.benchmark).filter(external_id__in=names).defer("input", "prompt")
    outputs = (
        current_outputs(ground.benchmark)
        .filter(question__external_id__in=names)
        .select_related("question", "language_model")
        .only("condition", "question__external_id", "language_model__name")
    )
    return (
        {question.external_id: question for question in questions},
        {(row.question.external_id, row.language_model.name, row.condition): row for row in outputs},
    )


def _unit(
    ground: Ground, key: UnitKey, scenario: str, question: Question | None, output: Output | None
) -> Unit:
    if question is not None:
        scenario = board_code(question.scenario, question.type, has_ds_choice=ground.has_ds_choice)
    return Unit(
        campaign=ground.campaign,
        question=question,
        output=output,
        question_key=key[0],
        scenario=scenario,
        language_model_id=ground.model_ids[key[1]],
        condition=key[2],
    )


def _assignments_for(
    ground: Ground, groups: Sequence[dict[str, Any]], units: dict[UnitKey, int]
) -> dict[tuple[int, int], Assignment]:
    """One regular assignment per unit and rater; new ones take the next free slots of their unit."""
    ids = [units[group["unit"]] for group in groups]
    rows = Assignment.objects.filter(unit_id__in=ids).select_related("current_rating")
    known = {(row.unit_id, row.rater_id): row for row in rows}
    slots = dict(
        Unit.objects.filter(pk__in=ids).annotate(last=Max("assignments__slot")).values_list("pk", "last")
    )
    new = []
    for group in groups:
        pair = units[group["unit"]], ground.rater_ids[group["rater"]]
        if pair in known:
            continue
        slots[pair[0]] = (slots[pair[0]] or 0) + 1
        new.append(Assignment(unit_id=pair[0], rater_id=pair[1], slot=slots[pair[0]]))
    made = Assignment.objects.bulk_create(new)
    return known | {(row.unit_id, row.rater_id): row for row in made}


def _current_values(
    assignments: dict[tuple[int, int], Assignment],
) -> dict[int, dict[str, tuple[float | None, bool]]]:
    ratings = [row.current_rating_id for row in assignments.values() if row.current_rating_id]
    values: dict[int, dict[str, tuple[float | None, bool]]] = {}
    rows = RatingValue.objects.filter(rating_id__in=ratings).values_list(
        "rating__assignment_id", "dimension__code", "value", "not_applicable"
    )
    for assignment, code, value, not_applicable in rows:
        values.setdefault(assignment, {})[code] = (value, not_applicable)
    return values


def make_current(import_row: Import) -> None:
    """Every rating of the import becomes the one that counts, in one update."""
    own = Rating.objects.filter(imported_by=import_row, assignment=OuterRef("pk"))
    Assignment.objects.filter(ratings__imported_by=import_row).update(
        current_rating=Subquery(own.values("pk")[:1]), state=Assignment.State.SUBMITTED
    )
