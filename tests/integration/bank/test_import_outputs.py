"""Outputs to the questions of a benchmark."""

import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from annotation.bank.models import Benchmark, Import, LanguageModel, Output
from annotation.bank.selectors import current_outputs
from annotation.bank.services.outputs import import_outputs
from annotation.bank.services.questions import import_questions
from annotation.bank.services.runs import ImportRefusedError
from tests.integration.bank.conftest import OUTPUT, QUESTION, WriteRows

pytestmark = pytest.mark.django_db


def refused(**arguments: Any) -> list[tuple[int, str]]:
    with pytest.raises(ImportRefusedError) as caught:
        import_outputs(**arguments)
    assert caught.value.import_row is not None
    return [(problem["line"], problem["code"]) for problem in caught.value.import_row.problems]


def test_outputs_come_in_with_their_models(benchmark_of_three: Benchmark, write_rows: WriteRows) -> None:
    rows = [OUTPUT, OUTPUT | {"condition": "cot"}, OUTPUT | {"model": "乙", "text": None}]
    import_row = import_outputs(path=write_rows("o.jsonl", *rows), benchmark=benchmark_of_three)
    assert import_row.rows_new == 3
    assert {(row.language_model.name, row.condition, row.text) for row in Output.objects.all()} == {
        ("杏林-测试", "vanilla", "答案：B"),
        ("杏林-测试", "cot", "答案：B"),
        ("乙", "vanilla", None),
    }


def test_an_empty_text_and_null_are_different_outputs(
    benchmark_of_three: Benchmark, write_rows: WriteRows
) -> None:
    import_outputs(path=write_rows("o.jsonl", OUTPUT | {"text": ""}), benchmark=benchmark_of_three)
    path = write_rows("o2.jsonl", OUTPUT | {"text": None})
    assert refused(path=path, benchmark=benchmark_of_three) == [(1, "changed")]


def test_the_same_file_twice_changes_nothing(benchmark_of_three: Benchmark, write_rows: WriteRows) -> None:
    path = write_rows("o.jsonl", OUTPUT, OUTPUT | {"question_id": "Q-2"})
    import_outputs(path=path, benchmark=benchmark_of_three)
    again = import_outputs(path=path, benchmark=benchmark_of_three)
    assert (again.rows_new, again.rows_unchanged, Output.objects.count()) == (0, 2, 2)


def test_an_unknown_question_is_named_with_its_line(
    benchmark_of_three: Benchmark, write_rows: WriteRows
) -> None:
    path = write_rows("o.jsonl", OUTPUT, OUTPUT | {"question_id": "Q-404"})
    assert refused(path=path, benchmark=benchmark_of_three) == [(2, "unknown_question")]
    assert not Output.objects.exists()
    assert not LanguageModel.objects.exists()


def test_an_output_given_twice_names_both_lines(benchmark_of_three: Benchmark, write_rows: WriteRows) -> None:
    path = write_rows("o.jsonl", OUTPUT, OUTPUT | {"text": "C"})
    assert refused(path=path, benchmark=benchmark_of_three) == [(2, "duplicate_id")]


def test_model_and_condition_may_be_named_for_all_rows(
    benchmark_of_three: Benchmark, write_rows: WriteRows
) -> None:
    path = write_rows("o.jsonl", {"question_id": "Q-1", "text": "B"}, OUTPUT | {"question_id": "Q-2"})
    import_outputs(path=path, benchmark=benchmark_of_three, model="丙", condition="cot")
    assert set(Output.objects.values_list("language_model__name", "condition")) == {("丙", "cot")}


def test_replacing_makes_the_next_version_and_keeps_the_old(
    benchmark_of_three: Benchmark, write_rows: WriteRows
) -> None:
    import_outputs(path=write_rows("o.jsonl", OUTPUT), benchmark=benchmark_of_three)
    path = write_rows("o2.jsonl", OUTPUT | {"text": "C"}, OUTPUT | {"question_id": "Q-2"})
    assert refused(path=path, benchmark=benchmark_of_three) == [(1, "changed")]
    import_row = import_outputs(path=path, benchmark=benchmark_of_three, replace=True)
    assert (import_row.rows_replaced, import_row.rows_new) == (1, 1)
    old, new = Output.objects.filter(question__external_id="Q-1").order_by("version")
    assert (old.superseded_by, new.text, new.version) == (import_row, "C", 2)
    assert set(current_outputs(benchmark_of_three)) == {new, Output.objects.get(question__external_id="Q-2")}


def test_outputs_after_a_reworded_question_begin_anew(
    benchmark_of_three: Benchmark, write_rows: WriteRows
) -> None:
    path = write_rows("o.jsonl", OUTPUT)
    import_outputs(path=path, benchmark=benchmark_of_three)
    reworded = write_rows("q.jsonl", QUESTION | {"input": "另一题"})
    import_questions(path=reworded, benchmark="CliMed", replace=True)
    assert import_outputs(path=path, benchmark=benchmark_of_three).rows_new == 1


def test_rows_of_an_unpublished_import_are_read_by_nobody(
    benchmark_of_three: Benchmark, write_rows: WriteRows
) -> None:
    seen: list[tuple[int, int]] = []

    def look(stage: str, done: int, total: int) -> None:
        if stage == "writing":
            seen.append((Output.objects.count(), current_outputs(benchmark_of_three).count()))

    import_outputs(path=write_rows("o.jsonl", OUTPUT), benchmark=benchmark_of_three, progress=look)
    assert seen == [(1, 0)]
    assert current_outputs(benchmark_of_three).count() == 1


def test_memory_does_not_grow_with_the_file(write_rows: WriteRows, tmp_path: Path) -> None:
    questions = (QUESTION | {"id": f"Q-{number}"} for number in range(2000))
    import_row = import_questions(path=write_rows("q.jsonl", *questions), benchmark="Large")
    assert import_row.benchmark is not None
    path = write_rows("o.jsonl", *_many_outputs(6_000))
    tracemalloc.start()
    try:
        done: Import = import_outputs(path=path, benchmark=import_row.benchmark)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert done.rows_new == 6_000
    # The file is many times what a chunk of its rows takes.
    assert path.stat().st_size > 9_000_000
    assert peak < 6_000_000


def _many_outputs(count: int) -> Any:
    text = "因此正确答案是B。" * 60
    return (
        {"question_id": f"Q-{number % 2000}", "model": f"模型{number // 2000}", "text": text}
        for number in range(count)
    )


def test_a_number_in_an_extra_field_is_the_same_content_in_a_table(
    benchmark_of_three: Benchmark, write_rows: WriteRows, tmp_path: Path
) -> None:
    import_outputs(path=write_rows("o.jsonl", OUTPUT | {"tokens": 7}), benchmark=benchmark_of_three)
    table = tmp_path / "o.csv"
    table.write_text(
        f"question_id,model,text,tokens\nQ-1,{OUTPUT['model']},{OUTPUT['text']},7\n", encoding="utf-8"
    )
    assert import_outputs(path=table, benchmark=benchmark_of_three).rows_unchanged == 1
    assert Output.objects.get().meta == {"tokens": 7}
