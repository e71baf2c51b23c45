"""One door to the four kinds of file: which they are, how long, and their rows."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from annotation.bank.intake.lines import LINE_LIMIT, read_json_lines
from annotation.bank.intake.problems import Row, UnreadableFileError
from annotation.bank.intake.tables import read_csv, read_xlsx

SUFFIXES = (".jsonl", ".jsonl.gz", ".csv", ".xlsx")
_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """``lines`` is how many lines there are at most; 0 where only reading them all would tell."""

    sha256: str
    lines: int


def suffix_of(name: str) -> str:
    suffix = next((suffix for suffix in SUFFIXES if name.lower().endswith(suffix)), None)
    if suffix is None:
        raise UnreadableFileError(0, "unknown_suffix", name=name, suffixes=" ".join(SUFFIXES))
    return suffix


def read_rows(path: Path, limit: int = LINE_LIMIT) -> Iterator[Row]:
    """The rows of a file in order, blank lines left out."""
    suffix = suffix_of(path.name)
    if suffix == ".xlsx":
        yield from read_xlsx(path)
        return
    read = read_csv if suffix == ".csv" else read_json_lines
    line = 0
    try:
        with _opened(path, suffix) as stream:
            for row in read(stream, limit):
                line = row.line
                yield row
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UnreadableFileError(line + 1, "not_gzip", error=str(error)) from error


def fingerprint(path: Path) -> Fingerprint:
    """Hash and length, read in blocks."""
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return Fingerprint(sha256, _count_lines(path, suffix_of(path.name)))


def _count_lines(path: Path, suffix: str) -> int:
    if suffix == ".xlsx":
        return 0
    try:
        with _opened(path, suffix) as stream:
            return sum(block.count(b"\n") for block in iter(lambda: stream.read(_BLOCK), b""))
    except (EOFError, gzip.BadGzipFile, zlib.error):
        return 0  # reading the rows names the line where it breaks


def _opened(path: Path, suffix: str) -> IO[bytes]:
    if suffix.endswith(".gz"):
        return cast(IO[bytes], gzip.open(path, "rb"))
    return path.open("rb")
