"""What an encoder is: an identity, and rows of unit length for texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class EncoderError(RuntimeError):
    """An encoder cannot be had; the message says what to do."""


class EncoderSettingError(EncoderError, ValueError):
    """A setting names no encoder; the message quotes it."""


class Encoder(Protocol):
    """Two encoders with the same identity give the same vectors for the same text."""

    @property
    def identity(self) -> str:
        """Name, revision or content hash, and pooling, as part of a score's identity."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (n, d); rows have unit length, a blank text has a row of zeros."""


def unit_rows(vectors: Vectors) -> Vectors:
    """Rows scaled to unit length; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def encodable(text: str) -> str:
    """The text without lone surrogates and NUL, which tokenizers refuse."""
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ")
