"""Tokens of mixed Chinese and English text for ROUGE.

NFKC and lower case; every character of a script without blanks (Han, kana, hangul) and any other letter
is a token; runs of ASCII letters and digits stay whole, with a decimal point inside (`2.5mg`);
punctuation and blanks are dropped.
"""

from __future__ import annotations

import re
import unicodedata

_TOKEN = re.compile(r"[a-z0-9](?:[a-z0-9]|\.(?<=[0-9]\.)(?=[0-9]))*|[^\W_]")


def tokenize(text: str) -> list[str]:
    """
    >>> tokenize("给予阿司匹林 0.1g,QD。")
    ['给', '予', '阿', '司', '匹', '林', '0.1g', 'qd']
    """
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).lower())


class CjkTokenizer:
    """The tokenizer in the shape that `rouge_score.rouge_scorer.RougeScorer` takes."""

    def tokenize(self, text: str) -> list[str]:
        return tokenize(text)
