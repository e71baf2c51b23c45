"""A corrected reference: the outputs that moved along are scored against it, and the old scores stay."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from scoring.models import Score

pytestmark = pytest.mark.django_db
QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "B1",
        "scenario": "BKT",
        "type": "choice",
        "input": "题目",
        "options": {"A": "甲", "B": "乙"},
        "reference": "A",
    },
    {"id": "W1", "scenario": "WTD", "type": "open", "input": "治疗建议", "reference": "该药禁用于孕妇。"},
]
OUTPUTS: list[dict[str, Any]] = [
    {"question_id": "B1", "model": "M", "text": "答案：B"},
    {"question_id": "W1", "model": "M", "text": "孕妇不应使用该药。"},
]


def run(*arguments: str, **options: Any) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def write(path: Path, rows: list[dict[str, Any]]) -> str:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return str(path)


def test_a_corrected_reference_is_scored_again(tmp_path: Path) -> None:
    run("import_questions", write(tmp_path / "q.jsonl", QUESTIONS), benchmark="C")
    run("import_outputs", write(tmp_path / "o.jsonl", OUTPUTS), benchmark="C")
    run("score", benchmark="C", wait=True)
    corrected = [
        QUESTIONS[0] | {"reference": "B"},
        QUESTIONS[1] | {"reference": "该药可用于孕妇，剂量不变。"},
    ]
    run("import_questions", write(tmp_path / "q2.jsonl", corrected), benchmark="C", replace=True)
    run("score", benchmark="C", wait=True)
    cells = {
        (cell["scenario"], cell["metric"]): cell["score"]
        for cell in json.loads(run("show_scores", benchmark="C", json=True))
    }
    assert cells["BKT", "accuracy"] == 100
    assert cells["WTD", "similarity"] is not None
    before, after = Score.objects.filter(metric="accuracy").order_by("pk")
    assert (before.value, after.value) == (0, 100)
    assert (before.question.version, after.question.version) == (1, 2)
