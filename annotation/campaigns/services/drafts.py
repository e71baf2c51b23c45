"""The draft: the one row of a judgement that changes. It is kept after submitting, for undo."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from annotation.campaigns.evidence import MarkedTexts, shown_evidence
from annotation.campaigns.judgements import Judged
from annotation.campaigns.models import Assignment, Campaign, Draft, Judgement, Rating
from annotation.campaigns.services.open_work import NotWaiting, Refusal, StaleDraft, lock_open_assignment
from annotation.campaigns.workflow import ASSIGNMENT_TRANSITIONS, check_transition

OPEN_STATES = (Assignment.State.WAITING, Assignment.State.DRAFTING)
_FINISHED = (Assignment.State.SUBMITTED, Assignment.State.SKIPPED)


class ReferenceNotOpen(Refusal):
    """The campaign hides the reference, or nothing has been judged yet."""

    code = "reference_not_open"


@transaction.atomic
def save_draft(*, assignment: Assignment, judged: Judged, version: int) -> Draft:
    """Save the judgement over ``version``.

    Saving the same content again changes nothing and succeeds, whatever the version: the client repeats
    itself when it did not hear the answer. Other content over another version is a conflict.
    """
    held = lock_open_assignment(assignment)
    if held.state in _FINISHED:
        raise NotWaiting(held)
    draft = write_draft(held, judged, version)
    if held.state == Assignment.State.WAITING:
        check_transition(ASSIGNMENT_TRANSITIONS, held.state, Assignment.State.DRAFTING)
        held.state = Assignment.State.DRAFTING
        held.save(update_fields=["state"])
    return draft


def write_draft(held: Assignment, judged: Judged, version: int, reason: str = "") -> Draft:
    """Write the draft of a locked assignment, or raise :class:`StaleDraft`. A change has a ``reason``."""
    draft = Draft.objects.filter(assignment=held).first() or Draft(assignment=held)
    if version != draft.version:
        if (content_of(draft, draft.values), draft.reason) == (judged.content, reason):
            return draft
        raise StaleDraft(draft)
    draft.values = judged.values
    draft.comment, draft.flagged = judged.comment, judged.flagged
    draft.harm, draft.harm_note = judged.harm, judged.harm_note
    draft.evidence, draft.reason = judged.evidence, reason
    # Two devices count their own time; neither may take back what the other one counted.
    draft.active_seconds = max(draft.active_seconds, judged.active_seconds)
    draft.version += 1
    draft.save()
    return draft


@transaction.atomic
def open_reference(*, assignment: Assignment) -> Draft:
    """Record that the rater looked at the reference, and freeze what was judged before.

    Opening it again changes nothing. Under ``show`` and ``hide`` there is nothing to open.
    """
    held = lock_open_assignment(assignment)
    draft = Draft.objects.filter(assignment=held).first()
    policy = held.rater.campaign.reference_policy
    if policy != Campaign.ReferencePolicy.AFTER or draft is None or not draft.values:
        raise ReferenceNotOpen(policy)
    if draft.reference_opened_at is None:
        draft.reference_opened_at = timezone.now()
        draft.values_before_reference = draft.values
        draft.save(update_fields=["reference_opened_at", "values_before_reference"])
        _open_for_the_rest_of_the_case(held)
    return draft


def _open_for_the_rest_of_the_case(held: Assignment) -> None:
    """The reference is the case's: its other outputs are judged knowing it from now on, and changed so.

    A hidden repeat stands alone.
    """
    if held.purpose == Assignment.Purpose.REPEAT:
        return
    others = Assignment.objects.filter(
        Q(state__in=OPEN_STATES) | Q(draft__change_begun_at__isnull=False),
        rater=held.rater_id,
        unit__question_key=held.unit.question_key,
    ).exclude(Q(pk=held.pk) | Q(purpose=Assignment.Purpose.REPEAT))
    for other in others.select_related("draft").order_by("pk"):
        draft = getattr(other, "draft", None) or Draft(assignment=other)
        if draft.reference_opened_at is None:
            draft.reference_opened_at, draft.values_before_reference = timezone.now(), draft.values
            draft.save()


def know_reference(held: Assignment, draft: Draft) -> None:
    """The case's reference may have been opened beside another output since this one was submitted.

    Then what was submitted is what was judged before it, and a change is made knowing it.
    """
    if draft.reference_opened_at or held.purpose == Assignment.Purpose.REPEAT:
        return
    of_case = Draft.objects.filter(
        assignment__rater=held.rater_id,
        assignment__unit__question_key=held.unit.question_key,
        reference_opened_at__isnull=False,
    ).exclude(assignment__purpose=Assignment.Purpose.REPEAT)
    opened_at = of_case.order_by("reference_opened_at").values_list("reference_opened_at", flat=True).first()
    if opened_at:
        draft.reference_opened_at, draft.values_before_reference = opened_at, draft.values
        draft.save(update_fields=["reference_opened_at", "values_before_reference"])


def shown_content_of(judgement: Draft | Rating, values: dict[str, float | str]) -> dict[str, object]:
    """A judgement as a page gets it: passages by where they stand in what that shows."""
    evidence = shown_evidence(judgement.evidence, MarkedTexts(judgement.assignment))
    return content_of(judgement, values) | {"evidence": evidence}


def content_of(judgement: Judgement, values: dict[str, float | str]) -> dict[str, object]:
    """The stored counterpart of :attr:`Judged.content`."""
    return {
        "values": values,
        "comment": judgement.comment,
        "harm": judgement.harm,
        "harm_note": judgement.harm_note,
        "flagged": judgement.flagged,
        "evidence": judgement.evidence,
    }
