"""Stance beside similarity: planned, shown and exported, and never on a leaderboard."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from annotation.models import Benchmark, Output, Question
from scoring.metrics.registry import METRICS, SIMILARITY
from scoring.models import Score, ScoringRun
from scoring.selectors.outputs import outputs_for_list
from tests.factories import make_benchmark, make_output, make_question
from tests.integration.scoring.worlds import BAD, GOOD, score_all

pytestmark = pytest.mark.django_db
REFERENCE = "错误在于孕期使用多西环素，应改用青霉素。"
REJECTS, ACCEPTS = "该处方不恰当，孕妇禁用多西环素。", "该处方恰当，可以继续使用多西环素。"


@pytest.fixture
def benchmark() -> Benchmark:
    benchmark = make_benchmark("Wrong")
    for number in range(2):
        reference = f"{REFERENCE}第{number}例。"
        question = make_question(
            benchmark, f"W-{number}", "WTD", type=Question.Type.OPEN, reference=reference
        )
        make_output(question, GOOD, REJECTS)
        make_output(question, BAD, ACCEPTS if number else "")
    return benchmark


def run_json(*arguments: str) -> Any:
    out = StringIO()
    call_command(*arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_a_run_plans_both_metrics_and_counts_each_output_once(benchmark: Benchmark) -> None:
    found = run_json("score", "--benchmark", "Wrong", "--wait")
    assert (found["n_outputs"], found["n_unchanged"], found["n_scored"]) == (4, 0, 4)
    run = ScoringRun.objects.get()
    assert set(run.scorers) == {"similarity", "stance"}
    assert (
        Score.objects.filter(metric="similarity").count()
        == Score.objects.filter(metric="stance").count()
        == 4
    )


def test_outputs_scored_before_there_was_a_second_metric_get_only_that(
    benchmark: Benchmark, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr("scoring.selectors.plans.metrics_for", lambda *kind: (SIMILARITY,))
        score_all(benchmark)
    assert not Score.objects.filter(metric="stance").exists()
    run = score_all(benchmark)
    assert (run.n_outputs, run.n_unchanged) == (4, 0)
    assert set(run.scores.values_list("metric", flat=True)) == {"stance"}


def test_show_scores_has_both_with_what_the_others_said(benchmark: Benchmark) -> None:
    score_all(benchmark)
    rows = run_json("show_scores", "--benchmark", "Wrong")
    found = {(row["model"], row["metric"]): row for row in rows}
    assert found[GOOD, "stance"]["score"] == 100
    assert found[BAD, "stance"]["score"] == 0
    assert found[BAD, "stance_accepted"]["score"] == 50
    assert found[BAD, "stance"]["status"] == {"empty": 1, "ok": 1}
    assert found[BAD, "stance"]["scorer"] == METRICS["stance"].scorer_version
    assert next(row["metric"] for row in rows if row["model"] == GOOD) == "similarity"


def test_an_absent_output_has_no_stance_and_counts_0(benchmark: Benchmark) -> None:
    score_all(benchmark)
    make_question(benchmark, "W-new", "WTD", type=Question.Type.OPEN, reference=REFERENCE)
    rows = run_json("show_scores", "--benchmark", "Wrong")
    stance = next(row for row in rows if (row["model"], row["metric"]) == (GOOD, "stance"))
    assert (stance["n"], stance["n_missing"]) == (3, 1)
    assert stance["score"] == pytest.approx(200 / 3)


def test_an_output_is_listed_once_with_the_leaderboards_score(benchmark: Benchmark) -> None:
    score_all(benchmark)
    assert [vars(output)["score_metric"] for output in outputs_for_list(benchmark)] == ["similarity"] * 4


def test_the_leaderboard_takes_similarity_alone(benchmark: Benchmark) -> None:
    score_all(benchmark)
    board = run_json("leaderboard", "--benchmark", "Wrong")
    assert board["scenarios"]["WTD"]["metric"] == "similarity"
    row = next(row for row in board["rows"] if row["model"] == BAD)
    similarity = Score.objects.filter(metric="similarity", output__language_model__name=BAD)
    expected = sum(similarity.values_list("value", flat=True)) / 2
    assert row["scenarios"]["WTD"]["automatic"] == pytest.approx(expected)


def test_the_page_of_an_output_shows_both_and_marks_what_decided(
    benchmark: Benchmark, lead_client: Client
) -> None:
    score_all(benchmark)
    output = Output.objects.filter(language_model__name=GOOD).earliest("pk")
    page = lead_client.get(reverse("scoring:output_detail", args=[output.pk])).content.decode()
    assert '<mark id="decided">不恰当</mark>' in page
    assert "rejects the treatment" in page
    assert page.index("<dt>Similarity</dt>") < page.index("<dt>Stance</dt>")
    assert "never enters it" in page
    scores = lead_client.get(reverse("scoring:benchmark_scores", args=["wrong"])).content.decode()
    assert "Accepts the treatment" in scores
