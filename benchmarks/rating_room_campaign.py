"""Inside a site: opens the campaign that is rated (``open``), and lets clinicians in (``log-in``)."""

import json
import os
import sys
from typing import Any

import django

NAME = "Rating room"


def open_room(k: int, clinicians: int, **rest: Any) -> None:
    from annotation.accounts.services.people import create_person
    from annotation.campaigns.services.campaigns import create_campaign, open_campaign, open_scenarios
    from annotation.campaigns.services.rubrics import create_rubric
    from annotation.models import Benchmark, LanguageModel, Role
    from climed_eval.demo.content import fixture

    benchmark = Benchmark.objects.get(name=NAME)
    people = [
        create_person(username=f"clinician-{number:03}", role=Role.RATER, password=None)
        for number in range(1, clinicians + 1)
    ]
    campaign = create_campaign(
        actor=None,
        name=NAME,
        benchmark=benchmark,
        rubric=create_rubric(content=fixture("rubric.json")),
        scenarios=list(open_scenarios(benchmark)),
        language_models=list(LanguageModel.objects.all()),
        raters_per_unit=k,
        raters=people,
        guided_start=False,
    )
    open_campaign(campaign=campaign, actor=None)


def let_in(clinicians: int) -> None:
    from django.test import Client

    from annotation.models import Assignment, Campaign, User

    campaign = Campaign.objects.get(name=NAME)
    logins = []
    for user in User.objects.filter(raters__campaign=campaign).order_by("pk")[:clinicians]:
        client = Client()
        client.force_login(user)
        logins.append({"account": user.pk, "session": client.session.session_key})
    n = Assignment.objects.filter(unit__campaign=campaign).count()
    print(json.dumps({"logins": logins, "assignments": n}))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "climed_eval.settings")
    django.setup()
    act, asked = sys.argv[1:]
    if act == "open":
        open_room(**json.loads(asked))
    else:
        let_in(int(asked))


if __name__ == "__main__":
    main()
