"""First run in one command: database, content, scores, people, and the site itself."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from annotation.models import Benchmark, User
from climed_eval.demo.content import load_bank, load_campaign
from climed_eval.demo.people import LEAD, clinicians, make_people
from climed_eval.demo.processes import (
    ChildError,
    ProcessTree,
    port_is_free,
    wait_for_site,
    web_command,
    worker_command,
)
from scoring.models import ScoringRun
from scoring.selectors.runs import run_progress
from scoring.services.runs import request_run
from scoring.tasks import invite_workers

UNFINISHED = (ScoringRun.State.PLANNED, ScoringRun.State.RUNNING)


class Command(BaseCommand):
    help = "Set up a site with demo content and serve it. Running it again keeps the data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="stop before the web server")

    def handle(self, *, port: int, no_serve: bool, **options: Any) -> None:
        if not no_serve and not port_is_free(port):
            raise CommandError(f"Port {port} is taken. Choose another one: make demo PORT=8001")
        with ProcessTree() as tree:
            try:
                logins = self.prepare(tree)
                if not no_serve:
                    self.serve(tree, port, logins)
            except KeyboardInterrupt:
                self.say("Stopping…")
            except ChildError as error:
                raise CommandError(str(error)) from error
        self.say("Stopped. Your data is kept." if not no_serve else "Ready.")

    def prepare(self, tree: ProcessTree) -> dict[str, str]:
        started = time.monotonic()
        self.say("Database and static files")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        tree.start("worker", worker_command())
        logins = make_people()
        self.say("Content")
        benchmark = load_bank()
        self.say("Automatic scores")
        self.score(benchmark, tree)
        self.say("Campaign")
        lead = User.objects.get(username=LEAD)
        load_campaign(benchmark=benchmark, lead=lead, clinicians=clinicians())
        self.say(f"Ready after {time.monotonic() - started:.0f} s")
        return logins

    def score(self, benchmark: Benchmark, tree: ProcessTree) -> None:
        """Let the worker score everything, once; this process only watches the rows."""
        if ScoringRun.objects.filter(benchmark=benchmark, state=ScoringRun.State.FINISHED).exists():
            return
        run = request_run(benchmark=benchmark)
        invite_workers(run.pk)
        with Progress(console=Console(stderr=True)) as bar:
            task = bar.add_task("", total=None)
            while run.state in UNFINISHED:
                time.sleep(0.3)
                tree.restart_the_dead()
                run.refresh_from_db()
                done = run_progress(run)
                bar.update(task, total=done.n_planned or None, completed=done.n_settled)
        if run.state != ScoringRun.State.FINISHED:
            raise CommandError(f"Scoring ended as {run.state}: {run.error}")

    def serve(self, tree: ProcessTree, port: int, logins: dict[str, str]) -> None:
        tree.start("web", web_command(port))
        if not wait_for_site(port):
            raise CommandError(
                f"The web server did not answer; its last words are in {tree.log_file('web')}."
            )
        self.say(f"\nCliMed Eval is at http://127.0.0.1:{port}/  (Ctrl-C stops it)\n")
        for username, password in logins.items():
            self.say(f"  {username:<12} {password}")
        self.say("")
        sys.stdout.flush()
        while True:
            time.sleep(0.5)
            for name in tree.restart_the_dead():
                self.stderr.write(f"The {name} process had ended and was started again.")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
