"""Chunks that no worker brought to an end: their outputs are tried one by one.

A worker may be killed over an output, or take longer over it than its lease lasts while nothing can
interrupt it. The lease runs out, the next worker takes the chunk over and meets the same output. After
``MAX_ATTEMPTS`` attempts the chunk gives way to chunks of one output each, behind all others of the run. An
output that does not come through alone either is the culprit: an error is its score, and the rest is scored.

Where many do not come through it is not the outputs: the machine has too little memory, for instance. Then
no further ones are tried, for each costs workers.
"""

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from annotation.selectors import Output
from scoring.models import RunChunk, Score, ScoringRun
from scoring.selectors.plans import ERROR
from scoring.services.chunks import MAX_ATTEMPTS, claimable_chunks, write_scores
from scoring.services.faults import ToldError
from scoring.services.turns import write_turn

State = RunChunk.State
MAX_IN_VAIN = 20
ENDED_OR_SLOW = (
    "each time the worker ended, or took longer than the {lease} seconds for which it may be silent"
)
ALONE = "The scoring of output {output} was begun {attempts} times by itself: " + ENDED_OR_SLOW + "."
TOGETHER = (
    "This chunk was begun {attempts} times: " + ENDED_OR_SLOW + ". Its outputs were not tried one by one, "
    "since {in_vain} others of this run had been in vain: see to the workers, then retry the run."
)
NOT_TRIED = (
    "This output was not tried: {in_vain} others of this run had been in vain, each of which ended its "
    "worker or took too long. See to the workers, then retry the run."
)


class GivenUpError(ToldError):
    """So many outputs did not come through that it cannot be the outputs."""


def settle_exhausted_chunks(*, run_id: int) -> None:
    """Take apart a chunk that was begun too often, or give it up where it is a single output.

    One at a time is taken apart, so that its outputs tell about the machine before the next one's are tried.
    """
    exhausted = claimable_chunks(run_id).filter(attempts__gte=MAX_ATTEMPTS).order_by("position")
    taken_apart = False
    for chunk in exhausted.select_related("run"):
        if chunk.n_outputs == 1:
            _give_up_output(chunk)
        elif in_vain := _hopeless(chunk):
            _end(chunk, TOGETHER, in_vain=in_vain)
        elif not taken_apart:
            taken_apart = True
            _take_apart(chunk)


def check_hope(chunk: RunChunk) -> None:
    """Raise :class:`GivenUpError` where a single output is not worth another worker."""
    if chunk.n_outputs == 1 and (in_vain := _hopeless(chunk)):
        raise GivenUpError(NOT_TRIED.format(in_vain=in_vain))


def _hopeless(chunk: RunChunk) -> int:
    """How many single outputs have been begun in vain, where that is too many; otherwise 0."""
    given_up = Q(state=State.FAILED, attempts__gte=MAX_ATTEMPTS)
    abandoned = Q(state=State.RUNNING, lease_until__lt=timezone.now())
    alone = RunChunk.objects.filter(run=chunk.run_id, metric=chunk.metric, n_outputs=1)
    in_vain = alone.filter(given_up | abandoned).exclude(pk=chunk.pk).count()
    return in_vain if in_vain >= MAX_IN_VAIN else 0


def _left_alone(chunk: RunChunk) -> QuerySet[RunChunk]:
    """The chunk, unless whoever was slow over it has come back or another worker has been here."""
    return claimable_chunks(chunk.run_id).filter(pk=chunk.pk, attempts=chunk.attempts)


def _take_apart(chunk: RunChunk) -> None:
    """New rows, which a worker that comes back from the old one cannot take for its own."""
    with write_turn():
        run = ScoringRun.objects.select_for_update().get(pk=chunk.run_id)
        left = RunChunk.objects.filter(pk__in=_left_alone(chunk).values("pk")).delete()[0]
        if not left:
            return
        last = run.chunks.aggregate(last=Max("position"))["last"]
        behind = 0 if last is None else last + 1
        pieces = (
            RunChunk(run=run, position=position, metric=chunk.metric, output_ids=[output], n_outputs=1)
            for position, output in enumerate(chunk.output_ids, behind)
        )
        RunChunk.objects.bulk_create(pieces, batch_size=200)


def _give_up_output(chunk: RunChunk) -> None:
    output = Output.objects.get(pk__in=chunk.output_ids)
    with write_turn():
        message = _end(chunk, ALONE, output=output.pk)
        if not message:
            return
        score = Score(
            output=output,
            question_id=output.question_id,
            run_id=chunk.run_id,
            metric=chunk.metric,
            scorer=chunk.run.scorers[chunk.metric],
            value=0.0,
            status=ERROR,
            details={"traceback": message},
        )
        write_scores([score])


def _end(chunk: RunChunk, words: str, **values: int) -> str:
    """Give a chunk up; the message, or nothing where somebody is at it."""
    message = words.format(attempts=chunk.attempts, lease=settings.WORK_LEASE_SECONDS, **values)
    left = RunChunk.objects.filter(pk__in=_left_alone(chunk).values("pk"))
    return message if left.update(state=State.FAILED, lease_until=None, error=message) else ""
