"""What a person reads who imports a file that cannot be right: where, what, and what to do about it."""

import gzip
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from annotation.bank.models import Benchmark, Import, Output, Question
from scoring.models import Score
from tests.integration.bank.conftest import OUTPUT, QUESTION

pytestmark = pytest.mark.django_db
HEADER = b"question_id,model,text\n"


def line(**fields: Any) -> bytes:
    return json.dumps(OUTPUT | fields, ensure_ascii=False).encode() + b"\n"


def raw(field: bytes) -> bytes:
    """An output with one more field, as it stands in the file."""
    return b'{"question_id": "Q-1", "model": "m", "text": "B", ' + field + b"}\n"


def question(**fields: Any) -> bytes:
    return json.dumps(QUESTION | fields, ensure_ascii=False).encode() + b"\n"


def archive(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in members.items():
            target.writestr(name, content)
    return buffer.getvalue()


def damaged_workbook() -> bytes:
    """Whole at first sight; the sheet itself is broken in the middle."""
    book = openpyxl.Workbook()
    for number in range(2000):
        row = [f"Q-{number}", "m", f"text {number * 7919}"] if number else ["question_id", "model", "text"]
        book.worksheets[0].append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    content = bytearray(buffer.getvalue())
    with zipfile.ZipFile(buffer) as source:
        sheet = source.getinfo("xl/worksheets/sheet1.xml")
    middle = sheet.header_offset + sheet.compress_size // 2
    content[middle : middle + 400] = b"\xff" * 400
    return bytes(content)


OUTPUT_FILES: dict[str, tuple[str, bytes, str]] = {
    "UTF-16": ("o.jsonl", line().decode().encode("utf-16"), "line 1: the file is UTF-16 text"),
    "UTF-16 without its mark": ("o.jsonl", line().decode().encode("utf-16-le"), "line 1: the file is UTF-16"),
    "a table in UTF-16": ("o.csv", HEADER.decode().encode("utf-16"), "save it as UTF-8"),
    "a picture": ("o.jsonl", bytes(range(256)), "no text at all"),
    "one line in GBK": (
        "o.jsonl",
        line() + '{"question_id": "二'.encode("gbk") + b"\n",
        "line 2: not UTF-8: byte 0xb6 at position 18 of the line; save the file as UTF-8",
    ),
    "one cell in GBK": (
        "o.csv",
        HEADER + b"Q-1,m,B\nQ-2,m," + "答案".encode("gbk") + b"\n",
        "line 3: text: the cell is not UTF-8 text; save the file as UTF-8",
    ),
    "half a surrogate pair": ("o.jsonl", raw(rb'"x": "\ud800"'), "line 1: half of a surrogate pair"),
    "half a surrogate pair in a text": (
        "o.jsonl",
        rb'{"question_id": "Q-1", "model": "m", "text": "\udc4d B"}',
        "line 1: half of a surrogate pair",
    ),
    "NUL": ("o.jsonl", line(text="a\0b"), "line 1: a NUL character, which no database keeps"),
    "NUL in a cell": ("o.csv", HEADER + b"Q-1,m,a\0b\n", "line 2: text: a NUL character"),
    "NaN": ("o.jsonl", raw(b'"p": NaN'), "line 1: NaN is not a finite number"),
    "minus infinity": ("o.jsonl", raw(b'"p": -Infinity'), "line 1: -Infinity is not a finite number"),
    "1e400": ("o.jsonl", raw(b'"p": 1e400'), "line 1: 1e400 is not a finite number"),
    "deep nesting": (
        "o.jsonl",
        raw(b'"p": ' + b"[" * 10**5 + b"]" * 10**5),
        "line 1: lists and objects inside",
    ),
    "nesting that a parser still takes": (
        "o.jsonl",
        raw(b'"p": ' + b"[" * 600 + rb'"\u0000"' + b"]" * 600),
        "more than 100 levels deep",
    ),
    "an id of 5,000 digits": (
        "o.jsonl",
        b'{"question_id": ' + b"9" * 5000 + b', "model": "m", "text": "B"}',
        "line 1: a number of more than 4300 digits; an id that long is written in quotes",
    ),
    "an id of 250 digits": ("o.jsonl", line(question_id=10**250), "line 1: question_id: longer than 200"),
    "an output twice": ("o.jsonl", line() * 2, "line 2: “Q-1 / 杏林-测试 / vanilla” is already on line 1"),
    "an unknown question": (
        "o.jsonl",
        line(question_id="Q-404"),
        "line 1: question_id: the benchmark has no question “Q-404”",
    ),
    "an unknown question after a quoted line break": (
        "o.csv",
        HEADER + b'Q-1,m,"a\nb\r\nc"\nQ-404,m,B\n',
        "line 5: question_id: the benchmark has no question “Q-404”",
    ),
    "a quotation without an end": (
        "o.csv",
        HEADER + b'Q-1,m,"a\nb\n',
        "line 3: the table cannot be read as CSV",
    ),
    "a missing column": ("o.csv", b"question_id,model\nQ-1,m\n", "line 2: text: is missing"),
    "semicolons": (
        "o.csv",
        b"question_id;model;text\nQ-1;m;B\n",
        "line 1: the columns are separated by “;”; save the table with commas between them",
    ),
    "tabulators": ("o.csv", b"question_id\tmodel\ttext\n", "line 1: the columns are separated by “TAB”"),
    "nothing": ("o.jsonl", b"", "the file holds no rows"),
    "nothing but a mark and blank lines": ("o.jsonl", b"\xef\xbb\xbf\n \n", "the file holds no rows"),
    "a header alone": ("o.csv", HEADER, "the file holds no rows"),
    "an empty table": ("o.csv", b"", "line 1: the table has no header line"),
    "a truncated archive": (
        "o.jsonl.gz",
        gzip.compress(line() + b"".join(line(model=f"m{n * 7919}") for n in range(900)))[:-500],
        "the compressed file breaks off or is damaged",
    ),
    "no archive": (
        "o.jsonl.gz",
        line(),
        "line 1: the compressed file breaks off or is damaged: Not a gzipped",
    ),
    "no workbook": ("o.xlsx", b"hello", "the file cannot be read as XLSX: File is not a zip file"),
    "an archive of something else": ("o.xlsx", archive(a="b"), "the file cannot be read as XLSX"),
    "a workbook of broken XML": ("o.xlsx", archive(**{"[Content_Types].xml": "<"}), "cannot be read as XLSX"),
    "a workbook that breaks in the middle": ("o.xlsx", damaged_workbook(), "the file cannot be read as XLSX"),
    "more than 20 MB in a line": (
        "o.jsonl",
        line(text="x" * 21 * 2**20),
        "line 1: the line is longer than 20 MB",
    ),
    "another kind of file": ("o.parquet", b"PAR1", "can be read: .jsonl .jsonl.gz .csv .xlsx"),
}
QUESTION_FILES: dict[str, tuple[bytes, str]] = {
    "a reference outside the options": (
        question(reference="Z"),
        "line 1: reference: Z is outside the options ABC",
    ),
    "an order that is no permutation": (
        question() + question(id="S", scenario="SSO", type="sequencing", reference="ABB"),
        "line 2: reference: ABB does not hold each of ABC exactly once",
    ),
    "an order of one": (
        question(scenario="SSO", type="sequencing", options={"A": "甲"}, reference="A"),
        "line 1: options: fewer than two options",
    ),
    "a question twice": (question() * 2, "line 2: “Q-1” is already on line 1"),
    "a key twice": (b'{"id": "Q-1", "id": "Q-2"}', "line 1: the key “id” occurs twice in one object"),
}


def refusal(command: str, path: Path, *arguments: str) -> str:
    with pytest.raises(CommandError) as caught:
        call_command(command, str(path), "--benchmark", "CliMed", *arguments)
    return str(caught.value)


@pytest.mark.parametrize(("name", "content", "message"), OUTPUT_FILES.values(), ids=OUTPUT_FILES)
def test_a_file_of_outputs_is_refused_whole_in_words_that_help(
    benchmark_of_three: Benchmark, tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    said = refusal("import_outputs", tmp_path / name)
    assert message in said
    assert len(said) < 1000
    assert not Output.objects.exists()
    assert not Import.objects.filter(state__in=Import.UNFINISHED).exists()


@pytest.mark.parametrize(("content", "message"), QUESTION_FILES.values(), ids=QUESTION_FILES)
def test_a_file_of_questions_is_refused_whole_in_words_that_help(
    db: None, tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "q.jsonl").write_bytes(content)
    assert message in refusal("import_questions", tmp_path / "q.jsonl")
    assert not Question.objects.exists()
    assert not Benchmark.objects.exists()


def test_what_is_whole_among_bad_lines_is_imported_and_scored_once(
    benchmark_of_three: Benchmark, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every kind of line that is bad by itself, each between good ones."""
    bad = [
        content.splitlines()[-1] + b"\n"
        for name, content, message in OUTPUT_FILES.values()
        if name == "o.jsonl" and message.startswith("line") and not re.search("UTF-16|already", message)
    ]
    path = tmp_path / "mixed.jsonl"
    good = [line(model=f"model-{number}") for number in range(len(bad) + 1)]
    pairs = zip(good[1:], bad, strict=True)
    path.write_bytes(b"\xef\xbb\xbf" + good[0] + b"".join(part for pair in pairs for part in pair))
    assert len(bad) > 10
    for _ in range(2):
        call_command("import_outputs", str(path), "--benchmark", "CliMed", "--skip-bad")
        call_command("score", "--benchmark", "CliMed", "--wait")
    assert Output.objects.count() == Score.objects.count() == len(good)
    assert set(Score.objects.values_list("status", "value")) == {("ok", 100.0)}
    left_out = (tmp_path / "mixed.jsonl.bad.jsonl").read_text().splitlines()
    assert [json.loads(row)["line"] for row in left_out] == list(range(3, 2 * len(bad) + 2, 2))
    assert f"{len(good)} unchanged, {len(bad)} bad" in capsys.readouterr().out
