"""Brackets in the margin of a ranking.

Being tied is not transitive: a row may be in several groups, and a bracket may pass by a row that it
does not hold.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class TieCell:
    """A place in a bracket's column: `start`, `middle`, `end`, or `through` where it passes by a row."""

    letter: str
    state: str


def tie_columns(groups: Sequence[Collection[int]], n_rows: int) -> tuple[tuple[TieCell | None, ...], ...]:
    """Brackets in the margin of a ranking: for each row, one place per group of rows that are tied.

    Groups of one row are left out; letters follow the order of the first rows.

    Raises
    ------
    ValueError
        When a group names a row outside 0 .. n_rows - 1.
    """
    wrong = [row for group in groups for row in group if not 0 <= row < n_rows]
    if wrong:
        raise ValueError(f"groups must name rows below {n_rows}, got {wrong[0]}")
    kept = sorted(sorted(set(group)) for group in groups if len(set(group)) > 1)
    lettered = [(_letter(i), group) for i, group in enumerate(kept)]
    return tuple(tuple(_tie_cell(letter, group, row) for letter, group in lettered) for row in range(n_rows))


def _tie_cell(letter: str, group: Sequence[int], row: int) -> TieCell | None:
    if not group[0] <= row <= group[-1]:
        return None
    ends = {group[0]: "start", group[-1]: "end"}
    return TieCell(letter, ends.get(row, "middle" if row in group else "through"))


def _letter(index: int) -> str:
    """a, b, ... z, aa, ab, ..."""
    rest, last = divmod(index, 26)
    return (_letter(rest - 1) if rest else "") + chr(ord("a") + last)
