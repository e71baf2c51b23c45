"""Model outputs to the questions of a benchmark."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef

from annotation.accounts.models import User
from annotation.bank.intake.outputs import OutputRecord, check_output
from annotation.bank.intake.problems import Checked, Problem, Row
from annotation.bank.models import Benchmark, Import, LanguageModel, Output, Question
from annotation.bank.selectors import current_outputs, current_questions
from annotation.bank.services import runs
from annotation.bank.services.imports import import_file
from annotation.bank.services.kinds import register
from annotation.bank.services.models import discard_models, open_models
from annotation.bank.services.pipeline import Kind, Progress, Verdict
from annotation.bank.services.questions import as_a_table_says, hash_of, is_same_content
from annotation.inserting import insert_rows, refresh_statistics

OutputKey = tuple[int, str, str]
COLUMNS = (
    "question",
    "language_model",
    "condition",
    "version",
    "imported_by",
    "text",
    "meta",
    "content_hash",
)


def import_outputs(
    *,
    path: Path,
    benchmark: Benchmark,
    strict: bool = True,
    replace: bool = False,
    model: str | None = None,
    condition: str | None = None,
    bad_rows: Path | None = None,
    created_by: User | None = None,
    progress: Progress | None = None,
) -> Import:
    """Import a file of outputs; ``model`` and ``condition`` hold for all of its rows when given."""
    options = {
        "strict": strict,
        "replace": replace,
        "model": "" if model is None else runs.checked_name("model", model, 120),
        "condition": "" if condition is None else runs.checked_name("condition", condition, 60),
        "bad_rows": str(bad_rows) if bad_rows else "",
    }
    return import_file(
        kind=Import.Kind.OUTPUTS,
        path=path,
        benchmark=benchmark,
        options=options,
        created_by=created_by,
        progress=progress,
    )


@register(Import.Kind.OUTPUTS)
class OutputImport(Kind[OutputRecord]):
    # Past the model instances, these take the database no longer than 500 questions do.
    rows_at_once = 1500

    def __init__(self, import_row: Import) -> None:
        self.model = import_row.options.get("model", "")
        self.condition = import_row.options.get("condition", "")
        self.replace = bool(import_row.options.get("replace"))
        self.models_seen: set[str] = set()
        self.model_ids: dict[str, int] = {}

    def check(self, row: Row) -> Checked[OutputRecord]:
        return check_output(row, self.model, self.condition)

    def key(self, record: OutputRecord) -> str:
        # Names hold no control character, so this separator cannot be part of one.
        return "\n".join((record.question_id, record.model, record.condition))

    def name(self, record: OutputRecord) -> str:
        return f"{record.question_id} / {record.model} / {record.condition}"

    def judge(self, import_row: Import, rows: Sequence[Checked[OutputRecord]]) -> list[Verdict]:
        benchmark = runs.benchmark_of(import_row)
        records = [row.record for row in rows if row.record is not None]
        self.models_seen.update(record.model for record in records)
        question_ids = dict(
            current_questions(benchmark)
            .filter(external_id__in={record.question_id for record in records})
            .values_list("external_id", "pk")
        )
        known = _known_outputs(benchmark, list(question_ids.values()), records)
        return [
            self._verdict(row.row.line, record, question_ids.get(record.question_id), known)
            for row, record in zip(rows, records, strict=True)
        ]

    def _verdict(
        self,
        line: int,
        record: OutputRecord,
        question_id: int | None,
        known: dict[OutputKey, tuple[str, int]],
    ) -> Verdict:
        if question_id is None:
            params = {"value": record.question_id}
            return Verdict(problems=(Problem(line, "unknown_question", "question_id", params),))
        content = {"text": record.text, "meta": record.meta}
        content_hash = hash_of(as_a_table_says(content))
        payload = {
            "question_id": question_id,
            "model": record.model,
            "condition": record.condition,
            "text": record.text,
            "meta": record.meta,
            "content_hash": content_hash,
        }
        old = known.get((question_id, record.model, record.condition))
        if old is None:
            return Verdict({**payload, "version": 1})
        if is_same_content(old[0], content_hash, content):
            return Verdict()
        if not self.replace:
            return Verdict(problems=(Problem(line, "changed", "text", {"id": self.name(record)}),))
        return Verdict({**payload, "version": old[1] + 1}, replaces=True)

    def prepare(self, import_row: Import) -> None:
        self.model_ids = open_models(import_row=import_row, names=self.models_seen)

    def write(self, import_row: Import, payloads: Sequence[dict[str, Any]]) -> None:
        rows = (
            (
                payload["question_id"],
                self.model_ids[payload["model"]],
                payload["condition"],
                payload["version"],
                import_row.pk,
                payload["text"],
                payload["meta"],
                payload["content_hash"],
            )
            for payload in payloads
        )
        insert_rows(Output, COLUMNS, rows)

    def publish(self, import_row: Import) -> list[dict[str, Any]]:
        if import_row.rows_replaced:
            supersede_outputs(import_row)
        refresh_statistics(Question, Output)
        names = LanguageModel.objects.filter(pk__in=import_row.options.get("new_models", []))
        listed = ", ".join(names.values_list("name", flat=True))
        return [runs.note("new_models", names=listed)] if listed else []

    def discard(self, import_row: Import) -> None:
        runs.delete_in_chunks(Output.objects.filter(imported_by=import_row))
        discard_models(import_row=import_row)


def supersede_outputs(import_row: Import) -> None:
    newer = Output.objects.filter(
        imported_by=import_row,
        question=OuterRef("question"),
        language_model=OuterRef("language_model"),
        condition=OuterRef("condition"),
    )
    current_outputs(runs.benchmark_of(import_row)).filter(Exists(newer)).update(superseded_by=import_row)


def _known_outputs(
    benchmark: Benchmark, question_ids: list[int], records: Sequence[OutputRecord]
) -> dict[OutputKey, tuple[str, int]]:
    """Content hash and version of the current outputs that these records could meet."""
    rows = (
        current_outputs(benchmark)
        .filter(question_id__in=question_ids, language_model__name__in={record.model for record in records})
        .values_list("question_id", "language_model__name", "condition", "content_hash", "version")
    )
    return {tuple(row[:3]): tuple(row[3:]) for row in rows.iterator()}  # type: ignore[misc]
