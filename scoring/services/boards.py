"""Computing leaderboards, and keeping them until what they rest on changes.

A board of a small benchmark is computed when it is asked for. A large one takes seconds, so a worker
computes it and whoever asked looks again; asking is repeated once a minute, in case the message is lost.
While a run changes a large board by the second, the one computed last is shown, and a newer one is asked
for every few minutes.
"""

from typing import NamedTuple

from django.core.cache import cache
from django.utils import timezone

from annotation.selectors import CORE_SCENARIOS, Benchmark, Campaign
from scoring.presentation.documents import BoardFacts, Document, board_document
from scoring.ranking.adjusted import adjust_board
from scoring.ranking.board import Board, rank_board
from scoring.selectors.board_inputs import BoardMaterial, board_material
from scoring.selectors.boards import BoardRequest, BoardState, board_state
from scoring.selectors.tallies import UNSCORED

KEEP_SECONDS = 7 * 24 * 3600
ASK_AGAIN_SECONDS = 60
ASK_AGAIN_SECONDS_AT_WORK = 300
FEW_RATERS = 10


def compute_board(*, request: BoardRequest, state: BoardState | None = None) -> Document:
    """The board's document, from the cache or computed and kept."""
    known = state or board_state(request)
    document: Document | None = cache.get(f"board:{known.key}")
    if document is None:
        document = _compute(request)
        cache.set(f"board:{known.key}", document, KEEP_SECONDS)
        cache.set(f"board-last:{known.request_key}", document, KEEP_SECONDS)
    return document


class FoundBoard(NamedTuple):
    """The document if there is one, and whether a worker has to be asked for a newer one."""

    document: Document | None
    order: bool
    is_old: bool = False


def find_board(*, request: BoardRequest) -> FoundBoard:
    """The board as far as it can be had at once."""
    state = board_state(request)
    document: Document | None = cache.get(f"board:{state.key}")
    if document is None and not state.is_large:
        document = compute_board(request=request, state=state)
    if document is not None:
        return FoundBoard(document, order=False)
    if not state.at_work:
        return FoundBoard(None, order=cache.add(f"board-asked:{state.key}", 1, ASK_AGAIN_SECONDS))
    document = cache.get(f"board-last:{state.request_key}")
    seconds = ASK_AGAIN_SECONDS if document is None else ASK_AGAIN_SECONDS_AT_WORK
    order = cache.add(f"board-asked:{state.request_key}", 1, seconds)
    return FoundBoard(document, order, is_old=document is not None)


def _compute(request: BoardRequest) -> Document:
    benchmark = Benchmark.objects.get(pk=request.benchmark_id)
    campaigns = Campaign.objects.select_related("rubric", "benchmark")
    campaign = campaigns.get(pk=request.campaign_id) if request.campaign_id else None
    material = board_material(
        benchmark, condition=request.condition, campaign=campaign, specialty=request.specialty
    )
    head = _head(request, benchmark, campaign, material)
    if material is None:
        empty = Board((), (), None, (), request.human_weight, request.seed, request.draws)
        return board_document(empty, BoardFacts(head=head, core=CORE_SCENARIOS, scenarios={}))
    board = rank_board(
        material.inputs,
        seed=request.seed,
        human_weight=request.human_weight,
        draws=request.draws,
        permutations=request.permutations,
    )
    board, adjusted_reasons = adjust_board(board, material.inputs)
    facts = BoardFacts(
        head=head,
        core=material.inputs.core,
        scenarios=material.facts,
        capabilities=material.inputs.capabilities,
        reasons=dict.fromkeys(material.unscored, UNSCORED),
        n_missing=material.n_missing,
        ends={row.model: row.overall_ends for row in board.rows} if material.inputs.ratings else {},
        adjusted_reasons=adjusted_reasons,
    )
    return board_document(board, facts)


def _head(
    request: BoardRequest, benchmark: Benchmark, campaign: Campaign | None, material: BoardMaterial | None
) -> Document:
    human = material.human if material else None
    return {
        "benchmark": benchmark.name,
        "campaign": campaign.name if campaign else None,
        "campaign_state": campaign.state if campaign else None,
        "condition": request.condition,
        "specialty": request.specialty or None,
        "n_raters": human.n_raters if human else 0,
        "few_raters": bool(human and 0 < human.n_raters < FEW_RATERS),
        "n_values_left_out": human.n_left_out if human else 0,
        "n_unscored": sum(material.unscored.values()) if material else 0,
        "computed_at": timezone.now().isoformat(timespec="seconds"),
    }
