"""What a training is asked to do. The defaults are those of unsupervised SimCSE (Gao et al. 2021)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

# Texts held out for the report; a tenth of a small corpus.
HELD_OUT = 1000
DROPOUT = 0.1


class TrainingError(RuntimeError):
    """A training cannot be done; the message says what to do."""


@dataclass(frozen=True)
class SimcseSettings:
    """
    Raises
    ------
    ValueError
        When a value cannot work.
    """

    seed: int = 1
    batch_size: int = 64
    learning_rate: float = 3e-5
    epochs: int = 1
    max_length: int = 256
    temperature: float = 0.05

    def __post_init__(self) -> None:
        require = partial(_require, self)
        # A sentence alone in its batch has nothing to be told from.
        require("batch_size", 2)
        require("max_length", 8)
        require("epochs", 1)
        require("seed", 0)
        for name in ("learning_rate", "temperature"):
            if not 0 < getattr(self, name) <= 1:
                raise ValueError(f"{name} must be above 0 and at most 1, got {getattr(self, name)}")


def _require(settings: SimcseSettings, name: str, least: int) -> None:
    value = getattr(settings, name)
    if value < least:
        raise ValueError(f"{name} must be at least {least}, got {value}")
