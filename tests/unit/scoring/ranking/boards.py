"""Small boards that the tests of this folder build on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scoring.ranking.inputs import BoardInputs, FloatArray, HumanRatings, ScenarioScores

Rating = tuple[int, int, int, float]


def scenario(
    code: str, scores: object, clusters: Sequence[int] | Sequence[str] | None = None, *, binary: bool = False
) -> ScenarioScores:
    """Scenario whose questions are cases of their own unless clusters are given."""
    matrix = np.asarray(scores, dtype=float)
    ids = [f"{code}-{row}" for row in range(len(matrix))] if clusters is None else clusters
    return ScenarioScores(code, matrix, np.asarray(ids), binary=binary)


def ratings(values: Sequence[Rating]) -> HumanRatings:
    """One-dimensional ratings as (question, model, rater, value)."""
    question, model, rater = (np.array([row[key] for row in values], dtype=int) for key in range(3))
    value = np.array([row[3] for row in values], dtype=float)
    return HumanRatings(question, model, rater, np.zeros(len(values), dtype=int), value, np.ones(1))


def full_ratings(values: FloatArray) -> HumanRatings:
    """Ratings from a full table of shape (n_questions, n_models, n_raters)."""
    return ratings([(*map(int, cell), float(value)) for cell, value in np.ndenumerate(values)])  # type: ignore[misc]


def random_board(
    rng: np.random.Generator, *, n_models: int = 4, n_questions: int = 30, n_raters: int = 3
) -> BoardInputs:
    """Three core scenarios, the first two sharing cases, the third partly rated, and an extension."""
    ability = np.linspace(0.3, 0.8, n_models)
    choice = [(rng.random((n_questions, n_models)) < ability) * 100.0 for _ in range(2)]
    open_ = rng.uniform(0, 100, (n_questions, n_models))
    cases = [f"case-{row // 2}" for row in range(n_questions)]
    rated = rng.uniform(0, 100, (n_questions // 2, n_models, n_raters))
    return BoardInputs(
        models=[f"model-{model}" for model in range(n_models)],
        scenarios=[
            scenario("ID1", choice[0], cases, binary=True),
            scenario("ID2", choice[1], cases, binary=True),
            scenario("WTD", open_),
            scenario("MRA", open_[:10]),
        ],
        core=["ID1", "ID2", "WTD"],
        ratings={"WTD": full_ratings(rated)},
        capabilities={"clinical": ["ID1", "ID2"], "multimodal": ["MRA"]},
    )
