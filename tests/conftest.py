"""People, servers and small worlds that every test may ask for."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from annotation.models import Role, User
from tests.factories import make_user
from tests.servers import start_postgres, start_redis


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Rolled-back rows give their numbers to the next test's; what was kept of them must go as well."""
    cache.clear()


@pytest.fixture
def rater(db: None) -> User:
    return make_user("dr-li", Role.RATER)


@pytest.fixture
def outsider(db: None) -> User:
    """A clinician who takes part in nothing."""
    return make_user("dr-outside", Role.RATER)


@pytest.fixture
def lead(db: None) -> User:
    return make_user("lead-wang", Role.LEAD)


@pytest.fixture
def admin(db: None) -> User:
    return make_user("admin-zhao", Role.ADMIN)


def _client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def rater_client(rater: User) -> Client:
    return _client_of(rater)


@pytest.fixture
def outsider_client(outsider: User) -> Client:
    return _client_of(outsider)


@pytest.fixture
def lead_client(lead: User) -> Client:
    return _client_of(lead)


@pytest.fixture
def admin_client(admin: User) -> Client:
    return _client_of(admin)


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    """Whatever a test starts and puts in here ends with it."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait(timeout=10)
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Redis server."""
    server = start_redis(tmp_path_factory.mktemp("redis"))
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server, for tests that start processes of their own."""
    directory: Path = tmp_path_factory.mktemp("postgres")
    for parent in (directory, *directory.parents[:3]):
        parent.chmod(0o755) if parent.owner() != "root" or parent.name.startswith("pytest") else None
    server = start_postgres(directory / "data")
    yield server.url
    server.stop()
