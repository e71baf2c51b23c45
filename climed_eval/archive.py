"""Backup and restore of an embedded site: the database, the case images and the secret key in one file.

The copy of the database is taken with SQLite's own backup, so it is consistent while people work. A site
on PostgreSQL is backed up with PostgreSQL's tools.
"""

import json
import shutil
import sqlite3
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import django
from django.conf import settings
from django.db import connection, connections

FORMAT = 1
DATABASE, MEDIA, SECRET, MANIFEST = "climed.sqlite3", "media", "secret_key", "backup.json"


class ArchiveError(Exception):
    """What is wrong, in words for the person at the terminal."""


def database_path() -> Path:
    if connection.vendor != "sqlite":
        raise ArchiveError(
            "This site runs on PostgreSQL: use pg_dump and pg_restore, and copy the media folder."
        )
    return Path(connection.settings_dict["NAME"])


def write_backup(target: Path) -> int:
    """Write the archive and return its size in bytes. The target appears only when it is complete."""
    source = database_path()
    if target.exists():
        raise ArchiveError(f"{target} exists already; nothing was written.")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        # Only the owner may read what holds the secret key and the password hashes.
        copy, draft = Path(folder) / DATABASE, Path(folder) / "backup.zip"
        _copy_database(source, copy)
        draft.touch(mode=0o600)
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, json.dumps(_manifest(copy), indent=1))
            archive.write(copy, DATABASE)
            _add_home(archive)
        draft.rename(target)
    return target.stat().st_size


def _copy_database(source: Path, copy: Path) -> None:
    opened = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    written = sqlite3.connect(copy)
    try:
        opened.backup(written)
    finally:
        written.close()
        opened.close()


def _manifest(copy: Path) -> dict[str, object]:
    opened = sqlite3.connect(copy)
    applied = opened.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    opened.close()
    return {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "django": django.get_version(),
        "migrations": [list(row) for row in applied],
    }


def _add_home(archive: zipfile.ZipFile) -> None:
    secret = Path(settings.HOME) / SECRET
    if secret.exists():
        archive.write(secret, SECRET)
    media = Path(settings.MEDIA_ROOT)
    for path in sorted(media.rglob("*")) if media.exists() else []:
        if path.is_file():
            archive.write(path, f"{MEDIA}/{path.relative_to(media).as_posix()}")


def restore_backup(source: Path) -> list[Path]:
    """Put an archive in place of what is there; what was there is moved aside, not deleted.

    Returns where the former database, images and key went.
    """
    target = database_path()
    _check_nobody_works(target)
    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home) as folder:
        unpacked = Path(folder)
        _unpack(source, unpacked)
        connections.close_all()
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        places = {DATABASE: target, MEDIA: Path(settings.MEDIA_ROOT), SECRET: home / SECRET}
        aside = _move_aside([*places.values(), *_journals(target)], stamp)
        for name, place in places.items():
            if (unpacked / name).exists():
                shutil.move(unpacked / name, place)
    return aside


def _check_nobody_works(database: Path) -> None:
    """A site that is up holds its database open; the last process to leave removes the journal."""
    connections.close_all()
    if database.exists():
        opened = sqlite3.connect(database, timeout=1)
        try:
            # Leaving WAL needs the database for oneself.
            opened.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            raise ArchiveError("The site is running: stop web and worker before restoring.") from error
        finally:
            opened.close()


def _unpack(source: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            if manifest.get("format") != FORMAT:
                raise ArchiveError(f"{source} was made by another version of this program.")
            if (broken := archive.testzip()) is not None:
                raise ArchiveError(f"{source} is damaged at {broken}; nothing was changed.")
            archive.extractall(folder)
            for name in (DATABASE, SECRET):
                if (folder / name).exists():
                    (folder / name).chmod(0o600)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise ArchiveError(f"{source} is not a backup of this program: {error}") from error


def _journals(database: Path) -> list[Path]:
    return [database.with_name(database.name + suffix) for suffix in ("-wal", "-shm")]


def _move_aside(paths: list[Path], stamp: str) -> list[Path]:
    moved = []
    for path in paths:
        if path.exists():
            kept = path.with_name(f"{path.name}.before-{stamp}")
            path.rename(kept)
            moved.append(kept)
    return moved
