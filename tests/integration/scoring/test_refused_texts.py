"""Open texts that refuse are counted as refused, and score what their words score."""

import pytest
from django.test import Client
from django.urls import reverse

from annotation.models import Benchmark, Question
from scoring.encoders import load_encoder
from scoring.metrics.rouge import rouge1
from scoring.metrics.similarity import baseline, corrected, cosines
from scoring.models import Score
from scoring.selectors.instruction_following import instruction_following
from scoring.selectors.outputs import secondary_figures
from scoring.selectors.scores import score_cells
from tests.factories import make_benchmark, make_output, make_question
from tests.integration.scoring.worlds import REFUSAL, score_all

pytestmark = pytest.mark.django_db
REFERENCES = {"W-1": "头孢类过敏者禁用该药。", "W-2": "我建议立即行剖宫产手术。"}
ANSWER = "该方案无法保证安全，作为一线用药不当，头孢类过敏者禁用该药。"
MODEL = "杏林"


@pytest.fixture
def benchmark() -> Benchmark:
    made = make_benchmark("Open")
    for (name, reference), text in zip(REFERENCES.items(), (ANSWER, REFUSAL), strict=True):
        question = make_question(made, name, "WTD", type=Question.Type.OPEN, reference=reference)
        make_output(question, MODEL, text)
    keywords = make_question(made, "K-1", "KE", type=Question.Type.OPEN, reference="医疗语言")
    make_output(keywords, MODEL, REFUSAL)
    assert score_all(made).state == "finished"
    return made


def test_the_page_has_their_share_by_scenario(benchmark: Benchmark) -> None:
    rows = {row.scenario: dict(row.counts) for row in instruction_following(benchmark, "vanilla").rows}
    assert rows["WTD"] == {"ok": 1, "refused": 1}
    assert rows["KE"] == {"refused": 1}


def test_their_scores_are_those_of_the_definitions(benchmark: Benchmark) -> None:
    vectors = load_encoder("light").encode([ANSWER, REFUSAL, *REFERENCES.values()])
    expected = 100 * cosines(vectors[:2], vectors[2:])
    cells = {
        (cell.place.scenario, cell.place.metric): cell for cell in score_cells(benchmark, condition="vanilla")
    }
    similarity = cells["WTD", "similarity"]
    assert similarity.summary.score == pytest.approx(expected.mean(), abs=1e-3)
    assert (similarity.n, similarity.n_missing, dict(similarity.status)) == (2, 0, {"ok": 1, "refused": 1})
    s0 = baseline(vectors[2:])
    fair = sum(100 * corrected(value / 100, s0) for value in expected) / 2
    assert cells["WTD", "similarity_corrected"].summary.score == pytest.approx(fair, abs=1e-3)
    found = rouge1("医疗语言", REFUSAL).f1
    assert cells["KE", "rouge1"].summary.score == pytest.approx(100 * found)
    assert found > 0


def test_the_page_of_one_names_the_rule_and_its_corrected_similarity(benchmark: Benchmark) -> None:
    score = Score.objects.get(metric="similarity", status="refused")
    assert score.rule == "refusal"
    s0 = score.run.baselines["WTD"]
    figures = secondary_figures(score.output, score)
    assert figures["similarity_corrected"] == pytest.approx(100 * corrected(score.value / 100, s0))


@pytest.mark.parametrize("name", ["instruction_following", "benchmark_scores"])
def test_the_pages_do_not_say_that_they_score_nothing(
    name: str, benchmark: Benchmark, lead_client: Client
) -> None:
    url = reverse(f"scoring:{name}", args=[benchmark.slug])
    assert (
        "an open text that refuses keeps the score that its words get"
        in lead_client.get(url).content.decode()
    )
    lead_client.cookies["django_language"] = "zh-hans"
    assert "开放题的拒答仍按其文字评分" in lead_client.get(url).content.decode()
