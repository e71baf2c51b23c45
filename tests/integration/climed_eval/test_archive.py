"""Backup and restore of an embedded site, run as an operator would: by command, in a home of its own."""

import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.own_site

ROOT = Path(__file__).resolve().parents[3]


def manage(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CLIMED_HOME": str(home)}
    environment.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def count_benchmarks(home: Path) -> str:
    counted = manage(
        home, "shell", "-v0", "-c", "from annotation.models import *; print(Benchmark.objects.count())"
    )
    return counted.stdout.strip()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated site with one benchmark and one image, made once."""
    home = tmp_path_factory.mktemp("made") / "home"
    (home / "media").mkdir(parents=True)
    (home / "media" / "scan.png").write_bytes(b"picture")
    assert manage(home, "migrate", "-v0").returncode == 0
    manage(
        home,
        "shell",
        "-v0",
        "-c",
        "from annotation.models import *; Benchmark.objects.create(name='a', slug='a')",
    )
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "home"))


def test_a_restored_site_is_what_was_backed_up(home: Path, tmp_path: Path) -> None:
    archive = tmp_path / "site.zip"
    backed_up = manage(home, "backup", str(archive))
    assert backed_up.returncode == 0, backed_up.stderr
    manage(
        home,
        "shell",
        "-v0",
        "-c",
        "from annotation.models import *; Benchmark.objects.create(name='b', slug='b')",
    )
    (home / "media" / "scan.png").unlink()
    restored = manage(home, "restore", str(archive))
    assert restored.returncode == 0, restored.stderr
    assert count_benchmarks(home) == "1"
    assert (home / "media" / "scan.png").read_bytes() == b"picture"
    assert list(home.glob("climed.sqlite3.before-*")), "the former database is kept"


def test_a_backup_never_overwrites_a_file(home: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken.zip"
    taken.write_text("precious")
    result = manage(home, "backup", str(taken))
    assert result.returncode != 0
    assert "exists already" in result.stderr
    assert taken.read_text() == "precious"


@pytest.mark.parametrize("content", [b"no zip at all", b""])
def test_restoring_something_else_changes_nothing(home: Path, tmp_path: Path, content: bytes) -> None:
    wrong = tmp_path / "wrong.zip"
    wrong.write_bytes(content)
    result = manage(home, "restore", str(wrong))
    assert result.returncode != 0
    assert "not a backup" in result.stderr
    assert count_benchmarks(home) == "1"


def test_a_backup_names_the_schema_it_was_made_with(home: Path, tmp_path: Path) -> None:
    archive = tmp_path / "site.zip"
    manage(home, "backup", str(archive))
    with zipfile.ZipFile(archive) as opened:
        assert '"annotation"' in opened.read("backup.json").decode()


def test_only_the_owner_can_read_a_backup_and_what_comes_out_of_it(home: Path, tmp_path: Path) -> None:
    archive = tmp_path / "site.zip"
    manage(home, "backup", str(archive))
    manage(home, "restore", str(archive))
    for path in (archive, home / "secret_key", home / "climed.sqlite3"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_running_site_is_not_restored_under_its_own_feet(home: Path, tmp_path: Path) -> None:
    archive = tmp_path / "site.zip"
    manage(home, "backup", str(archive))
    running = sqlite3.connect(home / "climed.sqlite3")
    running.execute("PRAGMA journal_mode=WAL")
    running.execute("SELECT count(*) FROM annotation_benchmark").fetchall()
    refused = manage(home, "restore", str(archive))
    running.close()
    assert refused.returncode != 0
    assert "The site is running" in refused.stderr
    assert not list(home.glob("*.before-*"))
    assert manage(home, "restore", str(archive)).returncode == 0
