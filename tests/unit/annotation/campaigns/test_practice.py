"""The distance of a practice answer from the expert's."""

import math

import pytest

from annotation.campaigns.practice import Answer, MeanGap, level_gap, mean_gaps


@pytest.mark.parametrize(
    ("own", "expert", "gap"),
    [(4.0, 1, 3.0), (1, 4.0, 3.0), (5.0, 5, 0.0), ("na", 3, None), (3.0, "na", None), ("na", "na", None)],
)
def test_only_two_levels_have_a_distance(own: Answer, expert: Answer, gap: float | None) -> None:
    assert level_gap(own, expert) == gap


def test_a_missing_answer_is_not_far_but_unknown() -> None:
    assert level_gap(None, 3) is None
    assert level_gap(3.0, None) is None


def test_the_mean_is_over_the_cases_with_two_levels() -> None:
    expert: dict[str, Answer] = {"correctness": 1, "friendliness": "na"}
    answers: list[tuple[dict[str, Answer], dict[str, Answer]]] = [
        ({"correctness": 3.0, "friendliness": 4.0}, expert),
        ({"correctness": 1.0, "friendliness": "na"}, expert),
    ]
    gaps = mean_gaps(answers, ["correctness", "friendliness"])
    assert gaps["correctness"] == MeanGap(1.0, 2)
    assert math.isnan(gaps["friendliness"].mean)
    assert gaps["friendliness"].n == 0
