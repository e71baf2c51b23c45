from __future__ import annotations

import math

import numpy as np
import pytest

from scoring.metrics.extraction import Status
from scoring.metrics.similarity import baseline, corrected, cosines, score_similarity


def test_cosines_do_not_depend_on_the_lengths_of_vectors():
    rng = np.random.default_rng(3)
    a, b = rng.normal(size=(2, 20, 8))
    assert cosines(a, b) == pytest.approx(cosines(3 * a, 0.2 * b))
    assert cosines(a, a) == pytest.approx(np.ones(20))


def test_the_baseline_is_the_mean_over_pairs_of_different_references():
    rng = np.random.default_rng(4)
    vectors = rng.normal(size=(6, 5))
    pairs = [(i, j) for i in range(6) for j in range(6) if i != j]
    expected = np.mean([cosines(vectors[[i]], vectors[[j]])[0] for i, j in pairs])
    assert baseline(vectors) == pytest.approx(expected, abs=1e-12)
    assert baseline(np.vstack([vectors, vectors[:2]])) == pytest.approx(expected, abs=1e-12)


def test_the_baseline_of_fewer_than_two_references_is_undefined():
    assert math.isnan(baseline(np.ones((3, 4))))
    assert math.isnan(baseline(np.zeros((0, 4))))


def test_the_corrected_score_is_zero_at_the_baseline_and_one_at_identity():
    assert corrected(0.6, 0.6) == 0
    assert corrected(1, 0.6) == 1
    assert math.isnan(corrected(0.5, 1.0))
    assert math.isnan(corrected(0.5, math.nan))


def test_an_empty_output_scores_zero_in_both():
    out, ref = np.array([[1.0, 0], [0, 0], [1, 0]]), np.array([[1.0, 0], [1, 0], [1, 0]])
    full, empty, cut = score_similarity(out, ref, 0.5, [Status.OK, Status.EMPTY, Status.TRUNCATED])
    assert (full.value, full.secondary["similarity_corrected"]) == (100, 100)
    assert (empty.value, empty.status, empty.secondary["similarity_corrected"]) == (0, Status.EMPTY, 0)
    assert (cut.value, cut.status) == (0, Status.TRUNCATED)


def test_without_a_baseline_there_is_no_corrected_score():
    (found,) = score_similarity([[1.0, 0]], [[1.0, 1]], math.nan)
    assert found.value == pytest.approx(100 / math.sqrt(2))
    assert not found.secondary


def test_arrays_of_other_shapes_are_refused():
    with pytest.raises(ValueError, match="differ in shape"):
        cosines(np.ones((2, 3)), np.ones((3, 3)))
    with pytest.raises(ValueError, match="first must be"):
        cosines(np.ones(3), np.ones(3))
    with pytest.raises(ValueError, match="statuses"):
        score_similarity(np.ones((2, 3)), np.ones((2, 3)), 0.1, [Status.OK])
