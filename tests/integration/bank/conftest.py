"""Files to import, and folders of their own for what an import writes beside the database."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from annotation.bank.models import Benchmark
from annotation.bank.services.questions import import_questions

WriteRows = Callable[..., Path]

QUESTION: dict[str, Any] = {
    "id": "Q-1",
    "scenario": "BKT",
    "type": "choice",
    "prompt": "请回答。",
    "input": "## 题目: 下列哪项正确？",
    "options": {"A": "甲", "B": "乙", "C": "丙"},
    "reference": "B",
}
OUTPUT: dict[str, Any] = {"question_id": "Q-1", "model": "杏林-测试", "text": "答案：B"}
RATING = {"question_id": "Q-1", "model": "杏林-测试", "rater": "r1", "dimension": "correctness", "value": "4"}


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    cache.clear()


@pytest.fixture
def write_rows(tmp_path: Path) -> WriteRows:
    """``write_rows("q.jsonl", row, row)``; a row may be bytes, to be written as they are."""

    def write(name: str, *rows: Any) -> Path:
        lines = (
            row if isinstance(row, bytes) else json.dumps(row, ensure_ascii=False).encode() for row in rows
        )
        path = tmp_path / name
        path.write_bytes(b"".join(line + b"\n" for line in lines))
        return path

    return write


@pytest.fixture
def benchmark_of_three(db: None, write_rows: WriteRows) -> Benchmark:
    """Three published questions, Q-1 to Q-3."""
    rows: Iterable[Any] = (QUESTION | {"id": f"Q-{number}"} for number in (1, 2, 3))
    import_row = import_questions(path=write_rows("three.jsonl", *rows), benchmark="CliMed")
    assert import_row.benchmark is not None
    return import_row.benchmark
