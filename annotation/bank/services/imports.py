"""Starting, taking up and sweeping imports of any kind."""

import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from annotation.accounts.models import User
from annotation.bank.models import Benchmark, Import
from annotation.bank.services import runs
from annotation.bank.services.benchmarks import open_benchmark
from annotation.bank.services.kinds import kind_of
from annotation.bank.services.pipeline import ImportRun, Progress
from annotation.bank.services.processes import is_gone


def import_file(
    *,
    kind: str,
    path: Path,
    benchmark: Benchmark | None = None,
    benchmark_name: str = "",
    target: str = "",
    options: dict[str, Any],
    created_by: User | None = None,
    progress: Progress | None = None,
) -> Import:
    """Import a file now; raises :class:`~runs.ImportRefusedError` when nothing was imported.

    ``benchmark_name`` names a benchmark that is made when it does not exist.
    """
    # First of all: a dead import may take with it the benchmark that this one would open.
    sweep_dead_imports()
    # Together, so that no crash leaves a benchmark that no import answers for.
    with transaction.atomic():
        if benchmark_name:
            benchmark, is_new = open_benchmark(name=benchmark_name)
            options = {**options, "new_benchmark": is_new}
        import_row = runs.begin_import(
            kind=kind,
            file_name=path.name,
            benchmark=benchmark,
            target=target,
            options=options,
            created_by=created_by,
        )
    return run_begun(import_row=import_row, path=path, progress=progress)


def run_begun(*, import_row: Import, path: Path, progress: Progress | None = None) -> Import:
    """Carry an import that this process has begun or claimed to its end."""
    strict = import_row.options.get("strict", True)
    bad_rows = None if strict else _bad_rows_path(import_row, path)
    return ImportRun(import_row, kind_of(import_row), strict, bad_rows, progress).run(path)


def _bad_rows_path(import_row: Import, path: Path) -> Path | None:
    """Beside the file, unless named. Of an upload the page shows them; nothing is left on the server."""
    if import_row.stored_file:
        return None
    named = import_row.options.get("bad_rows")
    return Path(named) if named else path.with_name(f"{path.name}.bad.jsonl")


def sweep_dead_imports() -> list[int]:
    """Remove what dead imports left behind; uploads go back into the queue, and their ids are returned."""
    requeued = []
    for import_row in dead_imports():
        if not take_over(import_row):
            continue
        kind_of(import_row).discard(import_row)
        if import_row.stored_file:
            import_row.state = Import.State.QUEUED
            import_row.save(update_fields=["state"])
            requeued.append(import_row.pk)
        else:
            runs.drop_new_benchmark(import_row)
            runs.finish(import_row, Import.State.FAILED, notes=[runs.note("interrupted")])
    return requeued


def dead_imports() -> list[Import]:
    """Silent for longer than the lease, or of a process that is gone from this machine."""
    stale = timezone.now() - datetime.timedelta(seconds=settings.WORK_LEASE_SECONDS)
    unfinished = Import.objects.filter(state__in=Import.UNFINISHED, heartbeat_at__isnull=False)
    return [
        row
        for row in unfinished.select_related("benchmark")
        if (row.heartbeat_at and row.heartbeat_at < stale) or is_gone(row.options.get("process"))
    ]


def take_over(import_row: Import) -> bool:
    """Move the heartbeat, so that neither the dead process nor another sweeper goes on with the row."""
    try:
        runs.Heartbeat(import_row).beat()
    except runs.ImportLostError:
        return False
    return True
