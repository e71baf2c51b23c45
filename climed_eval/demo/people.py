"""Demo accounts with random passwords, written to a file that only the owner of the site can read."""

import json
from pathlib import Path

from django.conf import settings

from annotation.accounts.services.people import create_person, random_password
from annotation.models import Role, User
from climed_eval.demo.content import fixture

LEAD, ADMIN = "lead", "admin"


def logins_file() -> Path:
    return Path(settings.HOME) / "demo_logins.json"


def make_people() -> dict[str, str]:
    """User names and passwords, in the order they are printed; the same on every later run.

    An account whose password is not in the file (somebody deleted it) gets a new one.
    """
    path = logins_file()
    known: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    wanted = {LEAD: Role.LEAD, ADMIN: Role.ADMIN}
    names = {rater["username"]: rater["name_zh"] for rater in fixture("campaign.json")["raters"]}
    wanted |= dict.fromkeys(names, Role.RATER)
    logins = {username: known.get(username) or random_password() for username in wanted}
    for username, role in wanted.items():
        user = User.objects.filter(username=username).first()
        if user is None:
            create_person(
                username=username, role=role, password=logins[username], first_name=names.get(username, "")
            )
        elif username not in known:
            user.set_password(logins[username])
            user.save(update_fields=["password"])
    path.touch(mode=0o600)
    path.write_text(json.dumps(logins, ensure_ascii=False, indent=1), encoding="utf-8")
    return logins


def clinicians() -> list[User]:
    order = [rater["username"] for rater in fixture("campaign.json")["raters"]]
    return sorted(User.objects.filter(username__in=order), key=lambda user: order.index(user.username))
