"""Start or steer a scoring run; with ``--wait`` take part in the work until it has ended."""

import json
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from annotation.selectors import current_outputs
from scoring.models import ScoringRun
from scoring.selectors.filters import UnknownNameError, check_filters, get_benchmark
from scoring.selectors.runs import count_scored, failed_chunks, run_progress
from scoring.services.runs import cancel_run, pause_run, request_run, resume_run, retry_run
from scoring.services.work import advance_run
from scoring.tasks import call_warmer, invite_workers
from scoring.workflow import RUN_TRANSITIONS, TransitionError

# Between two looks at the progress; also how long to wait for chunks that other workers hold.
SLICE_SECONDS = 0.3
ACTS = {"pause": pause_run, "resume": resume_run, "cancel": cancel_run, "retry": retry_run}
WORKED_ON = (ScoringRun.State.PLANNED, ScoringRun.State.RUNNING)
# Which acts a state's way out in the table of transitions stands for.
ACTS_FROM = {
    ("planned", "cancelled"): "cancel",
    ("running", "paused"): "pause",
    ("running", "cancelled"): "cancel",
    ("paused", "running"): "resume",
    ("paused", "cancelled"): "cancel",
    ("failed", "running"): "retry",
    ("failed", "planned"): "retry",
    ("failed", "cancelled"): "cancel",
}


class Command(BaseCommand):
    help = "Scores the current outputs of a benchmark; what has been scored before is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--benchmark", metavar="NAME", help="start a run over its current outputs")
        what.add_argument("--pause", type=int, metavar="RUN", help="let nobody take another chunk of it")
        what.add_argument("--resume", type=int, metavar="RUN", help="go on with a paused run")
        what.add_argument("--cancel", type=int, metavar="RUN", help="end it, and keep what it has scored")
        what.add_argument("--retry", type=int, metavar="RUN", help="try again what failed")
        parser.add_argument("--scenario", metavar="CODE")
        parser.add_argument("--model", metavar="NAME")
        parser.add_argument("--condition", metavar="NAME")
        parser.add_argument("--wait", action="store_true", help="work until the run has ended")
        parser.add_argument("--json", action="store_true", help="machine-readable summary on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        run = self._request(options) if options["benchmark"] is not None else steer(options)
        if run.state in WORKED_ON:
            invite_workers(run.pk)
        if options["wait"]:
            work_to_the_end(run)
            call_warmer()
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
        given = {name: value for name, value in filters.items() if value}
        if not current_outputs(benchmark, **given).exists():
            asked = f" with {', '.join(given.values())}" if given else ""
            raise CommandError(f"There is no output to score in {benchmark.name!r}{asked}.")
        return request_run(benchmark=benchmark, **filters)


def steer(options: dict[str, Any]) -> ScoringRun:
    """Do what was asked for to the run that was named.

    Raises
    ------
    CommandError
        There is no such run, its state does not allow it, or a filter was given.
    """
    act, pk = next((act, options[act]) for act in ACTS if options[act] is not None)
    refuse_what_means_nothing(act, options)
    run = ScoringRun.objects.filter(pk=pk).first()
    if run is None:
        newest = ScoringRun.objects.order_by("-pk").values_list("pk", flat=True)[:5]
        there = f"The newest are: {', '.join(map(str, newest))}." if newest else "There is none yet."
        raise CommandError(f"There is no run {pk}. {there}")
    try:
        ACTS[act](run=run)
    except TransitionError as error:
        raise CommandError(explain_refusal(act, run, error.current)) from error
    return run


def refuse_what_means_nothing(act: str, options: dict[str, Any]) -> None:
    filters = [name for name in ("scenario", "model", "condition") if options[name]]
    if filters:
        raise CommandError(f"--{filters[0]} belongs to a new run; --{act} takes a run as it was planned.")
    if options["wait"] and act in ("pause", "cancel"):
        raise CommandError(f"--wait has nothing to wait for after --{act}.")


def explain_refusal(act: str, run: ScoringRun, state: str) -> str:
    possible = sorted({ACTS_FROM[state, to] for to in RUN_TRANSITIONS[state] if (state, to) in ACTS_FROM})
    ways = f"It can be told to {' or '.join(possible)}." if possible else "Nothing changes it any more."
    return f"Run {run.pk} is {state}; it cannot {act}. {ways}"


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
        while run.state in WORKED_ON:
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
        return f"Run {run.pk} could not be planned.\n{run.error}\n{ways_out(run)}"
    failed = failed_chunks(run).first()
    if failed:
        return f"Run {run.pk} has failed chunks; the first says:\n{failed.error}\n{ways_out(run)}"
    return f"Run {run.pk} is {run.state}."


def ways_out(run: ScoringRun) -> str:
    return (
        f"Once the cause is gone: score --retry {run.pk}\n"
        f"To give it up and keep what is scored: score --cancel {run.pk}"
    )
