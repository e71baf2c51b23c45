"""Whose turn it is to write.

SQLite has one writer. Workers that commit back to back would starve the site, so they queue for a file
lock and leave it a pause after every commit. A server database sorts that out itself.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction

PAUSE_SECONDS = 0.03


def _database_file() -> Path | None:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or "memory" in Path(name).name:
        return None
    return Path(name)


@contextmanager
def write_turn() -> Iterator[None]:
    """A transaction of a background worker, taken in turn with the other workers on SQLite."""
    database = _database_file()
    if database is None:
        with transaction.atomic():
            yield
        return
    with database.with_suffix(".write-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with transaction.atomic():
            yield
        time.sleep(PAUSE_SECONDS)
