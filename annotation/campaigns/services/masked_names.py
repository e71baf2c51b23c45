"""The lead's own names to hide. They may change while clinicians work: the next page obeys."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from annotation.accounts.models import User
from annotation.campaigns.models import Campaign
from annotation.campaigns.services.campaigns import record_event

SHORTEST, LONGEST, MOST = 2, 80, 200


@transaction.atomic
def add_masked_names(*, campaign: Campaign, names: Iterable[str], actor: User | None) -> Campaign:
    """Hide ``names`` from now on; one that is hidden already is no event."""
    held = _held(campaign)
    added = sorted({name.strip() for name in names} - {"", *held.masked_names})
    for name in added:
        _check(name)
    if len(held.masked_names) + len(added) > MOST:
        raise ValidationError(_("A campaign can hide %(n)s names at most.") % {"n": MOST})
    return _kept(held, {*held.masked_names, *added}, actor, "name_hidden", added)


@transaction.atomic
def remove_masked_name(*, campaign: Campaign, name: str, actor: User | None) -> Campaign:
    """Show ``name`` again, where no other rule hides it."""
    held = _held(campaign)
    removed = [name] if name in held.masked_names else []
    return _kept(held, {*held.masked_names} - {name}, actor, "name_shown", removed)


def _held(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_for_update().get(pk=campaign.pk)


def _kept(held: Campaign, names: set[str], actor: User | None, action: str, changed: list[str]) -> Campaign:
    if changed:
        held.masked_names = sorted(names)
        held.save(update_fields=["masked_names"])
    for name in changed:
        record_event(campaign=held, actor=actor, action=action, name=name)
    return held


def _check(name: str) -> None:
    if not SHORTEST <= len(name) <= LONGEST:
        raise ValidationError(
            _("A name to hide has %(least)s to %(most)s characters: “%(name)s” has not.")
            % {"least": SHORTEST, "most": LONGEST, "name": name[:LONGEST]}
        )
    if not any(sign.isalnum() for sign in name):
        raise ValidationError(_("“%(name)s” has no letter and is no name.") % {"name": name})
