"""The commands: what they print, and that only a complete success ends with 0."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from annotation.bank.models import Benchmark, Import
from tests.integration.bank.conftest import OUTPUT, QUESTION, WriteRows

pytestmark = pytest.mark.django_db


def run(*arguments: Any) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def test_json_is_the_contract_and_nothing_else(write_rows: WriteRows) -> None:
    printed = run("import_questions", write_rows("q.jsonl", QUESTION), "--benchmark", "CliMed", "--json")
    result = json.loads(printed)
    assert result["state"] == "published"
    assert result["rows"] == {"read": 1, "new": 1, "replaced": 0, "unchanged": 0, "bad": 0}
    assert (result["problems"], result["notes"]) == ([], [])
    assert isinstance(result["import"], int)


def test_a_summary_for_people_names_the_counts(write_rows: WriteRows) -> None:
    printed = run("import_questions", write_rows("q.jsonl", QUESTION), "--benchmark", "CliMed")
    assert "1 row read, 1 new" in printed


def test_a_refused_file_ends_in_an_error_that_names_the_line(write_rows: WriteRows) -> None:
    out = StringIO()
    path = write_rows("q.jsonl", QUESTION, b"nope")
    with pytest.raises(CommandError, match="line 2: not JSON"):
        call_command("import_questions", path, "--benchmark", "CliMed", "--json", stdout=out)
    result = json.loads(out.getvalue())
    assert result["state"] == "refused"
    assert result["problems"][0]["line"] == 2
    assert result["problems"][0]["reason"].startswith("not JSON")


def test_leaving_bad_lines_out_succeeds_and_says_how_many(write_rows: WriteRows) -> None:
    path = write_rows("q.jsonl", QUESTION, b"nope")
    printed = run("import_questions", path, "--benchmark", "CliMed", "--skip-bad")
    assert "1 bad" in printed
    assert "q.jsonl.bad.jsonl" in printed


def test_outputs_are_imported_under_a_given_model(
    benchmark_of_three: Benchmark, write_rows: WriteRows
) -> None:
    path = write_rows("o.jsonl", OUTPUT)
    printed = run("import_outputs", path, "--benchmark", "CliMed", "--model", "丙", "--condition", "cot")
    assert "丙" in printed


def test_outputs_need_a_benchmark_that_exists(write_rows: WriteRows) -> None:
    with pytest.raises(CommandError, match="no benchmark 'Nowhere'"):
        run("import_outputs", write_rows("o.jsonl", OUTPUT), "--benchmark", "Nowhere")


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no file"):
        run("import_questions", tmp_path / "gone.jsonl", "--benchmark", "CliMed")


def test_ratings_and_boards_are_imported(tmp_path: Path) -> None:
    ratings = tmp_path / "r.csv"
    ratings.write_text("question_id,model,rater,dimension,value\nQ-1,甲,r1,fluency,80\n", encoding="utf-8")
    printed = run(
        "import_ratings", ratings, "--campaign", "E", "--scale", "0", "100", "--level", "ratio", "--json"
    )
    assert json.loads(printed)["rows"]["new"] == 1
    board = tmp_path / "b.csv"
    board.write_text("model,group,BKT\n甲,general,80\n", encoding="utf-8")
    assert json.loads(run("import_board", board, "--name", "B", "--json"))["rows"]["new"] == 1
    with pytest.raises(CommandError, match="scale 0 to 100"):
        run("import_ratings", ratings, "--campaign", "E", "--scale", "1", "5")


@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("import_questions", "--benchmark"),
        ("import_outputs", "--model"),
        ("import_outputs", "--condition"),
        ("import_ratings", "--campaign"),
        ("import_board", "--name"),
    ],
)
@pytest.mark.parametrize("name", ["", "  "])
def test_an_empty_name_is_refused_in_words(
    benchmark_of_three: Benchmark, write_rows: WriteRows, command: str, option: str, name: str
) -> None:
    arguments = [command, write_rows("file.jsonl", QUESTION), option, name]
    if command == "import_outputs":
        arguments += ["--benchmark", "CliMed"]
    with pytest.raises(CommandError, match="the name is empty"):
        run(*arguments)
    assert Import.objects.count() == 1


@pytest.mark.parametrize(("name", "reason"), [("n" * 121, "longer than 120"), ("a\nb", "line break")])
def test_a_name_that_cannot_be_kept_is_refused(write_rows: WriteRows, name: str, reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        run("import_questions", write_rows("q.jsonl", QUESTION), "--benchmark", name)
    assert not Benchmark.objects.exists()


def test_ratings_of_a_benchmark_without_a_name_are_refused(write_rows: WriteRows) -> None:
    with pytest.raises(CommandError, match="no benchmark ''"):
        run("import_ratings", write_rows("r.jsonl"), "--campaign", "E", "--benchmark", "")
