"""Which sentence-transformers model is meant: a directory or a name, and what is set about it.

`NAME?pooling=cls&max_length=256&revision=main`: a plain checkpoint says neither how its token vectors are
pooled nor where texts are cut, and its library then takes the mean; SimCSE was fitted on the first token.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from scoring.encoders.interface import EncoderSettingError

POOLINGS = ("cls", "mean", "max", "lasttoken")
OPTIONS = ("pooling", "max_length", "revision")


@dataclass(frozen=True)
class Source:
    where: str
    pooling: str | None = None
    max_length: int | None = None
    revision: str | None = None

    @property
    def directory(self) -> Path | None:
        path = Path(self.where).expanduser()
        return path if path.is_dir() else None

    @property
    def looks_like_a_path(self) -> bool:
        """No name on a hub begins like this or has two slashes."""
        return self.where.startswith(("/", ".", "~")) or self.where.count("/") > 1


def parse_source(text: str) -> Source:
    """
    >>> parse_source("org/model?pooling=cls")
    Source(where='org/model', pooling='cls', max_length=None, revision=None)

    Raises
    ------
    ValueError
        When an option is unknown or its value is none.
    """
    where, _, query = text.partition("?")
    options = dict(parse_qsl(query, keep_blank_values=True))
    unknown = sorted(set(options) - set(OPTIONS))
    if unknown or not where:
        raise EncoderSettingError(f"encoder {text!r}: expected NAME?{'&'.join(f'{o}=...' for o in OPTIONS)}")
    pooling, length = options.get("pooling"), options.get("max_length")
    if pooling is not None and pooling not in POOLINGS:
        raise EncoderSettingError(f"encoder {text!r}: pooling {pooling!r} is none of {', '.join(POOLINGS)}")
    if length is not None and not (length.isdecimal() and int(length) > 2):
        raise EncoderSettingError(f"encoder {text!r}: max_length {length!r} is not a number above 2")
    return Source(where, pooling, int(length) if length else None, options.get("revision"))
