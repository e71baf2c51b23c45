"""Cosine similarity of sentence embeddings, raw and corrected for its baseline.

Similarity is not agreement: the opposite opinion in the same words is near. Vectors come in as arrays;
this module knows no encoder.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.metrics.extraction.statuses import Status
from scoring.metrics.opentext import COMPARED, rule_of
from scoring.metrics.scored import ScoredOutput


def cosines(first: ArrayLike, second: ArrayLike) -> NDArray[np.float64]:
    """Cosine of each row of `first` with the same row of `second`.

    Parameters
    ----------
    first, second : (n, d) vectors; they need not be normalised.

    Returns
    -------
    (n,) values in [-1, 1]; NaN where a vector is zero.

    Raises
    ------
    ValueError
        When the shapes differ or are not two-dimensional.
    """
    a, b = _matrix(first, "first"), _matrix(second, "second")
    if a.shape != b.shape:
        raise ValueError(f"first {a.shape} and second {b.shape} differ in shape")
    lengths = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    dots = np.einsum("ij,ij->i", a, b)
    out = np.full(len(a), np.nan)
    np.divide(dots, lengths, out=out, where=lengths > 0)
    return np.clip(out, -1, 1)


def baseline(reference_vectors: ArrayLike) -> float:
    """Mean cosine between different references of a scenario, s0.

    With u_i the n distinct normalised reference vectors,

        s0 = (|sum u_i|^2 - n) / (n (n - 1)).

    Only references enter, so that no model's run changes another model's score.

    Parameters
    ----------
    reference_vectors : (n, d); equal rows count once, zero rows not at all.

    Returns
    -------
    float
        In [-1, 1]; NaN with fewer than two different references.
    """
    vectors = _matrix(reference_vectors, "reference_vectors")
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    distinct = np.unique(vectors[lengths[:, 0] > 0] / lengths[lengths[:, 0] > 0], axis=0)
    n = len(distinct)
    if n < 2:
        return math.nan
    total = distinct.sum(axis=0)
    return float((total @ total - n) / (n * (n - 1)))


def corrected(cosine: float, s0: float) -> float:
    """(cosine - s0) / (1 - s0): 0 like an unrelated reference, 1 the same text; NaN when s0 is 1 or NaN."""
    return (cosine - s0) / (1 - s0) if s0 < 1 else math.nan


def score_similarity(
    vectors_out: ArrayLike, vectors_ref: ArrayLike, s0: float, statuses: Sequence[Status] | None = None
) -> list[ScoredOutput]:
    """100 x cosine for each output, with `similarity_corrected` beside it where s0 is defined.

    Parameters
    ----------
    vectors_out, vectors_ref : (n, d) rows of outputs and of their references.
    s0 : baseline of the scenario (see `baseline`); NaN leaves the corrected score out.
    statuses : of the n outputs (see `opentext.spoken_text`); one without a text to compare scores 0 in both.
    """
    values = cosines(vectors_out, vectors_ref)
    states = list(statuses) if statuses is not None else [Status.OK] * len(values)
    if len(states) != len(values):
        raise ValueError(f"statuses has {len(states)} entries for {len(values)} outputs")
    return [_scored(float(value), s0, state) for value, state in zip(values, states, strict=True)]


def _scored(cosine: float, s0: float, status: Status) -> ScoredOutput:
    if math.isnan(cosine) and status in COMPARED:
        status = Status.EMPTY
    if status not in COMPARED:
        return ScoredOutput(0.0, status, secondary={"similarity_corrected": 0.0})
    fair = corrected(cosine, s0)
    secondary = {} if math.isnan(fair) else {"similarity_corrected": 100 * fair}
    return ScoredOutput(100 * cosine, status, rule=rule_of(status), secondary=secondary)


def _matrix(values: ArrayLike, name: str) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 2:
        raise ValueError(f"{name} must be (n, d), got shape {array.shape}")
    return array
