"""Start a scoring run; with ``--wait`` take part in the work until it has ended."""

import json
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from scoring.models import ScoringRun
from scoring.selectors.filters import UnknownNameError, check_filters, get_benchmark
from scoring.selectors.runs import count_scored, failed_chunks, run_progress
from scoring.services.runs import request_run
from scoring.services.work import advance_run
from scoring.tasks import invite_workers

# Between two looks at the progress; also how long to wait for chunks that other workers hold.
SLICE_SECONDS = 0.3


class Command(BaseCommand):
    help = "Scores the current outputs of a benchmark; what has been scored before is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--benchmark", required=True, metavar="NAME")
        parser.add_argument("--scenario", metavar="CODE")
        parser.add_argument("--model", metavar="NAME")
        parser.add_argument("--condition", metavar="NAME")
        parser.add_argument("--wait", action="store_true", help="work until the run has ended")
        parser.add_argument("--json", action="store_true", help="machine-readable summary on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        run = self._request(options)
        invite_workers(run.pk)
        if options["wait"]:
            work_to_the_end(run)
        summary = summarise(run, time.monotonic() - started)
        self.stdout.write(json.dumps(summary) if options["json"] else describe(run, summary))
        if options["wait"] and run.state != ScoringRun.State.FINISHED:
            raise CommandError(explain(run))

    def _request(self, options: dict[str, Any]) -> ScoringRun:
        filters = {
            "scenario": options["scenario"],
            "language_model": options["model"],
            "condition": options["condition"],
        }
        try:
            benchmark = get_benchmark(options["benchmark"])
            check_filters(benchmark, **filters)
        except UnknownNameError as error:
            raise CommandError(str(error)) from error
        return request_run(benchmark=benchmark, **filters)


def work_to_the_end(run: ScoringRun) -> None:
    """Work on the run beside any workers until it has ended or somebody has paused it."""
    with Progress(
        TextColumn("scoring"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
    ) as bar:
        task = bar.add_task("scoring", total=None)
        while run.state in (ScoringRun.State.PLANNED, ScoringRun.State.RUNNING):
            if not advance_run(run_id=run.pk, seconds=SLICE_SECONDS):
                time.sleep(SLICE_SECONDS / 3)
            run.refresh_from_db()
            progress = run_progress(run)
            bar.update(task, completed=progress.n_settled, total=progress.n_planned)


def summarise(run: ScoringRun, seconds: float) -> dict[str, Any]:
    return {
        "run": run.pk,
        "state": run.state,
        "n_outputs": run.n_outputs,
        "n_unchanged": run.n_unchanged,
        "n_scored": count_scored(run),
        "seconds": round(seconds, 3),
    }


def describe(run: ScoringRun, summary: dict[str, Any]) -> str:
    if run.state == ScoringRun.State.PLANNED:
        return f"Run {run.pk} is requested; a worker will plan and score it."
    return (
        f"Run {run.pk} is {run.state}: {summary['n_scored']} outputs scored, "
        f"{run.n_unchanged} of {run.n_outputs} unchanged, {summary['seconds']:.1f} s"
    )


def explain(run: ScoringRun) -> str:
    """Why a run that was waited for has not finished, and what to do."""
    if run.error:
        return f"Run {run.pk} could not be planned.\n{run.error}"
    failed = failed_chunks(run).first()
    if failed:
        return f"Run {run.pk} has failed chunks; the first says:\n{failed.error}\nRetry it from its page."
    return f"Run {run.pk} is {run.state}."
