"""Any sentence-transformers model, by name or from a directory.

torch takes ten seconds to import: it is imported when the model is loaded, in the worker alone, and not to
know the identity of a model that was loaded before. Texts are encoded in batches. As in the published
numbers, the model cuts a text at its maximal length and never sees the rest; the length is part of the
identity, for the same text cut elsewhere has another vector.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from scoring.encoders.checkpoints import content_hash, find_revision
from scoring.encoders.interface import EncoderError, Vectors, encodable, unit_rows
from scoring.encoders.known import KnownTraits, Traits
from scoring.encoders.sources import Source, parse_source

MISSING = (
    "sentence-transformers is not installed: run `make similarity` (the extra 'similarity'), "
    "or use the encoder 'light'"
)
UNKNOWN_REVISION = (
    "the revision of {!r} is not known, so its scores could not be told from those of its next one: "
    "download it and give the directory"
)
# A tokenizer reads a text to its end before the model cuts it: 35 s and 2 GB for 10 MB. No token is longer
# than this, but for words that nobody knows and blanks.
CHARACTERS_PER_TOKEN = 100
# Identities are kept in columns of 200 characters.
LONGEST_NAME = 80


class TransformersEncoder:
    """The model is loaded with the first text, or to find out an identity that is not known yet.

    `known` is the folder where that is kept.
    """

    def __init__(self, source: str, *, batch_size: int = 32, known: Path | None = None) -> None:
        self.source = parse_source(source)
        self.batch_size = batch_size
        self.known = KnownTraits(known)

    @cached_property
    def identity(self) -> str:
        traits = self.known.recall(self._revision, self.source) if self._revision else None
        if traits is None:
            traits = self._read_traits()
            self.known.keep(traits, self.source)
        return self._identity_of(traits)

    def encode(self, texts: Sequence[str]) -> Vectors:
        model = self._checked_model
        cleaned = [within_sight(encodable(text), model.max_seq_length) for text in texts]
        vectors = model.encode(
            cleaned, batch_size=self.batch_size, convert_to_numpy=True, show_progress_bar=False
        )
        spoken = np.array([bool(text.strip()) for text in cleaned], dtype=bool)
        dimension = model.get_embedding_dimension()
        return unit_rows(np.asarray(vectors, dtype=np.float32).reshape(-1, dimension) * spoken[:, None])

    @cached_property
    def _revision(self) -> str | None:
        return find_revision(self.source)

    @cached_property
    def _model(self) -> Any:
        """Of a hub exactly the commit that the identity tells of."""
        return load_model(self.source, None if self.source.directory else self._revision)

    @cached_property
    def _checked_model(self) -> Any:
        """The model, once it is seen to be the one that the identity tells of."""
        told, found = self.identity, self._identity_of(self._read_traits())
        if found != told:
            raise EncoderError(
                f"the encoder {told!r} has become {found!r} meanwhile: start the workers again"
            )
        return self._model

    def _identity_of(self, traits: Traits) -> str:
        where = self.source.directory
        name = where.resolve().name if where else self.source.where
        told = f"{name[-LONGEST_NAME:]}@{traits.revision}:{traits.pooling}:max{traits.cut}"
        return f"sentence-transformers:{told}"

    def _read_traits(self) -> Traits:
        model, where = self._model, self.source.directory
        revision = content_hash(where) if where else self._revision
        if revision is None:
            raise EncoderError(UNKNOWN_REVISION.format(self.source.where))
        return Traits(revision, pooling_of(model), model.max_seq_length or 0)


def within_sight(text: str, n_tokens: int | None) -> str:
    """As much of a text as can come before the model's cut."""
    limit = CHARACTERS_PER_TOKEN * (n_tokens or 0)
    return text.lstrip()[:limit] if limit and len(text) > limit else text


def pooling_of(model: Any) -> str:
    modes = next((module.pooling_mode for module in model if hasattr(module, "pooling_mode")), "own")
    return modes if isinstance(modes, str) else "+".join(modes)


def load_model(source: Source, commit: str | None = None) -> Any:
    """The model with the settings of the source, of a hub at a commit where one is given.

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
            revision=commit or source.revision,
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
