"""Loaded before Django: gives the tests a home of their own, and PostgreSQL when ``TEST_ON=postgres``.

Workers of pytest-xdist inherit the variables set here, so the server is started once. Servers given by
``TEST_DATABASE_URL`` and ``TEST_REDIS_URL`` are used as they are; otherwise both come from the pinned
packages. When neither works the run fails: nothing is skipped.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings

from tests.servers import start_postgres

# No deadlines: the machine's load is no property of the code. In CI the same examples every time.
settings.register_profile("climed", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("climed")

if "CLIMED_TEST_HOME" not in os.environ:
    home = Path(tempfile.mkdtemp(prefix="climed-test-"))
    (home / "static").mkdir()
    os.environ["CLIMED_TEST_HOME"] = os.environ["CLIMED_HOME"] = str(home)
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("CELERY_BROKER_URL", None)
    owner = os.getpid()

    def remove_home() -> None:
        if os.getpid() == owner:
            shutil.rmtree(home, ignore_errors=True)

    atexit.register(remove_home)
    if os.environ.get("TEST_ON", "sqlite") == "postgres":
        server = start_postgres(home / "postgres")
        atexit.register(server.stop)
        os.environ["DATABASE_URL"] = server.url

if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    # The cache lies in the home, and rows of two workers' databases have the same numbers.
    own = Path(os.environ["CLIMED_TEST_HOME"]) / worker
    (own / "static").mkdir(parents=True, exist_ok=True)
    os.environ["CLIMED_HOME"] = str(own)

# Playwright's synchronous API runs an event loop, which Django would take for an async view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
