"""Ratings collected elsewhere, from a long table.

An empty value is missing and an "N/A" is missing too, counted apart; neither is ever a number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.db import transaction

from annotation.accounts.models import User
from annotation.bank.intake.problems import Checked, Problem, Row
from annotation.bank.intake.ratings import RatingRecord, check_rating
from annotation.bank.intake.staging import Staged, Staging
from annotation.bank.models import Benchmark, Import
from annotation.bank.services import runs
from annotation.bank.services.imports import import_file
from annotation.bank.services.kinds import register
from annotation.bank.services.models import open_models
from annotation.bank.services.pipeline import Kind, Progress, Verdict
from annotation.campaigns.models import Campaign, Rating, RatingValue
from annotation.campaigns.services.campaigns import record_event
from annotation.campaigns.services.imported_campaigns import (
    DEFAULT_SCALE,
    Scale,
    add_imported_raters,
    close_imported_campaign,
    existing_rubric,
    open_imported_campaign,
    remove_unused,
    settle_scale,
)
from annotation.campaigns.services.imported_rating_groups import (
    Ground,
    group_values,
    make_current,
    write_groups,
)

ValueKey = tuple[str, str, str, str, str]
Given = tuple[float | None, bool]


def import_ratings(
    *,
    path: Path,
    campaign: str,
    benchmark: Benchmark | None = None,
    scale: tuple[float, float] | None = None,
    level: str | None = None,
    strict: bool = True,
    replace: bool = False,
    bad_rows: Path | None = None,
    created_by: User | None = None,
    progress: Progress | None = None,
) -> Import:
    """Import a long table of ratings; campaign, rubric, raters and bare units are made when needed."""
    options = {
        "strict": strict,
        "replace": replace,
        "bad_rows": str(bad_rows) if bad_rows else "",
        "scale": list(scale) if scale else None,
        "level": level,
    }
    return import_file(
        kind=Import.Kind.RATINGS,
        path=path,
        benchmark=benchmark,
        target=runs.checked_name("campaign", campaign, 120),
        options=options,
        created_by=created_by,
        progress=progress,
    )


@register(Import.Kind.RATINGS)
class RatingImport(Kind[RatingRecord]):
    def __init__(self, import_row: Import) -> None:
        self.scale = Scale(*DEFAULT_SCALE)
        self.replace = bool(import_row.options.get("replace"))
        self.campaign = Campaign.objects.filter(name=import_row.target).first()
        rubric = existing_rubric(import_row.target)
        self.rubric_codes = list(rubric.dimensions.values_list("code", flat=True)) if rubric else []
        # Dictionaries keep the order of appearance, which becomes the order of the rubric.
        self.dimensions: dict[str, None] = {}
        self.models: dict[str, None] = {}
        self.raters: dict[str, None] = {}
        self.missing = self.not_applicable = 0
        self.ground: Ground | None = None

    def start(self, import_row: Import) -> None:
        self.scale = settle_scale(
            campaign_name=import_row.target,
            scale=import_row.options.get("scale"),
            level=import_row.options.get("level"),
            benchmark=import_row.benchmark,
        )

    def check(self, row: Row) -> Checked[RatingRecord]:
        checked = check_rating(row)
        if checked.record is None:
            return checked
        problem = self._rubric_problem(row.line, checked.record)
        return Checked(row, None, (problem,)) if problem else checked

    def _rubric_problem(self, line: int, record: RatingRecord) -> Problem | None:
        if self.rubric_codes and record.dimension not in self.rubric_codes:
            params = {"value": record.dimension, "known": ", ".join(self.rubric_codes)}
            return Problem(line, "unknown_dimension", "dimension", params)
        return None if record.value is None else self._scale_problem(line, record.value)

    def _scale_problem(self, line: int, value: float) -> Problem | None:
        params = {"value": f"{value:g}", "low": f"{self.scale.low:g}", "high": f"{self.scale.high:g}"}
        if not self.scale.low <= value <= self.scale.high:
            return Problem(line, "outside_scale", "value", params)
        return None if self.scale.has(value) else Problem(line, "not_a_level", "value", params)

    def key(self, record: RatingRecord) -> str:
        return "\n".join(_value_key(record))

    def name(self, record: RatingRecord) -> str:
        return " / ".join(_value_key(record))

    def judge(self, import_row: Import, rows: Sequence[Checked[RatingRecord]]) -> list[Verdict]:
        records = [row.record for row in rows if row.record is not None]
        known = self._known_values(records)
        return [self._verdict(row.row.line, record, known) for row, record in zip(rows, records, strict=True)]

    def _verdict(self, line: int, record: RatingRecord, known: dict[ValueKey, Given]) -> Verdict:
        given, old = (record.value, record.not_applicable), known.get(_value_key(record))
        if old is not None and old != given and not self.replace:
            return Verdict(problems=(Problem(line, "changed_value", "value", {"id": self.name(record)}),))
        self._count(record)
        if old == given:
            return Verdict()
        return Verdict(asdict(record), replaces=old is not None)

    def _count(self, record: RatingRecord) -> None:
        self.dimensions[record.dimension] = self.models[record.model] = self.raters[record.rater] = None
        self.not_applicable += record.not_applicable
        self.missing += record.value is None and not record.not_applicable

    def _known_values(self, records: Sequence[RatingRecord]) -> dict[ValueKey, Given]:
        if self.campaign is None:
            return {}
        rows = RatingValue.objects.filter(
            rating__current_for__isnull=False,
            rating__assignment__unit__campaign=self.campaign,
            rating__assignment__unit__question_key__in={record.question_id for record in records},
        ).values_list(
            "rating__assignment__unit__question_key",
            "rating__assignment__unit__language_model__name",
            "rating__assignment__unit__condition",
            "rating__assignment__rater__label",
            "dimension__code",
            "value",
            "not_applicable",
        )
        return {row[:5]: row[5:] for row in rows.iterator()}

    def prepare(self, import_row: Import) -> None:
        with transaction.atomic():
            campaign = open_imported_campaign(
                import_row=import_row, scale=self.scale, dimensions=list(self.dimensions)
            )
            self.ground = Ground(
                import_row=import_row,
                campaign=campaign,
                model_ids=open_models(import_row=import_row, names=self.models),
                rater_ids=add_imported_raters(campaign=campaign, labels=self.raters),
                dimension_ids=dict(campaign.rubric.dimensions.values_list("code", "pk")),
            )

    def in_order(self, staging: Staging) -> Iterator[Staged]:
        return group_values(staging.by_key())

    def write(self, import_row: Import, payloads: Sequence[dict[str, Any]]) -> None:
        assert self.ground is not None
        write_groups(self.ground, payloads)

    def publish(self, import_row: Import) -> list[dict[str, Any]]:
        counts = {"values_missing": self.missing, "values_not_applicable": self.not_applicable}
        if self.ground is not None:
            campaign = self.ground.campaign
            make_current(import_row)
            close_imported_campaign(campaign=campaign)
            counts["bare_units"] = campaign.units.filter(question__isnull=True).count()
            record_event(
                campaign=campaign,
                actor=import_row.created_by,
                action="ratings_imported",
                file=import_row.file_name,
                new=import_row.rows_new,
                replaced=import_row.rows_replaced,
            )
        return [runs.note(code, count=count) for code, count in counts.items() if count]

    def discard(self, import_row: Import) -> None:
        runs.delete_in_chunks(Rating.objects.filter(imported_by=import_row))
        remove_unused(import_row=import_row)


def _value_key(record: RatingRecord) -> ValueKey:
    return record.question_id, record.model, record.condition, record.rater, record.dimension
