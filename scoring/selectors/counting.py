"""Which scores count when an output has been scored by more than one version of a scorer.

One scorer per metric counts for the whole benchmark, so that all models of a column are measured alike: the
one that has scored the most of the current outputs, and of equals the one that was planned last. A new
version therefore takes over when it has been run over everything, never half-way; older scores stay.
"""

from collections.abc import Mapping

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from annotation.selectors import Benchmark, Output, current_outputs
from scoring.metrics.registry import METRICS
from scoring.models import Score, ScoringRun
from scoring.selectors.plans import ERROR

Scorers = Mapping[str, str]


def counting_scorers(benchmark: Benchmark) -> dict[str, str]:
    """Metric to the identity of the scorer that counts; metrics never planned are absent."""
    return {
        metric: scorers[0] if len(scorers) == 1 else most_complete(benchmark, metric, scorers)
        for metric, scorers in planned_scorers(benchmark).items()
    }


def planned_scorers(benchmark: Benchmark) -> dict[str, list[str]]:
    """Metric to the scorers that runs were planned with, the newest first."""
    planned: dict[str, list[str]] = {}
    runs = ScoringRun.objects.filter(benchmark=benchmark).order_by("-pk")
    for scorers in runs.values_list("scorers", flat=True):
        for metric, scorer in scorers.items():
            known = planned.setdefault(metric, [])
            if scorer not in known:
                known.append(scorer)
    return planned


def most_complete(benchmark: Benchmark, metric: str, newest_first: list[str]) -> str:
    scores = Score.objects.filter(
        metric=metric, output__in=current_outputs(benchmark), question=F("output__question")
    ).exclude(status=ERROR)
    counts = dict(scores.values_list("scorer").annotate(n=Count("pk")))
    return max(newest_first, key=lambda scorer: counts.get(scorer, 0))


def leaderboard_scorers(scorers: Scorers) -> dict[str, str]:
    """Those of the metrics that count on leaderboards: exactly one for each output."""
    return {metric: scorer for metric, scorer in scorers.items() if not METRICS[metric].beside}


def with_scores(outputs: QuerySet[Output], scorers: Scorers) -> QuerySet[Output]:
    """Outputs beside their counting score as ``counted``; its fields are null where there is none.

    ``scorers`` may hold one metric of an output at most, or the output comes twice.
    """
    mine = Q(scores__metric="")
    for metric, scorer in scorers.items():
        mine |= Q(scores__metric=metric, scores__scorer=scorer)
    return outputs.annotate(
        counted=FilteredRelation("scores", condition=Q(mine, scores__question=F("question")))
    )


def baselines(benchmark: Benchmark, scorer: str) -> dict[str, float | None]:
    """s0 by scenario, from the newest run that planned similarity with this scorer."""
    newest = (
        ScoringRun.objects.filter(benchmark=benchmark, scorers__similarity=scorer)
        .exclude(baselines={})
        .order_by("-pk")
        .values_list("baselines", flat=True)
    )
    return newest.first() or {}
