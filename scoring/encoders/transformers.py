"""Any sentence-transformers model, by name or from a directory, with the model's own pooling.

torch takes ten seconds to import: it is imported when the model is loaded, in the worker alone. The
model cuts texts at its own maximal length.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from scoring.encoders.interface import EncoderError, Vectors, encodable, unit_rows

MISSING = (
    "sentence-transformers is not installed: install the 'similarity' extra "
    "(pip install 'climed-eval[similarity]'), or use the encoder 'light'"
)
HASHED = (".json", ".txt", ".safetensors", ".bin", ".model")


class TransformersEncoder:
    """The model is loaded with the first text or with the first look at the identity."""

    def __init__(self, source: str, *, batch_size: int = 32) -> None:
        self.source = source
        self.batch_size = batch_size

    @cached_property
    def identity(self) -> str:
        where = Path(self.source)
        name = where.name if where.is_dir() else self.source
        return f"sentence-transformers:{name}@{self._revision()}:{self._pooling()}"

    @cached_property
    def _model(self) -> Any:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EncoderError(MISSING) from error
        try:
            return SentenceTransformer(self.source, device="cpu")
        except (OSError, ValueError) as error:
            raise EncoderError(f"no sentence-transformers model {self.source!r}: {error}") from error

    def encode(self, texts: Sequence[str]) -> Vectors:
        cleaned = [encodable(text) for text in texts]
        vectors = self._model.encode(
            cleaned, batch_size=self.batch_size, convert_to_numpy=True, show_progress_bar=False
        )
        spoken = np.array([bool(text.strip()) for text in cleaned], dtype=bool)
        return unit_rows(np.asarray(vectors, dtype=np.float32).reshape(len(cleaned), -1) * spoken[:, None])

    def _revision(self) -> str:
        where = Path(self.source)
        if where.is_dir():
            return content_hash(where)
        config = getattr(self._model[0].auto_model, "config", None)
        return str(getattr(config, "_commit_hash", None) or "unknown")

    def _pooling(self) -> str:
        for module in self._model:
            if hasattr(module, "get_pooling_mode_str"):
                return str(module.get_pooling_mode_str())
        return "own"


def content_hash(directory: Path) -> str:
    """Short hash of a checkpoint's files, names and contents."""
    digest = hashlib.sha256()
    for path in sorted(p for p in directory.rglob("*") if p.is_file() and p.suffix in HASHED):
        digest.update(path.relative_to(directory).as_posix().encode())
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()[:16]
