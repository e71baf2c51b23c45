from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from annotation.bank.models import Import
from annotation.bank.services.questions import import_questions
from annotation.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import benchmark questions from a .jsonl, .jsonl.gz, .csv or .xlsx file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--benchmark", required=True, metavar="NAME", help="made when it does not exist")
        parser.add_argument(
            "--images", type=Path, metavar="DIR", help="folder of the images named in the file"
        )

    def run_import(self, options: dict[str, Any], shared: dict[str, Any]) -> Import:
        return import_questions(benchmark=options["benchmark"], images=options["images"], **shared)
