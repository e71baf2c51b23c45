"""Inside a site: looks for everything the server confirmed, and for ratings that should not be there.

Reads a file with the confirmed drafts and ratings, and prints what it counted; ``problems`` is empty when
every confirmed rating is there once, every confirmed draft is kept, and no item has more than k ratings.
"""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "climed_eval.settings")
django.setup()

from django.db.models import Count  # noqa: E402

from annotation.campaigns.changes import rated_values  # noqa: E402
from annotation.models import Assignment, Campaign, Draft, Rating, Unit  # noqa: E402
from benchmarks.rating_room_campaign import NAME  # noqa: E402


def check_ratings(campaign: Campaign, confirmed: list[dict[str, Any]]) -> Iterator[str]:
    """Each is there under its key, counts for its assignment, says what was sent, and is the only one."""
    stored: dict[str, list[Rating]] = defaultdict(list)
    for rating in Rating.objects.filter(assignment__unit__campaign=campaign).select_related("assignment"):
        stored[str(rating.assignment.public_id)].append(rating)
    for sent in confirmed:
        found = stored[sent["id"]]
        if [str(rating.client_key) for rating in found] != [sent["key"]]:
            yield f"{sent['id']}: {len(found)} ratings, confirmed was {sent['key']}"
        elif found[0].assignment.current_rating_id != found[0].pk:
            yield f"{sent['id']}: the confirmed rating does not count"
        elif rated_values(found[0]) != sent["values"]:
            yield f"{sent['id']}: {rated_values(found[0])} is stored, {sent['values']} was confirmed"


def check_drafts(campaign: Campaign, confirmed: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The last confirmed draft of each item stands in its row, or a later one does."""
    drafts = Draft.objects.filter(assignment__unit__campaign=campaign).select_related("assignment")
    stored = {str(draft.assignment.public_id): draft for draft in drafts}
    for public_id, sent in confirmed.items():
        draft = stored.get(public_id)
        if (
            draft is None
            or draft.version < sent["version"]
            or not sent["values"].items() <= draft.values.items()
        ):
            yield f"{public_id}: draft {sent['version']} was confirmed, stored is {draft}"


def check_items(campaign: Campaign) -> Iterator[str]:
    """No item has more than k ratings that count, no assignment more than one submission."""
    many = (
        Unit.objects.filter(campaign=campaign, assignments__purpose=Assignment.Purpose.REGULAR)
        .annotate(n=Count("assignments__ratings", distinct=True))
        .filter(n__gt=campaign.raters_per_unit)
    )
    yield from (f"item {unit.pk} has {unit.n} ratings" for unit in many)
    twice = (
        Rating.objects.filter(assignment__unit__campaign=campaign)
        .values("assignment")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    )
    yield from (f"assignment {row['assignment']} has {row['n']} ratings" for row in twice)


def main() -> None:
    confirmed = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    campaign = Campaign.objects.get(name=NAME)
    problems = [
        *check_ratings(campaign, confirmed["ratings"]),
        *check_drafts(campaign, confirmed["drafts"]),
        *check_items(campaign),
    ]
    n = Rating.objects.filter(assignment__unit__campaign=campaign).count()
    print(json.dumps({"ratings": n, "problems": problems}))


if __name__ == "__main__":
    main()
