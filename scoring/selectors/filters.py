"""What a benchmark can be filtered by: the scenarios, models and conditions that it holds."""

from dataclasses import dataclass

from annotation.selectors import (
    DS_OPEN,
    Benchmark,
    LanguageModel,
    board_code,
    current_outputs,
    current_questions,
    has_ds_choice,
)
from scoring.selectors.kept import keep_read
from scoring.selectors.states import read_state


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


def filter_choices(benchmark: Benchmark, *, exact: bool = False) -> Choices:
    """What pages offer; ``exact`` where somebody may name what a moment ago has been imported."""
    if not read_state(benchmark).is_dated:
        return _read_choices(benchmark)
    return keep_read(
        benchmark,
        "filter-choices",
        None,
        lambda: _read_choices(benchmark),
        exact=exact,
        of_imports=True,
    ).value


def _read_choices(benchmark: Benchmark) -> Choices:
    by_choice = has_ds_choice(benchmark)
    kinds = current_questions(benchmark).order_by().values_list("scenario", "type").distinct()
    codes = {board_code(scenario, kind, has_ds_choice=by_choice) for scenario, kind in kinds}
    # "DS" alone means all of it, also where the open summaries are a row of their own.
    scenarios = codes | ({"DS"} if DS_OPEN in codes else set())
    outputs = current_outputs(benchmark).order_by()
    models = LanguageModel.objects.filter(pk__in=outputs.values("language_model"))
    conditions = outputs.values_list("condition", flat=True).distinct()
    return Choices(
        tuple(sorted(scenarios)), tuple(models.values_list("name", flat=True)), tuple(sorted(conditions))
    )


def check_filters(
    benchmark: Benchmark,
    *,
    scenario: str | None = None,
    language_model: str | None = None,
    condition: str | None = None,
) -> None:
    """Raise :class:`UnknownNameError` for a filter that the benchmark knows nothing of."""
    choices = filter_choices(benchmark, exact=True)
    for kind, name, known in (
        ("scenario", scenario, choices.scenarios),
        ("model", language_model, choices.language_models),
        ("condition", condition, choices.conditions),
    ):
        if name and name not in known:
            raise UnknownNameError(kind, name, known)
