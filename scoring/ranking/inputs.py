"""What a board is computed from: automatic scores and human ratings as arrays.

Scores and ratings are on 0-100 (Kendall's tau may be negative, down to -100). A model without a single output
in a scenario is a column of NaN there; an absent output of a model that has others is already a 0. A rating
that was not given is a NaN value or simply no entry; nothing is ever imputed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioScores:
    """Automatic scores of one scenario.

    Parameters
    ----------
    code : str
        Board code of the scenario, such as ``"WTD"``.
    scores : array, shape (n_questions, n_models)
        Between -100 and 100; a column is all NaN where the model is missing.
    clusters : array, shape (n_questions,)
        What is resampled as a whole: questions of one case carry one id, in this scenario and in the others;
        any other question has an id of its own. Integers or strings, the same kind in all scenarios.
    binary : bool
        Whether a score can only be 0 or 100, so that Wilson's interval holds at the edges.

    Raises
    ------
    ValueError
        No question, wrong shapes, a value out of range, or a column with only some values missing.
    """

    code: str
    scores: FloatArray
    clusters: NDArray[Any]
    binary: bool = False

    def __post_init__(self) -> None:
        if self.scores.ndim != 2 or 0 in self.scores.shape:
            raise ValueError(
                f"scores of {self.code} must be (n_questions, n_models), got {self.scores.shape}"
            )
        if self.clusters.shape != self.scores.shape[:1] or self.clusters.dtype.kind not in "iuU":
            raise ValueError(
                f"clusters of {self.code} must be {self.scores.shape[0]} integers or strings, "
                f"got {self.clusters.shape} of {self.clusters.dtype}"
            )
        self._check_values()

    def _check_values(self) -> None:
        absent = np.isnan(self.scores)
        partly = absent.any(axis=0) & ~absent.all(axis=0)
        if partly.any():
            raise ValueError(f"scores of {self.code}: column {int(np.argmax(partly))} is only partly missing")
        if self.binary and not np.isin(self.scores[~absent], (0.0, 100.0)).all():
            raise ValueError(f"scores of {self.code} are said to be binary, but are not all 0 or 100")
        if (np.abs(self.scores[~absent]) > 100).any():
            raise ValueError(f"scores of {self.code} must lie between -100 and 100")

    @property
    def n_questions(self) -> int:
        return int(self.scores.shape[0])


@dataclass(frozen=True, slots=True, eq=False)
class HumanRatings:
    """Ratings of one scenario, one entry per (question, model, rater, dimension).

    Parameters
    ----------
    question : array of int, shape (n_values,)
        Row of the scenario's score matrix.
    model : array of int, shape (n_values,)
        Column of the score matrix.
    rater : array of int, shape (n_values,)
        Index of the rater, the same person under the same index in every scenario.
    dimension : array of int, shape (n_values,)
        Index into `weights`.
    value : array, shape (n_values,)
        0-100; NaN is missing.
    weights : array, shape (n_dimensions,)
        Weights of the rubric's dimensions; only their proportions matter.

    Raises
    ------
    ValueError
        Unequal lengths, a value off the scale, bad weights, an unknown dimension, or an entry given twice.
    """

    question: IntArray
    model: IntArray
    rater: IntArray
    dimension: IntArray
    value: FloatArray
    weights: FloatArray

    def __post_init__(self) -> None:
        keys = (self.question, self.model, self.rater, self.dimension)
        if any(key.shape != self.value.shape for key in keys) or self.value.ndim != 1:
            raise ValueError("question, model, rater, dimension and value must have one length")
        if self.weights.ndim != 1 or not (self.weights >= 0).all() or not self.weights.sum() > 0:
            raise ValueError(f"weights must be non-negative with a positive sum, got {self.weights}")
        if any(key.size and key.min() < 0 for key in keys):
            raise ValueError("question, model, rater and dimension must not be negative")
        if self.value.size and self.dimension.max() >= self.weights.size:
            raise ValueError(f"dimension {int(self.dimension.max())} has no weight")
        given = self.value[~np.isnan(self.value)]
        if ((given < 0) | (given > 100)).any():
            raise ValueError("value must lie between 0 and 100")
        if len(np.unique(np.stack(keys), axis=1).T) != self.value.size:
            raise ValueError("value holds two entries for one question, model, rater and dimension")


@dataclass(frozen=True, slots=True, eq=False)
class BoardInputs:
    """Everything a board is computed from.

    Parameters
    ----------
    models : sequence of str
        Names, in the order of the columns.
    scenarios : sequence of ScenarioScores
        Every scenario that is shown, the core ones and any extension.
    core : sequence of str
        Codes whose unweighted mean is the overall score; one that is not in `scenarios` is missing for all.
    ratings : mapping of str to HumanRatings
        By scenario code.
    capabilities : mapping of str to sequence of str
        Name of a capability to its scenario codes.

    Raises
    ------
    ValueError
        Names or codes given twice, an empty core, ratings of an unknown scenario, indices out of range, or
        cluster ids of different kinds.
    """

    models: Sequence[str]
    scenarios: Sequence[ScenarioScores]
    core: Sequence[str]
    ratings: Mapping[str, HumanRatings] = field(default_factory=dict)
    capabilities: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, values in (("models", self.models), ("scenarios", self.codes), ("core", self.core)):
            if not values or len(set(values)) != len(values):
                raise ValueError(f"{name} must be distinct and not empty, got {list(values)}")
        for scenario in self.scenarios:
            if scenario.scores.shape[1] != len(self.models):
                raise ValueError(f"scores of {scenario.code} must have {len(self.models)} columns")
        if len({scenario.clusters.dtype.kind == "U" for scenario in self.scenarios}) > 1:
            raise ValueError("clusters must be integers in all scenarios or strings in all scenarios")
        for code, ratings in self.ratings.items():
            self._check_ratings(code, ratings)

    def _check_ratings(self, code: str, ratings: HumanRatings) -> None:
        if code not in self.codes:
            raise ValueError(f"ratings are given for {code!r}, which is not among the scenarios {self.codes}")
        limits = self.scenarios[self.codes.index(code)].scores.shape
        for name, index, limit in zip(
            ("question", "model"), (ratings.question, ratings.model), limits, strict=True
        ):
            if index.size and index.max() >= limit:
                raise ValueError(f"ratings of {code}: {name} {int(index.max())} is not below {limit}")

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(scenario.code for scenario in self.scenarios)

    @property
    def n_raters(self) -> int:
        return max((int(r.rater.max()) + 1 for r in self.ratings.values() if r.rater.size), default=0)
