"""What is known about every cell of a board: the scores, their draws, and how much they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scoring.ranking.bootstrap import Draws
from scoring.ranking.estimates import Estimate, Reason, ScoreLevels, ScorePlan, estimate, estimate_proportion
from scoring.ranking.human import RatedUnits, observed_human_scores
from scoring.ranking.inputs import BoardInputs, FloatArray, IntArray
from scoring.ranking.scores import automatic_on_rated, has_both, scenario_means


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Scores with their draws; arrays of shape (n_scenarios, n_models) unless said otherwise.

    `n_clusters`, `n_questions` and `binary` are per scenario; `human_clusters` counts the clusters of a
    model's rated units. Two clusters are the least that an interval can be drawn from.
    """

    plan: ScorePlan
    observed: ScoreLevels
    automatic_on_rated: FloatArray
    n_units: IntArray
    n_raters: IntArray
    human_clusters: IntArray
    n_clusters: IntArray
    n_questions: Sequence[int | None]
    binary: NDArray[np.bool_]
    sampled: ScoreLevels | None = None

    @classmethod
    def of_published(cls, plan: ScorePlan, cells: FloatArray) -> Evidence:
        """Evidence of bare numbers: nothing to resample."""
        none, no_count = np.full(cells.shape, np.nan), np.zeros(cells.shape, dtype=np.int64)
        return cls(
            plan=plan,
            observed=plan.build_levels(cells, none),
            automatic_on_rated=none,
            n_units=no_count,
            n_raters=no_count,
            human_clusters=no_count,
            n_clusters=np.zeros(len(cells), dtype=np.int64),
            n_questions=[None] * len(cells),
            binary=np.zeros(len(cells), dtype=bool),
        )

    def with_draws(self, draws: Draws) -> Evidence:
        """The same evidence with the draws of every level."""
        return replace(self, sampled=self.plan.build_levels(draws.automatic, draws.human))

    def at_weight(self, human_weight: float) -> Evidence:
        """The same scores and draws with human scores at another weight."""
        plan = replace(self.plan, human_weight=human_weight)
        observed = plan.build_levels(self.observed.automatic, self.observed.human)
        sampled = self.sampled and plan.build_levels(self.sampled.automatic, self.sampled.human)
        return replace(self, plan=plan, observed=observed, sampled=sampled)

    def automatic_estimate(self, row: int, model: int) -> Estimate:
        value = float(self.observed.automatic[row, model])
        samples = None if self.sampled is None else self.sampled.automatic[:, row, model]
        reason = self._reason(value, Reason.NO_OUTPUTS, bool(self.n_clusters[row] > 1))
        if self.binary[row]:
            return estimate_proportion(value, samples, reason, int(self.n_clusters[row]))
        return estimate(value, samples, reason)

    def human_estimate(self, row: int, model: int) -> Estimate:
        value = float(self.observed.human[row, model])
        samples = None if self.sampled is None else self.sampled.human[:, row, model]
        varies = bool(self.human_clusters[row, model] > 1)
        return estimate(value, samples, self._reason(value, Reason.NOT_RATED, varies))

    def combined_estimate(self, row: int, model: int) -> Estimate:
        value = float(self.observed.combined[row, model])
        samples = None if self.sampled is None else self.sampled.combined[:, row, model]
        no_outputs = np.isnan(self.observed.automatic[row, model])
        undefined = Reason.NO_OUTPUTS if no_outputs else Reason.NOT_RATED
        varies = bool(min(self.n_clusters[row], self.human_clusters[row, model]) > 1)
        return estimate(value, samples, self._reason(value, undefined, varies))

    def overall_estimate(self, model: int) -> Estimate:
        samples = None if self.sampled is None else self.sampled.overall[:, model]
        return self._mean_estimate(self.observed.overall, samples, self.plan.core, model)

    def capability_estimate(self, name: str, model: int) -> Estimate:
        samples = None if self.sampled is None else self.sampled.capabilities[name][:, model]
        wanted = self.plan.capabilities[name]
        return self._mean_estimate(self.observed.capabilities[name], samples, wanted, model)

    def missing_human(self, model: int) -> tuple[str, ...]:
        """Core scenarios whose human score the overall score needs and the model lacks."""
        rows = self._rows(self.plan.core)
        return tuple(
            self.plan.codes[row]
            for row in rows
            if self._needs_human(row) and np.isnan(self.observed.human[row, model])
        )

    def _rows(self, wanted: Sequence[str]) -> list[int]:
        return [self.plan.codes.index(code) for code in wanted if code in self.plan.codes]

    def _needs_human(self, row: int) -> bool:
        return bool(self.plan.both[row]) and self.plan.human_weight > 0

    def _reason(self, value: float, undefined: Reason, varies: bool) -> Reason | None:
        if np.isnan(value):
            return undefined
        if self.sampled is None:
            return Reason.PUBLISHED
        return None if varies else Reason.ONE_QUESTION

    def _mean_estimate(
        self, values: FloatArray, samples: FloatArray | None, wanted: Sequence[str], model: int
    ) -> Estimate:
        rows = self._rows(wanted)
        absent = len(rows) < len(wanted) or bool(np.isnan(self.observed.automatic[rows, model]).any())
        undefined = Reason.SCENARIOS_MISSING if absent else Reason.HUMAN_MISSING
        varies = all(
            self.n_clusters[row] > 1 and (not self._needs_human(row) or self.human_clusters[row, model] > 1)
            for row in rows
        )
        value = float(values[model])
        return estimate(value, samples, self._reason(value, undefined, varies))


def observe(inputs: BoardInputs, units: Mapping[str, RatedUnits], human_weight: float) -> Evidence:
    """Observed scores of every level, and the counts behind them."""
    shape = (len(inputs.scenarios), len(inputs.models))
    automatic = np.stack([scenario_means(scenario.scores) for scenario in inputs.scenarios])
    human, on_rated = np.full(shape, np.nan), np.full(shape, np.nan)
    counts = np.zeros((3, *shape), dtype=np.int64)
    for code, rated in units.items():
        row = inputs.codes.index(code)
        human[row] = observed_human_scores(rated)
        on_rated[row] = automatic_on_rated(inputs.scenarios[row].scores, rated)
        counts[:, row] = _count_units(rated, inputs.scenarios[row].clusters)
    plan = ScorePlan(inputs.codes, inputs.core, inputs.capabilities, has_both(automatic, human), human_weight)
    return Evidence(
        plan=plan,
        observed=plan.build_levels(automatic, human),
        automatic_on_rated=on_rated,
        n_units=counts[0],
        n_raters=counts[1],
        human_clusters=counts[2],
        n_clusters=np.array([np.unique(scenario.clusters).size for scenario in inputs.scenarios]),
        n_questions=[scenario.n_questions for scenario in inputs.scenarios],
        binary=np.array([scenario.binary for scenario in inputs.scenarios]),
    )


def _count_units(units: RatedUnits, clusters: NDArray[np.generic]) -> IntArray:
    """Rated units, their raters and their clusters, shape (3, n_models)."""
    by_model = [np.flatnonzero(units.model == model) for model in range(units.n_models)]
    return np.array(
        [
            [rows.size for rows in by_model],
            [int((units.given[rows].sum(axis=0) > 0).sum()) for rows in by_model],
            [np.unique(clusters[units.question[rows]]).size for rows in by_model],
        ],
        dtype=np.int64,
    )
