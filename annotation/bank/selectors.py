"""Reading the bank. Rows of unpublished imports do not exist for anybody who asks here."""

from typing import Any

from django.db.models import QuerySet

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
