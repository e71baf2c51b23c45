from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from annotation.bank.models import Benchmark, Import
from annotation.bank.services.outputs import import_outputs
from annotation.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import model outputs from a .jsonl, .jsonl.gz, .csv or .xlsx file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--benchmark", required=True, metavar="NAME")
        parser.add_argument("--model", metavar="NAME", help="of every row, whatever the file says")
        parser.add_argument("--condition", metavar="NAME", help="of every row, likewise")

    def run_import(self, options: dict[str, Any], shared: dict[str, Any]) -> Import:
        benchmark = Benchmark.objects.filter(name=options["benchmark"]).first()
        if benchmark is None:
            raise CommandError(f"There is no benchmark {options['benchmark']!r}; import its questions first.")
        return import_outputs(
            benchmark=benchmark, model=options["model"], condition=options["condition"], **shared
        )
