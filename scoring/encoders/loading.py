"""From a setting to an encoder: `light`, or `sentence-transformers:<name or directory>`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from scoring.encoders.interface import Encoder, EncoderSettingError
from scoring.encoders.light import LightEncoder
from scoring.encoders.transformers import TransformersEncoder

PREFIX = "sentence-transformers:"


@lru_cache(maxsize=2)
def load_encoder(spec: str, known: Path | None = None) -> Encoder:
    """The encoder that a setting names, kept for the life of the process.

    Parameters
    ----------
    known : folder that keeps what was seen of a checkpoint, so that it is loaded for texts alone.

    Raises
    ------
    EncoderSettingError
        When the setting names no known kind of encoder.
    """
    if spec == "light":
        return LightEncoder()
    if spec.startswith(PREFIX) and spec != PREFIX:
        return TransformersEncoder(spec.removeprefix(PREFIX), known=known)
    raise EncoderSettingError(
        f"encoder {spec!r} is neither 'light' nor 'sentence-transformers:<name or directory>'"
    )
