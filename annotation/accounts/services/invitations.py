"""One-time links for clinicians: made by a lead, used up by whoever chooses a password there.

Reading a link changes nothing, so a scanner of mails cannot use it up. A person has one usable link at
most. Whoever reads the database or a log finds no link: only its hash is kept.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from annotation.accounts.models import Invitation, Role, User

VALID_FOR = timedelta(days=14)


@dataclass(frozen=True)
class NewInvitation:
    """An invitation together with its token, which is known only now."""

    invitation: Invitation
    token: str


def hash_of(token: str) -> str:
    """256 random bits need no salt and no slow hash."""
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def invite_person(*, user: User, actor: User) -> NewInvitation:
    """Make a link for a clinician; the ones she did not use open nothing from now on."""
    if user.role != Role.RATER or user.is_staff or user.is_superuser:
        # A link sets a password: for another role it would be a way to take over a lead's account.
        raise ValueError(f"user {user.pk} is no clinician")
    # Two leads at once must not leave two links.
    User.objects.select_for_update().get(pk=user.pk)
    now = timezone.now()
    user.invitations.filter(used_at__isnull=True, expires_at__gt=now).update(expires_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        user=user, created_by=actor, token_hash=hash_of(token), created_at=now, expires_at=now + VALID_FOR
    )
    return NewInvitation(invitation, token)


def find_invitation(token: str) -> Invitation | None:
    """The invitation that a link opens; None for used, expired, replaced and invented ones alike."""
    return Invitation.objects.usable().select_related("user").filter(token_hash=hash_of(token)).first()


@transaction.atomic
def accept_invitation(*, token: str, password: str) -> User | None:
    """Set the password and use the link up, both or neither; None when it opens nothing (any more)."""
    invitation = (
        Invitation.objects.usable()
        .select_for_update(of=("self",))
        .select_related("user")
        .filter(token_hash=hash_of(token))
        .first()
    )
    if invitation is None:
        return None
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    invitation.user.set_password(password)
    invitation.user.save(update_fields=["password"])
    return invitation.user
