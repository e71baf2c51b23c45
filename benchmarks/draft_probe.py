"""Saves a clinician's draft every 100 ms until its input is closed, then prints the seconds each took."""

import json
import os
import select
import sys
import time

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "climed_eval.settings")
    django.setup()
    from annotation.campaigns.judgements import Judged
    from annotation.campaigns.services.drafts import save_draft
    from annotation.models import Assignment, Draft

    assignment = Assignment.objects.exclude(state__in=["submitted", "skipped"]).latest("pk")
    codes = [dimension.code for dimension in assignment.rater.campaign.rubric.dimensions.all()]
    old = Draft.objects.filter(assignment=assignment).first()
    version, taken = old.version if old else 0, []
    while not select.select([sys.stdin], [], [], 0.1)[0]:
        values: dict[str, float | str] = {codes[0]: 1.0 + version % 5}
        began = time.perf_counter()
        draft = save_draft(assignment=assignment, judged=Judged(values=values), version=version)
        taken.append(time.perf_counter() - began)
        version = draft.version
    print(json.dumps(taken))


if __name__ == "__main__":
    main()
