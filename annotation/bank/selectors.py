"""Reading the bank. Rows of unpublished imports do not exist for anybody who asks here."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from annotation.bank.models import Benchmark, Import, Output, Question
from annotation.bank.reasons import readable_note, readable_problem
from annotation.bank.scenarios import DS_OPEN

PUBLISHED = Import.State.PUBLISHED


def current_questions(benchmark: Benchmark) -> QuerySet[Question]:
    """The latest published version of every question."""
    return Question.objects.filter(
        benchmark=benchmark, imported_by__state=PUBLISHED, superseded_by__isnull=True
    )


def current_outputs(
    benchmark: Benchmark,
    *,
    scenario: str | None = None,
    language_model: str | None = None,
    condition: str | None = None,
) -> QuerySet[Output]:
    """The latest published outputs to current questions; ``scenario`` may be a leaderboard code."""
    outputs = Output.objects.filter(
        question__benchmark=benchmark,
        question__superseded_by__isnull=True,
        question__imported_by__state=PUBLISHED,
        imported_by__state=PUBLISHED,
        superseded_by__isnull=True,
    )
    if scenario == DS_OPEN:
        outputs = outputs.filter(question__scenario="DS", question__type=Question.Type.OPEN)
    elif scenario:
        outputs = outputs.filter(question__scenario=scenario)
    if language_model:
        outputs = outputs.filter(language_model__name=language_model)
    if condition:
        outputs = outputs.filter(condition=condition)
    return outputs


def has_ds_choice(benchmark: Benchmark) -> bool:
    """Whether DS is scored by its choice questions, so that open summaries are a row of their own."""
    return current_questions(benchmark).filter(scenario="DS", type=Question.Type.CHOICE).exists()


def filter_questions(
    questions: QuerySet[Question], *, scenario: str = "", search: str = ""
) -> QuerySet[Question]:
    """By scenario, and by a piece of the id or of the text."""
    if scenario:
        questions = questions.filter(scenario=scenario)
    if search:
        questions = questions.filter(Q(external_id__icontains=search) | Q(input__icontains=search))
    return questions


def outputs_to_question(question: Question) -> QuerySet[Output]:
    """The latest published output of each model and condition to this very version of a question."""
    outputs = question.outputs.filter(imported_by__state=PUBLISHED, superseded_by__isnull=True)
    return outputs.select_related("language_model").order_by("language_model__name", "condition")


def versions_of_question(question: Question) -> QuerySet[Question]:
    """Every published version, the latest first."""
    versions = Question.objects.filter(
        benchmark=question.benchmark_id, external_id=question.external_id, imported_by__state=PUBLISHED
    )
    return versions.select_related("imported_by").order_by("-version")


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """``total`` is 0 while nobody knows how long the file is."""

    running: bool
    done: int
    total: int


def import_progress(import_row: Import) -> ImportProgress:
    """Rows of the pass that is running: read while validating, written while writing."""
    running = import_row.state in (Import.State.QUEUED, *Import.UNFINISHED)
    if import_row.state == Import.State.WRITING:
        to_write = import_row.rows_total - import_row.rows_unchanged - import_row.rows_bad
        return ImportProgress(running, import_row.rows_new + import_row.rows_replaced, to_write)
    return ImportProgress(running, import_row.rows_read, import_row.rows_total)


def import_summary(import_row: Import) -> dict[str, Any]:
    """An import as the commands print it; its keys are a contract."""
    return {
        "import": import_row.pk,
        "kind": import_row.kind,
        "state": str(import_row.state),
        "rows": {
            "read": import_row.rows_read,
            "new": import_row.rows_new,
            "replaced": import_row.rows_replaced,
            "unchanged": import_row.rows_unchanged,
            "bad": import_row.rows_bad,
        },
        "problems": [readable_problem(problem) for problem in import_row.problems],
        "notes": [readable_note(note) for note in import_row.notes],
    }
