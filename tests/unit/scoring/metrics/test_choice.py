from __future__ import annotations

import pytest

from scoring.metrics.choice import none_letter, reference_letters, score_choice, score_false_treatment
from scoring.metrics.extraction import Status

OPTIONS = {"A": "阿莫西林", "B": "头孢曲松", "C": "青霉素", "D": "以上都不合适"}


@pytest.mark.parametrize(
    ("reference", "letters"),
    [
        ("B", "B"),
        ("DB", "BD"),
        ("B、D", "BD"),
        ("B, D", "BD"),
        ("ｂ", "B"),
        ("A 错误,应选 C", "C"),
        ("X", ""),
        ("", ""),
    ],
)
def test_right_letters_are_read_from_letters_and_from_prose(reference, letters):
    assert reference_letters(reference, OPTIONS) == letters


def test_prose_that_only_names_the_planted_letter_names_none():
    assert reference_letters("答案是A", OPTIONS, planted="A") == ""


def test_several_right_letters_need_the_exact_set():
    assert score_choice("A、C", OPTIONS, "CA").value == 100
    assert score_choice("A", OPTIONS, "CA").value == 0
    assert score_choice("ABC", OPTIONS, "CA").value == 0


def test_two_letters_for_one_are_ambiguous_and_score_nothing():
    found = score_choice("答案是A、B", OPTIONS, "A")
    assert (found.value, found.status) == (0, Status.AMBIGUOUS)


def test_a_reference_outside_the_options_is_an_error():
    with pytest.raises(ValueError, match="names none of the options"):
        score_choice("A", OPTIONS, "F")


@pytest.mark.parametrize("text", ["D", "答案：D", "以上选项都不合适", "三种药物均不应使用", "没有合适的治疗"])
def test_rejecting_every_treatment_is_right_by_letter_or_in_words(text):
    assert score_false_treatment(text, OPTIONS, "D").value == 100


@pytest.mark.parametrize(
    "text", ["A", "青霉素", "答案是B", "抱歉，我无法回答", "", "都不理想，但相对而言选C"]
)
def test_choosing_or_refusing_is_not_rejecting_every_treatment(text):
    assert score_false_treatment(text, OPTIONS, "D").value == 0


@pytest.mark.parametrize(
    "words", ["以上都不是", "上述均不正确", "以上选项均不合适", "None of the above", "都不对", "无正确选项"]
)
def test_the_option_that_rejects_the_others_is_found(words):
    assert none_letter({"A": "手术", "B": words}) == "B"


def test_a_plain_treatment_is_not_none_of_the_above():
    assert none_letter({"A": "手术", "B": "观察"}) is None
