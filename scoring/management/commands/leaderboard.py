import io
import json
import sys
from argparse import ArgumentParser
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from annotation.selectors import Benchmark, Campaign, PublishedBoard
from scoring.presentation.cells import interval, place, rank_interval
from scoring.presentation.documents import Document
from scoring.presentation.tables import WRITERS
from scoring.selectors.boards import (
    DEFAULT_CONDITION,
    DEFAULT_SEED,
    BoardRequest,
    conditions_of,
    published_document,
    rated_campaigns,
)
from scoring.selectors.filters import UnknownNameError, check_filters, get_benchmark
from scoring.services.boards import compute_board

Named = TypeVar("Named", Campaign, PublishedBoard)
FORMATS = {"csv": "csv", "latex": "tex", "markdown": "md"}


class Command(BaseCommand):
    help = (
        "The leaderboard of a benchmark, with human scores when a campaign has rated it, or a published one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--benchmark", metavar="NAME")
        which.add_argument("--board", metavar="NAME", help="a published board")
        human = parser.add_mutually_exclusive_group()
        human.add_argument(
            "--campaign", metavar="NAME", help="default: the newest campaign with ratings on the benchmark"
        )
        human.add_argument("--no-campaign", action="store_true", help="automatic scores alone")
        parser.add_argument("--condition", metavar="NAME", help="default: vanilla, or the only one there is")
        parser.add_argument("--specialty", metavar="NAME", default="", help="questions of one specialty")
        parser.add_argument("--human-weight", type=float, default=0.5, metavar="W", help="0 to 1")
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
        form = parser.add_mutually_exclusive_group()
        for name in ("json", *FORMATS):
            form.add_argument(f"--{name}", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["board"]:
            document = published_document(_find(PublishedBoard, "published board", options["board"]))
        else:
            document = self.compute(options)
        if options["json"]:
            self.stdout.write(json.dumps(document, ensure_ascii=False))
        elif chosen := next((name for name in FORMATS if options[name]), None):
            self.stdout.write(WRITERS[FORMATS[chosen]][1](document), ending="")
        else:
            self.write_summary(document)

    def compute(self, options: dict[str, Any]) -> Document:
        request = board_request(options)
        with Console(stderr=True, quiet=not sys.stderr.isatty()).status("Computing the leaderboard"):
            return compute_board(request=request)

    def write_summary(self, document: Document) -> None:
        table = Table("Ranks", "Model", "Overall", "95 % CI", "Letters", "Missing")
        for row in document["rows"]:
            missing = ", ".join([*row["missing"], *(f"human {code}" for code in row["missing_human"])])
            numbers = (place(row["overall"], 2), interval(row["ci"], 2))
            table.add_row(rank_interval(row), row["model"], *numbers, row["letters"], missing)
        console = Console(file=io.StringIO(), width=None if self.stdout.isatty() else 120)
        with console.capture() as captured:
            console.print(document["benchmark"] or document["board"])
            console.print(table)
            if document["campaign"]:
                console.print(f"Human scores: {document['campaign']}, weight {document['human_weight']:g}.")
        self.stdout.write(captured.get(), ending="")


def board_request(options: dict[str, Any]) -> BoardRequest:
    """The request a command line stands for; whatever it names must exist."""
    if not 0 <= options["human_weight"] <= 1:
        raise CommandError(f"--human-weight must lie between 0 and 1, got {options['human_weight']:g}.")
    if options["seed"] < 0:
        raise CommandError(f"--seed must not be negative, got {options['seed']}.")
    try:
        benchmark = get_benchmark(options["benchmark"])
        check_filters(benchmark, condition=options["condition"])
    except UnknownNameError as error:
        raise CommandError(str(error)) from error
    condition = options["condition"] or next(iter(conditions_of(benchmark)), DEFAULT_CONDITION)
    campaign = _campaign(benchmark, condition, options)
    return BoardRequest(
        benchmark_id=benchmark.pk,
        campaign_id=campaign.pk if campaign else None,
        condition=condition,
        specialty=options["specialty"],
        human_weight=options["human_weight"],
        seed=options["seed"],
    )


def _campaign(benchmark: Benchmark, condition: str, options: dict[str, Any]) -> Campaign | None:
    if options["no_campaign"]:
        return None
    if options["campaign"] is None:
        return next(iter(rated_campaigns(benchmark, condition)), None)
    campaign = _find(Campaign, "campaign", options["campaign"])
    if campaign.benchmark_id != benchmark.pk:
        raise CommandError(f"The campaign {campaign.name!r} is not on the benchmark {benchmark.name!r}.")
    return campaign


def _find(model: type[Named], what: str, name: str) -> Named:
    try:
        return model._default_manager.get(name=name)
    except model.DoesNotExist:
        raise CommandError(f"There is no {what} {name!r}.") from None
