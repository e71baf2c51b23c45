from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from scoring.ranking.letters import assign_letters


def differing(n_models: int, pairs: list[tuple[int, int]]) -> NDArray[np.bool_]:
    matrix = np.zeros((n_models, n_models), dtype=bool)
    for first, second in pairs:
        matrix[first, second] = matrix[second, first] = True
    return matrix


def test_a_chain_that_is_not_transitive_overlaps() -> None:
    """0~1~2~3 by neighbours alone: three groups of two."""
    different = differing(4, [(0, 2), (0, 3), (1, 3)])
    assert assign_letters(different, [0, 1, 2, 3]) == ("a", "ab", "bc", "c")


def test_a_model_in_between_may_differ_from_one_far_below_alone() -> None:
    """0 and 2 differ although 1, between them, differs from neither; 3 differs from 1 and not from 2."""
    different = differing(4, [(0, 2), (1, 3), (0, 3)])
    assert assign_letters(different, [0, 1, 2, 3]) == ("a", "ab", "bc", "c")
    assert assign_letters(differing(4, [(0, 2), (1, 3)]), [0, 1, 2, 3]) == ("ab", "ac", "cd", "bd")


def test_without_any_difference_all_share_one_letter() -> None:
    assert assign_letters(differing(3, []), [2, 1, 0]) == ("a", "a", "a")


def test_when_all_differ_the_best_has_the_first_letter() -> None:
    assert assign_letters(differing(3, [(0, 1), (0, 2), (1, 2)]), [2, 0, 1]) == ("b", "c", "a")


def test_a_model_that_is_not_ranked_has_no_letter() -> None:
    assert assign_letters(differing(3, [(0, 2)]), [2, 0]) == ("b", "", "a")
    assert assign_letters(differing(2, []), []) == ("", "")


def test_letters_go_on_after_the_alphabet() -> None:
    n_models = 28
    letters = assign_letters(differing(n_models, list(combinations(range(n_models), 2))), range(n_models))
    assert letters[25:] == ("z", "a1", "b1")


def test_models_share_a_letter_exactly_when_they_do_not_differ() -> None:
    rng = np.random.default_rng(0)
    for _ in range(50):
        pairs = [pair for pair in combinations(range(7), 2) if rng.random() < 0.5]
        letters = assign_letters(differing(7, pairs), rng.permutation(7).tolist())
        for first, second in combinations(range(7), 2):
            assert bool(set(letters[first]) & set(letters[second])) == ((first, second) not in pairs)


def test_a_matrix_that_is_not_symmetric_is_refused() -> None:
    with pytest.raises(ValueError, match="symmetric"):
        assign_letters(np.array([[False, True], [False, False]]), [0, 1])
