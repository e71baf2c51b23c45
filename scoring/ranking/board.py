"""The whole leaderboard: every number of a row from one set of inputs, one set of draws, one seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.ranking.bootstrap import bootstrap_scores
from scoring.ranking.estimates import NAN, Estimate, ScorePlan
from scoring.ranking.evidence import Evidence, observe
from scoring.ranking.human import rate_all_units
from scoring.ranking.inputs import BoardInputs, FloatArray
from scoring.ranking.letters import assign_letters
from scoring.ranking.permutation import (
    PairwiseTests,
    enough_permutations,
    flip_signs,
    overall_contributions,
    rank_intervals,
)
from scoring.ranking.scores import competition_ranks, missing_scenarios, win_rates
from scoring.ranking.weights import Crossing, rank_over_weights


@dataclass(frozen=True, slots=True)
class BoardCell:
    """One model in one scenario.

    `n` questions, `n_units` of the model's outputs rated by `n_raters` people. `human_adjusted` (for rater
    severity) is not computed here: whoever has it puts it in with `dataclasses.replace`.
    """

    automatic: Estimate
    automatic_on_rated: float
    human: Estimate
    combined: Estimate
    n: int | None = None
    n_units: int = 0
    n_raters: int = 0
    human_adjusted: float = NAN


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One model.

    `missing` names core scenarios without any output, `missing_human` those that have human scores for
    others but not for this model. Either leaves it without overall score, rank, rank interval and letters;
    the latter leaves it its `overall_automatic`. `overall_ends` are the overall scores at weight 0 and at
    weight 1, from the draws of the board; `rank_range` is over all weights.
    """

    model: str
    rank: int | None
    overall: Estimate
    overall_ends: tuple[Estimate, Estimate]
    rank_interval: tuple[int, int] | None
    rank_range: tuple[int, int] | None
    letters: str
    win_rate: float
    missing: tuple[str, ...]
    missing_human: tuple[str, ...]
    scenarios: Mapping[str, BoardCell]
    capabilities: Mapping[str, Estimate]

    @property
    def overall_automatic(self) -> float:
        return self.overall_ends[0].value


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """A leaderboard.

    Attributes
    ----------
    rows : tuple of BoardRow
        By rank, then those without an overall score; ties and the unranked in the order of the inputs.
    models : tuple of str
        In the order of the inputs, to which `tests` and `crossings` refer by index.
    tests : PairwiseTests or None
        None on a published board, of which only the cells' numbers are known.
    crossings : tuple of Crossing
        Weights at which two models change places.
    human_weight : float
        The weight w of the human scores.
    seed, draws : int or None
        Of the bootstrap and the permutations; None on a published board.
    """

    rows: tuple[BoardRow, ...]
    models: tuple[str, ...]
    tests: PairwiseTests | None
    crossings: tuple[Crossing, ...]
    human_weight: float
    seed: int | None
    draws: int | None


def rank_board(
    inputs: BoardInputs,
    *,
    seed: int,
    human_weight: float = 0.5,
    draws: int = 2000,
    permutations: int = 10_000,
) -> Board:
    """Compute a leaderboard with intervals, tests and ranks.

    Parameters
    ----------
    inputs : BoardInputs
        Scores and ratings, already filtered: every number of the board rests on them alone.
    seed : int
        Non-negative; the same inputs and seed give the same board.
    human_weight : float
        Weight w in [0, 1] of the human score where a scenario has both.
    draws : int
        Bootstrap draws.
    permutations : int
        Least number of permutations; raised where so many models are compared that no p-value could survive
        Holm's correction.

    Returns
    -------
    Board
        Scores on 0-100, ranks from 1; NaN or None with a reason where undefined.

    Raises
    ------
    ValueError
        A weight outside [0, 1], or `draws` or `permutations` below 1.

    Examples
    --------
    >>> from scoring.ranking.inputs import ScenarioScores
    >>> scores = np.array([[100.0, 0.0], [100.0, 100.0], [0.0, 0.0], [100.0, 0.0]])
    >>> bkt = ScenarioScores("BKT", scores, np.arange(4), binary=True)
    >>> board = rank_board(BoardInputs(["one", "two"], [bkt], core=["BKT"]), seed=1, draws=200)
    >>> [(row.model, row.rank, row.overall.value, row.rank_interval) for row in board.rows]
    [('one', 1, 75.0, (1, 2)), ('two', 2, 25.0, (1, 2))]
    """
    bootstrap_rng, permutation_rng = np.random.default_rng(seed).spawn(2)
    units = rate_all_units(inputs)
    evidence = observe(inputs, units, human_weight)
    sampled = bootstrap_scores(inputs, units, draws=draws, rng=bootstrap_rng)
    evidence = evidence.with_draws(sampled)
    tests = flip_signs(
        overall_contributions(inputs, units, evidence.plan.both, human_weight),
        permutations=enough_permutations(len(inputs.models), permutations),
        rng=permutation_rng,
    )
    wins = win_rates([scenario.scores for scenario in inputs.scenarios if scenario.code in inputs.core])
    return _assemble(inputs.models, evidence, wins, tests, seed=seed, draws=draws)


def rank_published_board(
    models: Sequence[str],
    cells: FloatArray,
    *,
    codes: Sequence[str],
    core: Sequence[str],
    capabilities: Mapping[str, Sequence[str]] | None = None,
) -> Board:
    """Rank a board of which only the cells' numbers are known: no intervals, tests or letters.

    Parameters
    ----------
    models : sequence of str
        Names of the columns.
    cells : array, shape (n_scenarios, n_models)
        Scenario scores on 0-100; NaN where none was published.
    codes, core : sequence of str
        Codes of the rows, and of the scenarios in the macro-average.
    capabilities : mapping of str to sequence of str, optional
        Name of a capability to its scenario codes.

    Returns
    -------
    Board
        The win rate compares scenarios instead of questions.

    Raises
    ------
    ValueError
        `cells` does not have one row per code and one column per model.

    Examples
    --------
    >>> board = rank_published_board(["a", "b"], np.array([[10.0, 30.0]]), codes=["BKT"], core=["BKT"])
    >>> [(row.model, row.rank, row.overall.value) for row in board.rows]
    [('b', 1, 30.0), ('a', 2, 10.0)]
    """
    if cells.shape != (len(codes), len(models)):
        raise ValueError(f"cells must be ({len(codes)}, {len(models)}), got {cells.shape}")
    plan = ScorePlan(codes, core, capabilities or {}, np.zeros(len(codes), dtype=bool), 0.0)
    evidence = Evidence.of_published(plan, cells)
    wins = win_rates([cells[[row]] for row, code in enumerate(codes) if code in core])
    return _assemble(models, evidence, wins, None, seed=None, draws=None)


def _assemble(
    models: Sequence[str],
    evidence: Evidence,
    wins: FloatArray,
    tests: PairwiseTests | None,
    *,
    seed: int | None,
    draws: int | None,
) -> Board:
    plan, levels = evidence.plan, evidence.observed
    by_machine, by_people = evidence.at_weight(0.0), evidence.at_weight(1.0)
    over_weights = rank_over_weights(by_machine.observed.overall, by_people.observed.overall)
    ranks = competition_ranks(levels.overall)
    order = sorted(np.flatnonzero(ranks).tolist(), key=lambda model: int(ranks[model]))
    missing = missing_scenarios(levels.automatic, plan.codes, plan.core)
    intervals = rank_intervals(tests) if tests else [None] * len(models)
    letters = assign_letters(tests.different, order) if tests else [""] * len(models)
    rows = tuple(
        BoardRow(
            model=models[model],
            rank=int(ranks[model]) or None,
            overall=evidence.overall_estimate(model),
            overall_ends=(by_machine.overall_estimate(model), by_people.overall_estimate(model)),
            rank_interval=intervals[model],
            rank_range=over_weights.ranges[model],
            letters=letters[model],
            win_rate=float(wins[model]) if wins.size else NAN,
            missing=missing[model],
            missing_human=evidence.missing_human(model),
            scenarios={code: _cell(evidence, row, model) for row, code in enumerate(plan.codes)},
            capabilities={name: evidence.capability_estimate(name, model) for name in plan.capabilities},
        )
        for model in [*order, *np.flatnonzero(ranks == 0).tolist()]
    )
    return Board(rows, tuple(models), tests, over_weights.crossings, plan.human_weight, seed, draws)


def _cell(evidence: Evidence, row: int, model: int) -> BoardCell:
    return BoardCell(
        automatic=evidence.automatic_estimate(row, model),
        automatic_on_rated=float(evidence.automatic_on_rated[row, model]),
        human=evidence.human_estimate(row, model),
        combined=evidence.combined_estimate(row, model),
        n=evidence.n_questions[row],
        n_units=int(evidence.n_units[row, model]),
        n_raters=int(evidence.n_raters[row, model]),
    )
