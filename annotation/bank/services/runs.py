"""The life of an import: begun, kept alive by a heartbeat, published, refused or failed, swept.

Every write of an import happens in a transaction that first moves its heartbeat on from the value this
process wrote last. Whoever sweeps a dead import moves it too, so a process that comes back to life after
its lease has run out cannot write another row.
"""

import datetime
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError, QuerySet
from django.utils import timezone

from annotation.accounts.models import User
from annotation.bank.intake.fields import Fields
from annotation.bank.intake.problems import Problem
from annotation.bank.models import Benchmark, Import
from annotation.bank.reasons import reason
from annotation.bank.services.processes import this_process

# Back-to-back commits starve the raters' drafts on SQLite; a short pause between chunks lets them in.
CHUNK_ROWS = 500
PAUSE_SECONDS = 0.03
BEAT_SECONDS = 1.0


class ImportRefusedError(Exception):
    """The file has bad lines, or contradicts what is there; nothing was kept."""

    def __init__(
        self, message: str, import_row: Import | None = None, problems: Sequence[Problem] = ()
    ) -> None:
        super().__init__(message)
        self.import_row, self.problems = import_row, tuple(problems)


class ImportBusyError(ImportRefusedError):
    """Another import into the same benchmark is running; this one may be tried again later."""


class ImportLostError(Exception):
    """Another process has declared this import dead and swept its rows."""


def begin_import(
    *,
    kind: str,
    file_name: str,
    benchmark: Benchmark | None,
    target: str = "",
    options: dict[str, Any] | None = None,
    created_by: User | None = None,
) -> Import:
    """A running import; one at a time per benchmark."""
    try:
        with transaction.atomic():
            return Import.objects.create(
                kind=kind,
                state=Import.State.VALIDATING,
                benchmark=benchmark,
                target=target,
                file_name=file_name,
                options={**(options or {}), "process": this_process()},
                heartbeat_at=timezone.now(),
                created_by=created_by,
            )
    except IntegrityError as error:
        raise ImportBusyError(busy_message(benchmark)) from error


def claim_import(import_id: int) -> Import | None:
    """Take a queued upload, or one whose worker died; None when somebody else has it."""
    stale = timezone.now() - datetime.timedelta(seconds=settings.WORK_LEASE_SECONDS)
    queued = Import.objects.filter(pk=import_id, state=Import.State.QUEUED)
    dead = Import.objects.filter(pk=import_id, state__in=Import.UNFINISHED, heartbeat_at__lt=stale)
    values = {"state": Import.State.VALIDATING, "heartbeat_at": timezone.now()}
    try:
        with transaction.atomic():
            if not (queued.update(**values) or dead.update(**values)):
                return None
    except IntegrityError as error:
        row = Import.objects.select_related("benchmark").get(pk=import_id)
        raise ImportBusyError(busy_message(row.benchmark), row) from error
    import_row = Import.objects.select_related("benchmark").get(pk=import_id)
    import_row.options["process"] = this_process()
    import_row.save(update_fields=["options"])
    return import_row


def busy_message(benchmark: Benchmark | None) -> str:
    """Who waits must know for how long, also when the other one is dead on another machine."""
    name = benchmark.name if benchmark else ""
    running = Import.objects.filter(benchmark=benchmark, state__in=Import.UNFINISHED).first()
    alive = ""
    if running and running.heartbeat_at:
        moment = timezone.localtime(running.heartbeat_at)
        seconds = max((timezone.now() - moment).total_seconds(), 0)
        alive = f", last alive at {moment:%H:%M:%S} ({seconds:.0f} s ago)"
    return (
        f"Another import into {name!r} is running{alive}. Wait until it has ended and start again; "
        f"one that has died is cleared after {settings.WORK_LEASE_SECONDS} seconds of silence."
    )


class Heartbeat:
    """Proof of life of one import, and its progress for whoever looks."""

    def __init__(self, import_row: Import) -> None:
        self.import_row = import_row
        self._beaten = time.monotonic()

    def beat(self, **progress: Any) -> None:
        """Raise :class:`ImportLostError` when the row is no longer ours. Call inside the transaction."""
        now = timezone.now()
        mine = Import.objects.filter(
            pk=self.import_row.pk, state__in=Import.UNFINISHED, heartbeat_at=self.import_row.heartbeat_at
        )
        if not mine.update(heartbeat_at=now, **progress):
            raise ImportLostError(self.import_row.pk)
        self.import_row.heartbeat_at = now
        for name, value in progress.items():
            setattr(self.import_row, name, value)
        self._beaten = time.monotonic()

    def beat_if_due(self, **progress: Any) -> None:
        if time.monotonic() - self._beaten >= BEAT_SECONDS:
            self.beat(**progress)


def pause_for_others() -> None:
    if connection.vendor == "sqlite":
        time.sleep(PAUSE_SECONDS)


def delete_in_chunks(rows: QuerySet[Any]) -> None:
    """Delete without holding the database for long."""
    while keys := list(rows.order_by().values_list("pk", flat=True)[:CHUNK_ROWS]):
        with transaction.atomic():
            rows.model._default_manager.filter(pk__in=keys).delete()
        pause_for_others()


def drop_new_benchmark(import_row: Import) -> None:
    """A benchmark that came into being for this import goes with it, unless somebody uses it by now."""
    benchmark = import_row.benchmark
    if benchmark is None or not import_row.options.get("new_benchmark"):
        return
    with suppress(ProtectedError), transaction.atomic():
        import_row.benchmark, import_row.target = None, benchmark.name
        import_row.save(update_fields=["benchmark", "target"])
        benchmark.delete()


def finish(import_row: Import, state: str, **values: Any) -> Import:
    """Write the end of an import; its row is not unfinished any more."""
    import_row.state = state
    import_row.finished_at = timezone.now()
    for name, value in values.items():
        setattr(import_row, name, value)
    import_row.save()
    return import_row


def refuse(import_row: Import, problems: list[Problem], bad_rows: int, rows_read: int) -> ImportRefusedError:
    """Close the import as refused and return the error to raise."""
    kept = [problem.as_dict() for problem in problems]
    finish(import_row, Import.State.REFUSED, problems=kept, rows_bad=bad_rows, rows_read=rows_read)
    return ImportRefusedError(refusal_message(problems, bad_rows), import_row)


def refused(code: str, **params: Any) -> ImportRefusedError:
    """The error for something wrong with the import as a whole."""
    problem = Problem(0, code, params=params)
    return ImportRefusedError(describe_problem(problem), problems=(problem,))


def checked_name(field: str, value: str, limit: int) -> str:
    """A name that was given outside of the file, under the rules for names within."""
    fields = Fields(0, {field: value})
    name = fields.key(field, limit)
    for problem in fields.problems:
        if problem.code == "missing":
            raise refused("blank_name", field=field)
        raise ImportRefusedError(describe_problem(problem), problems=(problem,))
    return name


def benchmark_of(import_row: Import) -> Benchmark:
    if import_row.benchmark is None:
        raise refused("no_benchmark")
    return import_row.benchmark


def refusal_message(problems: list[Problem], bad_rows: int) -> str:
    first = "; ".join(describe_problem(problem) for problem in problems[:5])
    more = f" (and more; {bad_rows} bad lines in all)" if bad_rows > 5 else ""
    return f"Nothing was imported: {first}{more}"


def describe_problem(problem: Problem) -> str:
    where = f"line {problem.line}: " if problem.line else ""
    field = f"{problem.field}: " if problem.field else ""
    return f"{where}{field}{reason(problem.code, problem.params)}"


def note(code: str, **params: Any) -> dict[str, Any]:
    return {"code": code, "params": params}
