"""Human scores adjusted for rater severity, beside the raw ones on a board."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from scoring.agreement.severity import adjust_for_severity
from scoring.ranking.board import Board, BoardRow
from scoring.ranking.inputs import BoardInputs, FloatArray, HumanRatings


@dataclass(frozen=True, slots=True, eq=False)
class AdjustedScores:
    """Adjusted human scores, shape (n_models,), NaN for a model without ratings; or why there are none."""

    values: FloatArray
    reason: str | None = None


def adjust_human_scores(ratings: HumanRatings, n_models: int) -> AdjustedScores:
    r"""Human scores of one scenario as if every rater had rated every question of every model.

    .. math:: H^{adj}_m = \sum_d w_d A_{md} \Big/ \sum_d w_d \quad \text{over the dimensions } d \text{ rated}

    with :math:`A_{md}` the mean of model m in dimension d, adjusted by least squares on model, question and
    rater (`scoring.agreement.severity`).

    Parameters
    ----------
    ratings : HumanRatings
        Long arrays of one scenario, on 0-100.
    n_models : int
        Number of models on the board.

    Returns
    -------
    AdjustedScores
        On 0-100, which an adjusted score may leave. Refused for the whole scenario where the ratings of any
        dimension with a weight do not separate models, questions and raters.

    Notes
    -----
    A dimension in which a model has no rating drops out for that model and the weights are renormalised.

    Examples
    --------
    Two raters, the second one 50 points more lenient; each model was rated more often by one of them.

    >>> question, model, rater = np.array([[0, 0, 1, 0, 1], [0, 0, 0, 1, 1], [0, 1, 0, 1, 1]])
    >>> value = np.array([0.0, 50.0, 0.0, 75.0, 75.0])
    >>> ratings = HumanRatings(question, model, rater, np.zeros(5, dtype=int), value, np.ones(1))
    >>> adjust_human_scores(ratings, 2).values.round(2)
    array([25., 50.])
    """
    total, weight = np.zeros(n_models), np.zeros(n_models)
    for dimension in np.flatnonzero(ratings.weights > 0):
        rows = (ratings.dimension == dimension) & ~np.isnan(ratings.value)
        if not rows.any():
            continue
        found = adjust_for_severity(
            ratings.value[rows], ratings.model[rows], ratings.question[rows], ratings.rater[rows]
        )
        if found.reason is not None:
            return AdjustedScores(np.full(n_models, np.nan), str(found.reason))
        total[found.models] += ratings.weights[dimension] * found.adjusted
        weight[found.models] += ratings.weights[dimension]
    return AdjustedScores(np.divide(total, weight, out=np.full(n_models, np.nan), where=weight > 0))


def adjust_board(board: Board, inputs: BoardInputs) -> tuple[Board, dict[str, str]]:
    """The board with adjusted scores beside the raw ones, and by scenario why there are none."""
    adjusted = {
        code: adjust_human_scores(ratings, len(inputs.models)) for code, ratings in inputs.ratings.items()
    }
    columns = {model: column for column, model in enumerate(inputs.models)}
    rows = tuple(_adjust_row(row, columns[row.model], adjusted) for row in board.rows)
    return replace(board, rows=rows), {code: found.reason for code, found in adjusted.items() if found.reason}


def _adjust_row(row: BoardRow, column: int, adjusted: Mapping[str, AdjustedScores]) -> BoardRow:
    cells = {
        code: replace(cell, human_adjusted=float(adjusted[code].values[column])) if code in adjusted else cell
        for code, cell in row.scenarios.items()
    }
    return replace(row, scenarios=cells)
