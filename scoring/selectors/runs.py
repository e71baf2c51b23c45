"""Reading runs: how far they are, what failed, and which of them nobody works on."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from scoring.models import RunChunk, Score, ScoringRun
from scoring.selectors.plans import ERROR
from scoring.workflow import ENDED

State = RunChunk.State


@dataclass(frozen=True, slots=True)
class RunProgress:
    """Scores of a run by what became of them; ``n_planned`` leaves out those that there were before.

    An output has as many as it has metrics.
    """

    n_planned: int
    n_done: int
    n_failed: int
    n_chunks: int
    n_failed_chunks: int
    ended: bool

    @property
    def n_settled(self) -> int:
        return self.n_done + self.n_failed

    @property
    def percent(self) -> float:
        return 100.0 if self.n_planned == 0 else 100 * self.n_settled / self.n_planned


def run_progress(run: ScoringRun) -> RunProgress:
    """Counted from the chunks: the outputs of those that are done or have failed."""
    failed = Q(state=State.FAILED)
    sums = run.chunks.aggregate(
        planned=Sum("n_outputs", default=0),
        done=Sum("n_outputs", filter=Q(state=State.DONE), default=0),
        failed=Sum("n_outputs", filter=failed, default=0),
        chunks=Count("pk"),
        failed_chunks=Count("pk", filter=failed),
    )
    return RunProgress(
        n_planned=sums["planned"],
        n_done=sums["done"],
        n_failed=sums["failed"],
        n_chunks=sums["chunks"],
        n_failed_chunks=sums["failed_chunks"],
        ended=run.state in ENDED,
    )


def count_scored(run: ScoringRun) -> int:
    """Outputs that this run has scored; an output that could not be scored does not count."""
    scores = Score.objects.filter(run=run).exclude(status=ERROR)
    return scores.aggregate(n=Count("output", distinct=True))["n"]


def runs_for_list() -> QuerySet[ScoringRun]:
    return ScoringRun.objects.select_related("benchmark", "created_by").order_by("-pk")


def failed_chunks(run: ScoringRun) -> QuerySet[RunChunk]:
    return run.chunks.filter(state=State.FAILED).order_by("position")


def neglected_runs() -> list[int]:
    """Runs with something to do and nobody at it: not planned yet, or without a single live lease."""
    at_work = RunChunk.objects.filter(
        run=OuterRef("pk"), state=State.RUNNING, lease_until__gte=timezone.now()
    )
    waiting = Q(state=ScoringRun.State.PLANNED)
    left_alone = Q(state=ScoringRun.State.RUNNING) & ~Q(Exists(at_work))
    return list(ScoringRun.objects.filter(waiting | left_alone).order_by("pk").values_list("pk", flat=True))
