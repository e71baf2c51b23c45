"""Agreement of a campaign, computed when the ratings have changed and kept until they change again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.core.cache import cache

from annotation.selectors import Campaign
from scoring.agreement.alpha import LEVELS, krippendorff_alpha
from scoring.agreement.outcome import Coefficient
from scoring.agreement.report import DimensionAgreement, agreement_report
from scoring.presentation.agreement import dimension_document, number, with_reason
from scoring.selectors.reliability import (
    ReliabilityData,
    rating_fingerprint,
    reliability_data,
    system_means,
)
from scoring.services.guesses import guess_document

VERSION = 2
SEED = 20241003
DRAWS = 1000
KEPT_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class DimensionResult:
    """The report of one dimension with what the report itself does not know: names and models."""

    agreement: DimensionAgreement
    raters: tuple[int, ...]
    system_means: dict[str, float]
    alpha_by_level: Mapping[str, Coefficient]


@dataclass(frozen=True)
class CampaignAgreement:
    campaign: str
    dimensions: dict[str, DimensionResult] = field(default_factory=dict)
    seed: int = SEED
    draws: int = DRAWS


def compute_agreement(*, campaign: Campaign, seed: int = SEED, draws: int = DRAWS) -> CampaignAgreement:
    """Every coefficient of every dimension; the same ratings and seed give the same numbers."""
    key = f"agreement-{VERSION}-{rating_fingerprint(campaign)}-{seed}-{draws}"
    kept: CampaignAgreement | None = cache.get(key)
    if kept is not None and kept.campaign == campaign.name:
        return kept
    results = {
        code: _dimension(campaign, data, np.random.default_rng([seed, number]), draws)
        for number, (code, data) in enumerate(reliability_data(campaign).items())
    }
    computed = CampaignAgreement(campaign.name, results, seed, draws)
    cache.set(key, computed, KEPT_SECONDS)
    return computed


def _dimension(
    campaign: Campaign, data: ReliabilityData, rng: np.random.Generator, draws: int
) -> DimensionResult:
    rubric = campaign.rubric
    levels = rubric_levels(rubric.scale_min, rubric.scale_max, data)
    # The rubric stores one of the four levels of measurement.
    report = agreement_report(data.ratings, rubric.level, levels, campaign.raters_per_unit, rng, draws)  # type: ignore[arg-type]
    by_level = {str(level): krippendorff_alpha(data.ratings, level) for level in LEVELS}
    return DimensionResult(report, data.raters, system_means(data), by_level)


def rubric_levels(low: float, high: float, data: ReliabilityData) -> list[float] | None:
    """Every whole level of the scale, or None where somebody used values in between."""
    given = data.ratings[~np.isnan(data.ratings)]
    if not float(low).is_integer() or not np.array_equal(given, np.round(given)):
        return None
    return [float(level) for level in range(int(low), int(high) + 1)]


def agreement_document(*, campaign: Campaign, pseudonyms: bool = False) -> dict[str, Any]:
    """The JSON contract. Raters by their label, or by their pseudonym where the document leaves the house."""
    result = compute_agreement(campaign=campaign)
    names = dict(campaign.raters.values_list("pk", "pseudonym" if pseudonyms else "label"))
    dimensions = {}
    for code, found in result.dimensions.items():
        columns = {column: names[rater] for column, rater in enumerate(found.raters)}
        document = dimension_document(found.agreement, columns, found.system_means)
        document["alpha_by_level"] = {
            key: value
            for level, alpha in found.alpha_by_level.items()
            for key, value in with_reason(level, number(alpha.value), alpha.reason).items()
        }
        dimensions[code] = document
    document = {
        "campaign": result.campaign,
        "seed": result.seed,
        "draws": result.draws,
        "dimensions": dimensions,
    }
    if campaign.asks_for_source:
        document["source_guesses"] = guess_document(campaign=campaign)
    return document
