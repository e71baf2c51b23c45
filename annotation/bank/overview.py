"""The numbers of a benchmark's pages: how many questions and outputs there are, and of what."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max

from annotation.bank.models import Benchmark, Import
from annotation.bank.scenarios import SCENARIOS, Scenario
from annotation.bank.selectors import PUBLISHED, current_outputs, current_questions


@dataclass(frozen=True, slots=True)
class ScenarioCount:
    scenario: Scenario
    type: str
    questions: int
    outputs: int


@dataclass(frozen=True, slots=True)
class ModelCount:
    """``missing`` counts the questions this model has not answered under this condition."""

    model: str
    condition: str
    outputs: int
    missing: int


@dataclass(frozen=True, slots=True)
class Overview:
    questions: int
    outputs: int
    scenarios: list[ScenarioCount]
    models: list[ModelCount]
    absent: list[str]


def overview_of(benchmark: Benchmark) -> Overview:
    """Counted once per published import, which is the only thing that changes them."""
    published = Import.objects.filter(benchmark=benchmark, state=PUBLISHED)
    state = published.aggregate(latest=Max("created_at"), count=Count("pk"))
    # The time, since a restored database may give the same ids to something else.
    moment = state["latest"].timestamp() if state["latest"] else 0
    key = f"bank-overview-{benchmark.pk}-{state['count']}-{moment}"
    known: Overview | None = cache.get(key)
    if known is None:
        known = count_overview(benchmark)
        cache.set(key, known, timeout=None)
    return known


def count_overview(benchmark: Benchmark) -> Overview:
    outputs = current_outputs(benchmark)
    questions = _counts(current_questions(benchmark), "scenario", "type")
    answered = _counts(outputs, "question__scenario", "question__type")
    by_model = _counts(outputs, "language_model__name", "condition")
    total = sum(questions.values())
    order = list(SCENARIOS)
    return Overview(
        questions=total,
        outputs=sum(by_model.values()),
        scenarios=[
            ScenarioCount(SCENARIOS[code], kind, count, answered.get((code, kind), 0))
            for (code, kind), count in sorted(questions.items(), key=lambda row: order.index(row[0][0]))
        ],
        models=[
            ModelCount(model, condition, count, total - count)
            for (model, condition), count in sorted(by_model.items())
        ],
        absent=[code for code in order if code not in {scenario for scenario, _ in questions}],
    )


def _counts(rows: Any, *fields: str) -> dict[tuple[str, str], int]:
    counted = rows.order_by().values_list(*fields).annotate(count=Count("pk"))
    return {(first, second): count for first, second, count in counted}
