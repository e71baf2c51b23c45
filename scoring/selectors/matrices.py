"""The only bridge from rows to arrays: what the pure statistics are computed from.

:func:`automatic_scores` reads the scores that count (:mod:`scoring.selectors.counting`) into one matrix per
leaderboard column. An absent output of a model that has others there is 0; a model with none, or with one
that has no score yet, is missing: its column is NaN.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotation.selectors import Benchmark, LanguageModel, current_questions
from scoring.metrics.registry import ACCURACY, metric_for
from scoring.ranking.inputs import FloatArray, IntArray, ScenarioScores
from scoring.selectors.tallies import ScoredBenchmark

Rows = Sequence[tuple[int, int, float | None]]


@dataclass(frozen=True, slots=True, eq=False)
class ColumnScores:
    """One leaderboard column of a benchmark.

    Attributes
    ----------
    metric, scorer : str
        What was measured, and by which version of it.
    question_ids : array of int, shape (n_questions,)
        Primary keys, in the order of the matrix's rows.
    scores : ScenarioScores
        The matrix (n_questions, n_models), 0-100, and the case of every question.
    n_missing : array of int, shape (n_models,)
        Absent outputs, counted as 0; for a missing model all of them.
    n_unscored : array of int, shape (n_models,)
        Outputs that wait for a score; any makes the model missing here.
    """

    metric: str
    scorer: str
    question_ids: IntArray
    scores: ScenarioScores
    n_missing: IntArray
    n_unscored: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class AutomaticScores:
    """All columns of a benchmark under one condition, with the same models in the same order."""

    condition: str
    models: tuple[str, ...]
    model_ids: tuple[int, ...]
    columns: Mapping[str, ColumnScores]


def automatic_scores(benchmark: Benchmark, condition: str) -> AutomaticScores:
    """Scores of every model that has an output under the condition; columns in no particular order."""
    scored = ScoredBenchmark(benchmark, condition=condition)
    rows = _rows_by_code(scored)
    ids = {model_id for code_rows in rows.values() for _, model_id, _ in code_rows}
    models = tuple(LanguageModel.objects.filter(pk__in=ids).order_by("name").values_list("pk", "name"))
    places = {pk: place for place, (pk, _) in enumerate(models)}
    questions = _questions_by_code(scored)
    columns = {code: _column(scored, code, questions[code], rows[code], places) for code in rows}
    return AutomaticScores(
        condition=condition,
        models=tuple(name for _, name in models),
        model_ids=tuple(places),
        columns=columns,
    )


def _rows_by_code(scored: ScoredBenchmark) -> dict[str, list[tuple[int, int, float | None]]]:
    rows: dict[str, list[tuple[int, int, float | None]]] = defaultdict(list)
    fields = ("question__scenario", "question__type", "question_id", "language_model_id", "counted__value")
    for scenario, kind, question_id, model_id, value in (
        scored.outputs().order_by().values_list(*fields).iterator(chunk_size=20_000)
    ):
        rows[scored.code(scenario, kind)].append((question_id, model_id, value))
    return dict(rows)


@dataclass(frozen=True, slots=True)
class _Questions:
    metric: str
    ids: IntArray
    clusters: NDArray[np.str_]


def _questions_by_code(scored: ScoredBenchmark) -> dict[str, _Questions]:
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    metrics: dict[str, str] = {}
    fields = ("scenario", "type", "pk", "external_id", "case_id")
    for scenario, kind, pk, external_id, case_id in (
        current_questions(scored.benchmark).order_by("pk").values_list(*fields)
    ):
        code = scored.code(scenario, kind)
        metrics[code] = metric_for(scenario, kind).name
        found[code].append((pk, f"case {case_id}" if case_id else f"question {external_id}"))
    return {
        code: _Questions(
            metrics[code],
            np.array([pk for pk, _ in pairs], dtype=np.int64),
            np.array([cluster for _, cluster in pairs], dtype=np.str_),
        )
        for code, pairs in found.items()
    }


def _column(
    scored: ScoredBenchmark, code: str, questions: _Questions, rows: Rows, places: Mapping[int, int]
) -> ColumnScores:
    index = {pk: row for row, pk in enumerate(questions.ids.tolist())}
    matrix = np.zeros((len(index), len(places)))
    given = np.zeros(len(places), dtype=np.int64)
    unscored = np.zeros(len(places), dtype=np.int64)
    for question_id, model_id, value in rows:
        place = places[model_id]
        given[place] += 1
        if value is None:
            unscored[place] += 1
        else:
            matrix[index[question_id], place] = value
    matrix[:, (given == 0) | (unscored > 0)] = np.nan
    return ColumnScores(
        metric=questions.metric,
        scorer=scored.scorers.get(questions.metric, ""),
        question_ids=questions.ids,
        scores=ScenarioScores(code, matrix, questions.clusters, binary=questions.metric == ACCURACY.name),
        n_missing=len(index) - given,
        n_unscored=unscored,
    )


def without_scores(column: ColumnScores) -> NDArray[np.bool_]:
    """Which models are missing in a column, shape (n_models,)."""
    matrix: FloatArray = column.scores.scores
    return np.asarray(np.isnan(matrix).all(axis=0))
