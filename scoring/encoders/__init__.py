"""Sentence encoders behind one small interface; nothing heavy is imported before it is used."""

from scoring.encoders.interface import Encoder, EncoderError
from scoring.encoders.loading import load_encoder

__all__ = ["Encoder", "EncoderError", "load_encoder"]
