"""A scored and partly rated benchmark small enough to compute by hand.

Two questions in each of the 14 scenarios. ``甲`` has 100 everywhere, ``乙`` 100 and 0, ``丙`` 0, except that
WTD is 80 and 60, 90 and 70, 0 and 0, and that 丙 has no output in KE. Dr. Li and Dr. Wu have rated the first
WTD question.
"""

from annotation.models import (
    Assignment,
    Benchmark,
    Campaign,
    Import,
    Output,
    Question,
    Rating,
    RatingValue,
)
from annotation.selectors import CORE_SCENARIOS, SCENARIOS
from scoring.metrics.registry import METRICS, metric_for
from scoring.models import Score, ScoringRun
from tests.factories import (
    make_assignment,
    make_benchmark,
    make_campaign,
    make_output,
    make_question,
    make_rater,
    make_unit,
)

MODELS = ("甲", "乙", "丙")
WTD = {"甲": (80.0, 60.0), "乙": (90.0, 70.0), "丙": (0.0, 0.0)}
OTHERS = {"甲": (100.0, 100.0), "乙": (100.0, 0.0), "丙": (0.0, 0.0)}
# Of the first WTD question: correctness, completeness, fluency, friendliness (None: not applicable).
RATINGS: dict[str, dict[str, tuple[float | None, ...]]] = {
    "Li": {"甲": (5, 5, 5, 5), "乙": (1, 1, 1, None)},
    "Wu": {"甲": (3, 3, 3, 3), "乙": (3, 3, 3, 3)},
}


def make_scored_benchmark(
    name: str = "CliMed test", *, scenarios: tuple[str, ...] = CORE_SCENARIOS
) -> Benchmark:
    benchmark = make_benchmark(name)
    run = make_run(benchmark)
    for code in scenarios:
        for number in range(2):
            question = make_question(benchmark, f"{code}-{number}", code, type=SCENARIOS[code].types[0])
            for model in MODELS:
                if (model, code) != ("丙", "KE"):
                    score_output(
                        run, make_output(question, model), (WTD if code == "WTD" else OTHERS)[model][number]
                    )
    return benchmark


def call_large(benchmark: Benchmark | None) -> None:
    """Have its imports say that they brought more than a request may read."""
    Import.objects.filter(benchmark=benchmark).update(rows_new=50_000)


def make_run(benchmark: Benchmark) -> ScoringRun:
    scorers = {name: metric.scorer_version for name, metric in METRICS.items()}
    return ScoringRun.objects.create(benchmark=benchmark, scorers=scorers, state=ScoringRun.State.FINISHED)


def score_output(run: ScoringRun, output: Output, value: float) -> Score:
    metric = metric_for(output.question.scenario, output.question.type)
    return Score.objects.create(
        output=output,
        question=output.question,
        run=run,
        metric=metric.name,
        scorer=metric.scorer_version,
        value=value,
        status="ok",
    )


def make_rated_campaign(benchmark: Benchmark, name: str = "Pilot", *, code: str = "WTD") -> Campaign:
    """Dr. Li and Dr. Wu on the outputs of 甲 and 乙 to the first question of a scenario."""
    campaign = make_campaign(benchmark, name)
    question = Question.objects.filter(benchmark=benchmark, external_id=f"{code}-0").get()
    units = {
        model: make_unit(campaign, question.outputs.get(language_model__name=model), code)
        for model in ("甲", "乙")
    }
    for slot, (label, given) in enumerate(RATINGS.items(), start=1):
        rater = make_rater(campaign, label=label)
        for model, values in given.items():
            rate(make_assignment(units[model], rater, slot), values)
    return campaign


def rate(assignment: Assignment, values: tuple[float | None, ...]) -> Rating:
    rating = Rating.objects.create(assignment=assignment, revision=assignment.ratings.count() + 1)
    RatingValue.objects.bulk_create(
        RatingValue(rating=rating, dimension=dimension, value=value, not_applicable=value is None)
        for dimension, value in zip(assignment.unit.campaign.rubric.dimensions.all(), values, strict=True)
    )
    assignment.current_rating, assignment.state = rating, Assignment.State.SUBMITTED
    assignment.save()
    return rating
