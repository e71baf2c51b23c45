"""Leaving an item out, with a reason, and taking it up again."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from annotation.campaigns.models import Assignment, Draft
from annotation.campaigns.services.open_work import NotWaiting, Refusal, lock_open_assignment
from annotation.campaigns.workflow import ASSIGNMENT_TRANSITIONS, check_transition


class SkipReason(models.TextChoices):
    OUTSIDE_MY_FIELD = "outside_my_field", _("Outside my field")
    CANNOT_JUDGE = "cannot_judge", _("I cannot judge this")
    CASE_UNREADABLE = "case_unreadable", _("The case cannot be read")
    OTHER = "other", _("Another reason")


class NoSuchReason(Refusal):
    code = "no_such_reason"


@transaction.atomic
def skip_assignment(*, assignment: Assignment, reason: str, note: str = "") -> Assignment:
    """Leave the item out; its draft is kept. Skipping twice is skipping once."""
    if reason not in SkipReason.values:
        raise NoSuchReason(reason)
    held = lock_open_assignment(assignment)
    if held.state == Assignment.State.SUBMITTED:
        raise NotWaiting(held)
    if held.state != Assignment.State.SKIPPED:
        check_transition(ASSIGNMENT_TRANSITIONS, held.state, Assignment.State.SKIPPED)
        held.state, held.skip_reason, held.skip_note = Assignment.State.SKIPPED, reason, note.strip()
        held.save(update_fields=["state", "skip_reason", "skip_note"])
    return held


@transaction.atomic
def take_up_again(*, assignment: Assignment) -> Assignment:
    """Put a skipped item back to work, with whatever had been drafted."""
    held = lock_open_assignment(assignment)
    if held.state != Assignment.State.SKIPPED:
        return held
    has_draft = Draft.objects.filter(assignment=held).exists()
    wanted = Assignment.State.DRAFTING if has_draft else Assignment.State.WAITING
    check_transition(ASSIGNMENT_TRANSITIONS, held.state, wanted)
    held.state, held.skip_reason, held.skip_note = wanted, "", ""
    held.save(update_fields=["state", "skip_reason", "skip_note"])
    return held
