"""Ratings are append-only: submitting, revising and withdrawing each write one more revision."""

import uuid

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from annotation.accounts.models import User
from annotation.campaigns.changes import COPIED, draft_from_rating, put_back, rated_values
from annotation.campaigns.judgements import NOT_APPLICABLE, Judged
from annotation.campaigns.models import Assignment, Draft, Rating, RatingValue
from annotation.campaigns.passages import dimensions_with_passage
from annotation.campaigns.services.drafts import content_of, know_reference, write_draft
from annotation.campaigns.services.harm import report_severe_harm
from annotation.campaigns.services.open_work import (
    NotWaiting,
    Refusal,
    StaleDraft,
    check_work_is_open,
    judgement_rules,
    lock_assignment,
    lock_open_assignment,
)
from annotation.campaigns.workflow import ASSIGNMENT_TRANSITIONS, check_transition


class IncompleteJudgement(Refusal):
    """A dimension has neither a value nor "not applicable"."""

    code = "incomplete"

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class EvidenceMissing(Refusal):
    """The rubric wants a marked passage for a level as low as this one."""

    code = "evidence_missing"

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class HarmNoteMissing(Refusal):
    """Severe harm is reported with a sentence that says what could happen."""

    code = "harm_note_missing"


class ReasonMissing(Refusal):
    """A rating that was submitted is not changed without saying why."""

    code = "reason_missing"


class ClientKeyTaken(Refusal):
    """The client's key belongs to a rating of another assignment."""

    code = "client_key_taken"


@transaction.atomic
def submit_rating(
    *,
    assignment: Assignment,
    user: User,
    judged: Judged,
    version: int,
    client_key: uuid.UUID,
    language: str = "",
) -> Rating:
    """Save the draft and turn it into the next revision. The same ``client_key`` is the same rating."""
    held = lock_assignment(assignment)
    if done := _rating_with_key(held, client_key):
        return done
    check_work_is_open(held.rater)
    if held.state == Assignment.State.SUBMITTED and held.current_rating:
        # Two windows that say the same are one rating.
        if content_of(held.current_rating, rated_values(held.current_rating)) == judged.content:
            return held.current_rating
        raise NotWaiting(held)
    if held.state == Assignment.State.SKIPPED:
        raise NotWaiting(held)
    check_transition(ASSIGNMENT_TRANSITIONS, held.state, Assignment.State.SUBMITTED)
    _check_complete(held, judged)
    draft = write_draft(held, judged, version)
    rating = _add_revision(held, draft, user, Rating.Kind.SUBMITTED, client_key=client_key, language=language)
    return _make_current(held, rating)


@transaction.atomic
def revise_rating(
    *,
    assignment: Assignment,
    user: User,
    judged: Judged,
    reason: str,
    client_key: uuid.UUID,
    version: int | None = None,
    language: str = "",
) -> Rating:
    """Replace a submitted rating by a later judgement; the one before stays as its own revision.

    With it the change that was begun is done. ``version`` is the draft's that the judgement was made over;
    without it the latest is taken.
    """
    held = lock_assignment(assignment)
    if done := _rating_with_key(held, client_key):
        return done
    check_work_is_open(held.rater)
    if held.state != Assignment.State.SUBMITTED:
        raise NotWaiting(held)
    if not reason.strip():
        raise ReasonMissing
    _check_complete(held, judged)
    draft, reason = kept_draft(held), reason.strip()
    begin_change(held, draft, version)
    write_draft(held, judged, draft.version if version is None else version, reason=reason)
    draft.refresh_from_db()
    rating = _add_revision(
        held,
        draft,
        user,
        Rating.Kind.REVISED,
        client_key=client_key,
        language=language,
        reason=reason,
    )
    draft.change_begun_at, draft.reason = None, ""
    draft.save(update_fields=["change_begun_at", "reason"])
    return _make_current(held, rating)


@transaction.atomic
def withdraw_rating(*, assignment: Assignment, user: User) -> Draft:
    """Undo: a ``withdrawn`` revision, and the same assignment open again with what was submitted.

    A change that was begun goes with the rating it was to change: what opens again is what was judged, not
    half of something else. Withdrawing twice is withdrawing once.
    """
    held = lock_open_assignment(assignment)
    if held.state == Assignment.State.DRAFTING:
        return kept_draft(held)
    if held.state != Assignment.State.SUBMITTED:
        raise NotWaiting(held)
    check_transition(ASSIGNMENT_TRANSITIONS, held.state, Assignment.State.DRAFTING)
    draft = kept_draft(held)
    if draft.change_begun_at and held.current_rating:
        put_back(draft, held.current_rating)
        draft.version += 1
        draft.save()
    _add_revision(held, draft, user, Rating.Kind.WITHDRAWN, client_key=uuid.uuid4())
    held.state, held.current_rating = Assignment.State.DRAFTING, None
    held.save(update_fields=["state", "current_rating"])
    return draft


def _rating_with_key(held: Assignment, client_key: uuid.UUID) -> Rating | None:
    rating = Rating.objects.filter(client_key=client_key).first()
    if rating and rating.assignment_id != held.pk:
        raise ClientKeyTaken
    return rating


def _check_complete(held: Assignment, judged: Judged) -> None:
    rules = judgement_rules(held.rater.campaign)
    if missing := rules.missing(judged.values):
        raise IncompleteJudgement(missing)
    if judged.harm == "severe" and not judged.harm_note:
        raise HarmNoteMissing
    bare = rules.without_evidence(judged.values, dimensions_with_passage(judged.evidence))
    if bare and _has_text(held):
        raise EvidenceMissing(bare)


def _has_text(held: Assignment) -> bool:
    """In an empty output there is nothing to mark."""
    output = held.unit.output
    return bool(output and output.text and output.text.strip())


def kept_draft(held: Assignment) -> Draft:
    """The draft; made anew from the current rating where there is none (imported ratings)."""
    draft = Draft.objects.filter(assignment=held).first()
    if draft is None:
        draft = draft_from_rating(held)
        draft.save()
    return draft


def begin_change(held: Assignment, draft: Draft, version: int | None = None) -> None:
    """From here on the draft holds a change, made with what its rater knows by now.

    Over another version than ``version`` none is begun: another change was saved or discarded since.
    """
    if draft.change_begun_at is None:
        if version not in (None, draft.version):
            raise StaleDraft(draft)
        know_reference(held, draft)
        draft.change_begun_at = timezone.now()
        draft.save(update_fields=["change_begun_at"])


def _add_revision(held: Assignment, draft: Draft, user: User, kind: str, **details: object) -> Rating:
    last = held.ratings.aggregate(last=Max("revision"))["last"] or 0
    copied = {name: getattr(draft, name) for name in COPIED}
    rating = Rating(assignment=held, revision=last + 1, kind=kind, created_by=user, **copied, **details)
    rating.save(force_insert=True)
    if kind != Rating.Kind.WITHDRAWN:
        _add_values(held, rating, draft.values)
    return rating


def _add_values(held: Assignment, rating: Rating, values: dict[str, float | str]) -> None:
    RatingValue.objects.bulk_create(
        RatingValue(
            rating=rating,
            dimension=dimension,
            value=None if values[dimension.code] == NOT_APPLICABLE else values[dimension.code],
            not_applicable=values[dimension.code] == NOT_APPLICABLE,
        )
        for dimension in held.rater.campaign.rubric.ordered_dimensions
    )


def _make_current(held: Assignment, rating: Rating) -> Rating:
    report_severe_harm(rating)
    held.state, held.current_rating = Assignment.State.SUBMITTED, rating
    held.save(update_fields=["state", "current_rating"])
    return rating
