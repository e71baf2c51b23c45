"""Which models differ in their overall score: paired sign-flip tests, Holm's correction, rank intervals.

Under the null hypothesis two models' outputs of a cluster are exchangeable, so the sign of the cluster's
contribution to their difference may be flipped. Raters are taken as they are: the test asks whether these
raters' verdict would hold on other questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.ranking.human import RatedUnits, observed_unit_scores
from scoring.ranking.inputs import BoardInputs, FloatArray
from scoring.ranking.scores import TIE_TOLERANCE
from scoring.ranking.strata import index_clusters

ALPHA = 0.05
# Signs held at once: 2**21 doubles are 16 MB.
BLOCK_CELLS = 2**21


@dataclass(frozen=True, slots=True, eq=False)
class PairwiseTests:
    """All pairs of models; arrays of shape (n_models, n_models), NaN on the diagonal and without a score.

    Attributes
    ----------
    difference : array
        Overall score of the row's model minus that of the column's, in points.
    p, p_adjusted : array
        Two-sided p-value, as computed and after Holm's correction.
    ranked : array of bool, shape (n_models,)
        Models that have an overall score.
    permutations : int
        Number of sign flips that were drawn.
    """

    difference: FloatArray
    p: FloatArray
    p_adjusted: FloatArray
    ranked: NDArray[np.bool_]
    permutations: int

    @property
    def different(self) -> NDArray[np.bool_]:
        """True where two models are significantly different at the 5 % level."""
        return np.asarray(self.p_adjusted <= ALPHA)


def overall_contributions(
    inputs: BoardInputs, units: Mapping[str, RatedUnits], both: NDArray[np.bool_], human_weight: float
) -> FloatArray:
    r"""What every cluster contributes to every model's overall score.

    .. math:: c_{km} = \frac{1}{|S|} \sum_{s \in S} \Big( \frac{1 - w_s}{n_s} \sum_{q \in k} x_{qm}
              + \frac{w_s}{N_{sm}} \sum_{q \in k} (h_{qm} - \bar h_s) \Big)

    with S the core, :math:`w_s` the human weight where scenario s has both scores and 0 elsewhere,
    :math:`N_{sm}` the number of rated units of the model and :math:`\bar h_s` the mean over all units.

    Parameters
    ----------
    inputs, units
        The board's data and the rated units made from it.
    both : array of bool, shape (n_scenarios,)
        Scenarios with both scores.
    human_weight : float
        In [0, 1].

    Returns
    -------
    array, shape (n_clusters, n_models)
        In points. Differences of the column sums are the differences of the overall scores. Taking the
        scenario's mean off each rating changes no difference, and keeps a question that was rated for one
        model alone from counting as a large difference. NaN where a model lacks a score that it needs.
    """
    clusters, n_clusters = index_clusters(inputs)
    total = np.zeros((n_clusters, len(inputs.models)))
    if not set(inputs.core) <= set(inputs.codes):
        return np.full(total.shape, np.nan)
    for scenario, with_human in zip(inputs.scenarios, both, strict=True):
        if scenario.code not in inputs.core:
            continue
        weight = human_weight if with_human else 0.0
        share = (1 - weight) / scenario.n_questions / len(inputs.core)
        np.add.at(total, clusters[scenario.code], share * scenario.scores)
        if weight > 0:
            rated = units[scenario.code]
            part = weight / len(inputs.core) * _unit_contributions(rated)
            np.add.at(total, (clusters[scenario.code][rated.question], rated.model), part)
            total[:, np.bincount(rated.model, minlength=rated.n_models) == 0] = np.nan
    return total


def _unit_contributions(units: RatedUnits) -> FloatArray:
    values = observed_unit_scores(units)
    return np.asarray((values - values.mean()) / np.bincount(units.model)[units.model])


def enough_permutations(n_models: int, at_least: int = 10_000) -> int:
    """Number of permutations with which the smallest p-value survives Holm's correction among all pairs.

    Examples
    --------
    >>> enough_permutations(11), enough_permutations(40)
    (10000, 31200)
    """
    pairs = n_models * (n_models - 1) // 2
    return max(at_least, round(2 * pairs / ALPHA))


def flip_signs(contributions: FloatArray, *, permutations: int, rng: np.random.Generator) -> PairwiseTests:
    r"""Paired sign-flip permutation test of every pair of models.

    .. math:: p = \frac{b + 1}{m + 1}, \quad
              b = \#\Big\{ \Big|\sum_k \sigma_k d_k\Big| \ge \Big|\sum_k d_k\Big| \Big\}, \quad
              d_k = c_{ki} - c_{kj}

    Parameters
    ----------
    contributions : array, shape (n_clusters, n_models)
        From `overall_contributions`; a model with a NaN is not tested.
    permutations : int
        Number m of random sign vectors, shared by all pairs.
    rng : numpy.random.Generator
        Source of the signs.

    Returns
    -------
    PairwiseTests
        With n clusters p cannot fall far below 2 / 2**n: few questions separate nothing.

    Raises
    ------
    ValueError
        `permutations` is below 1.

    Notes
    -----
    The added ones make a valid test: Phipson and Smyth (2010), Permutation p-values should never be zero,
    *Statistical Applications in Genetics and Molecular Biology* 9, article 39. The sign vectors act on the
    contributions themselves, since the flipped sum of a difference is the difference of flipped sums.
    """
    if permutations < 1:
        raise ValueError(f"permutations must be at least 1, got {permutations}")
    ranked = np.asarray(~np.isnan(contributions).any(axis=0))
    used = np.where(ranked, contributions, 0.0)
    sums = used.sum(axis=0)
    difference = sums[:, None] - sums[None, :]
    threshold = np.abs(difference) - TIE_TOLERANCE
    extreme = np.zeros(difference.shape, dtype=np.int64)
    step = max(1, BLOCK_CELLS // len(used))
    for start in range(0, permutations, step):
        flipped = 2 * _draw_bits(min(step, permutations - start), len(used), rng) @ used - sums
        for model in range(len(sums)):
            extreme[model] += (np.abs(flipped[:, [model]] - flipped) >= threshold[model]).sum(axis=0)
    undefined = ~(ranked[:, None] & ranked[None, :]) | np.eye(len(sums), dtype=bool)
    p = np.where(undefined, np.nan, (extreme + 1) / (permutations + 1))
    return PairwiseTests(np.where(undefined, np.nan, difference), p, _adjust_pairs(p), ranked, permutations)


def _draw_bits(rows: int, columns: int, rng: np.random.Generator) -> FloatArray:
    packed = rng.integers(0, 256, size=(rows, -(-columns // 8)), dtype=np.uint8)
    return np.unpackbits(packed, axis=1, count=columns).astype(np.float64)


def _adjust_pairs(p: FloatArray) -> FloatArray:
    upper = np.triu_indices(len(p), k=1)
    adjusted = np.full(p.shape, np.nan)
    adjusted[upper] = holm(p[upper])
    adjusted.T[upper] = adjusted[upper]
    return adjusted


def holm(p: FloatArray) -> FloatArray:
    r"""P-values adjusted by Holm's step-down procedure.

    .. math:: \tilde p_{(i)} = \min\big(1, \max_{j \le i} (m - j + 1) \, p_{(j)}\big)

    Parameters
    ----------
    p : array, shape (n_tests,)
        A NaN is no test: it stays NaN and does not count in m.

    Returns
    -------
    array, shape (n_tests,)
        In [0, 1], in the order given.

    Notes
    -----
    Holm (1979), *Scandinavian Journal of Statistics* 6, 65-70. Valid under any dependence.

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, 0.03, 0.005]))
    array([0.03, 0.06, 0.06, 0.02])
    """
    adjusted = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    steps = np.arange(order.size, 0, -1) * p[order]
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(steps)) if order.size else steps
    return adjusted


def rank_intervals(tests: PairwiseTests) -> tuple[tuple[int, int] | None, ...]:
    """Rank interval of every model; None for one without an overall score.

    From 1 + the number of models significantly better to M - the number significantly worse, M being the
    number of models with an overall score. With a single such model it is (1, 1).
    """
    better = (tests.different & (tests.difference < 0)).sum(axis=1)
    worse = (tests.different & (tests.difference > 0)).sum(axis=1)
    m = int(tests.ranked.sum())
    return tuple(
        (1 + int(better[model]), m - int(worse[model])) if ranked else None
        for model, ranked in enumerate(tests.ranked)
    )
