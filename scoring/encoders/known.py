"""What was seen of a checkpoint when it was last loaded: how it pools and where it cuts.

The library finds this out from many files, in ways that change with its versions, and takes ten seconds
and torch to do so. The same content, settings and versions give the same, so it is kept under their hash.
Files in a folder: whoever cannot read or write them loads the model.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from scoring.encoders.sources import Source

LIBRARIES = ("sentence-transformers", "transformers")


@dataclass(frozen=True, slots=True)
class Traits:
    """``cut`` is in tokens, 0 where the model has no limit."""

    revision: str
    pooling: str
    cut: int


class KnownTraits:
    """Traits by revision and by what a source sets; without a folder nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def recall(self, revision: str, source: Source) -> Traits | None:
        path = self._path(revision, source)
        try:
            found = Traits(**json.loads(path.read_text(encoding="utf-8"))) if path else None
        except (OSError, ValueError, TypeError):
            return None
        return found if found and found.revision == revision else None

    def keep(self, traits: Traits, source: Source) -> None:
        path = self._path(traits.revision, source)
        if path is None:
            return
        draft = path.with_suffix(f".{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps(asdict(traits)), encoding="utf-8")
            draft.replace(path)
        except OSError:
            return

    def _path(self, revision: str, source: Source) -> Path | None:
        if self.folder is None:
            return None
        try:
            versions = [version(name) for name in LIBRARIES]
        except PackageNotFoundError:
            return None
        known_by = json.dumps([revision, source.pooling, source.max_length, *versions])
        return self.folder / f"{hashlib.sha256(known_by.encode()).hexdigest()[:32]}.json"
