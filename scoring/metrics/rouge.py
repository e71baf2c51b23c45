"""ROUGE-1 with clipped counts, equal to `rouge_score` with our tokenizer, without its long path.

The reference's counts are kept between calls: every model's output is held against the same reference.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from scoring.metrics.keywords import keyword_part
from scoring.metrics.opentext import rule_of, spoken_text
from scoring.metrics.scored import ScoredOutput
from scoring.metrics.tokens import tokenize


@dataclass(frozen=True, slots=True)
class Rouge1:
    precision: float
    recall: float
    f1: float


def rouge1(reference: str, text: str) -> Rouge1:
    """ROUGE-1 of a text against a reference.

    With c_t and r_t the counts of token t in text and reference, o = sum over t of min(c_t, r_t):

        precision = o / sum c_t,  recall = o / sum r_t,  F1 = 2 P R / (P + R).

    Returns
    -------
    Rouge1
        All in [0, 1]; 0 where text or reference has no token.

    References
    ----------
    Lin (2004), "ROUGE: A Package for Automatic Evaluation of Summaries", equation 1; F1 as in the
    package `rouge_score`.

    Examples
    --------
    >>> rouge1("头痛 发热", "发热").recall
    0.5
    """
    wanted, n_wanted = _counts(reference)
    given = tokenize(text)
    if not given or not n_wanted:
        return Rouge1(0.0, 0.0, 0.0)
    # Each token takes one of its kind from what the reference still has: clipped counts in one pass.
    left, overlap = wanted.copy(), 0
    for token in given:
        remaining = left.get(token)
        if remaining:
            left[token] = remaining - 1
            overlap += 1
    precision, recall = overlap / len(given), overlap / n_wanted
    f1 = 2 * precision * recall / (precision + recall) if overlap else 0.0
    return Rouge1(precision, recall, f1)


@lru_cache(maxsize=4096)
def _counts(reference: str) -> tuple[dict[str, int], int]:
    tokens = tokenize(reference)
    return dict(Counter(tokens)), len(tokens)


def score_rouge(text: str | None, reference: str, *, keywords: bool = False) -> ScoredOutput:
    """100 x ROUGE-1 F1, with precision and recall beside it; `keywords` cuts explanations off first."""
    spoken, status = spoken_text(text)
    found = rouge1(reference, keyword_part(spoken) if keywords else spoken)
    secondary = {"rouge1_precision": 100 * found.precision, "rouge1_recall": 100 * found.recall}
    return ScoredOutput(100 * found.f1, status, rule=rule_of(status), secondary=secondary)
