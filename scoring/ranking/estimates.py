"""A number with its interval, and why either is undefined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from scoring.ranking.bootstrap import percentile_interval, wilson_interval
from scoring.ranking.inputs import FloatArray
from scoring.ranking.scores import combine, mean_of_scenarios, scores_at_weight

NAN = float("nan")


class Reason(StrEnum):
    """Why a value, or else its interval, is undefined: a code, not a text to show."""

    NO_OUTPUTS = "no_outputs"
    NOT_RATED = "not_rated"
    SCENARIOS_MISSING = "scenarios_missing"
    HUMAN_MISSING = "human_missing"
    ONE_QUESTION = "one_question"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A score on 0-100 with its bootstrap standard error and 95 % interval; NaN where undefined.

    `reason` explains an undefined value, or an undefined interval around a defined value.
    """

    value: float
    se: float = NAN
    low: float = NAN
    high: float = NAN
    reason: Reason | None = None


def summarise_draws(value: float, samples: FloatArray) -> Estimate:
    """Estimate of a defined value from its draws, shape (n_draws,); draws that are NaN are left out."""
    low, high = percentile_interval(samples)
    defined = samples[~np.isnan(samples)]
    return Estimate(value, float(defined.std(ddof=1)) if defined.size > 1 else NAN, low, high)


def estimate(value: float, samples: FloatArray | None, reason: Reason | None) -> Estimate:
    """Estimate of a value; with a reason, or without draws, it has no interval."""
    if np.isnan(value) or reason is not None or samples is None:
        return Estimate(value, reason=reason)
    return summarise_draws(value, samples)


def estimate_proportion(
    value: float, samples: FloatArray | None, reason: Reason | None, n_clusters: int
) -> Estimate:
    """Like `estimate`; at 0 and at 100, where every draw is the same, the interval is Wilson's.

    Its n is the number of clusters: questions of one case may all agree because it is one case.
    """
    if samples is None or value not in (0.0, 100.0):
        return estimate(value, samples, reason)
    low, high = wilson_interval(value / 100, n_clusters)
    return Estimate(value, 0.0, 100 * low, 100 * high)


@dataclass(frozen=True, slots=True, eq=False)
class ScoreLevels:
    """All levels of scores: of scenarios (..., n_scenarios, n_models), of the means above (..., n_models)."""

    automatic: FloatArray
    human: FloatArray
    combined: FloatArray
    overall: FloatArray
    capabilities: Mapping[str, FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class ScorePlan:
    """How the levels follow from the scenarios; the same for the observed scores and for every draw.

    `both` says which scenarios have human and automatic scores, shape (n_scenarios,).
    """

    codes: Sequence[str]
    core: Sequence[str]
    capabilities: Mapping[str, Sequence[str]]
    both: np.typing.NDArray[np.bool_]
    human_weight: float

    def build_levels(self, automatic: FloatArray, human: FloatArray) -> ScoreLevels:
        """Levels above the scenario scores, shape (..., n_scenarios, n_models) each."""
        used = scores_at_weight(automatic, human, self.both, self.human_weight)
        return ScoreLevels(
            automatic=automatic,
            human=human,
            combined=combine(automatic, human, self.human_weight),
            overall=mean_of_scenarios(used, self.codes, self.core),
            capabilities={
                name: mean_of_scenarios(used, self.codes, wanted)
                for name, wanted in self.capabilities.items()
            },
        )
