"""How well the blinding of a campaign held, from the guesses of its clinicians."""

from typing import Any

import numpy as np

from annotation.selectors import Campaign, guess_records, sources
from scoring.agreement.blinding_index import GuessedSource, blinding_report
from scoring.agreement.table import IntArray
from scoring.presentation.agreement import bounds, number, with_reason

SEED = 20241003
DRAWS = 1000


def guess_document(*, campaign: Campaign, seed: int = SEED, draws: int = DRAWS) -> dict[str, Any]:
    """The index of every model and of all together; the same guesses and seed give the same numbers."""
    models = [model.name for model in sources(campaign)]
    asked, answered, right = guess_tables(campaign, models)
    report = blinding_report(asked, answered, right, len(models), np.random.default_rng(seed), draws)
    return {
        "n_models": len(models),
        "seed": seed,
        "draws": draws,
        "models": {name: source_document(found) for name, found in zip(models, report.sources, strict=True)},
        "overall": source_document(report.overall),
    }


def guess_tables(campaign: Campaign, models: list[str]) -> tuple[IntArray, IntArray, IntArray]:
    """Outputs asked about, answered and right, by rater and by the model that wrote them."""
    records = [record for record in guess_records(campaign) if record.language_model in models]
    row_of = {rater: row for row, rater in enumerate(sorted({record.rater for record in records}))}
    tables = np.zeros((3, len(row_of), len(models)), dtype=np.intp)
    for record in records:
        place = row_of[record.rater], models.index(record.language_model)
        tables[0][place] += 1
        tables[1][place] += record.guess is not None
        tables[2][place] += record.guess == record.language_model
    return tables[0], tables[1], tables[2]


def source_document(found: GuessedSource) -> dict[str, Any]:
    document: dict[str, Any] = {
        "n_raters": found.n_raters,
        "asked": found.asked,
        "answered": found.answered,
        "right": found.right,
    }
    document |= with_reason("index", number(found.index.value), found.index.reason)
    return document | with_reason("ci", bounds(found.interval), found.interval.reason)
