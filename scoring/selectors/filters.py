"""What a benchmark can be filtered by: the scenarios, models and conditions that it holds."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Max

from annotation.selectors import (
    DS_OPEN,
    Benchmark,
    LanguageModel,
    board_code,
    current_outputs,
    current_questions,
    has_ds_choice,
)
from scoring.selectors.kept import KEEP_SECONDS


class UnknownNameError(LookupError):
    """A name that does not exist, with those that do."""

    def __init__(self, kind: str, name: str, known: tuple[str, ...]) -> None:
        there = ", ".join(known) if known else "none"
        super().__init__(f"There is no {kind} {name!r}. There are: {there}.")


@dataclass(frozen=True, slots=True)
class Choices:
    scenarios: tuple[str, ...]
    language_models: tuple[str, ...]
    conditions: tuple[str, ...]


def get_benchmark(name: str) -> Benchmark:
    """The benchmark of that name or slug.

    Raises
    ------
    UnknownNameError
        There is none; the message lists what exists.
    """
    benchmark = Benchmark.objects.filter(name=name).first() or Benchmark.objects.filter(slug=name).first()
    if benchmark is None:
        raise UnknownNameError("benchmark", name, tuple(Benchmark.objects.values_list("name", flat=True)))
    return benchmark


def filter_choices(benchmark: Benchmark) -> Choices:
    """Read once per state of the imports: only an import changes them."""
    published = benchmark.imports.filter(state="published")
    stamp = published.aggregate(last=Max("pk"), ended=Max("finished_at"))
    key = (
        f"filter-choices:{benchmark.pk}:{stamp['last']}:{stamp['ended'].timestamp()}"
        if stamp["ended"]
        else ""
    )
    found = cache.get(key) if key else None
    if found is None:
        found = _read_choices(benchmark)
        if key:
            cache.set(key, found, KEEP_SECONDS)
    return Choices(*found)


def _read_choices(benchmark: Benchmark) -> tuple[tuple[str, ...], ...]:
    by_choice = has_ds_choice(benchmark)
    kinds = current_questions(benchmark).order_by().values_list("scenario", "type").distinct()
    codes = {board_code(scenario, kind, has_ds_choice=by_choice) for scenario, kind in kinds}
    # "DS" alone means all of it, also where the open summaries are a row of their own.
    scenarios = codes | ({"DS"} if DS_OPEN in codes else set())
    outputs = current_outputs(benchmark).order_by()
    models = LanguageModel.objects.filter(pk__in=outputs.values("language_model"))
    conditions = outputs.values_list("condition", flat=True).distinct()
    return tuple(sorted(scenarios)), tuple(models.values_list("name", flat=True)), tuple(sorted(conditions))


def check_filters(
    benchmark: Benchmark,
    *,
    scenario: str | None = None,
    language_model: str | None = None,
    condition: str | None = None,
) -> None:
    """Raise :class:`UnknownNameError` for a filter that the benchmark knows nothing of."""
    choices = filter_choices(benchmark)
    for kind, name, known in (
        ("scenario", scenario, choices.scenarios),
        ("model", language_model, choices.language_models),
        ("condition", condition, choices.conditions),
    ):
        if name and name not in known:
            raise UnknownNameError(kind, name, known)
