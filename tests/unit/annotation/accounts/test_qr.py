"""The drawing says the same as the code."""

import re

import pytest
import segno

from annotation.accounts.qr import QUIET_ZONE, dark_runs, qr_code

LINK = "https://eval.example.org/accounts/invitation/" + "Az09_-" * 7 + "A/"


def drawn(path: str, side: int) -> list[list[int]]:
    squares = [[0] * side for _ in range(side)]
    for x, y, length, back in re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", path):
        assert length == back
        for column in range(int(x), int(x) + int(length)):
            squares[int(y)][column] = 1
    return squares


@pytest.mark.parametrize("text", [LINK, "http://127.0.0.1:8000/", "链接"])
def test_every_dark_module_is_drawn_and_no_other(text: str) -> None:
    code = qr_code(text)
    matrix = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=QUIET_ZONE)]
    assert drawn(code.path, code.side) == matrix


@pytest.mark.parametrize(
    ("row", "runs"), [(b"", []), (b"\0\0", []), (b"\1\1", [(0, 2)]), (b"\1\0\1", [(0, 1), (2, 1)])]
)
def test_runs_end_with_the_row(row: bytes, runs: list[tuple[int, int]]) -> None:
    assert dark_runs(row) == runs
