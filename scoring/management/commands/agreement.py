"""Inter-rater agreement of a campaign."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotation.selectors import Campaign
from scoring.services.agreement import agreement_document


class Command(BaseCommand):
    help = "Every agreement coefficient of a campaign, per dimension, with its intervals."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--campaign", required=True, metavar="NAME")
        parser.add_argument("--json", action="store_true", help="machine-readable, on stdout")

    def handle(self, *, campaign: str, **options: Any) -> None:
        found = Campaign.objects.filter(name=campaign).select_related("rubric").first()
        if found is None:
            known = ", ".join(Campaign.objects.values_list("name", flat=True)) or "none"
            raise CommandError(f"There is no campaign “{campaign}”. Campaigns: {known}.")
        document = agreement_document(campaign=found)
        if options["json"]:
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False))
        else:
            self.print_summary(document)

    def print_summary(self, document: dict[str, Any]) -> None:
        self.stdout.write(document["campaign"])
        for code, found in document["dimensions"].items():
            alpha, ac2 = found["alpha"], found["ac2"]
            self.stdout.write(
                f"  {code:<20} n={found['n_units']:<5} raters={found['n_raters']:<3} "
                f"alpha {shown(alpha['value'])} {shown_interval(alpha['these_raters'])}  "
                f"AC2 {shown(ac2['value'])}  agreement {shown(found['percent_agreement'])}  "
                f"ICC(2,1) {shown(found['icc_2_1'])}"
            )
            if "value_reason" in alpha:
                self.stdout.write(f"    {alpha['value_reason']}")


def shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def shown_interval(interval: list[float] | None) -> str:
    return "" if interval is None else f"[{interval[0]:.3f}, {interval[1]:.3f}]"
