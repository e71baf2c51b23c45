"""Reading what pages show of a large benchmark before anybody asks for it.

A worker is told when an import has been published or a run has ended, and reads everything anew; besides,
workers look regularly for what nobody was told of. While a run is at work they read every few minutes.
Whatever goes wrong here concerns neither the import nor the run: pages then read for themselves.
"""

from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from annotation.selectors import Benchmark
from scoring.selectors.boards import conditions_of, first_board
from scoring.selectors.instruction_following import kept_statuses
from scoring.selectors.kept import KEEP_SECONDS, Mark, kept_key
from scoring.selectors.output_index import refresh_index
from scoring.selectors.score_tables import kept_cells
from scoring.selectors.shown_scorers import kept_scorers
from scoring.selectors.states import read_state
from scoring.services.boards import compute_board

PAUSE_AT_WORK = timedelta(minutes=5)
NAME = "pages-warm"


def cold_benchmarks() -> list[int]:
    """Large benchmarks whose pages are behind."""
    return [benchmark.pk for benchmark in Benchmark.objects.order_by("pk") if _is_cold(benchmark)]


def _is_cold(benchmark: Benchmark) -> bool:
    state = read_state(benchmark)
    mark: Mark | None = cache.get(kept_key(benchmark, NAME))
    if not state.is_large or (mark is not None and mark.is_of(state)):
        return False
    if mark is None or mark.imports != state.imports or not state.at_work:
        return True
    return timezone.now() - mark.read_at >= PAUSE_AT_WORK


def warm_pages(*, benchmark: Benchmark) -> bool:
    """Read what the pages of a benchmark show; False when nothing is new, or somebody is at it."""
    if not _is_cold(benchmark):
        return False
    state = read_state(benchmark)
    # First of all, so that others leave it alone; what fails here is not tried again in the same state.
    cache.set(kept_key(benchmark, NAME), Mark.now(state), KEEP_SECONDS)
    kept_scorers(benchmark, exact=True)
    refresh_index(benchmark)
    for condition in conditions_of(benchmark, exact=True):
        kept_statuses(benchmark, condition, exact=True)
        kept_cells(benchmark, condition, exact=True)
    if not state.at_work:
        compute_board(request=first_board(benchmark))
    return True
