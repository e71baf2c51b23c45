from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from annotation.bank.models import Benchmark, Import
from annotation.campaigns.models import Level
from annotation.campaigns.services.imported_ratings import import_ratings
from annotation.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import ratings collected elsewhere: a long table of question_id, model, rater, dimension, value."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--campaign", required=True, metavar="NAME", help="made when it does not exist")
        parser.add_argument("--benchmark", metavar="NAME", help="where the rated questions are")
        parser.add_argument("--scale", nargs=2, type=float, metavar=("MIN", "MAX"), help="default: 1 5")
        parser.add_argument("--level", choices=Level.values, help="of measurement; default: ordinal")

    def run_import(self, options: dict[str, Any], shared: dict[str, Any]) -> Import:
        return import_ratings(
            campaign=options["campaign"],
            benchmark=find_benchmark(options["benchmark"]),
            scale=tuple(options["scale"]) if options["scale"] else None,
            level=options["level"],
            **shared,
        )


def find_benchmark(name: str | None) -> Benchmark | None:
    if name is None:
        return None
    benchmark = Benchmark.objects.filter(name=name).first()
    if benchmark is None:
        raise CommandError(f"There is no benchmark {name!r}.")
    return benchmark
