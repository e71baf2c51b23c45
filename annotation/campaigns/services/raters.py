"""A rater who leaves: what she has not begun is dealt to the others, what she gave stays."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from annotation.accounts.models import User
from annotation.campaigns.models import Assignment, Campaign, Draft, Rater
from annotation.campaigns.services.campaigns import record_event

OPEN_STATES = (Assignment.State.WAITING, Assignment.State.DRAFTING)


@transaction.atomic
def release_rater(*, rater: Rater, actor: User) -> tuple[int, int]:
    """Mark the rater as having left and deal her open regular work again.

    A slot changes hands; none is made, so no item can get more than its k ratings. A draft she had begun
    is kept in the audit trail, for it is hers and not the next rater's. Work for which nobody else is
    free (everyone has that output already) stays where it is.

    Returns
    -------
    (dealt, left) : counts of assignments that changed hands and that could not.
    """
    # All raters of the campaign, in one order: two who leave at once are dealt one after the other.
    everybody = Rater.objects.select_for_update().filter(campaign=rater.campaign_id).order_by("pk")
    rater = next(one for one in everybody if one.pk == rater.pk)
    if rater.state == Rater.State.LEFT:
        raise ValidationError(_("This clinician has left already."))
    if rater.campaign.state == Campaign.State.CLOSED:
        raise ValidationError(_("The campaign is closed."))
    rater.state = Rater.State.LEFT
    rater.save(update_fields=["state"])
    open_work = list(
        rater.assignments.select_for_update()
        .filter(state__in=OPEN_STATES, purpose=Assignment.Purpose.REGULAR)
        .order_by("position")
    )
    drafts = dict(
        Draft.objects.filter(assignment__in=open_work).values_list("assignment__public_id", "values")
    )
    dealt = _deal_again(rater, open_work)
    record_event(
        campaign=rater.campaign,
        actor=actor,
        action="rater_left",
        rater=rater.pseudonym,
        dealt=dealt,
        left=len(open_work) - dealt,
        drafts={str(key): values for key, values in drafts.items()},
    )
    return dealt, len(open_work) - dealt


def _deal_again(rater: Rater, work: list[Assignment]) -> int:
    free_to_judge = rater.campaign.raters.filter(state=Rater.State.ACTIVE)
    # Who has been shown the models cannot judge any more.
    guessing = Rater.objects.filter(campaign=rater.campaign_id, assignments__source_guess__isnull=False)
    others = list(free_to_judge.exclude(pk__in=guessing.values("pk")).order_by("pk"))
    load = Counter(
        Assignment.objects.filter(rater__in=others, state__in=OPEN_STATES).values_list("rater_id", flat=True)
    )
    last = {other.pk: other.assignments.aggregate(last=Max("position"))["last"] or 0 for other in others}
    busy = set(
        Assignment.objects.filter(
            unit__in=[item.unit_id for item in work], purpose=Assignment.Purpose.REGULAR
        ).values_list("unit_id", "rater_id")
    )
    dealt = 0
    for item in work:
        free = [other.pk for other in others if (item.unit_id, other.pk) not in busy]
        if not free:
            continue
        chosen = min(free, key=lambda pk: (load[pk], pk))
        load[chosen] += 1
        last[chosen] += 1
        Draft.objects.filter(assignment=item).delete()
        item.rater_id, item.position, item.state = chosen, last[chosen], Assignment.State.WAITING
        item.save(update_fields=["rater", "position", "state"])
        dealt += 1
    return dealt
