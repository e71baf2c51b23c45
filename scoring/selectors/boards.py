"""What a leaderboard can be asked for, and what its answer depends on."""

from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Self

import numpy as np
from django.db.models import Count, Max, Prefetch, Q, QuerySet

from annotation.selectors import (
    CORE_SCENARIOS,
    Benchmark,
    Campaign,
    PublishedBoard,
    current_questions,
)
from scoring.presentation.documents import (
    DOCUMENT_VERSION,
    BoardFacts,
    Document,
    ScenarioFacts,
    board_document,
)
from scoring.ranking.board import rank_published_board
from scoring.selectors.board_inputs import COLUMN_ORDER, scenario_groups
from scoring.selectors.filters import filter_choices
from scoring.selectors.states import read_state

DEFAULT_CONDITION = "vanilla"
DEFAULT_SEED = 20241003
DEFAULT_DRAWS = 2000
DEFAULT_PERMUTATIONS = 10_000


@dataclass(frozen=True, slots=True)
class BoardRequest:
    """One leaderboard, by plain values, so that a message to a worker can carry it."""

    benchmark_id: int
    campaign_id: int | None = None
    condition: str = DEFAULT_CONDITION
    specialty: str = ""
    human_weight: float = 0.5
    seed: int = DEFAULT_SEED
    draws: int = DEFAULT_DRAWS
    permutations: int = DEFAULT_PERMUTATIONS

    @classmethod
    def from_message(cls, message: dict[str, Any]) -> Self:
        return cls(**message)

    def as_message(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class BoardState:
    """Whether anything changed since a board was computed (``key``), and whether it takes long.

    ``request_key`` stays the same while it changes; ``at_work`` says that a run is about to change it.
    """

    key: str
    request_key: str
    is_large: bool
    at_work: bool


def board_state(request: BoardRequest) -> BoardState:
    """The fingerprint of everything a board rests on.

    Scores are only ever added, by chunks that end; ratings are append-only, with one current revision.
    """
    state = read_state(Benchmark(pk=request.benchmark_id))
    asked = (DOCUMENT_VERSION, *request.as_message().values())
    ratings = _ratings_state(request.campaign_id)
    return BoardState(
        key=_digest(*asked, state.imports, state.scores, *ratings),
        request_key=_digest(*asked),
        is_large=state.is_large,
        at_work=state.at_work,
    )


def _digest(*parts: object) -> str:
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def _ratings_state(campaign_id: int | None) -> tuple[Any, ...]:
    if campaign_id is None:
        return ()
    campaign = Campaign.objects.select_related("rubric").get(pk=campaign_id)
    revisions = campaign.units.aggregate(
        last=Max("assignments__ratings"), n=Count("assignments__current_rating")
    )
    weights = campaign.rubric.dimensions.values_list("code", "weight")
    return (*revisions.values(), campaign.state, campaign.name, *weights)


def conditions_of(benchmark: Benchmark, *, exact: bool = False) -> list[str]:
    """Conditions with outputs, the plain one first."""
    conditions = filter_choices(benchmark, exact=exact).conditions
    return sorted(conditions, key=lambda name: (name != DEFAULT_CONDITION, name))


def specialties_of(benchmark: Benchmark) -> list[str]:
    questions = current_questions(benchmark).exclude(specialty="").order_by()
    return sorted(questions.values_list("specialty", flat=True).distinct())


def rated_campaigns(benchmark: Benchmark, condition: str) -> list[Campaign]:
    """Campaigns on the benchmark with a rating under the condition, the newest first."""
    rated = Q(units__assignments__current_rating__isnull=False, units__condition=condition)
    return list(Campaign.objects.filter(rated, benchmark=benchmark).distinct().order_by("-pk"))


def first_board(benchmark: Benchmark) -> BoardRequest:
    """The board that the leaderboard's page shows when its address asks for nothing else."""
    condition = next(iter(conditions_of(benchmark)), DEFAULT_CONDITION)
    campaign = next(iter(rated_campaigns(benchmark, condition)), None)
    return BoardRequest(benchmark.pk, campaign_id=campaign.pk if campaign else None, condition=condition)


def benchmarks_for_list() -> QuerySet[Benchmark]:
    """Benchmarks, each with its campaigns that have ratings (``rated``)."""
    with_ratings = Campaign.objects.filter(units__assignments__current_rating__isnull=False).distinct()
    return Benchmark.objects.prefetch_related(Prefetch("campaigns", with_ratings, to_attr="rated"))


def published_document(board: PublishedBoard) -> Document:
    """A published board by the same definitions: its numbers stand under ``automatic``."""
    cells = list(board.cells.order_by("position"))
    models = list(dict.fromkeys(cell.model_name for cell in cells))
    known = {cell.scenario for cell in cells}
    codes = [code for code in COLUMN_ORDER if code in known]
    values = np.full((len(codes), len(models)), np.nan)
    for cell in cells:
        if cell.value is not None:
            values[codes.index(cell.scenario), models.index(cell.model_name)] = cell.value
    groups = scenario_groups(codes, CORE_SCENARIOS)
    ranked = rank_published_board(models, values, codes=codes, core=CORE_SCENARIOS, capabilities=groups)
    head = {"board": board.name, "source": board.source, "benchmark": None, "campaign": None}
    facts = BoardFacts(
        head=head | {"groups": {cell.model_name: cell.group for cell in cells}},
        core=CORE_SCENARIOS,
        scenarios={code: ScenarioFacts() for code in codes},
        capabilities=groups,
    )
    return board_document(ranked, facts)
