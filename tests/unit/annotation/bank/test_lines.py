"""JSON Lines in bounded memory: what is bad about a line is named, the lines around it are read."""

import io
import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotation.bank.intake.lines import bounded_lines, read_json_lines, unstorable
from annotation.bank.intake.problems import Row


def read(content: bytes, limit: int = 1000) -> list[Row]:
    return list(read_json_lines(io.BytesIO(content), limit))


def code_of(line: bytes) -> str:
    (row,) = read(line)
    assert row.fields is None
    assert row.problem is not None
    return row.problem.code


def test_rows_carry_the_line_number_an_editor_shows() -> None:
    rows = read(b'{"a": 1}\n\n  \n{"a": 2}')
    assert [(row.line, row.fields) for row in rows] == [(1, {"a": 1}), (4, {"a": 2})]


def test_a_byte_order_mark_is_accepted() -> None:
    assert read(b'\xef\xbb\xbf{"a": 1}\n')[0].fields == {"a": 1}


def test_windows_line_ends_are_accepted() -> None:
    assert [row.fields for row in read(b'{"a": 1}\r\n{"a": 2}\r\n')] == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"a": "中'.encode()[:-1] + b'"}', "not_utf8"),
        ('{"a": "中文"}'.encode("gb18030"), "not_utf8"),
        (rb'{"a": "\ud800"}', "lone_surrogate"),
        (rb'{"a": {"b": ["\uDFFF"]}}', "lone_surrogate"),
        (rb'{"\ud800": 1}', "lone_surrogate"),
        (rb'{"a": "x\u0000y"}', "nul_character"),
        (b'{"a": "x\x00y"}', "not_json"),
        (b'{"a": 1, "a": 2}', "duplicate_key"),
        (b'{"o": {"A": 1, "A": 2}}', "duplicate_key"),
        (b'["a"]', "not_an_object"),
        (b"12", "not_an_object"),
        (b"null", "not_an_object"),
        (b'{"a": ', "not_json"),
        (b'{"a": NaN}', "not_finite"),
        (b'{"a": 1e999}', "not_finite"),
        (b'{"a": ' + b"[" * 100_000, "too_deep"),
        (b'{"a": ' + b"[" * 500 + b"]" * 500 + b"}", "too_deep"),
        (b'{"a": ' + b"9" * 5000 + b"}", "number_too_long"),
    ],
)
def test_a_line_that_cannot_be_kept_is_bad_with_its_reason(line: bytes, code: str) -> None:
    (row,) = read(line, limit=200_000)
    assert row.fields is None
    assert row.problem is not None
    assert (row.problem.line, row.problem.code) == (1, code)


def test_a_whole_surrogate_pair_is_a_character() -> None:
    assert read(rb'{"a": "\ud83d\ude00"}')[0].fields == {"a": "😀"}


def test_a_backslash_before_u0000_is_text() -> None:
    assert read(rb'{"a": "\\u0000"}')[0].fields == {"a": r"\u0000"}


def test_a_line_over_the_limit_is_bad_and_the_next_one_is_read() -> None:
    rows = read(b'{"a": "' + b"x" * 5000 + b'"}\n{"a": 2}\n')
    assert rows[0].problem is not None
    assert rows[0].problem.code == "line_too_long"
    assert (rows[1].line, rows[1].fields) == (2, {"a": 2})


def test_a_line_of_exactly_the_limit_is_read() -> None:
    line = b'{"a": "' + b"x" * 41 + b'"}\n'
    assert read(line + line, limit=len(line))[1].fields is not None


@given(st.lists(st.binary(max_size=60)), st.integers(min_value=1, max_value=40))
@example([b"\xef\xbb\xbf", b"\x00"], 2)
@example([b"\xef\xbb\xbfab", b"c"], 2)
def test_lines_keep_their_numbers_whatever_the_limit(parts: list[bytes], limit: int) -> None:
    content = b"\n".join(part.replace(b"\n", b"") for part in parts)
    expected = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    for number, line in bounded_lines(io.BytesIO(content), limit):
        if line is not None:
            assert line.rstrip(b"\n") == expected[number - 1]


@given(st.dictionaries(st.text(), st.recursive(st.none() | st.booleans() | st.text(), st.lists)))
def test_what_json_writes_is_read_back_or_named_as_unstorable(fields: dict[str, Any]) -> None:
    (row,) = read(json.dumps(fields).encode(), limit=10**6)
    if code := unstorable(fields):
        assert row.problem is not None
        assert row.problem.code == code
    else:
        assert row.fields == fields
