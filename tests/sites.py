"""Installations of their own, with processes that tests can kill: driven from outside like real ones."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS, MODELS, CHUNK = 60, 10, 5
# Ends what will never come; a machine with other work takes ten times as long as an idle one.
GIVE_UP_SECONDS = 180
BENCHMARK = "Killed"
OUTPUTS = QUESTIONS * MODELS
WORKER = ["-m", "celery", "-A", "climed_eval", "worker", "--pool", "solo", "--loglevel", "WARNING"]
# Reads the database in a process that stays, so that the worker can be caught in the middle.
WATCH = """
import json, sys
from scoring.models import RunChunk, Score, ScoringRun
for line in sys.stdin:
    run = ScoringRun.objects.order_by("pk").last()
    print(json.dumps({
        "state": run.state if run else None,
        "done": RunChunk.objects.filter(state="done").count(),
        "attempts": max(RunChunk.objects.values_list("attempts", flat=True), default=0),
        "scores": Score.objects.count(),
        "outputs": Score.objects.values("output").distinct().count(),
    }), flush=True)
"""
# In one process, since each of its own takes seconds to start.
SET_UP = """
import django, sys
django.setup()
from django.core.management import call_command
folder, name = sys.argv[1:]
call_command("migrate", verbosity=0)
call_command("import_questions", f"{folder}/questions.jsonl", benchmark=name)
call_command("import_outputs", f"{folder}/outputs.jsonl", benchmark=name)
"""


@dataclass
class Site:
    """An installation of its own, driven from outside like a real one."""

    env: dict[str, str]

    def run(self, *arguments: str) -> str:
        """A command without Django's system checks, which import every page (the demo runs those)."""
        return self.run_python("manage.py", *arguments, "--skip-checks")

    def run_python(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=GIVE_UP_SECONDS,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *arguments: str, **streams: Any) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=self.env, text=True, start_new_session=True, **streams
        )


def write_files(folder: Path) -> None:
    questions = [
        {
            "id": f"Q{number}",
            "scenario": "BKT",
            "type": "choice",
            "input": f"题目 {number}",
            "options": {"A": "甲", "B": "乙"},
            "reference": "B",
        }
        for number in range(QUESTIONS)
    ]
    outputs = [
        {"question_id": question["id"], "model": f"model-{model}", "text": "答案：B"}
        for question in questions
        for model in range(MODELS)
    ]
    for name, rows in (("questions", questions), ("outputs", outputs)):
        lines = (json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")


@dataclass
class Watcher:
    process: subprocess.Popen[str]

    def look(self) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return dict(json.loads(self.process.stdout.readline()))

    def wait_until(self, condition: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        deadline = time.monotonic() + GIVE_UP_SECONDS
        while True:
            seen = self.look()
            if condition(seen):
                return seen
            assert time.monotonic() < deadline, seen
            time.sleep(0.02)


def watch(site: Site) -> Watcher:
    source = f"import django; django.setup()\n{WATCH}"
    return Watcher(site.start("-c", source, stdin=subprocess.PIPE, stdout=subprocess.PIPE))


def bare_site(home: Path, **variables: str) -> Site:
    """An installation below ``home`` in which nothing has been done yet."""
    env = os.environ | {"CLIMED_HOME": str(home), "DJANGO_SETTINGS_MODULE": "climed_eval.settings"}
    for name in ("DATABASE_URL", "CELERY_BROKER_URL", "CLIMED_TEST_HOME"):
        env.pop(name, None)
    return Site(env | variables)


def start_site(home: Path, **variables: str) -> Site:
    """A migrated site with a benchmark that takes a worker a few seconds to score."""
    site = bare_site(home, WORK_LEASE_SECONDS="2", SCORING_CHUNK_SIZE=str(CHUNK), **variables)
    write_files(home)
    site.run_python("-c", SET_UP, str(home), BENCHMARK)
    return site
