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
from annotation.bank.services import runs
from annotation.bank.services.imports import sweep_dead_imports
from annotation.bank.services.outputs import import_outputs
from annotation.bank.services.processes import is_gone, this_host
from annotation.bank.services.questions import import_questions
from annotation.bank.services.runs import ImportBusyError, ImportLostError
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


def gone_process() -> dict[str, Any]:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return {"host": this_host(), "pid": process.pid}


def beating(**process: Any) -> Import:
    """A dead import whose last sign of life is recent."""
    dead = dead_import()
    dead.heartbeat_at, dead.options["process"] = timezone.now(), process
    dead.save()
    return dead


def test_an_import_whose_process_is_gone_is_swept_at_once(db: None) -> None:
    beating(**gone_process())
    sweep_dead_imports()
    assert not Benchmark.objects.exists()


@pytest.mark.parametrize("process", [{"host": "elsewhere", "pid": 1}, {}])
def test_a_process_that_may_live_is_waited_for(write_rows: WriteRows, process: dict[str, Any]) -> None:
    beating(**process)
    with pytest.raises(ImportBusyError, match=r"last alive at \S+ \(0 s ago\).*cleared after 60 seconds"):
        import_questions(path=write_rows("q.jsonl", QUESTION), benchmark="CliMed")


def test_an_import_remembers_its_process(write_rows: WriteRows) -> None:
    import_row = import_questions(path=write_rows("q.jsonl", QUESTION), benchmark="CliMed")
    assert import_row.options["process"] == {"host": this_host(), "pid": os.getpid()}
    assert not is_gone(import_row.options["process"])


def test_an_import_that_cannot_begin_makes_no_benchmark(
    write_rows: WriteRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "this_process", lambda: {"host": object()})
    with pytest.raises(TypeError):
        import_questions(path=write_rows("q.jsonl", QUESTION), benchmark="CliMed")
    assert not Benchmark.objects.exists()


def manage(home: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "CLIMED_HOME": str(home), "WORK_LEASE_SECONDS": "600"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def states(home: Path) -> list[str]:
    with sqlite3.connect(home / "climed.sqlite3") as base:
        return [row[0] for row in base.execute("SELECT state FROM annotation_import ORDER BY id")]


@pytest.mark.own_site
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
    # Nobody waits for the lease: the process is gone from this machine.
    again = manage(home, *arguments)
    output, errors = again.communicate()
    assert again.returncode == 0, errors.decode()
    assert b'"new": 4000' in output
    assert states(home) == ["failed", "published"]
