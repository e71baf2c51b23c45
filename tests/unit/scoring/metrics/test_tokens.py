"""Tokens by the short way, character by character, are those of the whole text in NFKC."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.metrics.tokens import tokenize

TOKEN = re.compile(r"[a-z0-9](?:[a-z0-9]|\.(?<=[0-9]\.)(?=[0-9]))*|[^\W_]")
# Blocks in which characters change with their neighbours stand beside those that tokens are made of.
BLOCKS = (
    (0x20, 0x400),
    (0x1100, 0x1200),
    (0x2000, 0x3400),
    (0x4E00, 0x4E40),
    (0xAC00, 0xAC20),
    (0xFF00, 0xFFEF),
)
CHARACTERS = st.one_of(*(st.characters(min_codepoint=low, max_codepoint=high) for low, high in BLOCKS))


def tokens_of_whole(text: str) -> list[str]:
    return TOKEN.findall(unicodedata.normalize("NFKC", text).lower())


@pytest.mark.parametrize("around", ["{}", "a{}b", "1.{}2", "か{}", "{}\u0301", "가{}", "ᄀ{}", "Σ{} "])
def test_every_character_gives_the_tokens_of_the_whole_text(around: str) -> None:
    texts = (around.format(chr(code)) for code in range(0x10000) if not 0xD800 <= code < 0xE000)
    assert [text for text in texts if tokenize(text) != tokens_of_whole(text)] == []


@given(st.text(CHARACTERS, max_size=12))
def test_neighbours_that_change_each_other_are_read_together(text: str) -> None:
    assert tokenize(text) == tokens_of_whole(text)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("予阿司匹林０．１ｇ，ＱＤ。", ["予", "阿", "司", "匹", "林", "0.1g", "qd"]),
        ("3.5.1 版.", ["3.5.1", "版"]),
        ("a.b .5 5.", ["a", "b", "5", "5"]),
        ("ｶﾞ 각", ["ガ", "각"]),
    ],
)
def test_points_and_composed_characters(text: str, tokens: list[str]) -> None:
    assert tokenize(text) == tokens
