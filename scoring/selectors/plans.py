"""What a run has to do: outputs by metric without those already scored, and a scenario's references."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from annotation.selectors import Benchmark, Output, current_outputs, current_questions
from scoring.metrics.registry import METRICS, metrics_for
from scoring.models import Score, ScoringRun

ERROR = "error"


@dataclass(frozen=True, slots=True)
class MetricPlan:
    """The outputs that a metric still has to score, neighbours sharing a question, and how many it has."""

    metric: str
    scorer: str
    output_ids: list[int]
    n_outputs: int

    @property
    def counts(self) -> bool:
        """Of an output's metrics, exactly one is that of the leaderboard."""
        return not METRICS[self.metric].beside


def kinds_by_metric(benchmark: Benchmark) -> dict[str, list[tuple[str, str]]]:
    """The (scenario, question type) pairs of a benchmark under each metric that scores them."""
    kinds: dict[str, list[tuple[str, str]]] = defaultdict(list)
    pairs = current_questions(benchmark).order_by().values_list("scenario", "type").distinct()
    for scenario, question_type in sorted(pairs):
        for metric in metrics_for(scenario, question_type):
            kinds[metric.name].append((scenario, question_type))
    return dict(kinds)


def of_kinds(kinds: Iterable[tuple[str, str]]) -> Q:
    """Outputs to questions of these scenarios and types."""
    return reduce(or_, (Q(question__scenario=code, question__type=kind) for code, kind in kinds))


def run_outputs(run: ScoringRun) -> QuerySet[Output]:
    return current_outputs(run.benchmark, **run.filters)


def plan_metrics(run: ScoringRun, scorers: Mapping[str, str]) -> list[MetricPlan]:
    """For every metric of the run's outputs, what is left to score with the given scorers."""
    plans = []
    for metric, kinds in kinds_by_metric(run.benchmark).items():
        outputs = run_outputs(run).filter(of_kinds(kinds))
        scored = Score.objects.filter(
            output=OuterRef("pk"), question=OuterRef("question_id"), metric=metric, scorer=scorers[metric]
        ).exclude(status=ERROR)
        pending = outputs.filter(~Exists(scored)).order_by("question_id", "pk").values_list("pk", flat=True)
        plans.append(MetricPlan(metric, scorers[metric], list(pending), outputs.count()))
    return [plan for plan in plans if plan.n_outputs]


def reference_texts(benchmark: Benchmark, scenario: str, question_type: str) -> list[str]:
    """The different references of a scenario, in a stable order."""
    questions = current_questions(benchmark).order_by().filter(scenario=scenario, type=question_type)
    return sorted(set(questions.exclude(reference="").values_list("reference", flat=True)))
