import numpy as np
import pytest

from scoring.agreement.design import is_connected, within_groups


@pytest.mark.parametrize(
    ("rows", "columns", "connected"),
    [
        ([], [], True),
        ([7], [3], True),
        ([0, 0, 1, 1], [0, 1, 1, 2], True),
        ([0, 0, 1, 1], [0, 1, 2, 3], False),
        # The same numbers in both factors name different things.
        ([0, 1], [0, 1], False),
    ],
)
def test_a_design_is_connected_when_its_graph_is_in_one_piece(
    rows: list[int], columns: list[int], connected: bool
) -> None:
    assert is_connected(np.array(rows, dtype=int), np.array(columns, dtype=int)) is connected


def test_group_means_are_taken_out() -> None:
    columns = np.array([[1.0, 0.0], [3.0, 4.0], [5.0, 6.0]])

    assert within_groups(columns, np.array([0, 0, 1])).tolist() == [[-1, -2], [1, 2], [0, 0]]
