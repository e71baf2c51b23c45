from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.training.quality import BLOCK, alignment, uniformity


def by_definition(vectors: np.ndarray) -> float:
    u = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    pairs = [np.exp(-2 * ((u[i] - u[j]) ** 2).sum()) for i in range(len(u)) for j in range(i)]
    return math.log(np.mean(pairs))


def test_uniformity_is_the_definition_of_wang_and_isola() -> None:
    vectors = np.random.default_rng(1).normal(size=(40, 6))
    assert uniformity(vectors) == pytest.approx(by_definition(vectors), abs=1e-12)


def test_uniformity_does_not_depend_on_the_blocks_it_is_computed_in() -> None:
    vectors = np.random.default_rng(2).normal(size=(BLOCK + 7, 3))
    u = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    squared = ((u[:, None] - u[None]) ** 2).sum(axis=2)
    upper = np.triu_indices(len(u), 1)
    assert uniformity(vectors) == pytest.approx(math.log(np.exp(-2 * squared[upper]).mean()), abs=1e-10)


def test_alignment_is_the_mean_squared_distance() -> None:
    rng = np.random.default_rng(3)
    first, second = rng.normal(size=(20, 5)), rng.normal(size=(20, 5))
    u, v = (a / np.linalg.norm(a, axis=1, keepdims=True) for a in (first, second))
    assert alignment(first, second) == pytest.approx(np.mean(2 - 2 * (u * v).sum(axis=1)), abs=1e-12)


def test_the_ends_of_both_scales() -> None:
    same, opposite = [[1, 0], [1, 0]], [[1, 0], [-1, 0]]
    assert uniformity(same) == 0
    assert uniformity(opposite) == pytest.approx(-8)
    assert alignment(same, same) == 0
    assert alignment(opposite, opposite[::-1]) == 4


@given(st.floats(0.01, 100), st.integers(0, 1000))
def test_lengths_and_rotations_do_not_matter(scale: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(6, 4))
    turn, _ = np.linalg.qr(rng.normal(size=(4, 4)))
    assert uniformity(scale * vectors @ turn) == pytest.approx(uniformity(vectors), abs=1e-9)


def test_too_few_rows_are_undefined() -> None:
    assert math.isnan(uniformity([[1, 0]]))
    assert math.isnan(alignment(np.empty((0, 3)), np.empty((0, 3))))


@pytest.mark.parametrize("bad", [[[0, 0], [1, 0]], [[math.nan, 0], [1, 0]], [[math.inf, 0], [1, 0]]])
def test_a_row_without_direction_is_refused(bad: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="vectors has a row"):
        uniformity(bad)


def test_shapes_are_checked() -> None:
    with pytest.raises(ValueError, match="differ in shape"):
        alignment([[1, 0]], [[1, 0], [0, 1]])
    with pytest.raises(ValueError, match="must be"):
        uniformity([1, 0])
