"""Agreement as the JSON that the command, the API and the export share. Pure.

An undefined number is null, with ``<key>_reason`` beside it.
"""

import math
from collections.abc import Mapping
from typing import Any

from scoring.agreement.outcome import Coefficient, Interval
from scoring.agreement.report import DimensionAgreement


def number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def bounds(interval: Interval) -> list[float] | None:
    return [float(interval.low), float(interval.high)] if interval.is_defined else None


def with_reason(key: str, value: Any, reason: object) -> dict[str, Any]:
    return {key: value} | ({f"{key}_reason": str(reason)} if value is None and reason else {})


def dimension_document(
    found: DimensionAgreement, raters: Mapping[int, str], means: Mapping[str, float]
) -> dict[str, Any]:
    """One dimension. ``raters`` names the columns of the matrix."""
    reasons = found.reasons
    these, like_these = found.alpha_these_raters, found.alpha_raters_like_these
    alpha: dict[str, Any] = with_reason("value", number(found.alpha), reasons.get("alpha"))
    alpha |= with_reason("these_raters", bounds(these), these.reason)
    alpha |= with_reason("raters_like_these", bounds(like_these), like_these.reason)
    if like_these.note:
        alpha["raters_like_these_note"] = str(like_these.note)
    ac2: dict[str, Any] = with_reason("value", number(found.ac2), reasons.get("ac2"))
    ac2 |= with_reason("ci", bounds(found.ac2_ci), found.ac2_ci.reason) | {"weights": found.ac2_weights}
    document: dict[str, Any] = {
        "n_units": found.n_units,
        "n_pairable": found.n_pairable,
        "n_raters": found.n_raters,
        "n_ratings": found.n_ratings,
        "level": found.level,
        "alpha": alpha,
        "ac2": ac2,
    }
    for key in ("percent_agreement", "icc_2_1", "icc_2_k"):
        document |= with_reason(key, number(getattr(found, key)), reasons.get(key))
    return document | {
        "k": found.planned_k,
        "prevalence": [{"level": share.level, "share": share.share} for share in found.prevalence],
        "kappa_pairwise": [
            {"raters": [raters[column] for column in pair.raters], "n": pair.n} | kappa(pair.kappa)
            for pair in found.kappa_pairwise
        ],
        "system_means": dict(means),
    }


def kappa(found: Coefficient) -> dict[str, Any]:
    return with_reason("value", number(found.value), found.reason)
