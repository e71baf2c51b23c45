"""How far a campaign has come, who did what, and where raters differ: what the lead's page shows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.utils import timezone

from annotation.campaigns.models import (
    Assignment,
    Campaign,
    Dimension,
    HarmLevel,
    HarmReport,
    Rater,
    Rating,
    RatingValue,
)
from annotation.campaigns.start import StartProgress, start_progress


@dataclass(frozen=True)
class Progress:
    planned: int
    submitted: int
    drafting: int
    skipped: int
    days_left: float | None

    @property
    def whole_days_left(self) -> int:
        return max(1, round(self.days_left or 0))

    @property
    def left(self) -> int:
        return self.planned - self.submitted - self.skipped

    @property
    def percent(self) -> float:
        return 100 * (self.submitted + self.skipped) / self.planned if self.planned else 0.0


def campaign_progress(campaign: Campaign) -> Progress:
    counts = Assignment.objects.filter(unit__campaign=campaign).aggregate(
        planned=Count("pk"),
        submitted=Count("pk", filter=Q(state=Assignment.State.SUBMITTED)),
        drafting=Count("pk", filter=Q(state=Assignment.State.DRAFTING)),
        skipped=Count("pk", filter=Q(state=Assignment.State.SKIPPED)),
    )
    left = counts["planned"] - counts["submitted"] - counts["skipped"]
    return Progress(**counts, days_left=_forecast(campaign, left))


def _forecast(campaign: Campaign, left: int) -> float | None:
    """Days to go at the pace of the last seven days; None when nothing was rated in them."""
    week_ago = timezone.now() - timedelta(days=7)
    recent = current_ratings(campaign).filter(created_at__gte=week_ago)
    span = recent.aggregate(first=Min("created_at"), n=Count("pk"))
    if not span["n"] or not left:
        return None
    days = max((timezone.now() - span["first"]).total_seconds() / 86400, 1.0)
    return left * days / span["n"]


def current_ratings(campaign: Campaign) -> QuerySet[Rating]:
    return Rating.objects.filter(current_for__isnull=False, assignment__unit__campaign=campaign)


@dataclass(frozen=True)
class RaterProgress:
    rater: Rater
    planned: int
    submitted: int
    skipped: int
    last_at: object | None
    median_seconds: float | None
    start: StartProgress

    @property
    def percent(self) -> float:
        return 100 * (self.submitted + self.skipped) / self.planned if self.planned else 0.0


def rater_progress(campaign: Campaign) -> list[RaterProgress]:
    raters = campaign.raters.annotate(
        planned=Count("assignments"),
        submitted=Count("assignments", filter=Q(assignments__state=Assignment.State.SUBMITTED)),
        skipped=Count("assignments", filter=Q(assignments__state=Assignment.State.SKIPPED)),
        last_at=Max("assignments__current_rating__rated_at"),
    ).select_related("user")
    seconds: dict[int, list[float]] = defaultdict(list)
    for rater_id, spent in (
        current_ratings(campaign)
        .filter(active_seconds__gt=0)
        .values_list("assignment__rater_id", "active_seconds")
    ):
        seconds[rater_id].append(spent)
    starts = start_progress(campaign)
    return [
        RaterProgress(
            rater=rater,
            planned=rater.planned,
            submitted=rater.submitted,
            skipped=rater.skipped,
            last_at=rater.last_at,
            median_seconds=median(seconds[rater.pk]),
            start=starts[rater.pk],
        )
        for rater in raters
    ]


def median(values: list[float]) -> float | None:
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def harm_flags(campaign: Campaign) -> QuerySet[Rating]:
    """Current ratings that report harm, severe ones first."""
    return (
        current_ratings(campaign)
        .exclude(harm=HarmLevel.NONE)
        .select_related("assignment__unit__question", "assignment__rater__user", "harm_report")
        .order_by(F("harm").desc(), "-created_at")
    )


def harm_reports() -> QuerySet[HarmReport]:
    """Reports of severe harm from every campaign: unread ones first, then the latest."""
    return HarmReport.objects.select_related(
        "seen_by",
        "rating__assignment__current_rating",
        "rating__assignment__rater__user",
        "rating__assignment__unit__campaign",
    ).order_by(F("seen_at").desc(nulls_first=True), "-created_at")


def whole_harm_reports() -> QuerySet[HarmReport]:
    """The same with all that the page of one report shows of its case."""
    return HarmReport.objects.select_related(
        "seen_by",
        "rating__assignment__current_rating__harm_report",
        "rating__assignment__rater__user",
        "rating__assignment__rater__campaign__rubric",
        "rating__assignment__unit__question",
        "rating__assignment__unit__output",
        "rating__assignment__unit__language_model",
    ).prefetch_related("rating__values__dimension", "rating__assignment__unit__question__images")


def unread_harm() -> int:
    return HarmReport.objects.filter(seen_at=None).count()


@dataclass(frozen=True)
class Disagreement:
    unit_id: int
    question_id: int | None
    question_key: str
    scenario: str
    dimension: Dimension
    lowest: float
    highest: float
    n_raters: int

    @property
    def spread(self) -> float:
        return self.highest - self.lowest


def disagreements(campaign: Campaign, *, at_least: float, limit: int = 10) -> list[Disagreement]:
    """Units whose raters differ by ``at_least`` on a dimension, widest first. Models stay unnamed."""
    rows = (
        RatingValue.objects.filter(
            rating__current_for__purpose=Assignment.Purpose.REGULAR,
            rating__assignment__unit__campaign=campaign,
            value__isnull=False,
        )
        .values(
            unit_id=F("rating__assignment__unit_id"),
            question_id=F("rating__assignment__unit__question_id"),
            question_key=F("rating__assignment__unit__question_key"),
            scenario=F("rating__assignment__unit__scenario"),
            dimension_pk=F("dimension"),
        )
        .annotate(lowest=Min("value"), highest=Max("value"), n_raters=Count("pk"))
        .annotate(spread=F("highest") - F("lowest"))
        .filter(spread__gte=at_least)
        .order_by("-spread", "unit_id", "dimension__position")[:limit]
    )
    dimensions = {dimension.pk: dimension for dimension in campaign.rubric.dimensions.all()}
    return [
        Disagreement(
            row["unit_id"],
            row["question_id"],
            row["question_key"],
            row["scenario"],
            dimensions[row["dimension_pk"]],
            row["lowest"],
            row["highest"],
            row["n_raters"],
        )
        for row in rows
    ]
