"""Point estimates of a board: scenario, macro-average, capability, win rate, combined, rank.

Arrays of scenario scores are (..., n_scenarios, n_models), so that the functions that give the point estimate
also turn bootstrap draws of the scenarios into draws of everything above them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.ranking.human import RatedUnits
from scoring.ranking.inputs import FloatArray, IntArray

# Two overall scores nearer than this are one score: the difference is rounding in the sums.
TIE_TOLERANCE = 1e-9


def scenario_means(scores: FloatArray) -> FloatArray:
    """Mean over the questions of a scenario, shape (n_models,); NaN for a model that is missing."""
    return np.asarray(scores.mean(axis=0), dtype=np.float64)


def scenario_standard_errors(scores: FloatArray, clusters: NDArray[Any]) -> FloatArray:
    r"""Cluster-robust standard error of the scenario means.

    .. math:: se^2 = \frac{C}{C-1} \sum_{c=1}^{C} \Big( \frac{1}{n} \sum_{q \in c} (x_q - \bar x) \Big)^2

    Parameters
    ----------
    scores : array, shape (n_questions, n_models)
        0-100; a missing model is a column of NaN.
    clusters : array, shape (n_questions,)
        Case of each question.

    Returns
    -------
    array, shape (n_models,)
        In points; NaN for a missing model, and for all with fewer than two clusters. Without shared cases it
        is the usual s / sqrt(n).

    Notes
    -----
    The cluster-robust variance of a mean with the finite-sample factor C/(C-1): Cameron and Miller (2015), A
    practitioner's guide to cluster-robust inference, *Journal of Human Resources* 50, 317-372, section II.

    Examples
    --------
    >>> scenario_standard_errors(np.array([[0.0], [100.0], [100.0], [0.0]]), np.arange(4)).round(4)
    array([28.8675])
    """
    labels, inverse = np.unique(clusters, return_inverse=True)
    if labels.size < 2:
        return np.full(scores.shape[1], np.nan)
    residuals = np.zeros((labels.size, scores.shape[1]))
    np.add.at(residuals, inverse, scores - scores.mean(axis=0))
    scale = labels.size / (labels.size - 1)
    return np.asarray(np.sqrt(scale * np.square(residuals / scores.shape[0]).sum(axis=0)))


def combine(automatic: FloatArray, human: FloatArray, human_weight: float) -> FloatArray:
    """Weighted mean w x human + (1 - w) x automatic; NaN unless there are both, whatever the weight.

    Raises
    ------
    ValueError
        `human_weight` is not in [0, 1].

    Examples
    --------
    >>> combine(np.array([80.0, 80.0]), np.array([60.0, np.nan]), 0.25)
    array([75., nan])
    """
    if not 0 <= human_weight <= 1:
        raise ValueError(f"human_weight must lie in [0, 1], got {human_weight}")
    return human_weight * human + (1 - human_weight) * automatic


def has_both(automatic: FloatArray, human: FloatArray) -> NDArray[np.bool_]:
    """Whether a scenario has both scores for at least one model, shape (n_scenarios,)."""
    return np.asarray((~np.isnan(automatic) & ~np.isnan(human)).any(axis=-1))


def scores_at_weight(
    automatic: FloatArray, human: FloatArray, both: NDArray[np.bool_], human_weight: float
) -> FloatArray:
    """Scenario scores that enter the means above: combined where the scenario has both, else automatic.

    Parameters
    ----------
    automatic, human : array, shape (..., n_scenarios, n_models)
        NaN where missing.
    both : array of bool, shape (n_scenarios,)
        From `has_both` on the observed scores, so that every draw replaces the same scenarios.
    human_weight : float
        In [0, 1].

    Returns
    -------
    array, shape (..., n_scenarios, n_models)
        Where a scenario has both, a model without human ratings is NaN, for its automatic score alone would
        stand beside other models' mixtures; at weight 0 there is no mixture and nothing is lost.
    """
    if human_weight == 0:
        return automatic
    return np.where(both[:, None], combine(automatic, human, human_weight), automatic)


def mean_of_scenarios(values: FloatArray, codes: Sequence[str], wanted: Sequence[str]) -> FloatArray:
    r"""Unweighted mean over the wanted scenarios: the macro-average, or a capability.

    .. math:: \bar x_m = \frac{1}{|S|} \sum_{s \in S} x_{sm}

    Parameters
    ----------
    values : array, shape (..., n_scenarios, n_models)
        Scenario scores, 0-100.
    codes : sequence of str
        Codes of the rows.
    wanted : sequence of str
        Codes of S, not empty.

    Returns
    -------
    array, shape (..., n_models)
        NaN for a model without all of them, and for all models when a wanted scenario has no row.

    Raises
    ------
    ValueError
        `wanted` is empty.

    Examples
    --------
    >>> mean_of_scenarios(np.array([[75.0, 10.0], [25.0, np.nan]]), ("CPR", "SSO"), ("CPR", "SSO"))
    array([50., nan])
    """
    if not wanted:
        raise ValueError(f"wanted must name at least one scenario, got {wanted!r}")
    if not set(wanted) <= set(codes):
        return np.full((*values.shape[:-2], values.shape[-1]), np.nan)
    rows = [codes.index(code) for code in wanted]
    return np.asarray(values[..., rows, :].mean(axis=-2))


def missing_scenarios(
    values: FloatArray, codes: Sequence[str], wanted: Sequence[str]
) -> tuple[tuple[str, ...], ...]:
    """For every model, the wanted codes that it has no score for, in the order of `wanted`."""
    rows = {code: values[codes.index(code)] for code in wanted if code in codes}
    return tuple(
        tuple(code for code in wanted if code not in rows or np.isnan(rows[code][model]))
        for model in range(values.shape[-1])
    )


def win_rates(matrices: Sequence[FloatArray]) -> FloatArray:
    """Share of the comparisons (question, other model) that a model wins; a tie is half a win.

    Parameters
    ----------
    matrices : sequence of arrays, each of shape (n_questions, n_models)
        Scores by scenario. Questions are pooled, so a large scenario weighs more than a small one.

    Returns
    -------
    array, shape (n_models,)
        0-1. A comparison in a scenario where either model is missing is left out; NaN without a comparison.

    Examples
    --------
    >>> win_rates([np.array([[100.0, 0.0], [50.0, 50.0]])])
    array([0.75, 0.25])
    """
    n_models = matrices[0].shape[1] if matrices else 0
    won, compared = np.zeros(n_models), np.zeros(n_models)
    for scores in matrices:
        present = ~np.isnan(scores[0])
        for model in np.flatnonzero(present):
            others = scores[:, present & (np.arange(n_models) != model)]
            own = scores[:, [model]]
            won[model] += (own > others).sum() + 0.5 * (own == others).sum()
            compared[model] += others.size
    return np.divide(won, compared, out=np.full(n_models, np.nan), where=compared > 0)


def automatic_on_rated(scores: FloatArray, units: RatedUnits) -> FloatArray:
    """Mean automatic score of a model over its own rated units, shape (n_models,); NaN without one."""
    values = scores[units.question, units.model]
    count = np.bincount(units.model, minlength=scores.shape[1])
    total = np.bincount(units.model, weights=values, minlength=scores.shape[1])
    return np.divide(total, count, out=np.full(count.size, np.nan), where=count > 0)


def competition_ranks(overall: FloatArray) -> IntArray:
    """1 + the number of models that are better: ties share the better rank; 0 stands for no overall score.

    Examples
    --------
    >>> competition_ranks(np.array([50.0, 70.0, 50.0, np.nan, 10.0]))
    array([2, 1, 2, 0, 4])
    """
    better = overall[None, :] > overall[:, None] + TIE_TOLERANCE
    return np.where(np.isnan(overall), 0, 1 + better.sum(axis=1))
