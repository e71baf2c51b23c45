"""The draft of a change: saved on every click like any other, while the submitted rating goes on counting."""

from django.db import transaction

from annotation.campaigns.changes import put_back
from annotation.campaigns.judgements import Judged
from annotation.campaigns.models import Assignment, Draft
from annotation.campaigns.services.drafts import content_of, write_draft
from annotation.campaigns.services.open_work import NotWaiting, StaleDraft, lock_open_assignment
from annotation.campaigns.services.ratings import begin_change, kept_draft


@transaction.atomic
def save_change(*, assignment: Assignment, judged: Judged, reason: str, version: int) -> Draft:
    """Save what a submitted rating is to be changed to; :func:`revise_rating` makes it count.

    The rules of versions are those of :func:`save_draft`. What says nothing new begins no change.
    """
    held = lock_open_assignment(assignment)
    if held.state != Assignment.State.SUBMITTED:
        raise NotWaiting(held)
    draft, reason = kept_draft(held), reason.strip()
    if draft.change_begun_at is None:
        if (content_of(draft, draft.values), draft.reason) == (judged.content, reason):
            return draft
        begin_change(held, draft, version)
    return write_draft(held, judged, version, reason=reason)


@transaction.atomic
def discard_change(*, assignment: Assignment, version: int) -> Draft:
    """Forget the change: the draft holds the submitted rating again. Discarding twice is discarding once.

    Over another version than ``version`` nothing is discarded: somebody has gone on with the change since.
    """
    held = lock_open_assignment(assignment)
    if held.state != Assignment.State.SUBMITTED or held.current_rating is None:
        raise NotWaiting(held)
    draft = kept_draft(held)
    if draft.change_begun_at is None:
        return draft
    if draft.version != version:
        raise StaleDraft(draft)
    put_back(draft, held.current_rating)
    draft.version += 1
    draft.save()
    return draft
