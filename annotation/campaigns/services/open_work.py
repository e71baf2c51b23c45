"""What may be written to: an assignment of an active rater in an open campaign, locked until the end.

Every write of a rater goes through :func:`lock_open_assignment` first, so two requests about one
assignment take turns: PostgreSQL by the row lock, SQLite because its transactions begin IMMEDIATE.
"""

from annotation.campaigns.guesses import has_guessed
from annotation.campaigns.judgements import JudgementRules, Scale
from annotation.campaigns.models import Assignment, Campaign, Draft, Rater


class Refusal(Exception):  # noqa: N818  not an error: an answer
    """A rater's request that cannot be carried out as things stand. Nothing was changed."""

    code = "refused"


class WorkNotOpen(Refusal):
    """The campaign is not open, or the rater has left it."""

    code = "not_open"


class HasGuessed(Refusal):
    """She has been shown the models that wrote what she judged: her ratings stand as they are."""

    code = "has_guessed"


class NotWaiting(Refusal):
    """The assignment was submitted or skipped, perhaps in another window."""

    code = "not_waiting"

    def __init__(self, assignment: Assignment) -> None:
        super().__init__(assignment.state)
        self.assignment = assignment


class StaleDraft(Refusal):
    """Somebody saved this draft since the client last saw it."""

    code = "conflict"

    def __init__(self, draft: Draft) -> None:
        super().__init__(f"version {draft.version}")
        self.draft = draft


def lock_assignment(assignment: Assignment) -> Assignment:
    """The assignment as it is now, locked. Raises ``DoesNotExist`` when it was dealt to another rater."""
    held = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("rater__campaign")
        .get(pk=assignment.pk, rater_id=assignment.rater_id)
    )
    # What a request has read of the rubric before it holds still: a rubric in use does not change.
    held.rater.campaign.rubric = assignment.rater.campaign.rubric
    return held


def lock_open_assignment(assignment: Assignment) -> Assignment:
    held = lock_assignment(assignment)
    check_work_is_open(held.rater)
    return held


def check_work_is_open(rater: Rater) -> None:
    """Raise unless this rater may write: who has seen the models' names cannot judge any more."""
    campaign = rater.campaign
    is_open = campaign.state == Campaign.State.OPEN and campaign.unblinded_at is None
    if not is_open or rater.state != Rater.State.ACTIVE:
        raise WorkNotOpen(campaign.state)
    if has_guessed(rater):
        raise HasGuessed


def judgement_rules(campaign: Campaign) -> JudgementRules:
    """What the campaign's rubric accepts."""
    rubric = campaign.rubric
    dimensions = rubric.ordered_dimensions
    return JudgementRules(
        scale=Scale(rubric.scale_min, rubric.scale_max),
        dimensions=tuple(dimension.code for dimension in dimensions),
        na_allowed=frozenset(dimension.code for dimension in dimensions if dimension.allow_na),
        evidence_up_to={
            dimension.code: dimension.evidence_up_to
            for dimension in dimensions
            if dimension.evidence_up_to is not None
        },
    )
