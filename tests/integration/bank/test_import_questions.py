"""Questions into a benchmark: all or nothing, the same file twice is once, versions on request."""

import csv
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from annotation.bank.intake.problems import Row
from annotation.bank.intake.questions import check_question
from annotation.bank.models import Benchmark, Import, Output, Question
from annotation.bank.reasons import readable_note
from annotation.bank.selectors import current_outputs, current_questions
from annotation.bank.services.outputs import import_outputs
from annotation.bank.services.questions import hash_of, import_questions
from annotation.bank.services.runs import ImportRefusedError
from tests.integration.bank.conftest import OUTPUT, QUESTION, WriteRows

pytestmark = pytest.mark.django_db


def refused(**arguments: Any) -> Import:
    with pytest.raises(ImportRefusedError) as caught:
        import_questions(**arguments)
    assert caught.value.import_row is not None
    return caught.value.import_row


def notes_of(import_row: Import) -> list[str]:
    return [readable_note(note) for note in import_row.notes]


def test_questions_come_in_with_a_new_benchmark(write_rows: WriteRows) -> None:
    path = write_rows("q.jsonl", QUESTION, QUESTION | {"id": "Q-2", "reference": "AC"})
    import_row = import_questions(path=path, benchmark="中文基准")
    assert (import_row.state, import_row.rows_read, import_row.rows_new) == ("published", 2, 2)
    assert import_row.benchmark is not None
    questions = current_questions(import_row.benchmark).order_by("external_id")
    assert [question.answer for question in questions] == ["B", "AC"]
    assert import_row.benchmark.slug


def test_the_same_file_twice_changes_nothing(benchmark_of_three: Benchmark, tmp_path: Path) -> None:
    again = import_questions(path=tmp_path / "three.jsonl", benchmark="CliMed")
    assert (again.rows_new, again.rows_unchanged) == (0, 3)
    assert Question.objects.count() == 3


def test_a_table_and_json_lines_are_the_same_content(benchmark_of_three: Benchmark, tmp_path: Path) -> None:
    path = tmp_path / "three.csv"
    options = json.dumps(QUESTION["options"], ensure_ascii=False).replace('"', '""')
    path.write_text(
        "id,scenario,type,prompt,input,options,reference,planted\n"
        f'Q-1,BKT,choice,请回答。,## 题目: 下列哪项正确？,"{options}",B,\n',
        encoding="utf-8-sig",
    )
    assert import_questions(path=path, benchmark="CliMed").rows_unchanged == 1


def test_one_bad_line_refuses_the_file_and_leaves_nothing(write_rows: WriteRows) -> None:
    path = write_rows("q.jsonl", QUESTION, QUESTION | {"id": "Q-2", "reference": "Z"}, b'{"id": \xff}')
    import_row = refused(path=path, benchmark="CliMed")
    assert import_row.state == "refused"
    assert [(problem["line"], problem["field"]) for problem in import_row.problems] == [
        (2, "reference"),
        (3, ""),
    ]
    assert not Question.objects.exists()
    assert not Benchmark.objects.exists()


def test_bad_lines_are_left_out_on_request_and_written_to_a_file(write_rows: WriteRows) -> None:
    path = write_rows("q.jsonl", QUESTION, rb'{"id": "\ud800"}', QUESTION | {"id": "Q-2", "reference": "Z"})
    import_row = import_questions(path=path, benchmark="CliMed", strict=False)
    assert (import_row.rows_new, import_row.rows_bad) == (1, 2)
    bad = [json.loads(line) for line in (path.parent / "q.jsonl.bad.jsonl").read_text().splitlines()]
    assert [row["line"] for row in bad] == [2, 3]
    assert "surrogate" in bad[0]["reasons"][0]
    assert bad[1]["row"]["id"] == "Q-2"
    assert notes_of(import_row) == ["2 bad lines were left out; see q.jsonl.bad.jsonl."]


def test_bad_lines_go_to_the_file_that_was_named(write_rows: WriteRows, tmp_path: Path) -> None:
    path = write_rows("q.jsonl", QUESTION, b"nope")
    import_questions(path=path, benchmark="CliMed", strict=False, bad_rows=tmp_path / "left-out.jsonl")
    assert (tmp_path / "left-out.jsonl").exists()
    assert not (tmp_path / "q.jsonl.bad.jsonl").exists()


def test_an_id_given_twice_names_both_lines(write_rows: WriteRows) -> None:
    rows = [QUESTION | {"id": f"Q-{number}"} for number in range(600)]
    import_row = refused(path=write_rows("q.jsonl", *rows, rows[3], rows[599]), benchmark="CliMed")
    assert [(problem["line"], problem["params"]["first"]) for problem in import_row.problems] == [
        (601, 4),
        (602, 600),
    ]


def test_an_empty_file_is_refused(write_rows: WriteRows) -> None:
    assert refused(path=write_rows("q.jsonl"), benchmark="CliMed").problems[0]["code"] == "empty_file"


def test_a_file_that_breaks_off_is_refused_even_when_bad_lines_may_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text('id,scenario\nQ-1,"BKT\n', encoding="utf-8")
    assert refused(path=path, benchmark="CliMed", strict=False).problems[-1]["code"] == "not_csv"


def test_another_content_under_a_known_id_is_an_error_that_names_the_line(
    benchmark_of_three: Benchmark, write_rows: WriteRows
) -> None:
    path = write_rows("q.jsonl", QUESTION | {"id": "Q-9"}, QUESTION | {"reference": "C"})
    import_row = refused(path=path, benchmark="CliMed")
    assert [(problem["line"], problem["code"]) for problem in import_row.problems] == [(2, "changed")]
    assert current_questions(benchmark_of_three).count() == 3


def test_a_refused_file_leaves_a_benchmark_that_was_there(
    benchmark_of_three: Benchmark, write_rows: WriteRows
) -> None:
    refused(path=write_rows("q.jsonl", b"nope"), benchmark="CliMed")
    assert Benchmark.objects.get() == benchmark_of_three


def test_replacing_makes_the_next_version_and_keeps_the_old(
    benchmark_of_three: Benchmark, write_rows: WriteRows
) -> None:
    path = write_rows("q.jsonl", QUESTION | {"reference": "C"}, QUESTION | {"id": "Q-2"})
    import_row = import_questions(path=path, benchmark="CliMed", replace=True)
    assert (import_row.rows_replaced, import_row.rows_unchanged, import_row.rows_new) == (1, 1, 0)
    old, new = Question.objects.filter(external_id="Q-1").order_by("version")
    assert (old.answer, old.superseded_by, new.answer, new.version) == ("B", import_row, "C", 2)
    assert set(current_questions(benchmark_of_three).values_list("external_id", "version")) == {
        ("Q-1", 2),
        ("Q-2", 1),
        ("Q-3", 1),
    }


def test_the_same_replacement_twice_changes_nothing(
    benchmark_of_three: Benchmark, write_rows: WriteRows
) -> None:
    path = write_rows("q.jsonl", QUESTION | {"reference": "C"})
    import_questions(path=path, benchmark="CliMed", replace=True)
    assert import_questions(path=path, benchmark="CliMed", replace=True).rows_unchanged == 1


def test_outputs_follow_a_question_whose_wording_is_unchanged(
    benchmark_of_three: Benchmark, write_rows: WriteRows
) -> None:
    outputs = [OUTPUT | {"question_id": f"Q-{number}"} for number in (1, 2, 3)]
    import_outputs(path=write_rows("o.jsonl", *outputs), benchmark=benchmark_of_three)
    path = write_rows("q.jsonl", QUESTION | {"reference": "C"}, QUESTION | {"id": "Q-2", "input": "另一题"})
    import_row = import_questions(path=path, benchmark="CliMed", replace=True)
    moved = Output.objects.get(question__external_id="Q-1")
    left = Output.objects.get(question__external_id="Q-2")
    assert (moved.question.version, left.question.version) == (2, 1)
    assert current_outputs(benchmark_of_three).count() == 2
    assert notes_of(import_row) == [
        "1 output moved along to the new version, whose wording is unchanged.",
        "1 output stays with the old version, since the wording has changed.",
    ]


def test_the_same_id_in_another_benchmark_is_another_question(
    benchmark_of_three: Benchmark, write_rows: WriteRows
) -> None:
    path = write_rows("q.jsonl", QUESTION | {"reference": "C"})
    assert import_questions(path=path, benchmark="Another").rows_new == 1


def test_questions_without_options_are_counted_in_a_note(write_rows: WriteRows) -> None:
    path = write_rows("q.jsonl", QUESTION | {"options": None, "input": "见图"})
    assert "1 choice question is" in notes_of(import_questions(path=path, benchmark="CliMed"))[0]


def test_a_second_import_into_the_same_benchmark_has_to_wait(
    benchmark_of_three: Benchmark, tmp_path: Path
) -> None:
    Import.objects.create(
        kind="outputs",
        state="writing",
        benchmark=benchmark_of_three,
        file_name="running.jsonl",
        heartbeat_at=timezone.now(),
    )
    with pytest.raises(ImportRefusedError, match="running"):
        import_questions(path=tmp_path / "three.jsonl", benchmark="CliMed")


EXTRA = {"year": 7, "weight": 0.5, "round": 2.0, "is_hard": True, "tags": ["a", 1]}


def test_a_number_in_an_extra_field_is_the_same_content_in_every_format(
    write_rows: WriteRows, tmp_path: Path
) -> None:
    extra = {name: value for name, value in EXTRA.items() if name != "tags"}
    import_questions(path=write_rows("q.jsonl", QUESTION | extra), benchmark="CliMed")
    cells = QUESTION | extra | {"options": json.dumps(QUESTION["options"])}
    table = tmp_path / "q.csv"
    texts = {**cells, "year": "7", "weight": "0.5", "round": "2", "is_hard": "true"}
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([list(texts), list(texts.values())])
    book = openpyxl.Workbook()
    for row in (list(cells), list(cells.values())):
        book.worksheets[0].append(row)
    book.save(tmp_path / "q.xlsx")
    for path in (table, tmp_path / "q.xlsx"):
        assert import_questions(path=path, benchmark="CliMed").rows_unchanged == 1
    assert Question.objects.get().meta == extra


def test_rows_hashed_with_typed_extra_fields_are_still_known(write_rows: WriteRows) -> None:
    path = write_rows("q.jsonl", QUESTION | EXTRA)
    import_questions(path=path, benchmark="CliMed")
    fields = asdict(check_question(Row(1, QUESTION | EXTRA)).record)  # type: ignore[arg-type]
    Question.objects.update(content_hash=hash_of({**fields, "images": []}))
    assert import_questions(path=path, benchmark="CliMed").rows_unchanged == 1
    changed = write_rows("q.jsonl", QUESTION | EXTRA | {"year": 8})
    with pytest.raises(ImportRefusedError, match="another content"):
        import_questions(path=changed, benchmark="CliMed")
