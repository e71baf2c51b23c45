"""A scoring run from request to end.

Requesting writes one row, so that a page answers at once. Planning, done by whichever worker comes first,
freezes what is scored and with which scorers; from then on the run only fills its plan. All changes of
state follow :mod:`scoring.workflow` and are guarded UPDATEs: of two who act at once, one does.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from annotation.inserting import refresh_statistics
from annotation.selectors import Benchmark, User
from scoring.metrics.registry import SIMILARITY
from scoring.models import RunChunk, Score, ScoringRun
from scoring.selectors.plans import MetricPlan, kinds_by_metric, plan_metrics
from scoring.services.embeddings import reference_baselines
from scoring.services.faults import passes, tell
from scoring.services.isolation import settle_exhausted_chunks
from scoring.services.scorers import current_encoder, scorer_identity
from scoring.services.turns import write_turn
from scoring.workflow import RUN_TRANSITIONS, TransitionError, sources

State = ScoringRun.State
OPEN_CHUNKS = (RunChunk.State.QUEUED, RunChunk.State.RUNNING)


def request_run(
    *,
    benchmark: Benchmark,
    scenario: str | None = None,
    language_model: str | None = None,
    condition: str | None = None,
    created_by: User | None = None,
) -> ScoringRun:
    """Ask for a run over the benchmark's current outputs; the same request still waiting is joined."""
    wanted = {"scenario": scenario, "language_model": language_model, "condition": condition}
    filters = {name: value for name, value in wanted.items() if value}
    waiting = ScoringRun.objects.filter(benchmark=benchmark, state=State.PLANNED, filters=filters).first()
    return waiting or ScoringRun.objects.create(benchmark=benchmark, filters=filters, created_by=created_by)


def plan_run(*, run: ScoringRun) -> None:
    """Freeze the plan of a requested run and start it; nothing happens when that is already done.

    A plan that cannot be made, for want of the encoder for instance, ends the run as failed with the reason.
    """
    if run.state != State.PLANNED:
        return
    try:
        kinds = kinds_by_metric(run.benchmark)
        plans = plan_metrics(run, {metric: scorer_identity(metric) for metric in kinds})
        baselines = _baselines(run, plans, kinds.get(SIMILARITY.name, []))
    except Exception as error:
        if passes(error):
            raise
        _move(run, State.FAILED, only_from={State.PLANNED}, error=tell(error), finished_at=timezone.now())
        return
    _write_plan(run, plans, baselines)
    settle_run(run_id=run.pk)
    run.refresh_from_db()


def _baselines(
    run: ScoringRun, plans: Sequence[MetricPlan], kinds: Sequence[tuple[str, str]]
) -> dict[str, float | None]:
    if all(plan.metric != SIMILARITY.name for plan in plans):
        return {}
    return reference_baselines(benchmark=run.benchmark, kinds=kinds)


def _write_plan(run: ScoringRun, plans: Sequence[MetricPlan], baselines: dict[str, float | None]) -> None:
    scorers = {plan.metric: plan.scorer for plan in plans}
    n_outputs = sum(plan.n_outputs for plan in plans if plan.counts)
    changed = {output_id for plan in plans for output_id in plan.output_ids}
    with write_turn():
        started = _move(
            run,
            State.RUNNING,
            only_from={State.PLANNED},
            scorers=scorers,
            baselines=baselines,
            encoder=current_encoder().identity if SIMILARITY.name in scorers else "",
            n_outputs=n_outputs,
            n_unchanged=n_outputs - len(changed),
            started_at=timezone.now(),
        )
        if started:
            RunChunk.objects.bulk_create(_cut(run, plans), batch_size=200)


def _cut(run: ScoringRun, plans: Sequence[MetricPlan]) -> Iterator[RunChunk]:
    size, position = settings.SCORING_CHUNK_SIZE, 0
    for plan in plans:
        for start in range(0, len(plan.output_ids), size):
            ids = plan.output_ids[start : start + size]
            yield RunChunk(run=run, position=position, metric=plan.metric, output_ids=ids, n_outputs=len(ids))
            position += 1


def settle_run(*, run_id: int) -> None:
    """End a running run that has no open chunk left: finished, or failed when a chunk failed."""
    settle_exhausted_chunks(run_id=run_id)
    chunks = RunChunk.objects.filter(run=OuterRef("pk"))
    done = ScoringRun.objects.filter(pk=run_id, state=State.RUNNING).exclude(
        Exists(chunks.filter(state__in=OPEN_CHUNKS))
    )
    broken = Exists(chunks.filter(state=RunChunk.State.FAILED))
    now = timezone.now()
    ended = done.filter(broken).update(state=State.FAILED, finished_at=now)
    ended = ended or done.exclude(broken).update(state=State.FINISHED, finished_at=now)
    if ended and ScoringRun.objects.filter(pk=run_id, n_outputs__gt=F("n_unchanged")).exists():
        _tell_planner()


def _tell_planner() -> None:
    """Whoever reads pages next has a planner that knows of the new scores; no reason for a run to fail."""
    with suppress(DatabaseError), transaction.atomic():
        refresh_statistics(Score)


def pause_run(*, run: ScoringRun) -> None:
    """Let nobody take another chunk; those being worked on are still completed."""
    _move_or_refuse(run, State.PAUSED)


def resume_run(*, run: ScoringRun) -> None:
    _move_or_refuse(run, State.RUNNING, only_from={State.PAUSED})
    settle_run(run_id=run.pk)
    run.refresh_from_db()


def cancel_run(*, run: ScoringRun) -> None:
    """End a run before its time, or for good where it has failed; what it has scored so far stays."""
    _move_or_refuse(run, State.CANCELLED, finished_at=timezone.now())


@transaction.atomic
def retry_run(*, run: ScoringRun) -> None:
    """Take up what failed: the failed chunks, or the planning where that is what failed."""
    wanted = State.RUNNING if run.chunks.exists() else State.PLANNED
    _move_or_refuse(run, wanted, only_from={State.FAILED}, finished_at=None, error="")
    run.chunks.filter(state=RunChunk.State.FAILED).update(
        state=RunChunk.State.QUEUED, attempts=0, lease_until=None
    )


def _move(run: ScoringRun, wanted: str, *, only_from: set[State] | None = None, **values: Any) -> bool:
    allowed = sources(RUN_TRANSITIONS, wanted)
    if only_from is not None:
        allowed &= only_from
    moved = ScoringRun.objects.filter(pk=run.pk, state__in=allowed).update(state=wanted, **values)
    run.refresh_from_db()
    return bool(moved)


def _move_or_refuse(
    run: ScoringRun, wanted: str, *, only_from: set[State] | None = None, **values: Any
) -> None:
    if not _move(run, wanted, only_from=only_from, **values):
        raise TransitionError(run.state, wanted)
