"""The ratings of a campaign as reliability matrices, one per dimension, for :mod:`scoring.agreement`.

A unit is one output (question and model); its row holds the value each rater gave, NaN where none.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from django.db.models import Count, Max, Sum

from annotation.selectors import Campaign, RatingRow, ratings_for_campaign
from scoring.agreement.table import FloatArray


@dataclass(frozen=True, eq=False)
class ReliabilityData:
    """One dimension.

    Attributes
    ----------
    ratings : ndarray, shape (n_units, n_raters)
        On the rubric's own scale; NaN is missing.
    raters : tuple of int
        Ids of the raters, by column.
    models : tuple of str
        Model of each unit, by row.
    """

    ratings: FloatArray
    raters: tuple[int, ...]
    models: tuple[str, ...]


def reliability_data(campaign: Campaign) -> dict[str, ReliabilityData]:
    """Matrices by dimension code, in the rubric's order; dimensions without any rating are empty."""
    rows: dict[str, list[RatingRow]] = {
        code: [] for code in campaign.rubric.dimensions.values_list("code", flat=True)
    }
    for row in ratings_for_campaign(campaign):
        rows[row.dimension].append(row)
    return {code: _matrix(found) for code, found in rows.items()}


def _matrix(rows: list[RatingRow]) -> ReliabilityData:
    units: dict[int, str] = {}
    for row in rows:
        units.setdefault(row.unit_id, row.language_model)
    raters = sorted({row.rater_id for row in rows})
    row_of = {unit: number for number, unit in enumerate(units)}
    column_of = {rater: number for number, rater in enumerate(raters)}
    ratings = np.full((len(units), len(raters)), np.nan)
    for row in rows:
        if row.value is not None:
            ratings[row_of[row.unit_id], column_of[row.rater_id]] = row.value
    return ReliabilityData(ratings, tuple(raters), tuple(units.values()))


def system_means(data: ReliabilityData) -> dict[str, float]:
    """Mean over raters within a unit, then over units, per model, on the rubric's own scale."""
    by_model: dict[str, list[float]] = defaultdict(list)
    for model, row in zip(data.models, data.ratings, strict=True):
        given = row[~np.isnan(row)]
        if given.size:
            by_model[model].append(float(given.mean()))
    return {model: float(np.mean(values)) for model, values in sorted(by_model.items())}


def rating_fingerprint(campaign: Campaign) -> str:
    """Changes whenever the set of current ratings changes."""
    state = campaign.units.aggregate(
        n=Count("assignments__current_rating"),
        last=Max("assignments__current_rating"),
        total=Sum("assignments__current_rating"),
    )
    return f"{campaign.pk}-{campaign.rubric_id}-{state['n']}-{state['last']}-{state['total']}"
