"""The guided start: who has it before her, and how far raters are with it.

It is due once per rater and campaign. Whoever has already worked is past it, so that nobody is led away
from a draft; a rubric without guidelines, anchors and worked cases has nothing to show.
"""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q

from annotation.accounts.models import User
from annotation.campaigns.models import (
    Anchor,
    Assignment,
    Campaign,
    PracticeAnswer,
    Rater,
    Rubric,
    WorkedCase,
)
from annotation.campaigns.practice import MeanGap, mean_gaps

_BEGUN = ~Q(state=Assignment.State.WAITING) | Q(draft__isnull=False)


def own_rater(user: User, campaign_slug: str) -> Rater:
    """The user in this campaign, or ``Rater.DoesNotExist``. A draft campaign is nobody's work yet."""
    raters = Rater.objects.select_related("campaign__rubric").exclude(campaign__state=Campaign.State.DRAFT)
    return raters.get(user=user, campaign__slug=campaign_slug)


def start_is_due(rater: Rater) -> bool:
    """Whether this rater is to be led through the start before her first item."""
    campaign = rater.campaign
    if rater.started_at or not campaign.guided_start or campaign.state != Campaign.State.OPEN:
        return False
    return rater.state == Rater.State.ACTIVE and has_content(campaign.rubric) and not has_begun(rater)


def has_begun(rater: Rater) -> bool:
    return Assignment.objects.filter(_BEGUN, rater=rater).exists()


def has_content(rubric: Rubric) -> bool:
    return bool(
        rubric.guidelines_zh
        or rubric.guidelines_en
        or rubric.worked_cases.exists()
        or Anchor.objects.filter(dimension__rubric=rubric).exists()
    )


def practice_cases(rubric: Rubric) -> list[WorkedCase]:
    return [*rubric.worked_cases.filter(use=WorkedCase.Use.PRACTICE)]


def practice_answers(rater: Rater) -> dict[int, PracticeAnswer]:
    """The rater's answers by worked case."""
    return {answer.worked_case_id: answer for answer in PracticeAnswer.objects.filter(rater=rater)}


class StartState(StrEnum):
    NONE = "none"
    NOT_STARTED = "not_started"
    PRACTISING = "practising"
    STARTED = "started"


@dataclass(frozen=True, slots=True)
class StartProgress:
    """One rater's start: ``gaps`` names the dimensions and says how far she was from the expert."""

    state: StartState
    answered: int = 0
    total: int = 0
    gaps: tuple[tuple[str, MeanGap], ...] = ()


def start_progress(campaign: Campaign) -> dict[int, StartProgress]:
    """Every rater's start, by her id. The last word on "started" is that she has work of her own."""
    dimensions = [*campaign.rubric.dimensions.all()]
    total = campaign.rubric.worked_cases.filter(use=WorkedCase.Use.PRACTICE).count()
    answers: dict[int, list[PracticeAnswer]] = defaultdict(list)
    for answer in PracticeAnswer.objects.filter(rater__campaign=campaign).select_related("worked_case"):
        answers[answer.rater_id].append(answer)
    begun = Assignment.objects.filter(_BEGUN, rater=OuterRef("pk"))
    progress = {}
    for rater in campaign.raters.annotate(begun=Exists(begun)):
        given = answers[rater.pk]
        gaps = mean_gaps(
            ((answer.values, answer.worked_case.expert_values) for answer in given),
            [dimension.code for dimension in dimensions],
        )
        progress[rater.pk] = StartProgress(
            state=_state(campaign, rater, begun=rater.begun, practised=bool(given)),
            answered=len(given),
            total=total,
            gaps=tuple((dimension.name, gaps[dimension.code]) for dimension in dimensions) if given else (),
        )
    return progress


def _state(campaign: Campaign, rater: Rater, *, begun: bool, practised: bool) -> StartState:
    if rater.started_at or begun:
        return StartState.STARTED
    if not campaign.guided_start:
        return StartState.NONE
    return StartState.PRACTISING if practised else StartState.NOT_STARTED
