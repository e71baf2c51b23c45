from argparse import ArgumentParser
from typing import Any

from annotation.bank.models import Import
from annotation.bank.services.boards import import_board
from annotation.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import a published leaderboard: a wide table with the columns model, group and scenario codes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--name", required=True, help="of the board")
        parser.add_argument("--source", default="", help="where it was published")

    def run_import(self, options: dict[str, Any], shared: dict[str, Any]) -> Import:
        return import_board(name=options["name"], source=options["source"], **shared)
