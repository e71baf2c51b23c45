"""What a coefficient returns: a number, or NaN with the reason why there is none.

Reasons and notes are fixed sentences, so that whoever shows them can translate each one.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Reason(StrEnum):
    """Why a value is undefined."""

    NO_OVERLAP = "No unit has ratings by two raters."
    ONE_CATEGORY = "All paired ratings have the same value."
    ONE_LEVEL = "The scale has only one level."
    NEGATIVE_RATIO = "A ratio scale has no values below zero."
    FEW_COMMON_UNITS = "The two raters have fewer than two units in common."
    ONE_RATER = "There are ratings by fewer than two raters."
    ONE_UNIT = "There are ratings of fewer than two units."
    NO_RATINGS = "There are no ratings."
    NO_VARIANCE = "All ratings have the same value."
    NOT_NUMERIC = "Nominal ratings are names and have no variance."
    NOT_CONNECTED = "The design is not connected: not every two raters are linked by units that they share."
    NOT_SEPARABLE = "The design does not separate models, cases and raters: it is not connected."
    NO_RESIDUAL = "There are too few repeated ratings to separate units, raters and error."
    NOT_CONVERGED = "The variance components did not converge."
    NEGATIVE_TOTAL = "The estimated variances add up to zero or less."
    PLANNED_K_UNKNOWN = "The planned number of raters per unit is not known."
    ONE_SOURCE = "There is only one model to guess."
    NOBODY_ASKED = "Nobody has been asked to guess."
    ONE_GUESSER = "Fewer than two clinicians have been asked to guess."
    NO_DEFINED_DRAW = "No bootstrap draw has a defined value."


class Note(StrEnum):
    """What a reader has to know beside a value."""

    FEW_RATERS = "With fewer than 10 raters this interval covers too little (about 80 % at 3 or 4 raters)."


@dataclass(frozen=True)
class Coefficient:
    """A value, or NaN and the reason why it is undefined."""

    value: float
    reason: Reason | None = None

    @classmethod
    def undefined(cls, reason: Reason) -> Self:
        return cls(math.nan, reason)

    @property
    def is_defined(self) -> bool:
        return not math.isnan(self.value)


@dataclass(frozen=True)
class Interval:
    """Percentile bounds over the defined draws; `undefined` counts the draws that had no value."""

    low: float
    high: float
    draws: int
    undefined: int = 0
    reason: Reason | None = None
    note: Note | None = None

    @property
    def is_defined(self) -> bool:
        return not math.isnan(self.low)
