"""Loads the bundled fixtures through the same doors as anybody's data. Every step is safe to repeat."""

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from annotation.campaigns.judgements import NOT_APPLICABLE, Judged
from annotation.campaigns.services.campaigns import create_campaign, open_campaign
from annotation.campaigns.services.ratings import submit_rating
from annotation.campaigns.services.rubrics import create_rubric
from annotation.models import (
    Assignment,
    Benchmark,
    Campaign,
    HarmReport,
    LanguageModel,
    Rater,
    Rating,
    User,
)
from climed_eval.demo.start import give_start

BENCHMARK = "CliMed demo"
BOARD = "CliMedBench Table 2"
BOARD_SOURCE = "Ouyang et al. 2024, CliMedBench, arXiv 2410.03502, Table 2"
# How much of her work each demo clinician has done: real numbers to look at, and work left to do.
DONE_SHARES = (0.85, 0.75, 0.7, 0.6)
DAYS_AGO = 6


def fixture(name: str) -> Any:
    return json.loads((settings.FIXTURES_ROOT / name).read_text(encoding="utf-8"))


def load_bank() -> Benchmark:
    """Questions, outputs and the published board. What is already there stays as it is."""
    if not Benchmark.objects.filter(name=BENCHMARK, questions__outputs__isnull=False).exists():
        root: Path = settings.FIXTURES_ROOT
        for path in sorted((root / "questions").glob("*.jsonl")):
            _import("import_questions", path, benchmark=BENCHMARK, images=str(root))
        for path in sorted((root / "outputs").glob("*.jsonl")):
            _import("import_outputs", path, benchmark=BENCHMARK)
        call_command(
            "import_board", root / "published_table2.csv", name=BOARD, source=BOARD_SOURCE, verbosity=0
        )
    return Benchmark.objects.get(name=BENCHMARK)


def _import(command: str, path: Path, **options: str) -> None:
    call_command(command, path, stdout=StringIO(), **options)


def load_campaign(*, benchmark: Benchmark, lead: User, clinicians: list[User]) -> Campaign:
    """The demo campaign, opened, with part of the ratings given."""
    plan = fixture("campaign.json")
    campaign = Campaign.objects.filter(name=plan["name"]).first() or create_campaign(
        actor=lead,
        name=plan["name"],
        benchmark=benchmark,
        rubric=create_rubric(content=fixture("rubric.json")),
        scenarios=plan["scenarios"],
        language_models=list(LanguageModel.objects.filter(name__in=plan["models"])),
        condition=plan["condition"],
        raters_per_unit=plan["k"],
        seed=plan["seed"],
        raters=clinicians,
    )
    if campaign.state == Campaign.State.DRAFT:
        campaign = open_campaign(campaign=campaign, actor=lead)
    give_start(campaign=campaign, plan=plan, at=timezone.now() - timedelta(days=DAYS_AGO))
    if not Rating.objects.filter(assignment__unit__campaign=campaign).exists():
        give_ratings(campaign)
    return campaign


def give_ratings(campaign: Campaign) -> None:
    """Submit the bundled judgements for the first part of each clinician's work, as she would have."""
    bundled = {(row["question_id"], row["model"], row["rater"]): row for row in fixture("ratings.json")}
    raters = campaign.raters.select_related("user").order_by("pk")
    for rater, share in zip(raters, DONE_SHARES, strict=False):
        for assignment in _first_part(rater, share):
            unit = assignment.unit
            row = bundled.get((unit.question_key, unit.language_model.name, rater.label))
            if row is not None and rater.user is not None:
                _submit(assignment, rater.user, row)
    _spread_over_last_week(campaign)
    _leave_the_last_report_unread(campaign)


def _first_part(rater: Rater, share: float) -> Iterator[Assignment]:
    work = rater.assignments.select_related("unit__language_model").order_by("position")
    yield from work[: round(share * work.count())]


def _submit(assignment: Assignment, user: User, row: dict[str, Any]) -> None:
    values = {code: NOT_APPLICABLE if value is None else value for code, value in row["values"].items()}
    harm = row.get("harm") or "none"
    comment = row.get("comment") or ""
    judged = Judged(
        values=values,
        comment=comment,
        harm=harm,
        harm_note=comment if harm != "none" else "",
        active_seconds=float(25 + (assignment.pk * 37) % 70),
    )
    submit_rating(
        assignment=assignment,
        user=user,
        judged=judged,
        version=0,
        client_key=uuid.uuid4(),
        language="zh-hans",
    )


def _spread_over_last_week(campaign: Campaign) -> None:
    """Bundled judgements were not all given this minute: the forecast needs a believable pace."""
    ratings = list(Rating.objects.filter(assignment__unit__campaign=campaign).order_by("pk"))
    start = timezone.now() - timedelta(days=DAYS_AGO)
    for number, rating in enumerate(ratings):
        rating.created_at = rating.rated_at = start + timedelta(days=DAYS_AGO) * (
            number / max(len(ratings), 1)
        )
    Rating.objects.bulk_update(ratings, ["created_at", "rated_at"], batch_size=500)


def _leave_the_last_report_unread(campaign: Campaign) -> None:
    """A lead who comes in finds one report of severe harm that nobody has read."""
    reports = list(HarmReport.objects.select_related("rating").order_by("rating__created_at"))
    for report in reports:
        report.created_at = report.rating.created_at
    for report in reports[:-1]:
        report.seen_at, report.seen_by = report.created_at + timedelta(hours=1), campaign.created_by
    HarmReport.objects.bulk_update(reports, ["created_at", "seen_at", "seen_by"])
