"""What becomes of work that an error ended.

A lost connection or a lock passes: the work is left to the next worker, and nobody has to do anything. A
full disk, or anything else that would come again, ends the work with words for whoever looks at the run.
"""

import traceback

from django.db import DatabaseError, InterfaceError, OperationalError

from scoring.encoders.interface import EncoderError

DISK_FULL = "The disk that holds the database is full: {error}. Make room on it, then retry the run."
_FULL_ON_SQLITE = ("SQLITE_FULL", "SQLITE_IOERR_WRITE")
_FULL_ON_POSTGRESQL = "53100"


class ToldError(RuntimeError):
    """Its words are all that whoever looks at the run needs; where it was raised tells nothing."""


class ScorerChangedError(ToldError):
    """The code or the encoder is not the one the run was planned with."""


def passes(error: Exception) -> bool:
    """Whether the same work may well succeed a little later."""
    if isinstance(error, OperationalError):
        return not is_disk_full(error)
    return isinstance(error, InterfaceError)


def is_disk_full(error: Exception) -> bool:
    cause = error.__cause__
    return (
        getattr(cause, "sqlite_errorname", None) in _FULL_ON_SQLITE
        or getattr(cause, "sqlstate", None) == _FULL_ON_POSTGRESQL
    )


def tell(error: Exception) -> str:
    """Why the work ended: what to do where that is known, otherwise the traceback."""
    return storable(_words(error))


def storable(text: str) -> str:
    """A message as every database takes it: lone surrogates and NUL, which may come from a text, escaped."""
    return text.encode(errors="backslashreplace").decode().replace("\0", r"\x00")


def _words(error: Exception) -> str:
    if isinstance(error, DatabaseError) and is_disk_full(error):
        return DISK_FULL.format(error=str(error).strip())
    if isinstance(error, EncoderError):
        return f"The encoder cannot be had: {error}. Set SIMILARITY_ENCODER, then retry the run."
    if isinstance(error, ToldError):
        return str(error)
    return "".join(traceback.format_exception(error))
