"""Write the publication bundle of a campaign."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotation.selectors import Campaign
from scoring.exports.bundle import as_json, write_bundle


class Command(BaseCommand):
    help = "Ratings, scores, agreement, leaderboard, codebook and manifest of a campaign in one zip."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("campaign")
        parser.add_argument("file", type=Path)
        parser.add_argument("--comments", action="store_true", help="include the raters' comments")
        parser.add_argument("--human-weight", type=float, default=0.5, metavar="W")
        parser.add_argument("--force", action="store_true", help="overwrite the file")
        parser.add_argument("--json", action="store_true", help="print the manifest")

    def handle(self, *, campaign: str, file: Path, **options: Any) -> None:
        found = Campaign.objects.filter(name=campaign).select_related("rubric", "benchmark").first()
        if found is None:
            known = ", ".join(Campaign.objects.values_list("name", flat=True)) or "none"
            raise CommandError(f"There is no campaign “{campaign}”. Campaigns: {known}.")
        if not 0 <= options["human_weight"] <= 1:
            raise CommandError("--human-weight must be between 0 and 1.")
        if file.exists() and not options["force"]:
            raise CommandError(f"{file} exists already; nothing was written. --force overwrites it.")
        if not file.parent.is_dir():
            raise CommandError(f"There is no folder {file.parent}; nothing was written.")
        draft = file.with_name(file.name + ".part")
        try:
            manifest = write_bundle(
                campaign=found,
                target=draft,
                with_comments=options["comments"],
                human_weight=options["human_weight"],
            )
            draft.replace(file)
        except OSError as error:
            raise CommandError(str(error)) from error
        finally:
            draft.unlink(missing_ok=True)
        if options["json"]:
            self.stdout.write(as_json(manifest), ending="")
        else:
            self.stdout.write(f"{file}: {len(manifest['files'])} files.")
