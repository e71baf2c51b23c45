from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rouge_score.rouge_scorer import RougeScorer

from scoring.metrics.extraction import Status
from scoring.metrics.extraction.cleaning import without_thought
from scoring.metrics.keywords import keyword_part
from scoring.metrics.rouge import rouge1, score_rouge
from scoring.metrics.tokens import CjkTokenizer, tokenize

FIXTURES = Path(__file__).resolve().parents[4] / "fixtures"
MIXED = st.text(
    st.sampled_from("高血压病史年给予阿司匹林治疗心力衰竭 ,。;:0123456789.mgQD ＡＢ１％カナ한글β\n"),
    max_size=120,
)


@pytest.fixture(scope="module")
def scorer() -> RougeScorer:
    return RougeScorer(["rouge1"], tokenizer=CjkTokenizer())


@settings(max_examples=300, deadline=None)
@given(reference=MIXED, text=MIXED)
def test_scores_equal_the_reference_implementation(scorer, reference, text):
    expected = scorer.score(reference, text)["rouge1"]
    found = rouge1(reference, text)
    assert (found.precision, found.recall, found.f1) == pytest.approx(tuple(expected), abs=1e-12)


def test_long_texts_equal_the_reference_implementation_too(scorer):
    rng = random.Random(7)
    reference, text = ("".join(rng.choices("患者入院诊断治疗出院医嘱,。12", k=k)) for k in (500, 300))
    expected = scorer.score(reference, text)["rouge1"]
    assert rouge1(reference, text).f1 == pytest.approx(expected.fmeasure, abs=1e-12)


def bundled(folder: str) -> list[dict[str, Any]]:
    files = sorted((FIXTURES / folder).glob("*.jsonl"))
    return [json.loads(line) for path in files for line in path.read_text("utf-8").splitlines()]


def bundled_outputs(*scenarios: str) -> list[tuple[str, str | None]]:
    """Every bundled open output of some scenarios, with its reference."""
    asked = [row for row in bundled("questions") if row["scenario"] in scenarios and row["type"] == "open"]
    references = {row["id"]: row["reference"] for row in asked}
    outputs = [row for row in bundled("outputs") if row["question_id"] in references]
    return [(references[row["question_id"]], row["text"]) for row in outputs]


def test_the_columns_of_a_score_are_those_of_the_reference_implementation(scorer):
    found = bundled_outputs("KE", "DS")
    assert len(found) > 50
    for reference, text in found:
        score = score_rouge(text, reference)
        expected = scorer.score(reference, without_thought(text or "")[0])["rouge1"]
        columns = (score.secondary["rouge1_precision"], score.secondary["rouge1_recall"], score.value)
        assert columns == pytest.approx(tuple(100 * part for part in expected), abs=1e-10)


def test_identical_chinese_texts_score_in_full():
    assert score_rouge("给予利尿、强心治疗。", "给予利尿、强心治疗。").value == 100


def test_repeating_a_word_does_not_inflate_the_score():
    found = rouge1("头痛", "头头头头")
    assert (found.precision, found.recall) == (0.25, 0.5)


@pytest.mark.parametrize("text", [None, "", "  \n", "<think>心衰</think>"])
def test_an_empty_text_is_kept_and_scores_zero(text):
    found = score_rouge(text, "心衰")
    assert (found.value, found.status) == (0, Status.EMPTY)


def test_punctuation_alone_scores_zero():
    assert score_rouge("。。。", "心衰").value == 0


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("阿司匹林0.1g", ["阿", "司", "匹", "林", "0.1g"]),
        ("ＣＴ １.５mm", ["ct", "1.5mm"]),
        ("3. 复查", ["3", "复", "查"]),
        ("IL-6 e.g.", ["il", "6", "e", "g"]),
        ("カナ한글", ["カ", "ナ", "한", "글"]),
        ("_、,。", []),
    ],
)
def test_tokens_are_characters_and_whole_latin_words(text, tokens):
    assert tokenize(text) == tokens


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("关键词：高血压；心衰\n解释：文中多次提到。", "高血压；心衰"),
        ("高血压；心衰", "高血压；心衰"),
        ("根据摘要，关键词如下：高血压、心衰\n\n以上关键词概括了全文。", "高血压、心衰"),
        ("Keywords: stroke; MRI\nNote: taken from the abstract.", "stroke; MRI"),
        ("1. 高血压：常见慢性病\n2. 2型糖尿病 - 代谢病\n3. 心衰", "高血压\n 2型糖尿病\n心衰"),
    ],
)
def test_explanations_are_cut_off_before_scoring_keywords(text, kept):
    assert keyword_part(text).replace(" ", "").strip() == kept.replace(" ", "")


def test_an_explained_answer_scores_like_the_bare_one():
    bare = score_rouge("高血压；心衰", "高血压；心力衰竭", keywords=True)
    explained = score_rouge("关键词：高血压；心衰\n说明：患者有高血压。", "高血压；心力衰竭", keywords=True)
    assert explained.value == bare.value
