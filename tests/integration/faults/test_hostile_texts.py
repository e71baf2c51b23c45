"""Texts that models do produce when they go wrong: each is kept as it came and scored exactly once."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command

from annotation.bank.models import Output
from scoring.models import RunChunk, Score
from tests.integration.bank.conftest import QUESTION, WriteRows

pytestmark = pytest.mark.django_db

QUESTIONS: list[dict[str, Any]] = [
    QUESTION,
    QUESTION | {"id": "Q-FIT", "scenario": "FIT", "planted": "C"},
    QUESTION | {"id": "Q-SSO", "scenario": "SSO", "type": "sequencing", "reference": "CBA"},
    {"id": "Q-KE", "scenario": "KE", "input": "摘要", "reference": "高血压；心力衰竭"},
    {"id": "Q-WTD", "scenario": "WTD", "input": "方案", "reference": "不应使用该药。"},
]
# A scenario of each metric.
LONG = [question for question in QUESTIONS if question["scenario"] != "FIT"]
TEXTS = {
    "line of 100,000 characters": "患者血压升高" * 16_667 + "，答案：B",
    "the same phrase for ever": "参考答案C，" * 20_000,
    "brackets for ever": "([{<" * 25_000,
    "thoughts that never close": "<think>" * 15_000,
    "marks from right to left and joiners": "\u202e答案\u200d：\ufeffB\u202c",
    "characters beyond the first plane": "答案：B 😀𠮷\U0010ffff",
    "letters with many accents": "B" + "\u0301" * 5_000,
    "control characters": "答案：B\x01\x1b[31m\x7f\x85\u2028",
    "nothing": "",
    "null": None,
    "blanks": " \u3000\n\t",
    "code": "=1+1\n<script>alert(1)</script>{% load x %}'; DROP TABLE--",
}


def outputs() -> Iterator[dict[str, Any]]:
    for question in QUESTIONS:
        for model, text in TEXTS.items():
            # The encoder takes a second for each; it meets the longest of all below.
            if question["scenario"] == "WTD" and len(text or "") > 50_000:
                continue
            yield {"question_id": question["id"], "model": model, "text": text}


def check_scored_once() -> None:
    """By each metric of its scenario that the run planned, and without an error."""
    planned = sum(RunChunk.objects.values_list("n_outputs", flat=True))
    assert planned == Score.objects.count() == Score.objects.values("output", "metric").distinct().count()
    assert not Output.objects.filter(scores__isnull=True).exists()
    assert not Score.objects.filter(status="error").exists()


def test_every_text_is_kept_as_it_came_and_scored_once(db: None, write_rows: WriteRows) -> None:
    call_command("import_questions", str(write_rows("q.jsonl", *QUESTIONS)), "--benchmark", "Hostile")
    call_command("import_outputs", str(write_rows("o.jsonl", *outputs())), "--benchmark", "Hostile")
    call_command("score", "--benchmark", "Hostile", "--wait")
    kept = Output.objects.values_list("question__external_id", "language_model__name", "text")
    assert {(key, model): text for key, model, text in kept} == {
        (row["question_id"], row["model"]): row["text"] for row in outputs()
    }
    check_scored_once()


@pytest.mark.parametrize("question", LONG, ids=lambda question: str(question["scenario"]))
def test_an_output_of_ten_megabytes_is_scored_once(
    db: None, write_rows: WriteRows, question: dict[str, Any]
) -> None:
    text = "高血压患者应当继续治疗。" * (10 * 2**20 // 36) + "答案：B"
    assert len(text.encode()) > 10**7
    row = {"question_id": question["id"], "model": "m", "text": text}
    call_command("import_questions", str(write_rows("q.jsonl", question)), "--benchmark", "Long")
    call_command("import_outputs", str(write_rows("o.jsonl", row)), "--benchmark", "Long")
    call_command("score", "--benchmark", "Long", "--wait")
    check_scored_once()
    assert Output.objects.get().text == text
    # One attempt: nobody took it for dead while it was worked on.
    assert set(RunChunk.objects.values_list("attempts", flat=True)) == {1}
