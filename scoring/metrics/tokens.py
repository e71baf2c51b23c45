"""Tokens of mixed Chinese and English text for ROUGE.

NFKC and lower case; every character of a script without blanks (Han, kana, hangul) and any other letter
is a token; runs of ASCII letters and digits stay whole, with a decimal point inside (`2.5mg`);
punctuation and blanks are dropped.

Nearly every text consists of characters that NFKC changes each by itself. These are looked up one by one,
which takes half the time; a text with a combining mark or the like goes the long way to the same tokens.
"""

from __future__ import annotations

import re
import unicodedata

_TOKEN = re.compile(r"[a-z0-9](?:[a-z0-9]|\.(?<=[0-9]\.)(?=[0-9]))*|[^\W_]")
_ASCII = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
# Stands for a character that may change, or be changed by, its neighbours.
_IN_CONTEXT = "\x00"
# Its lower case depends on whether it ends a word.
_SIGMA = "\u03a3"
# Latin, Greek, punctuation and symbols, Han, full-width forms. What may be a part of a Hangul syllable or
# the second half of another composition is not among them.
_ALONE = (
    range(0x300),
    range(0x370, 0x400),
    range(0x2000, 0x3130),
    range(0x3280, 0xA000),
    range(0xFF01, 0xFF5F),
)


class _Spaced(dict[int, str]):
    """Character -> what it is once folded, single letters between blanks; filled as they are met."""

    def __missing__(self, code: int) -> str:
        spaced = self[code] = self._space(chr(code))
        return spaced

    @staticmethod
    def _space(char: str) -> str:
        normal = unicodedata.normalize("NFKC", char)
        folded = normal.lower()
        stands_alone = _SIGMA not in normal and any(ord(char) in block for block in _ALONE)
        if char == _IN_CONTEXT or not stands_alone or any(map(unicodedata.combining, folded)):
            return _IN_CONTEXT
        return "".join(map(_piece, folded))


def _piece(char: str) -> str:
    if char in _ASCII or char == ".":
        return char
    return f" {char} " if _TOKEN.fullmatch(char) else " "


_SPACED = _Spaced()


def tokenize(text: str) -> list[str]:
    """
    >>> tokenize("给予阿司匹林 0.1g,QD。")
    ['给', '予', '阿', '司', '匹', '林', '0.1g', 'qd']
    """
    spaced = text.translate(_SPACED)
    if _IN_CONTEXT in spaced:
        return _TOKEN.findall(unicodedata.normalize("NFKC", text).lower())
    if "." not in spaced:
        return spaced.split()
    tokens: list[str] = []
    for run in spaced.split():
        if "." in run:
            tokens += _TOKEN.findall(run)
        else:
            tokens.append(run)
    return tokens


class CjkTokenizer:
    """The tokenizer in the shape that `rouge_score.rouge_scorer.RougeScorer` takes."""

    def tokenize(self, text: str) -> list[str]:
        return tokenize(text)
