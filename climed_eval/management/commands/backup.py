"""Back up an embedded site into one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from climed_eval.archive import ArchiveError, write_backup


class Command(BaseCommand):
    help = "Write the database, the images and the secret key into one zip. The site may be running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            size = write_backup(file)
        except (ArchiveError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{file}: {size / 1e6:.1f} MB. It holds the secret key: keep it as safe as the site."
        )
