"""An import that dies leaves nothing behind, and the next one works."""

import datetime
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from annotation.bank.models import Benchmark, Import, LanguageModel, Output, Question
from annotation.bank.services.imports import sweep_dead_imports
from annotation.bank.services.outputs import import_outputs
from annotation.bank.services.questions import import_questions
from annotation.bank.services.runs import ImportLostError
from tests.factories import make_question
from tests.integration.bank.conftest import OUTPUT, QUESTION, WriteRows

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - datetime.timedelta(hours=1)


class PowerCutError(Exception):
    pass


def cut(stage: str, done: int, total: int) -> None:
    if stage == "writing":
        raise PowerCutError("the disk is full")


def test_a_failure_while_writing_leaves_nothing_and_says_so(write_rows: WriteRows) -> None:
    path = write_rows("q.jsonl", *(QUESTION | {"id": f"Q-{number}"} for number in range(700)))
    with pytest.raises(PowerCutError):
        import_questions(path=path, benchmark="CliMed", progress=cut)
    failed = Import.objects.get()
    assert (failed.state, failed.benchmark) == ("failed", None)
    assert "the disk is full" in failed.notes[0]["params"]["error"]
    assert not Question.objects.exists()
    assert not Benchmark.objects.exists()
    assert import_questions(path=path, benchmark="CliMed").rows_new == 700


def test_a_failure_takes_the_new_models_with_it(benchmark_of_three: Benchmark, write_rows: WriteRows) -> None:
    path = write_rows("o.jsonl", OUTPUT)
    with pytest.raises(PowerCutError):
        import_outputs(path=path, benchmark=benchmark_of_three, progress=cut)
    assert not LanguageModel.objects.exists()
    assert not Output.objects.exists()


def dead_import(**values: Any) -> Import:
    benchmark = Benchmark.objects.create(name="CliMed", slug="climed")
    import_row = Import.objects.create(
        kind="questions",
        state="writing",
        benchmark=benchmark,
        file_name="dead.jsonl",
        heartbeat_at=LONG_AGO,
        options={"new_benchmark": True},
        **values,
    )
    make_question(benchmark, imported_by=import_row)
    return import_row


def test_the_next_import_sweeps_what_a_dead_one_left(write_rows: WriteRows) -> None:
    dead = dead_import()
    import_row = import_questions(path=write_rows("q.jsonl", QUESTION), benchmark="CliMed")
    dead.refresh_from_db()
    assert (dead.state, dead.notes[0]["code"]) == ("failed", "interrupted")
    assert import_row.rows_new == 1
    assert Question.objects.get().imported_by == import_row


def test_a_dead_first_import_takes_its_benchmark_with_it(db: None) -> None:
    dead_import()
    assert sweep_dead_imports() == []
    assert not Benchmark.objects.exists()


def test_a_dead_upload_goes_back_into_the_queue(db: None) -> None:
    dead = dead_import(stored_file="kept.jsonl")
    assert sweep_dead_imports() == [dead.pk]
    dead.refresh_from_db()
    assert dead.state == "queued"
    assert not Question.objects.exists()


def test_a_living_import_is_left_alone(db: None) -> None:
    living = dead_import()
    Import.objects.filter(pk=living.pk).update(heartbeat_at=timezone.now())
    assert sweep_dead_imports() == []
    assert Question.objects.exists()


def test_a_process_that_comes_back_after_its_lease_writes_nothing_more(write_rows: WriteRows) -> None:
    def fall_asleep(stage: str, done: int, total: int) -> None:
        if stage == "writing" and done == 500:
            Import.objects.filter(state="writing").update(heartbeat_at=LONG_AGO)
            sweep_dead_imports()

    path = write_rows("q.jsonl", *(QUESTION | {"id": f"Q-{number}"} for number in range(700)))
    with pytest.raises(ImportLostError):
        import_questions(path=path, benchmark="CliMed", progress=fall_asleep)
    assert Import.objects.get().state == "failed"
    assert not Question.objects.exists()


def manage(home: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "CLIMED_HOME": str(home), "WORK_LEASE_SECONDS": "1"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def states(home: Path) -> list[str]:
    with sqlite3.connect(home / "climed.sqlite3") as base:
        return [row[0] for row in base.execute("SELECT state FROM annotation_import ORDER BY id")]


def test_a_killed_process_leaves_nothing_and_the_next_one_works(
    write_rows: WriteRows, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    assert manage(home, "migrate", "-v0").communicate() == (b"", b"")
    rows = write_rows("q.jsonl", *(QUESTION | {"id": f"Q-{number}"} for number in range(4_000)))
    arguments = ("import_questions", str(rows), "--benchmark", "CliMed", "--json")
    process = manage(home, *arguments)
    while states(home) != ["writing"]:
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert states(home) == ["writing"]
    time.sleep(1.2)
    again = manage(home, *arguments)
    output, errors = again.communicate()
    assert again.returncode == 0, errors.decode()
    assert b'"new": 4000' in output
    assert states(home) == ["failed", "published"]
