"""Human scores: dimensions within a rating, ratings within a unit, units within a model.

A unit is one output (question, model). The same two functions give the point estimate (every multiplicity 1)
and the bootstrap draws (multiplicities of resampled raters and questions), so both rest on the same data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from scoring.ranking.inputs import BoardInputs, FloatArray, HumanRatings, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class RatedUnits:
    """Units of one scenario that have at least one usable rating.

    Attributes
    ----------
    question, model : array of int, shape (n_units,)
        Row and column of the unit in the scenario's score matrix.
    values, given : sparse array, shape (n_units, n_raters)
        The rating of each rater on 0-100, and 1 where there is one.
    n_models : int
        Number of columns of the score matrix.
    """

    question: IntArray
    model: IntArray
    values: sparse.csr_array
    given: sparse.csr_array
    n_models: int

    @property
    def membership(self) -> sparse.csr_array:
        """1 where a unit (column) belongs to a model (row)."""
        n_units = self.model.size
        return sparse.csr_array(
            (np.ones(n_units), (self.model, np.arange(n_units))), shape=(self.n_models, n_units)
        )


def rate_units(ratings: HumanRatings, *, n_models: int, n_raters: int) -> RatedUnits:
    r"""Reduce the dimensions of every rating to one number and gather the ratings by unit.

    .. math:: h_{ur} = \sum_d w_d x_{urd} \Big/ \sum_d w_d \quad \text{over the dimensions } d \text{ given}

    Parameters
    ----------
    ratings : HumanRatings
        Long arrays of one scenario.
    n_models, n_raters : int
        Numbers of models and raters on the board.

    Returns
    -------
    RatedUnits
        Sorted by question, then model.

    Notes
    -----
    A missing dimension drops out and the weights of the others are renormalised, within that rating only. A
    rating whose given dimensions all have weight 0, or that has none, is no rating.

    Examples
    --------
    >>> zero = np.zeros(2, dtype=int)
    >>> both = HumanRatings(zero, zero, zero, np.array([0, 1]), np.array([100.0, 40.0]), np.array([3.0, 1.0]))
    >>> rate_units(both, n_models=1, n_raters=1).values.toarray()
    array([[85.]])
    """
    weight = np.where(np.isnan(ratings.value), 0.0, ratings.weights[ratings.dimension])
    used = weight > 0
    keys = np.stack([ratings.question, ratings.model, ratings.rater])[:, used]
    rated, inverse = np.unique(keys, axis=1, return_inverse=True)
    total = np.bincount(inverse, weights=weight[used], minlength=rated.shape[1])
    value = (
        np.bincount(inverse, weights=(weight[used] * ratings.value[used]), minlength=rated.shape[1]) / total
    )
    units, unit_of = np.unique(rated[:2], axis=1, return_inverse=True)
    shape, cells = (units.shape[1], n_raters), (unit_of, rated[2])
    return RatedUnits(
        question=units[0],
        model=units[1],
        values=sparse.csr_array((value, cells), shape=shape),
        given=sparse.csr_array((np.ones(value.size), cells), shape=shape),
        n_models=n_models,
    )


def rate_all_units(inputs: BoardInputs) -> Mapping[str, RatedUnits]:
    """Rated units by scenario code, without the scenarios that have no usable rating."""
    rated = {
        code: rate_units(ratings, n_models=len(inputs.models), n_raters=inputs.n_raters)
        for code, ratings in inputs.ratings.items()
    }
    return {code: units for code, units in rated.items() if units.model.size}


def unit_scores(units: RatedUnits, rater_weights: FloatArray) -> FloatArray:
    r"""Mean over the raters of each unit, raters counted by their multiplicity.

    .. math:: h_u = \sum_r v_r h_{ur} \Big/ \sum_r v_r \quad \text{over the raters } r \text{ of the unit}

    Parameters
    ----------
    units : RatedUnits
        Ratings by unit and rater.
    rater_weights : array, shape (n_draws, n_raters)
        Multiplicities; a row of ones gives the point estimate.

    Returns
    -------
    array, shape (n_draws, n_units)
        0-100; NaN where no rater of the unit was drawn.
    """
    total = (units.values @ rater_weights.T).T
    count = (units.given @ rater_weights.T).T
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)


def human_scores(units: RatedUnits, unit_values: FloatArray, unit_weights: FloatArray) -> FloatArray:
    r"""Mean over the units of each model, units counted by the multiplicity of their question.

    .. math:: H_m = \sum_u w_u h_u \Big/ \sum_u w_u \quad \text{over the units } u \text{ of model } m

    Parameters
    ----------
    units : RatedUnits
        Says which unit belongs to which model.
    unit_values : array, shape (n_draws, n_units)
        From `unit_scores`; a NaN leaves the unit out of its draw.
    unit_weights : array, shape (n_draws, n_units)
        Multiplicities of the units' questions; ones give the point estimate.

    Returns
    -------
    array, shape (n_draws, n_models)
        0-100; NaN for a model without a unit in the draw.
    """
    defined = ~np.isnan(unit_values)
    weights = np.where(defined, unit_weights, 0.0)
    total = (units.membership @ (weights * np.where(defined, unit_values, 0.0)).T).T
    count = (units.membership @ weights.T).T
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)


def observed_unit_scores(units: RatedUnits) -> FloatArray:
    """Unit scores as rated, shape (n_units,)."""
    return unit_scores(units, np.ones((1, units.given.shape[1])))[0]


def observed_human_scores(units: RatedUnits) -> FloatArray:
    """Human score of every model as rated, shape (n_models,); NaN for a model without a rated unit."""
    values = observed_unit_scores(units)[None, :]
    return human_scores(units, values, np.ones(values.shape))[0]
