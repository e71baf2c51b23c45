"""Any sentence-transformers model, by name or from a directory.

torch takes ten seconds to import: it is imported when the model is loaded, in the worker alone. Texts are
encoded in batches. As in the published numbers, the model cuts a text at its maximal length and never sees
the rest; the length is part of the identity, for the same text cut elsewhere has another vector.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from scoring.encoders.interface import EncoderError, Vectors, encodable, unit_rows
from scoring.encoders.sources import Source, parse_source

MISSING = (
    "sentence-transformers is not installed: run `make similarity` (the extra 'similarity'), "
    "or use the encoder 'light'"
)
# What a vector depends on. A card or a picture beside the weights may change.
HASHED = (".json", ".txt", ".safetensors", ".bin", ".model")
CARD = "climed_card.json"
# Identities are kept in columns of 200 characters.
LONGEST_NAME = 80


class TransformersEncoder:
    """The model is loaded with the first text or with the first look at the identity."""

    def __init__(self, source: str, *, batch_size: int = 32) -> None:
        self.source = parse_source(source)
        self.batch_size = batch_size

    @cached_property
    def identity(self) -> str:
        where = self.source.directory
        name = where.resolve().name if where else self.source.where
        cut = f"max{self._model.max_seq_length or 0}"
        return f"sentence-transformers:{name[-LONGEST_NAME:]}@{self._revision()}:{self._pooling()}:{cut}"

    @cached_property
    def _model(self) -> Any:
        return load_model(self.source)

    def encode(self, texts: Sequence[str]) -> Vectors:
        cleaned = [encodable(text) for text in texts]
        vectors = self._model.encode(
            cleaned, batch_size=self.batch_size, convert_to_numpy=True, show_progress_bar=False
        )
        spoken = np.array([bool(text.strip()) for text in cleaned], dtype=bool)
        dimension = self._model.get_embedding_dimension()
        return unit_rows(np.asarray(vectors, dtype=np.float32).reshape(-1, dimension) * spoken[:, None])

    def _revision(self) -> str:
        if self.source.directory:
            return content_hash(self.source.directory)
        revision = getattr(self._model[0].auto_model.config, "_commit_hash", None) or self.source.revision
        if not revision:
            raise EncoderError(
                f"the revision of {self.source.where!r} is not known, so its scores could not be told from "
                "those of its next one: download it and give the directory"
            )
        return str(revision)[:40]

    def _pooling(self) -> str:
        modes = next((m.pooling_mode for m in self._model if hasattr(m, "pooling_mode")), "own")
        return modes if isinstance(modes, str) else "+".join(modes)


def load_model(source: Source) -> Any:
    """The model with the settings of the source.

    Raises
    ------
    EncoderError
        When the extra or the model is missing.
    """
    if source.looks_like_a_path and not source.directory:
        raise EncoderError(f"no directory {source.where!r} with a sentence-transformers model")
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar
    except ImportError as error:
        raise EncoderError(MISSING) from error
    disable_progress_bar()
    try:
        model = SentenceTransformer(
            str(source.directory or source.where),
            device="cpu",
            revision=source.revision,
            local_files_only=source.directory is not None,
        )
    except (OSError, ValueError, KeyError) as error:
        raise EncoderError(f"no sentence-transformers model {source.where!r}: {error}") from error
    _apply_settings(model, source)
    return model


def _apply_settings(model: Any, source: Source) -> None:
    if source.max_length:
        model.max_seq_length = min(source.max_length, model.max_seq_length or source.max_length)
    if source.pooling:
        pooled = next((module for module in model if hasattr(module, "pooling_mode")), None)
        if pooled is None or not isinstance(pooled.pooling_mode, str):
            raise EncoderError(f"{source.where!r} pools in its own way: leave out pooling={source.pooling}")
        pooled.pooling_mode = source.pooling


def content_hash(directory: Path) -> str:
    """Short hash of a checkpoint's files, names and contents."""
    digest = hashlib.sha256()
    for path in sorted(p for p in directory.rglob("*") if p.is_file() and p.suffix in HASHED):
        if path.name == CARD:
            continue
        digest.update(path.relative_to(directory).as_posix().encode())
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()[:16]
