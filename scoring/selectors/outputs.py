"""Outputs as a lead browses them, each beside the score that counts for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, overload

import numpy as np
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable
from numpy.typing import NDArray

from annotation.selectors import Benchmark, Output, current_outputs
from scoring.metrics.opentext import COMPARED
from scoring.metrics.registry import METRICS
from scoring.metrics.similarity import corrected
from scoring.models import Score
from scoring.selectors.counting import baselines, leaderboard_scorers, with_scores
from scoring.selectors.output_index import output_index
from scoring.selectors.shown_scorers import shown_scorers
from scoring.selectors.tallies import UNSCORED

SORTS: dict[str, tuple[Any, Combinable]] = {
    "question": (F("question_id"), F("pk")),
    "score": (F("counted__value").asc(nulls_last=True), F("pk")),
    "-score": (F("counted__value").desc(nulls_last=True), F("pk")),
}
HALF_STEP = 0.05
# Longer texts are shown up to here, and the deciding place with as much around it as is seen at once.
SHOWN_CHARACTERS = 60_000
NEAR_CHARACTERS = 200
EXCERPT_CHARACTERS = 400


def outputs_for_list(
    benchmark: Benchmark,
    *,
    scenario: str = "",
    language_model: str = "",
    condition: str = "",
    type: str = "",
    status: str = "",
    score_from: float | None = None,
    score_to: float | None = None,
    sort: str = "question",
) -> QuerySet[Output]:
    """Current outputs with question, model and ``counted`` score; the text is left in the database."""
    current = current_outputs(
        benchmark,
        scenario=scenario or None,
        language_model=language_model or None,
        condition=condition or None,
    )
    if type:
        current = current.filter(question__type=type)
    lookups: dict[str, Any] = {}
    if status == UNSCORED:
        lookups["counted__isnull"] = True
    elif status:
        lookups["counted__status"] = status
    at_least, below = score_bounds(score_from, score_to)
    if at_least is not None:
        lookups["counted__value__gte"] = at_least
    if below is not None:
        lookups["counted__value__lt"] = below
    outputs = with_scores(current, leaderboard_scorers(shown_scorers(benchmark))).filter(**lookups)
    return (
        outputs.annotate(
            score_value=F("counted__value"),
            score_status=F("counted__status"),
            score_answer=F("counted__answer"),
            score_metric=F("counted__metric"),
        )
        .select_related("question", "language_model")
        .defer("text", "meta", "question__input", "question__prompt", "question__meta")
        .order_by(*SORTS.get(sort, SORTS["question"]))
    )


def score_bounds(score_from: float | None, score_to: float | None) -> tuple[float | None, float | None]:
    """The least value that is shown as ``score_from``, and the least that is shown as more than ``score_to``.

    Scores are shown with one decimal, and a filter typed off the page has to find what it was taken from.
    """
    return (
        None if score_from is None else score_from - HALF_STEP,
        None if score_to is None else score_to + HALF_STEP,
    )


@dataclass(frozen=True, slots=True)
class FoundOutputs(Sequence[Output]):
    """Outputs by their keys, for a paginator: counted at once, and read where they are shown.

    ``as_of`` says since when a status or score may have changed by which they were found or ordered; the
    outputs themselves come with their scores of now.
    """

    benchmark: Benchmark
    keys: NDArray[np.int64]
    as_of: datetime | None = None

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, shown: int) -> Output: ...

    @overload
    def __getitem__(self, shown: slice) -> list[Output]: ...

    def __getitem__(self, shown: int | slice) -> Output | list[Output]:
        if isinstance(shown, int):
            return outputs_for_list(self.benchmark).get(pk=self.keys[shown])
        keys = self.keys[shown].tolist()
        # Those that are replaced in this moment may be missing.
        outputs = {output.pk: output for output in outputs_for_list(self.benchmark).filter(pk__in=keys)}
        return [outputs[key] for key in keys if key in outputs]


def find_outputs(
    benchmark: Benchmark,
    *,
    score_from: float | None = None,
    score_to: float | None = None,
    **filters: str,
) -> FoundOutputs | QuerySet[Output]:
    """What :func:`outputs_for_list` gives, from the columns in memory where there are any."""
    index = output_index(benchmark)
    if index is None:
        return outputs_for_list(benchmark, score_from=score_from, score_to=score_to, **filters)
    at_least, below = score_bounds(score_from, score_to)
    names = ("scenario", "type", "language_model", "condition", "status", "sort")
    keys = index.value.find(**{name: filters.get(name, "") for name in names}, at_least=at_least, below=below)
    return FoundOutputs(benchmark, keys, index.as_of)


@dataclass(frozen=True, slots=True)
class OutputRow:
    """An output of :func:`outputs_for_list` with its score, whose fields are None where there is none."""

    output: Output
    metric: str | None
    value: float | None
    status: str
    answer: str | None


def output_row(output: Output) -> OutputRow:
    read = vars(output)
    return OutputRow(
        output,
        metric=read["score_metric"],
        value=read["score_value"],
        status=read["score_status"] or UNSCORED,
        answer=read["score_answer"],
    )


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with the place that decided.

    Of a long one ``beginning`` stands apart where that place is far behind it; ``n_left_out`` characters
    lie between. ``is_cut`` says whether the end was left out.
    """

    before: str
    marked: str
    after: str
    is_cut: bool
    beginning: str = ""
    n_left_out: int = 0


def mark_text(text: str | None, span: tuple[int, int] | None) -> MarkedText:
    whole = text or ""
    begin, end = 0, SHOWN_CHARACTERS
    start, stop = span or (len(whole[:end]), len(whole[:end]))
    # A place may be as long as the text.
    stop = min(stop, start + SHOWN_CHARACTERS)
    if span and stop > end:
        begin, end = max(0, start - NEAR_CHARACTERS), stop + NEAR_CHARACTERS
        if begin <= SHOWN_CHARACTERS:
            begin = 0
    return MarkedText(
        whole[begin:start],
        whole[start:stop],
        whole[stop:end],
        is_cut=len(whole) > end,
        beginning=whole[:SHOWN_CHARACTERS] if begin else "",
        n_left_out=begin - SHOWN_CHARACTERS if begin else 0,
    )


def scores_of(output: Output) -> list[Score]:
    """Every score of an output, of any scorer.

    Those to the present version of its question come first, and of these the leaderboard's metric.
    """
    scores = list(Score.objects.filter(output=output).order_by("-pk"))
    return sorted(scores, key=lambda score: (score.question_id != output.question_id, _is_beside(score)))


def _is_beside(score: Score) -> bool:
    metric = METRICS.get(score.metric)
    return metric is not None and bool(metric.beside)


def counting_scores(output: Output, scores: list[Score]) -> list[Score]:
    """Of its scores the one by metric that counts; that of the leaderboard comes first."""
    counting = shown_scorers(output.question.benchmark)
    mine = [
        score
        for score in scores
        if score.question_id == output.question_id and counting.get(score.metric) == score.scorer
    ]
    return sorted(mine, key=_is_beside)


def secondary_figures(output: Output, score: Score) -> dict[str, float]:
    """The further figures of a score; the corrected similarity by the scenario's present baseline."""
    figures = {name: float(value) for name, value in score.details.items() if isinstance(value, int | float)}
    if score.metric == "similarity":
        question = output.question
        s0 = baselines(question.benchmark, score.scorer).get(question.scenario)
        if s0 is not None:
            compared = score.status in COMPARED
            figures["similarity_corrected"] = 100 * corrected(score.value / 100, s0) if compared else 0.0
    return figures


def other_answers(output: Output) -> list[OutputRow]:
    """What the other models answered to the same question under the same condition."""
    benchmark = output.question.benchmark
    outputs = outputs_for_list(benchmark, condition=output.condition).filter(question=output.question_id)
    others = outputs.defer(None).exclude(pk=output.pk).order_by("language_model__name")
    return [output_row(other) for other in others]
