"""Scoring the outputs of one chunk.

One output that makes a scorer fail, or takes it too long, does not take its neighbours with it: it gets a
score of 0 with the status ``error`` and the traceback, the others are scored, and the chunk ends as failed
so that somebody looks. Whatever concerns the whole chunk, a missing encoder for instance, fails it without
any score.
"""

import math
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import DatabaseError
from django.db.models import F

from annotation.selectors import Output, Question
from scoring.encoders import EncoderError
from scoring.metrics.extraction.statuses import Status
from scoring.metrics.opentext import spoken_text
from scoring.metrics.registry import SIMILARITY, QuestionContent, ScoredOutput, score_output
from scoring.metrics.similarity import score_similarity
from scoring.models import RunChunk, Score
from scoring.selectors.plans import ERROR
from scoring.services.chunks import Lease, LeaseLostError, complete_chunk, fail_chunk
from scoring.services.embeddings import embed_texts
from scoring.services.faults import ScorerChangedError, passes, storable, tell
from scoring.services.isolation import check_hope
from scoring.services.limits import TooSlowError, seconds_allowed, time_limit
from scoring.services.scorers import current_encoder, scorer_identity

Keep = Callable[[], None]
# The corrected similarity depends on the references of the whole scenario, so it is computed when read.
NOT_KEPT = frozenset({"similarity_corrected"})


@dataclass(frozen=True, slots=True)
class Answer:
    """An output with the question as the metrics see it."""

    output_id: int
    question_id: int
    text: str | None
    question: QuestionContent


@dataclass(frozen=True, slots=True)
class Failure:
    """Why one output could not be scored."""

    trace: str


Result = tuple[Answer, ScoredOutput | Failure]


def score_chunk(*, chunk: RunChunk) -> None:
    """Score what is left of a claimed chunk and end it. A lost lease or connection leaves it to the next."""
    lease = Lease(chunk)
    try:
        _check_scorer(chunk)
        check_hope(chunk)
        results = list(_score_answers(chunk.metric, _unscored_answers(chunk), lease.keep))
        problems = [
            f"output {answer.output_id}:\n{result.trace}"
            for answer, result in results
            if isinstance(result, Failure)
        ]
        complete_chunk(lease=lease, scores=[_as_row(chunk, *result) for result in results], problems=problems)
    except LeaseLostError:
        return
    except Exception as error:
        if passes(error):
            raise
        fail_chunk(lease=lease, error=tell(error))


def _check_scorer(chunk: RunChunk) -> None:
    planned, present = chunk.run.scorers[chunk.metric], scorer_identity(chunk.metric)
    if planned != present:
        raise ScorerChangedError(
            f"This run was planned with the scorer {planned!r}, and this worker has {present!r}. "
            "Scores of two scorers are never mixed, so that trying again does not help: cancel the run, "
            "which keeps what it has scored, and start a new one. Only where this worker is the outdated "
            "one, restart it and retry the run."
        )


def _unscored_answers(chunk: RunChunk) -> list[Answer]:
    outputs = list(
        Output.objects.filter(pk__in=chunk.output_ids)
        .exclude(pk__in=_scored_ids(chunk))
        .order_by("question_id", "pk")
        .values_list("pk", "question_id", "text")
    )
    questions = Question.objects.in_bulk({question_id for _, question_id, _ in outputs})
    contents = {pk: question_content(question) for pk, question in questions.items()}
    return [Answer(pk, question_id, text, contents[question_id]) for pk, question_id, text in outputs]


def _scored_ids(chunk: RunChunk) -> list[int]:
    """Scored meanwhile, by an earlier attempt at a chunk with failures or by another run.

    A score against a former version of the question does not count: its reference may have been wrong.
    """
    scores = Score.objects.filter(
        output__in=chunk.output_ids,
        question=F("output__question"),
        metric=chunk.metric,
        scorer=chunk.run.scorers[chunk.metric],
    ).exclude(status=ERROR)
    return list(scores.values_list("output", flat=True))


def question_content(question: Question) -> QuestionContent:
    return QuestionContent(
        scenario=question.scenario,
        type=question.type,
        options=question.options,
        reference=question.reference,
        answer=question.answer or None,
        planted=question.planted or None,
        input=question.input,
        prompt=question.prompt,
    )


def _score_answers(metric: str, answers: Sequence[Answer], keep: Keep) -> Iterator[Result]:
    if metric == SIMILARITY.name:
        yield from _score_by_similarity(answers, keep)
        return
    for answer in answers:
        keep()
        yield answer, _attempt(answer, lambda one: _score_in_time(one, metric))


def _score_in_time(answer: Answer, metric: str) -> ScoredOutput:
    with time_limit(seconds_allowed()):
        return score_output(answer.question, answer.text, metric)


def _attempt(answer: Answer, score: Callable[[Answer], ScoredOutput]) -> ScoredOutput | Failure:
    try:
        return score(answer)
    except (DatabaseError, EncoderError, LeaseLostError):
        raise
    except TooSlowError as error:
        # The traceback says over what, which is what has to be mended.
        return Failure(storable(f"{error}\n\n{traceback.format_exc()}"))
    except Exception:
        return Failure(storable(traceback.format_exc()))


def _score_by_similarity(answers: Sequence[Answer], keep: Keep) -> Iterable[Result]:
    try:
        return list(zip(answers, _similarities(answers, keep), strict=True))
    except (DatabaseError, EncoderError, LeaseLostError):
        raise
    except Exception:
        # One text spoils the batch: find out which, one by one.
        return [(answer, _attempt(answer, lambda one: _similarities([one], keep)[0])) for answer in answers]


def _similarities(answers: Sequence[Answer], keep: Keep) -> list[ScoredOutput]:
    if not answers:
        return []
    spoken = [_spoken_in_time(answer, keep) for answer in answers]
    texts = [text for text, _ in spoken] + [answer.question.reference for answer in answers]
    vectors = embed_texts(encoder=current_encoder(), texts=texts, keep=keep)
    n = len(answers)
    return score_similarity(vectors[:n], vectors[n:], math.nan, [status for _, status in spoken])


def _spoken_in_time(answer: Answer, keep: Keep) -> tuple[str, Status]:
    keep()
    with time_limit(seconds_allowed()):
        return spoken_text(answer.text)


def _as_row(chunk: RunChunk, answer: Answer, result: ScoredOutput | Failure) -> Score:
    row = Score(
        output_id=answer.output_id,
        question_id=answer.question_id,
        run_id=chunk.run_id,
        metric=chunk.metric,
        scorer=chunk.run.scorers[chunk.metric],
    )
    if isinstance(result, Failure):
        row.value, row.status, row.details = 0.0, ERROR, {"traceback": result.trace}
        return row
    row.value, row.status = result.value, str(result.status)
    row.answer, row.rule = (result.answer or "")[:60], result.rule[:60]
    row.details = {name: value for name, value in result.secondary.items() if name not in NOT_KEPT}
    if result.span is not None:
        row.details["span"] = list(result.span)
    return row
