"""From rows to the inputs of a leaderboard: the automatic matrices, and a campaign's ratings beside them.

Ratings count when what was rated is on the board: the current version of the output to a current question,
under the board's condition. They come on 0-100 by the rubric's scale, with its weights; nothing is imputed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from django.db.models import Q

from annotation.selectors import (
    CORE_SCENARIOS,
    DS_OPEN,
    SCENARIOS,
    Benchmark,
    Campaign,
    current_outputs,
    current_questions,
    ratings_for_campaign,
)
from scoring.metrics.registry import ACCURACY
from scoring.presentation.documents import ROLE, ScenarioFacts
from scoring.ranking.inputs import BoardInputs, FloatArray, HumanRatings, ScenarioScores
from scoring.selectors.kept import keep_read
from scoring.selectors.matrices import AutomaticScores, ColumnScores, automatic_scores

COLUMN_ORDER = (*SCENARIOS, DS_OPEN)
# An entry of ratings: row, column, rater, dimension, value.
Entry = tuple[int, int, int, int, float]


@dataclass(frozen=True, slots=True, eq=False)
class CampaignRatings:
    """A campaign's ratings by scenario; values about anything that is not on the board are only counted."""

    by_scenario: Mapping[str, HumanRatings] = field(default_factory=dict)
    n_raters: int = 0
    n_left_out: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class BoardMaterial:
    """Everything of one board, from one reading: what is computed on, and what is said about it.

    ``unscored`` and ``n_missing`` count a model's outputs that have no score yet, and its absent outputs
    that count 0, by (model, scenario).
    """

    inputs: BoardInputs
    facts: Mapping[str, ScenarioFacts]
    unscored: Mapping[tuple[str, str], int]
    n_missing: Mapping[tuple[str, str], int]
    human: CampaignRatings


def board_material(
    benchmark: Benchmark, *, condition: str, campaign: Campaign | None = None, specialty: str = ""
) -> BoardMaterial | None:
    """Everything a board is computed from, or None while there is no output under the condition.

    Open discharge summaries that stand in for DS have their ratings in a column of their own, since human
    scores of summaries never enter the overall score.
    """
    automatic = kept_scores(benchmark, condition)
    columns = _chosen_columns(benchmark, automatic, specialty)
    if not columns:
        return None
    human = campaign_ratings(campaign, automatic, columns) if campaign else CampaignRatings()
    if DS_OPEN in human.by_scenario and DS_OPEN not in columns:
        columns[DS_OPEN] = columns["DS"]
    core = [code for code in CORE_SCENARIOS if code in columns] if specialty else []
    inputs = BoardInputs(
        models=automatic.models,
        scenarios=[_renamed(column.scores, code) for code, column in columns.items()],
        core=core or CORE_SCENARIOS,
        ratings=human.by_scenario,
        capabilities=scenario_groups(list(columns), core or CORE_SCENARIOS),
    )
    return BoardMaterial(
        inputs=inputs,
        facts={code: _facts(code, column) for code, column in columns.items()},
        unscored=_counts(automatic.models, {code: column.n_unscored for code, column in columns.items()}),
        n_missing=_counts(automatic.models, {code: column.n_missing for code, column in columns.items()}),
        human=human,
    )


def kept_scores(benchmark: Benchmark, condition: str) -> AutomaticScores:
    """Shared by the boards of every weight, specialty and campaign; never old."""
    kept = keep_read(
        benchmark, "board-inputs", condition, lambda: automatic_scores(benchmark, condition), exact=True
    )
    return kept.value


def _chosen_columns(
    benchmark: Benchmark, automatic: AutomaticScores, specialty: str
) -> dict[str, ColumnScores]:
    ordered = {code: automatic.columns[code] for code in COLUMN_ORDER if code in automatic.columns}
    if not specialty:
        return ordered
    questions = current_questions(benchmark).filter(specialty=specialty)
    wanted = np.array(questions.values_list("pk", flat=True), dtype=np.int64)
    cut = {code: _cut(column, np.isin(column.question_ids, wanted)) for code, column in ordered.items()}
    return {code: column for code, column in cut.items() if column}


def _cut(column: ColumnScores, kept: np.typing.NDArray[np.bool_]) -> ColumnScores | None:
    """A column's questions of a specialty; which of them have no output is not known, and not counted."""
    if not kept.any():
        return None
    scores = column.scores
    return ColumnScores(
        metric=column.metric,
        scorer=column.scorer,
        question_ids=column.question_ids[kept],
        scores=ScenarioScores(scores.code, scores.scores[kept], scores.clusters[kept], binary=scores.binary),
        n_missing=np.zeros_like(column.n_missing),
        n_unscored=column.n_unscored,
    )


def _renamed(scores: ScenarioScores, code: str) -> ScenarioScores:
    return ScenarioScores(code, scores.scores, scores.clusters, binary=scores.binary)


def _stands_in(code: str, column: ColumnScores) -> bool:
    return code == "DS" and column.metric != ACCURACY.name


def _facts(code: str, column: ColumnScores) -> ScenarioFacts:
    n = column.scores.n_questions
    return ScenarioFacts(column.metric, column.scorer or None, n, _stands_in(code, column))


def _counts(
    models: Sequence[str], columns: Mapping[str, np.typing.NDArray[np.int64]]
) -> dict[tuple[str, str], int]:
    return {
        (model, code): int(count)
        for code, counts in columns.items()
        for model, count in zip(models, counts, strict=True)
        if count
    }


def campaign_ratings(
    campaign: Campaign, automatic: AutomaticScores, columns: Mapping[str, ColumnScores]
) -> CampaignRatings:
    """A campaign's regular ratings of what is on the board."""
    dimensions = list(campaign.rubric.dimensions.all())
    index = {dimension.code: number for number, dimension in enumerate(dimensions)}
    models = {name: number for number, name in enumerate(automatic.models)}
    rows = _rows_of_questions(columns)
    units = _units_on_board(campaign, automatic.condition)
    raters: dict[int, int] = {}
    entries: dict[str, list[Entry]] = defaultdict(list)
    n_left_out = 0
    for row in ratings_for_campaign(campaign):
        if row.value is None:
            continue
        on_board = row.unit_id in units and row.question_id in rows and row.language_model in models
        if not on_board or row.question_id is None:
            n_left_out += 1
            continue
        code, question = rows[row.question_id]
        rater = raters.setdefault(row.rater_id, len(raters))
        value = _on_hundred(row.value, campaign)
        entries[code].append((question, models[row.language_model], rater, index[row.dimension], value))
    weights = np.array([dimension.weight for dimension in dimensions])
    ratings = {code: _as_ratings(entries[code], weights) for code in COLUMN_ORDER if code in entries}
    return CampaignRatings(ratings, len(raters), n_left_out)


def _rows_of_questions(columns: Mapping[str, ColumnScores]) -> dict[int, tuple[str, int]]:
    return {
        pk: (DS_OPEN if _stands_in(code, column) else code, row)
        for code, column in columns.items()
        for row, pk in enumerate(column.question_ids.tolist())
    }


def _units_on_board(campaign: Campaign, condition: str) -> set[int]:
    """A unit of ratings collected elsewhere may know its question and no output."""
    if campaign.benchmark is None:
        return set()
    known = Q(output__in=current_outputs(campaign.benchmark, condition=condition))
    bare = Q(output__isnull=True, question__in=current_questions(campaign.benchmark))
    return set(campaign.units.filter(known | bare, condition=condition).values_list("pk", flat=True))


def _on_hundred(value: float, campaign: Campaign) -> float:
    low, high = campaign.rubric.scale_min, campaign.rubric.scale_max
    return 100 * ((value - low) / (high - low))


def _as_ratings(entries: Sequence[Entry], weights: FloatArray) -> HumanRatings:
    keys = np.array([entry[:4] for entry in entries], dtype=np.int64)
    question, model, rater, dimension = keys.T
    value = np.array([entry[4] for entry in entries], dtype=np.float64)
    return HumanRatings(question, model, rater, dimension, value, weights)


def scenario_groups(present: Sequence[str], core: Sequence[str]) -> dict[str, list[str]]:
    """The paper's seven dimensions, then the roles, over the core; multimodal where it is on the board."""
    groups: dict[str, list[str]] = defaultdict(list)
    shown = [scenario for code, scenario in SCENARIOS.items() if code in core or code in present]
    for scenario in shown:
        groups[scenario.dimension].append(scenario.code)
    for scenario in shown:
        for role in scenario.roles if scenario.core else ():
            groups[f"{ROLE}{role}"].append(scenario.code)
    return dict(groups)
