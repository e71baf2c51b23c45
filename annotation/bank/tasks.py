"""Workers on uploaded files. The message carries an id; the row says whether there is still work."""

from celery import Task, shared_task

from annotation.bank.models import Import
from annotation.bank.services.imports import sweep_dead_imports
from annotation.bank.services.runs import ImportBusyError
from annotation.bank.services.uploads import run_upload
from annotation.sweeping import Sweeper, send, send_on_commit

RETRY_SECONDS = 5


@shared_task(bind=True, max_retries=None)
def run_import(self: Task, import_id: int) -> None:
    """Import an uploaded file; waits while another import into the same benchmark runs."""
    try:
        run_upload(import_id=import_id)
    except ImportBusyError as error:
        raise self.retry(countdown=RETRY_SECONDS, exc=error) from error


def send_import(import_id: int) -> None:
    """Tell a worker, once the transaction is committed."""
    send_on_commit(run_import, import_id)


def waiting_imports() -> list[int]:
    """Uploads that wait, after whatever died half-way has been cleared away."""
    sweep_dead_imports()
    return list(Import.objects.filter(state=Import.State.QUEUED).values_list("pk", flat=True))


sweeper = Sweeper("import-sweeper", waiting_imports, lambda import_id: send(run_import, import_id))
