"""Restore an embedded site from a backup file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from climed_eval.archive import ArchiveError, restore_backup


class Command(BaseCommand):
    help = "Put a backup in place. Stop the site first; what was there is moved aside, not deleted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            aside = restore_backup(file)
        except (ArchiveError, OSError) as error:
            raise CommandError(str(error)) from error
        # A backup of an older version is brought up to this one's tables.
        call_command("migrate", verbosity=0, interactive=False)
        for path in aside:
            self.stdout.write(f"kept: {path}")
        self.stdout.write("Restored. Start the site again.")
