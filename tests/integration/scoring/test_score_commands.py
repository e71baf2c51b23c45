"""The contracts of `score`, `show_scores` and `extract_answers`."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from annotation.models import Benchmark, LanguageModel, Output, Question
from scoring.models import Score, ScoringRun
from scoring.ranking.bootstrap import wilson_interval
from tests.factories import make_output, make_question
from tests.integration.scoring.worlds import BAD, GOOD, make_choice_benchmark, make_mixed_benchmark

pytestmark = pytest.mark.django_db


def run_command(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def score(*arguments: str) -> dict[str, Any]:
    return dict(json.loads(run_command("score", "--wait", "--json", *arguments)))


def cells(benchmark: Benchmark) -> dict[tuple[str, str, str], dict[str, Any]]:
    rows = json.loads(run_command("show_scores", "--benchmark", benchmark.name, "--json"))
    return {(row["model"], row["scenario"], row["metric"]): row for row in rows}


def test_score_with_wait_needs_no_worker_and_reports_what_it_did() -> None:
    make_choice_benchmark(3)
    first = score("--benchmark", "Choice")
    assert first | {"run": 0, "seconds": 0} == {
        "run": 0,
        "state": "finished",
        "n_outputs": 6,
        "n_unchanged": 0,
        "n_scored": 6,
        "seconds": 0,
    }
    again = score("--benchmark", "choice")
    assert (again["n_outputs"], again["n_unchanged"], again["n_scored"]) == (6, 6, 0)


def test_score_without_wait_leaves_the_work_to_a_worker() -> None:
    make_choice_benchmark(1)
    assert "a worker will" in run_command("score", "--benchmark", "Choice")
    assert ScoringRun.objects.get().state == ScoringRun.State.PLANNED


def test_score_takes_its_filters() -> None:
    make_mixed_benchmark()
    assert score("--benchmark", "Mixed", "--scenario", "KE", "--model", GOOD)["n_scored"] == 1
    assert score("--benchmark", "Mixed", "--condition", "vanilla")["n_unchanged"] == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--benchmark", "Nowhere"], "no benchmark 'Nowhere'. There are: Choice."),
        (["--benchmark", "Choice", "--scenario", "XYZ"], "no scenario 'XYZ'. There are: BKT."),
        (["--benchmark", "Choice", "--model", "无名"], f"no model '无名'. There are: {GOOD}, {BAD}."),
        (["--benchmark", "Choice", "--condition", "cot"], "no condition 'cot'. There are: vanilla."),
    ],
)
def test_score_names_what_exists_when_a_name_does_not(arguments: list[str], message: str) -> None:
    make_choice_benchmark(1)
    with pytest.raises(CommandError, match=message):
        run_command("score", *arguments)
    assert not ScoringRun.objects.exists()


def test_score_fails_with_the_reason_after_its_summary(capsys: pytest.CaptureFixture[str]) -> None:
    benchmark = make_choice_benchmark(1)
    make_output(make_question(benchmark, "Q-b", reference="Z", answer="Z"), GOOD)
    out = StringIO()
    with pytest.raises(CommandError, match="failed chunks"):
        call_command("score", "--benchmark", "Choice", "--wait", "--json", stdout=out)
    summary = json.loads(out.getvalue())
    assert (summary["state"], summary["n_scored"]) == ("failed", 2)


def test_show_scores_has_one_object_per_model_condition_scenario_and_metric() -> None:
    benchmark = make_mixed_benchmark()
    score("--benchmark", "Mixed")
    found = cells(benchmark)
    assert {key[1:] for key in found if key[0] == GOOD} == {
        ("BKT", "accuracy"),
        ("FIT", "accuracy"),
        ("FIT", "accepted_planted"),
        ("FIT", "rejected_wrong"),
        ("FIT", "rejected_unnamed"),
        ("DS", "accuracy"),
        ("DS-open", "rouge1"),
        ("DS-open", "rouge1_precision"),
        ("DS-open", "rouge1_recall"),
        ("SSO", "kendall_tau"),
        ("SSO", "kendall_tau_valid"),
        ("SSO", "kendall_tau_strict"),
        ("SSO", "validity"),
        ("SSO", "pairs_lenient"),
        ("KE", "rouge1"),
        ("KE", "rouge1_precision"),
        ("KE", "rouge1_recall"),
        ("WTD", "similarity"),
        ("WTD", "similarity_corrected"),
        ("WTD", "stance"),
        ("WTD", "stance_accepted"),
        ("WTD", "stance_hedged"),
        ("WTD", "stance_unclear"),
    }
    row = found[GOOD, "BKT", "accuracy"]
    assert {
        "model",
        "condition",
        "scenario",
        "metric",
        "n",
        "n_missing",
        "score",
        "se",
        "ci",
        "status",
    } <= set(row)
    assert found[BAD, "FIT", "accepted_planted"]["score"] == 100
    assert found[BAD, "BKT", "accuracy"]["status"] == {"refused": 1}


def test_a_corrected_similarity_follows_from_the_cosine_and_the_baseline() -> None:
    benchmark = make_mixed_benchmark()
    score("--benchmark", "Mixed")
    s0 = ScoringRun.objects.get().baselines["WTD"]
    for model in (GOOD, BAD):
        plain = cells(benchmark)[model, "WTD", "similarity"]["score"]
        found = cells(benchmark)[model, "WTD", "similarity_corrected"]["score"]
        assert found == pytest.approx(100 * (plain / 100 - s0) / (1 - s0))


def test_undefined_numbers_are_null_and_say_why() -> None:
    benchmark = make_mixed_benchmark()
    score("--benchmark", "Mixed")
    row = cells(benchmark)[BAD, "SSO", "kendall_tau_valid"]
    assert (row["score"], row["score_reason"], row["n"]) == (None, "no answer is valid", 0)
    assert cells(benchmark)[BAD, "SSO", "kendall_tau_strict"]["score"] == -100
    assert cells(benchmark)[GOOD, "BKT", "accuracy"]["se_reason"] == "one question has no standard error"


def test_absent_outputs_score_0_and_are_counted() -> None:
    benchmark = make_choice_benchmark(4)
    Output.objects.filter(language_model__name=GOOD, question__external_id="Q-3").delete()
    score("--benchmark", "Choice")
    row = cells(benchmark)[GOOD, "BKT", "accuracy"]
    assert (row["n"], row["n_missing"], row["score"]) == (4, 1, 75.0)
    assert row["status"] == {"ok": 3}
    assert row["se"] == pytest.approx(25.0)


def test_a_model_without_any_output_in_a_scenario_has_no_object_there() -> None:
    benchmark = make_mixed_benchmark()
    Output.objects.filter(language_model__name=BAD, question__scenario="WTD").delete()
    score("--benchmark", "Mixed")
    assert (BAD, "WTD", "similarity") not in cells(benchmark)
    assert (GOOD, "WTD", "similarity") in cells(benchmark)


def test_a_perfect_accuracy_has_wilsons_interval() -> None:
    benchmark = make_choice_benchmark(4)
    score("--benchmark", "Choice")
    row = cells(benchmark)[GOOD, "BKT", "accuracy"]
    assert row["ci"] == pytest.approx([100 * end for end in wilson_interval(1.0, 4)])


def test_an_output_without_a_score_makes_the_mean_undefined() -> None:
    benchmark = make_choice_benchmark(2)
    score("--benchmark", "Choice")
    question = make_question(benchmark, "Q-new")
    make_output(question, GOOD)
    row = cells(benchmark)[GOOD, "BKT", "accuracy"]
    assert row["score"] is None
    assert row["score_reason"] == "1 of 3 outputs have no score yet"
    assert row["status"] == {"ok": 2, "unscored": 1}
    assert cells(benchmark)[BAD, "BKT", "accuracy"]["n_missing"] == 1


def test_conditions_stand_apart() -> None:
    benchmark = make_choice_benchmark(1)
    make_output(Question.objects.get(), GOOD, "答案：D", condition="cot")
    score("--benchmark", "Choice")
    rows = json.loads(run_command("show_scores", "--benchmark", "Choice", "--json"))
    found = {(row["model"], row["condition"]): row["score"] for row in rows}
    assert found == {(GOOD, "vanilla"): 100, (GOOD, "cot"): 0, (BAD, "vanilla"): 0}
    assert benchmark.name == "Choice"


def test_a_new_scorer_counts_once_it_has_scored_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    from scoring.metrics.registry import METRICS, Metric

    benchmark = make_choice_benchmark(2)
    score("--benchmark", "Choice")
    before = METRICS["accuracy"].scorer_version
    monkeypatch.setitem(METRICS, "accuracy", Metric("accuracy", "accuracy-next"))
    score("--benchmark", "Choice", "--model", GOOD)
    assert cells(benchmark)[GOOD, "BKT", "accuracy"]["scorer"] == before
    score("--benchmark", "Choice")
    assert cells(benchmark)[GOOD, "BKT", "accuracy"]["scorer"] == "accuracy-next"
    assert Score.objects.count() == 8


def test_the_table_for_people_names_models_and_what_could_not_be_read(
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_mixed_benchmark()
    score("--benchmark", "Mixed")
    run_command("show_scores", "--benchmark", "Mixed")
    printed = capsys.readouterr().out
    assert GOOD in printed
    assert "refused 1" in printed


def test_show_scores_of_an_unknown_benchmark_lists_those_there_are() -> None:
    with pytest.raises(CommandError, match="There are: none"):
        run_command("show_scores", "--benchmark", "Nowhere")
    assert not LanguageModel.objects.exists()


def write_lines(path: Path, *rows: object) -> str:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8")
    return str(path)


def test_extract_answers_gives_a_line_for_each_line_in_order(tmp_path: Path) -> None:
    options = {"A": "甲", "B": "乙", "C": "丙", "D": "丁"}
    name = write_lines(
        tmp_path / "in.jsonl",
        {"id": "one", "text": "答案：B", "options": options, "multiple": False, "ordered": False},
        {"id": "two", "text": "答案：BD", "options": options, "multiple": True, "ordered": False},
        {"id": 3, "text": "BDCA", "options": options, "multiple": False, "ordered": True},
        {"id": "none", "text": None, "options": None},
    )
    found = [json.loads(line) for line in run_command("extract_answers", name, "--json").splitlines()]
    assert [(row["id"], row["answer"], row["status"]) for row in found] == [
        ("one", "B", "ok"),
        ("two", "BD", "ok"),
        (3, "BDCA", "ok"),
        ("none", None, "empty"),
    ]
    assert all(set(row) == {"id", "answer", "status", "rule"} for row in found)


def test_extract_answers_takes_a_lone_surrogate_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": "\\ud83d", "text": "\\u7b54\\u6848\\uff1aB\\ud83d"}\n\n')
    (line,) = run_command("extract_answers", str(path), "--json").splitlines()
    assert json.loads(line)["answer"] == "B"


def test_extract_answers_names_the_line_that_is_no_json(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": 1, "text": "B"}\n{"id": 2,\n', encoding="utf-8")
    with pytest.raises(CommandError, match=r"1 line is bad.\nline 2: not JSON: .*\(column \d+\)$"):
        run_command("extract_answers", str(path), "--json")
    with pytest.raises(CommandError, match="Cannot read"):
        run_command("extract_answers", str(tmp_path / "absent"), "--json")


def test_extract_answers_names_all_bad_lines_and_prints_nothing(tmp_path: Path) -> None:
    bad = [[], {"text": 1}, {"text": "A", "options": ["x"]}, {"text": "A", "options": {"A": 1}}]
    name = write_lines(tmp_path / "in.jsonl", {"text": "A"}, *bad, *([None] * 20))
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("extract_answers", name, stdout=out)
    told = str(caught.value).splitlines()
    assert told[0] == "Nothing was printed, since 24 lines are bad."
    assert told[1:4] == [
        "line 2: not an object",
        "line 3: text: must be text or null",
        "line 4: options: must be an object of letters and texts, or null",
    ]
    assert (len(told), told[-1]) == (22, "and 4 more")
    assert out.getvalue() == ""


def test_score_says_when_there_is_nothing_to_score() -> None:
    Benchmark.objects.create(name="Bare", slug="bare")
    with pytest.raises(CommandError, match="There is no output to score in 'Bare'"):
        run_command("score", "--benchmark", "Bare")
    assert not ScoringRun.objects.exists()
