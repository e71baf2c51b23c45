"""How often each score and each status occurs, per model, condition and leaderboard column."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, QuerySet
from django.db.models.expressions import Combinable

from annotation.selectors import (
    Benchmark,
    LanguageModel,
    Output,
    board_code,
    current_outputs,
    current_questions,
    has_ds_choice,
)
from scoring.metrics.registry import metric_for
from scoring.selectors.counting import counting_scorers, leaderboard_scorers, with_scores
from scoring.selectors.plans import kinds_by_metric, of_kinds

UNSCORED = "unscored"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a number stands: one metric of one model under one condition in one leaderboard column."""

    model: str
    condition: str
    scenario: str
    metric: str


@dataclass(slots=True)
class Tally:
    """A value of None is an output without such a figure."""

    values: Counter[float | None] = field(default_factory=Counter)
    status: Counter[str] = field(default_factory=Counter)


class ScoredBenchmark:
    """A benchmark's current outputs beside the scores that count, and the size of its columns."""

    def __init__(self, benchmark: Benchmark, *, condition: str | None = None) -> None:
        self.benchmark, self.condition = benchmark, condition
        self.scorers = counting_scorers(benchmark)
        self.has_ds_choice = has_ds_choice(benchmark)

    def code(self, scenario: str, question_type: str) -> str:
        return board_code(scenario, question_type, has_ds_choice=self.has_ds_choice)

    @cached_property
    def n_questions(self) -> Counter[str]:
        """Questions in each column, answered or not."""
        totals: Counter[str] = Counter()
        kinds = current_questions(self.benchmark).order_by().values_list("scenario", "type")
        for scenario, question_type, n in kinds.annotate(n=Count("pk")):
            totals[self.code(scenario, question_type)] += n
        return totals

    def outputs(self, **lookups: str) -> QuerySet[Output]:
        """Current outputs, each with its counting score as ``counted``."""
        current = current_outputs(self.benchmark, condition=self.condition)
        return with_scores(current, leaderboard_scorers(self.scorers)).filter(**lookups)

    def outputs_beside(self, metric: str) -> QuerySet[Output]:
        """The outputs that a metric beside the leaderboard's scores, with that score as ``counted``."""
        kinds = kinds_by_metric(self.benchmark).get(metric, [])
        current = current_outputs(self.benchmark, condition=self.condition)
        if not kinds:
            return current.none()
        return with_scores(current.filter(of_kinds(kinds)), {metric: self.scorers[metric]})

    def tally(self, outputs: QuerySet[Output], value: Combinable, metric: str = "") -> dict[Place, Tally]:
        """Tally outputs with their score by the figure that ``value`` reads from it.

        ``metric`` names the one that their score is of, unless it is the leaderboard's.
        """
        tallies: dict[Place, Tally] = {}
        # Grouped by id: joining a table for the name would cost a fifth of the time.
        names = dict(LanguageModel.objects.values_list("pk", "name"))
        rows = outputs.order_by().values_list(
            "language_model_id",
            "condition",
            "question__scenario",
            "question__type",
            "counted__status",
            value,
        )
        for model_id, condition, scenario, question_type, status, figure, n in rows.annotate(n=Count("pk")):
            name = metric or metric_for(scenario, question_type).name
            place = Place(names[model_id], condition, self.code(scenario, question_type), name)
            tally = tallies.setdefault(place, Tally())
            tally.values[figure] += n
            tally.status[status or UNSCORED] += n
        return tallies
