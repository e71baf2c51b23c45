"""Reading a case with all its outputs at once, for the clinician who compares them."""

from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects

from annotation.campaigns.models import Assignment, Rating, Unit
from annotation.campaigns.rater_selectors import TO_DO, last_submitted, outputs_of_case


def compared_outputs(assignment: Assignment) -> list[Assignment]:
    """The outputs of the assignment's case in the rater's order, with all that their columns show."""
    units = Unit.objects.select_related("question", "output", "language_model")
    outputs = (
        Assignment.objects.filter(pk__in=[other.pk for other in outputs_of_case(assignment)])
        .select_related("current_rating", "draft")
        .prefetch_related(Prefetch("unit", units))
        .order_by("position", "pk")
    )
    rater = assignment.rater
    prefetch_related_objects([rater.campaign], "language_models")
    for output in outputs:
        # One and the same person, so that her campaign and its rubric are read once.
        output.rater = rater
    return [*outputs]


def following_case(assignment: Assignment) -> Assignment | None:
    """The first output still to do of another case, later in the rater's order first."""
    waiting = (
        Assignment.objects.filter(rater=assignment.rater_id, state__in=TO_DO)
        .exclude(pk__in=[other.pk for other in outputs_of_case(assignment)])
        .order_by("position")
    )
    return waiting.filter(position__gt=assignment.position).first() or waiting.first()


def last_case_submitted(assignment: Assignment, since: datetime) -> list[Assignment]:
    """What the rater submitted of the case that she submitted last: undo takes it back together."""
    last = last_submitted(assignment.rater, since)
    if last is None:
        return []
    case = Assignment.objects.filter(
        pk__in=[other.pk for other in outputs_of_case(last)],
        state=Assignment.State.SUBMITTED,
        current_rating__kind=Rating.Kind.SUBMITTED,
        current_rating__created_at__gte=since,
    )
    return [*case.order_by("position")]
