"""A change of a submitted rating, begun and not submitted: it lives in the draft, and the rating counts.

The assignment's one draft is kept after submitting with the rating's content. ``change_begun_at`` says that
it holds something else by now; whoever shows the item to be read takes what counts instead.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format, time_format

from annotation.campaigns.judgements import NOT_APPLICABLE
from annotation.campaigns.models import Assignment, Draft, Rater, Rating

# What a draft and a rating both hold beside their values.
COPIED = (
    "comment",
    "harm",
    "harm_note",
    "flagged",
    "evidence",
    "active_seconds",
    "reference_opened_at",
    "values_before_reference",
)


def rated_values(rating: Rating) -> dict[str, float | str]:
    """The values of a rating in the form a draft keeps them."""
    values: dict[str, float | str] = {}
    for row in rating.values.select_related("dimension"):
        if row.not_applicable:
            values[row.dimension.code] = NOT_APPLICABLE
        elif row.value is not None:
            values[row.dimension.code] = row.value
    return values


def put_back(draft: Draft, rating: Rating) -> None:
    """Give the draft the content of the rating. Nothing is saved."""
    draft.values = rated_values(rating)
    for name in COPIED:
        setattr(draft, name, getattr(rating, name))
    draft.change_begun_at, draft.reason = None, ""


def draft_from_rating(assignment: Assignment) -> Draft:
    """The draft of an item that never had one (imported ratings). Nothing is saved."""
    draft = Draft(assignment=assignment, version=1)
    if assignment.current_rating:
        put_back(draft, assignment.current_rating)
    return draft


def what_counts(assignment: Assignment, draft: Draft | None) -> Draft:
    """The judgement to be read on a page: a change that is not submitted is not what counts."""
    rating = assignment.current_rating
    if draft is None:
        return draft_from_rating(assignment) if rating else Draft(assignment=assignment)
    if draft.change_begun_at and rating:
        put_back(draft, rating)
    return draft


def can_be_undone(assignment: Assignment, since: datetime) -> bool:
    """Undo is for what was submitted in this session, or elsewhere while it went on.

    A change with its reason is changed again: to take it back would take away the rating it changed as well.
    """
    if assignment.state == Assignment.State.SKIPPED:
        return True
    rating = assignment.current_rating
    if rating is None or rating.kind != Rating.Kind.SUBMITTED:
        return False
    return rating.created_at >= since


def has_open_change(assignment: Assignment) -> bool:
    return Draft.objects.filter(assignment=assignment, change_begun_at__isnull=False).exists()


def count_open_changes(rater: Rater) -> int:
    return Draft.objects.filter(assignment__rater=rater, change_begun_at__isnull=False).count()


def begun_text(draft: Draft) -> str:
    """When the open change was begun: the time of day, with its date when that is another day; or nothing."""
    if draft.change_begun_at is None:
        return ""
    begun = timezone.localtime(draft.change_begun_at)
    if begun.date() == timezone.localdate():
        return time_format(begun, "H:i")
    return date_format(begun, "SHORT_DATETIME_FORMAT")
