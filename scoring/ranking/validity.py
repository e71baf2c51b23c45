"""How far an automatic metric agrees with the human score, over outputs and over systems.

Only outputs that have both scores enter, at both levels. Intervals resample questions (whole cases) and
systems together, for a metric is to be trusted on other questions and on other models.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

# Its parts are loaded when they are used: they would take every process a second to start.
import scipy
from numpy.typing import NDArray

from scoring.ranking.bootstrap import percentile_interval
from scoring.ranking.inputs import FloatArray, IntArray
from scoring.ranking.strata import Strata

COEFFICIENTS = ("pearson", "spearman", "kendall", "pairwise_accuracy")
# Three points are the least for which a correlation is not forced to be -1 or 1.
LEAST_POINTS = 3
# Means that differ by less are constant but for rounding.
CONSTANT = 1e-9


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient with its 95 % bootstrap interval; NaN where it is undefined.

    `n_draws` counts the draws in which it was defined: with few systems many draws repeat too few of them.
    """

    value: float
    low: float
    high: float
    n_draws: int


@dataclass(frozen=True, slots=True)
class LevelValidity:
    """Agreement at one level: correlations in [-1, 1], pairwise accuracy in [0, 1], `n` points."""

    n: int
    pearson: Coefficient
    spearman: Coefficient
    kendall: Coefficient
    pairwise_accuracy: Coefficient


@dataclass(frozen=True, slots=True)
class MetricValidity:
    """Agreement over outputs, and over the mean scores of the systems."""

    output: LevelValidity
    system: LevelValidity


def correlate(x: FloatArray, y: FloatArray) -> FloatArray:
    """Pearson's r, Spearman's rho (mid-ranks) and Kendall's tau-b, shape (3,).

    NaN with fewer than three points or when either side is constant.

    Examples
    --------
    >>> correlate(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 9.0])).round(3)
    array([0.918, 1.   , 1.   ])
    """
    if x.size < LEAST_POINTS or np.ptp(x) <= CONSTANT or np.ptp(y) <= CONSTANT:
        return np.full(3, np.nan)
    tau = scipy.stats.kendalltau(x, y, method="asymptotic").statistic
    ranks = scipy.stats.rankdata(x), scipy.stats.rankdata(y)
    return np.array([np.corrcoef(x, y)[0, 1], np.corrcoef(*ranks)[0, 1], tau])


def pairwise_accuracy(
    x: FloatArray, y: FloatArray, row_weights: FloatArray, column_weights: FloatArray
) -> float:
    r"""Share of the pairs in a row that both scores order alike; a tie must be a tie in both.

    .. math:: acc = \frac{C + T_{xy}}{C + D + T_x + T_y + T_{xy}}

    Parameters
    ----------
    x, y : array, shape (n_rows, n_columns)
        Two scores; pairs are taken within a row, a NaN in either leaves its pairs out.
    row_weights, column_weights : array, shape (n_rows,) and (n_columns,)
        Multiplicities; a pair counts by the product. A resampled column makes no pair with itself.

    Returns
    -------
    float
        In [0, 1]; NaN without a pair.

    Notes
    -----
    Deutsch, Foster and Freitag (2023), Ties Matter: Meta-Evaluating Modern Metrics with Pairwise Accuracy and
    Tie Calibration, EMNLP 2023 (acc_eq), without calibration of ties.

    Examples
    --------
    >>> pairwise_accuracy(np.array([[1.0, 2.0, 2.0]]), np.array([[1.0, 2.0, 3.0]]), np.ones(1), np.ones(3))
    0.6666666666666666
    """
    left, right = np.triu_indices(x.shape[1], k=1)
    x_sign, y_sign = np.sign(x[:, left] - x[:, right]), np.sign(y[:, left] - y[:, right])
    pair_weights = column_weights[left] * column_weights[right]
    compared = row_weights @ ~(np.isnan(x_sign) | np.isnan(y_sign)) @ pair_weights
    return float(row_weights @ (x_sign == y_sign) @ pair_weights / compared) if compared > 0 else float("nan")


def _system_means(scores: FloatArray, both: NDArray[np.bool_], weights: FloatArray) -> FloatArray:
    total, count = weights @ np.where(both, scores, 0.0), weights @ both
    return np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)


def _measure(x: FloatArray, y: FloatArray, questions: FloatArray, models: FloatArray) -> FloatArray:
    """The coefficients at both levels under multiplicities, shape (2, 4)."""
    both = ~np.isnan(x)
    copies = np.outer(questions, models)[both].astype(np.int64)
    outputs = correlate(np.repeat(x[both], copies), np.repeat(y[both], copies))
    x_means, y_means = (_system_means(scores, both, questions) for scores in (x, y))
    times = np.where(np.isnan(x_means), 0, models).astype(np.int64)
    enough = np.count_nonzero(times) >= LEAST_POINTS
    systems = (
        correlate(np.repeat(x_means, times), np.repeat(y_means, times)) if enough else np.full(3, np.nan)
    )
    return np.stack(
        [
            np.append(outputs, pairwise_accuracy(x, y, questions, models)),
            np.append(systems, pairwise_accuracy(x_means[None], y_means[None], np.ones(1), models)),
        ]
    )


def _summarise(n: int, values: FloatArray, samples: FloatArray) -> LevelValidity:
    found = {}
    for column, name in enumerate(COEFFICIENTS):
        low, high = percentile_interval(samples[:, column])
        n_draws = int(np.count_nonzero(~np.isnan(samples[:, column])))
        found[name] = Coefficient(float(values[column]), low, high, n_draws)
    return LevelValidity(n, **found)


def _check_shapes(automatic: FloatArray, human: FloatArray, clusters: NDArray[Any], draws: int) -> None:
    if automatic.ndim != 2 or automatic.shape != human.shape:
        raise ValueError(f"automatic and human must have one shape, got {automatic.shape} and {human.shape}")
    if clusters.shape != automatic.shape[:1]:
        raise ValueError(f"clusters must be ({automatic.shape[0]},), got {clusters.shape}")
    if draws < 1:
        raise ValueError(f"draws must be at least 1, got {draws}")


def validate_metric(
    automatic: FloatArray,
    human: FloatArray,
    clusters: NDArray[Any],
    *,
    rng: np.random.Generator,
    draws: int = 1000,
) -> MetricValidity:
    """Correlations and pairwise accuracy of an automatic metric against the human score.

    Parameters
    ----------
    automatic, human : array, shape (n_questions, n_models)
        Scores of one scenario on any scales; NaN where there is none. Human scores are those of units.
    clusters : array, shape (n_questions,)
        Case of each question.
    rng : numpy.random.Generator
        Source of the draws.
    draws : int
        Number of bootstrap draws over cases and systems.

    Returns
    -------
    MetricValidity
        At output level correlations pool all outputs and pairs are taken within a question; at system level
        both work on the models' means over their outputs with both scores. Undefined is NaN: fewer than three
        points, a constant score, no pair.

    Raises
    ------
    ValueError
        The shapes do not fit, or `draws` is below 1.

    Notes
    -----
    Resampling rows and columns together: Deutsch, Dror and Roth (2021), A Statistical Analysis of
    Summarization Evaluation Metrics Using Resampling Methods, *TACL* 9 (the procedure Boot-Both).

    Examples
    --------
    >>> human = np.array([[10.0, 20.0, 30.0], [20.0, 50.0, 40.0]])
    >>> found = validate_metric(human / 2, human, np.arange(2), rng=np.random.default_rng(0), draws=50)
    >>> round(found.output.pearson.value, 6), found.system.pairwise_accuracy.value
    (1.0, 1.0)
    """
    _check_shapes(automatic, human, clusters, draws)
    both = ~(np.isnan(automatic) | np.isnan(human))
    kept = both.any(axis=1)
    x, y = (np.where(both, scores, np.nan)[kept] for scores in (automatic, human))
    labels, case_of = np.unique(clusters[kept], return_inverse=True)
    values = _measure(x, y, np.ones(len(x)), np.ones(x.shape[1]))
    systems = np.flatnonzero(both.any(axis=0))
    cases = _one_stratum(np.arange(labels.size), labels.size).draw(draws, rng)
    models = _one_stratum(systems, x.shape[1]).draw(draws, rng)
    samples = np.stack([_measure(x, y, cases[draw][case_of], models[draw]) for draw in range(draws)])
    return MetricValidity(
        output=_summarise(int(both.sum()), values[0], samples[:, 0]),
        system=_summarise(systems.size, values[1], samples[:, 1]),
    )


def _one_stratum(members: IntArray, n_items: int) -> Strata:
    return Strata((members,) if members.size else (), n_items)
