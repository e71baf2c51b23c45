"""Compact letter display: models that share a letter are not significantly different.

Not being separable is not transitive, so a model may carry several letters.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def _absorb(columns: set[frozenset[int]]) -> set[frozenset[int]]:
    """Drop every column that another one contains."""
    return {column for column in columns if not any(column < other for other in columns)}


def _label(position: int) -> str:
    """A letter, and with a number behind it once the alphabet is used up."""
    round_, letter = divmod(position, len(ALPHABET))
    return ALPHABET[letter] + (str(round_) if round_ else "")


def assign_letters(different: NDArray[np.bool_], order: Sequence[int]) -> tuple[str, ...]:
    """Letters of every model by the insert-and-absorb algorithm.

    Starting from one column that holds all models, every significant pair splits each column that holds both
    into one without the first and one without the second; columns contained in another are absorbed.

    Parameters
    ----------
    different : array of bool, shape (n_models, n_models)
        Symmetric; True where two models are significantly different.
    order : sequence of int
        The models to show, best first; the best carries the letter a. Others get an empty string.

    Returns
    -------
    tuple of str, length n_models
        Two models share a letter exactly when they are not significantly different.

    Raises
    ------
    ValueError
        `different` is not square and symmetric.

    Notes
    -----
    Piepho (2004), An algorithm for a letter-based representation of all-pairwise comparisons, *Journal of
    Computational and Graphical Statistics* 13, 456-466 (insert and absorb, without the optional sweep).

    Examples
    --------
    >>> different = np.zeros((3, 3), dtype=bool)
    >>> different[0, 2] = different[2, 0] = True
    >>> assign_letters(different, [0, 1, 2])
    ('a', 'ab', 'b')
    """
    if different.ndim != 2 or different.shape[0] != different.shape[1] or (different != different.T).any():
        raise ValueError(f"different must be square and symmetric, got shape {different.shape}")
    place = {model: position for position, model in enumerate(order)}
    columns = {frozenset(order)} if order else set()
    for first in order:
        for second in order[place[first] + 1 :]:
            if different[first, second]:
                columns = _absorb({part for column in columns for part in _split(column, first, second)})
    ordered = sorted(columns, key=lambda column: sorted(place[model] for model in column))
    labels = [_label(position) for position in range(len(ordered))]
    return tuple(
        "".join(label for label, column in zip(labels, ordered, strict=True) if model in column)
        for model in range(different.shape[0])
    )


def _split(column: frozenset[int], first: int, second: int) -> tuple[frozenset[int], ...]:
    if first in column and second in column:
        return column - {first}, column - {second}
    return (column,)
