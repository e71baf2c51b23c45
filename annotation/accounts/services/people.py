"""Making accounts. A role decides everything; only administrators reach Django's administration pages."""

import secrets

from django.db import transaction

from annotation.accounts.models import Role, User

# Easily read aloud and typed on a ward's keyboard: no 0/O, no 1/l/I.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def random_password() -> str:
    return "".join(secrets.choice(READABLE) for _ in range(12))


@transaction.atomic
def create_person(*, username: str, role: str, password: str | None, first_name: str = "") -> User:
    """Without a password nobody can log in until an invitation is taken up."""
    is_admin = role == Role.ADMIN
    return User.objects.create_user(
        username,
        password=password,
        role=role,
        first_name=first_name,
        is_staff=is_admin,
        is_superuser=is_admin,
    )
