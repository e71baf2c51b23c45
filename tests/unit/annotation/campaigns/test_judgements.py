"""Only answers that the rubric knows are judgements."""

from typing import Any

import pytest

from annotation.campaigns.judgements import Judged, JudgementError, JudgementRules, Scale, read_judgement

RULES = JudgementRules(Scale(1, 5), ("correctness", "friendliness"), frozenset({"friendliness"}))


def test_answers_are_read_and_missing_ones_are_absent() -> None:
    judged = read_judgement({"values": {"correctness": 4, "friendliness": None}}, RULES)
    assert judged.values == {"correctness": 4.0}
    assert RULES.missing(judged.values) == ("friendliness",)


def test_not_applicable_is_an_answer_where_the_dimension_allows_it() -> None:
    judged = read_judgement({"values": {"correctness": 1, "friendliness": "na"}}, RULES)
    assert RULES.missing(judged.values) == ()


@pytest.mark.parametrize("value", [0, 6, 2.5, "4", True, float("nan"), float("inf"), "na", [4], {}])
def test_what_is_not_a_level_is_refused(value: Any) -> None:
    with pytest.raises(JudgementError, match="correctness"):
        read_judgement({"values": {"correctness": value}}, RULES)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {"values": []},
        {"values": {"beauty": 3}},
        {"harm": "huge"},
        {"comment": 3},
        {"comment": "x" * 10_001},
        {"active_seconds": "long"},
        {"active_seconds": float("nan")},
    ],
)
def test_a_malformed_judgement_is_refused(data: Any) -> None:
    with pytest.raises(JudgementError):
        read_judgement(data, RULES)


def test_the_clock_is_no_part_of_the_content() -> None:
    assert Judged(active_seconds=3).content == Judged(active_seconds=300).content


def test_time_is_kept_within_a_working_day() -> None:
    assert read_judgement({"active_seconds": -5}, RULES).active_seconds == 0
    assert read_judgement({"active_seconds": 1e9}, RULES).active_seconds == 8 * 3600


def test_short_whole_scales_have_levels_and_long_ones_have_none() -> None:
    assert Scale(-2, 2).levels == (-2, -1, 0, 1, 2)
    assert Scale(0, 10).levels == tuple(range(11))
    assert Scale(0, 100).levels == Scale(0, 1.5).levels == ()


def test_a_long_scale_takes_any_number_within_it() -> None:
    rules = JudgementRules(Scale(0, 100), ("quality",))
    assert read_judgement({"values": {"quality": 72.5}}, rules).values == {"quality": 72.5}
    with pytest.raises(JudgementError):
        read_judgement({"values": {"quality": 100.1}}, rules)
