"""Reading a rater's own work, and nobody else's."""

import statistics
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from annotation.accounts.models import User
from annotation.bank.models import LanguageModel
from annotation.campaigns.guesses import has_guessed, is_asked, waits_for_others
from annotation.campaigns.models import Assignment, Campaign, Rater, Rating, Unit
from annotation.campaigns.start import start_is_due

TO_DO = (Assignment.State.WAITING, Assignment.State.DRAFTING)
FINISHED = (Assignment.State.SUBMITTED, Assignment.State.SKIPPED)
# A draft campaign is nobody's work yet.
SEEN_BY_RATERS = (Campaign.State.OPEN, Campaign.State.PAUSED, Campaign.State.CLOSED)
# Fewer than this say nothing about somebody's pace; more than the last ones are another day's pace.
_PACE_NEEDS, _PACE_LOOKS_AT = 3, 50


@dataclass(frozen=True, slots=True)
class Progress:
    """``seconds_per_item`` is the median active time of the latest ratings, None before there is a pace."""

    done: int
    skipped: int
    left: int
    seconds_per_item: float | None

    @property
    def total(self) -> int:
        return self.done + self.skipped + self.left

    @property
    def seconds_left(self) -> float | None:
        return None if self.seconds_per_item is None else self.seconds_per_item * self.left


@dataclass(frozen=True, slots=True)
class CampaignWork:
    """One campaign as its rater sees it. ``next_id`` is where she goes on, after the start if that is due."""

    campaign: Campaign
    status: str
    progress: Progress
    next_id: uuid.UUID | None
    any_id: uuid.UUID | None
    start_is_due: bool
    asks_for_source: bool
    will_ask_for_source: bool

    @property
    def is_open(self) -> bool:
        return self.status == "open"


def own_assignment(user: User, public_id: uuid.UUID) -> Assignment:
    """The user's assignment, or ``Assignment.DoesNotExist``: other people's do not exist for her."""
    # In two: PostgreSQL plans a query anew each time, and nine tables take it longer than all the rest.
    read = Unit.objects.select_related("question", "output", "language_model")
    work = Assignment.objects.select_related("rater__campaign__rubric")
    return work.prefetch_related(Prefetch("unit", read)).get(public_id=public_id, rater__user=user)


def own_work(user: User, public_id: uuid.UUID) -> Assignment:
    """The same for a request that writes: with the rules of the campaign, without case and output."""
    work = Assignment.objects.select_related("rater__campaign__rubric")
    assignment = work.get(public_id=public_id, rater__user=user)
    assignment.rater.user = user
    return assignment


def next_assignment(rater: Rater, *, other_than: Assignment | None = None) -> Assignment | None:
    """What to rate next: the first in the rater's own order that waits or has a draft."""
    waiting = Assignment.objects.filter(rater=rater, state__in=TO_DO).order_by("position")
    return (waiting.exclude(pk=other_than.pk) if other_than else waiting).first()


def following_assignment(assignment: Assignment) -> Assignment | None:
    """What comes after this one, read while it is still to do: later in the order first."""
    waiting = Assignment.objects.filter(rater=assignment.rater_id, state__in=TO_DO).order_by("position")
    later = waiting.filter(position__gt=assignment.position).first()
    return later or waiting.exclude(pk=assignment.pk).first()


def outputs_of_case(assignment: Assignment) -> list[Assignment]:
    """The rater's assignments on the same case, in her order: output A, B, C.

    A hidden repeat stands alone, or the list would give it away.
    """
    # Not by a join: without statistics SQLite would begin at everything the rater has.
    unit = assignment.unit
    of_case = Unit.objects.filter(campaign=unit.campaign_id, question_key=unit.question_key)
    same_case = Assignment.objects.filter(rater_id=assignment.rater_id, unit__in=of_case)
    is_repeat = Q(purpose=Assignment.Purpose.REPEAT)
    if assignment.purpose == Assignment.Purpose.REPEAT:
        return [*same_case.filter(is_repeat).order_by("position", "pk")]
    return [*same_case.exclude(is_repeat).order_by("position", "pk")]


def pause_after(rater: Rater, since: datetime) -> int:
    """How many items of this sitting (since the log-in) call for a pause now; 0 when none do."""
    stop_after = rater.campaign.stop_after
    if not stop_after:
        return 0
    done = Rating.objects.filter(current_for__rater=rater, created_at__gte=since).count()
    return done if done and done % stop_after == 0 else 0


def last_submitted(rater: Rater, since: datetime) -> Assignment | None:
    """The rater's latest submission since ``since``, on whichever device: what undo takes back."""
    if has_guessed(rater):
        return None
    submitted = Assignment.objects.filter(
        rater=rater,
        state=Assignment.State.SUBMITTED,
        current_rating__kind=Rating.Kind.SUBMITTED,
        current_rating__created_at__gte=since,
    )
    return submitted.order_by("-current_rating__created_at").first()


def room_status(rater: Rater) -> str:
    """``open``, ``paused``, ``closed``, ``left`` or ``guessed``: whether this rater can work now."""
    campaign = rater.campaign
    if campaign.state == Campaign.State.CLOSED or campaign.unblinded_at is not None:
        return "closed"
    if rater.state != Rater.State.ACTIVE:
        return "left"
    if campaign.state != Campaign.State.OPEN:
        return "paused"
    return "guessed" if has_guessed(rater) else "open"


def progress_of(rater: Rater) -> Progress:
    work = Assignment.objects.filter(rater=rater).order_by()
    count = Counter(dict(work.values_list("state").annotate(n=Count("pk"))))
    return Progress(
        done=count[Assignment.State.SUBMITTED],
        skipped=count[Assignment.State.SKIPPED],
        left=sum(count[state] for state in TO_DO),
        seconds_per_item=_pace_of(rater),
    )


def work_of(user: User) -> list[CampaignWork]:
    """The user's campaigns: those with work to do first, then the latest."""
    raters: QuerySet[Rater] = (
        Rater.objects.filter(user=user)
        .exclude(campaign__state=Campaign.State.DRAFT)
        .select_related("campaign__rubric")
        .order_by("-campaign__opened_at", "pk")
    )
    works = [_work_in(rater) for rater in raters]
    return sorted(works, key=lambda work: not (work.is_open and work.next_id))


def names_to_mask(campaign: Campaign, assignment: Assignment) -> tuple[str, ...]:
    """What is hidden from whoever reads this output: names of models, and what the lead has added."""
    models = [*campaign.language_models.all(), assignment.unit.language_model]
    return tuple(sorted({*names_of_models(models), *campaign.masked_names}))


def names_of_models(models: Iterable[LanguageModel]) -> tuple[str, ...]:
    return tuple(sorted({name for model in models for name in (model.name, *model.aliases) if name}))


def _work_in(rater: Rater) -> CampaignWork:
    following = next_assignment(rater)
    any_one = following or Assignment.objects.filter(rater=rater).order_by("position").first()
    return CampaignWork(
        campaign=rater.campaign,
        status=room_status(rater),
        progress=progress_of(rater),
        next_id=following.public_id if following else None,
        any_id=any_one.public_id if any_one else None,
        start_is_due=start_is_due(rater),
        asks_for_source=is_asked(rater),
        will_ask_for_source=waits_for_others(rater),
    )


def _pace_of(rater: Rater) -> float | None:
    seconds = (
        Assignment.objects.filter(
            rater=rater, state=Assignment.State.SUBMITTED, current_rating__active_seconds__gt=0
        )
        .order_by("-current_rating__created_at")
        .values_list("current_rating__active_seconds", flat=True)[:_PACE_LOOKS_AT]
    )
    return statistics.median(seconds) if len(seconds) >= _PACE_NEEDS else None
