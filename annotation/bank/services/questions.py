"""Questions into a benchmark, with their images."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from django.db.models import OuterRef, Subquery

from annotation.accounts.models import User
from annotation.bank.intake.problems import Checked, Problem, Row
from annotation.bank.intake.questions import QuestionRecord, check_question
from annotation.bank.models import Import, Output, Question, QuestionImage
from annotation.bank.selectors import current_questions
from annotation.bank.services import runs
from annotation.bank.services.images import ImageError, ImageStore, StoredImage
from annotation.bank.services.imports import import_file
from annotation.bank.services.kinds import register
from annotation.bank.services.pipeline import Kind, Progress, Verdict

ASKED = ("prompt", "input", "options")


def import_questions(
    *,
    path: Path,
    benchmark: str,
    strict: bool = True,
    replace: bool = False,
    images: Path | None = None,
    bad_rows: Path | None = None,
    created_by: User | None = None,
    progress: Progress | None = None,
) -> Import:
    """Import a file of questions; the benchmark is made when it does not exist."""
    options = {
        "strict": strict,
        "replace": replace,
        "images": str(images) if images else "",
        "bad_rows": str(bad_rows) if bad_rows else "",
    }
    return import_file(
        kind=Import.Kind.QUESTIONS,
        path=path,
        benchmark_name=runs.checked_name("benchmark", benchmark, 120),
        options=options,
        created_by=created_by,
        progress=progress,
    )


@register(Import.Kind.QUESTIONS)
class QuestionImport(Kind[QuestionRecord]):
    def __init__(self, import_row: Import) -> None:
        folder = import_row.options.get("images")
        self.images = ImageStore(Path(folder) if folder else None)
        self.replace = bool(import_row.options.get("replace"))

    def check(self, row: Row) -> Checked[QuestionRecord]:
        checked = check_question(row)
        if checked.record is None:
            return checked
        problems = tuple(self._image_problems(row.line, checked.record.images))
        return replace(checked, record=None, problems=problems) if problems else checked

    def _image_problems(self, line: int, paths: Sequence[str]) -> Iterator[Problem]:
        for path in paths:
            try:
                self.images.inspect(path)
            except ImageError as error:
                yield Problem(line, error.code, "images", error.params)
                if error.code == "image_no_folder":
                    return

    def key(self, record: QuestionRecord) -> str:
        return record.external_id

    def judge(self, import_row: Import, rows: Sequence[Checked[QuestionRecord]]) -> list[Verdict]:
        benchmark = runs.benchmark_of(import_row)
        records = [row.record for row in rows if row.record is not None]
        known = {
            external_id: (content_hash, version)
            for external_id, content_hash, version in current_questions(benchmark)
            .filter(external_id__in=[record.external_id for record in records])
            .values_list("external_id", "content_hash", "version")
        }
        return [
            self._verdict(row.row.line, record, known.get(record.external_id))
            for row, record in zip(rows, records, strict=True)
        ]

    def _verdict(self, line: int, record: QuestionRecord, known: tuple[str, int] | None) -> Verdict:
        payload = self._payload(record)
        if known is None:
            return Verdict({**payload, "version": 1})
        content_hash, version = known
        if is_same_content(content_hash, payload["content_hash"], self._content(record)):
            return Verdict()
        if not self.replace:
            return Verdict(problems=(Problem(line, "changed", "id", {"id": record.external_id}),))
        return Verdict({**payload, "version": version + 1}, replaces=True)

    def _content(self, record: QuestionRecord) -> dict[str, Any]:
        return {**asdict(record), "images": [self.images.inspect(path).digest for path in record.images]}

    def _payload(self, record: QuestionRecord) -> dict[str, Any]:
        content = self._content(record)
        asked = {name: content[name] for name in (*ASKED, "images")}
        hashes = {"content_hash": hash_of(as_a_table_says(content)), "asked_hash": hash_of(asked)}
        return {**asdict(record), **hashes}

    def write(self, import_row: Import, payloads: Sequence[dict[str, Any]]) -> None:
        questions = Question.objects.bulk_create(_question(import_row, payload) for payload in payloads)
        QuestionImage.objects.bulk_create(
            _image(question, position, path, self.images.keep(path))
            for question, payload in zip(questions, payloads, strict=True)
            for position, path in enumerate(payload["images"], start=1)
        )

    def publish(self, import_row: Import) -> list[dict[str, Any]]:
        bare = Question.objects.filter(imported_by=import_row, options__isnull=True)
        count = bare.exclude(type=Question.Type.OPEN).count()
        notes = [runs.note("without_options", count=count)] if count else []
        if import_row.rows_replaced:
            supersede_questions(import_row)
            notes += move_outputs(import_row)
        return notes

    def discard(self, import_row: Import) -> None:
        runs.delete_in_chunks(Question.objects.filter(imported_by=import_row))
        self.images.forget()


def supersede_questions(import_row: Import) -> None:
    replacing = Question.objects.filter(imported_by=import_row, version__gt=1)
    old = Question.objects.filter(
        benchmark=runs.benchmark_of(import_row),
        imported_by__state=Import.State.PUBLISHED,
        superseded_by__isnull=True,
        external_id__in=replacing.values("external_id"),
    )
    old.update(superseded_by=import_row)


def move_outputs(import_row: Import) -> list[dict[str, Any]]:
    """Outputs follow a question whose wording is unchanged, and stay where it is another question now."""
    asked_of_output = Question.objects.filter(pk=OuterRef(OuterRef("question_id")))
    follower = Question.objects.filter(
        imported_by=import_row,
        external_id=Subquery(asked_of_output.values("external_id")),
        asked_hash=Subquery(asked_of_output.values("asked_hash")),
    )
    behind = Output.objects.filter(
        question__superseded_by=import_row,
        superseded_by__isnull=True,
        imported_by__state=Import.State.PUBLISHED,
    )
    following = behind.annotate(new_id=Subquery(follower.values("pk"))).filter(new_id__isnull=False)
    moved = [Output(pk=pk, question_id=new_id) for pk, new_id in following.values_list("pk", "new_id")]
    Output.objects.bulk_update(moved, ["question"], batch_size=runs.CHUNK_ROWS)
    counts = {"outputs_moved": len(moved), "outputs_left": behind.count()}
    return [runs.note(code, count=count) for code, count in counts.items() if count]


def hash_of(content: dict[str, Any]) -> str:
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def as_a_table_says(content: dict[str, Any]) -> dict[str, Any]:
    """The content with numbers of extra fields as text: a cell of a CSV file cannot say which it holds."""
    return {**content, "meta": {name: _cell_text(value) for name, value in content["meta"].items()}}


def _cell_text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, int | float) else value


def is_same_content(known: str, content_hash: str, content: dict[str, Any]) -> bool:
    """Rows of older imports were hashed with the numbers of their extra fields as they are."""
    return known == content_hash or known == hash_of(content)


def _question(import_row: Import, payload: dict[str, Any]) -> Question:
    fields = {name: value for name, value in payload.items() if name not in ("images", "replaces")}
    return Question(benchmark=import_row.benchmark, imported_by=import_row, **fields)


def _image(question: Question, position: int, path: str, stored: StoredImage) -> QuestionImage:
    return QuestionImage(
        question=question,
        position=position,
        name=path,
        file=stored.file,
        width=stored.width,
        height=stored.height,
    )
