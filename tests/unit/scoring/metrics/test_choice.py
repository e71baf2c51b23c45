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


ANTIBIOTICS = {"A": "阿莫西林", "B": "头孢曲松", "C": "左氧氟沙星", "D": "以上都不是"}


@pytest.mark.parametrize(
    "text",
    [
        "以上都不是，建议使用头孢曲松",
        "以上都不是，推荐头孢曲松。",
        "两者都不合适，但可以用C",
        "选D，不过B也可以",
        "D，但B也可以",
        "D。B也可以。",
        "答案：D（B也可以）",
        "选D。但头孢曲松也可以用。",
        "应选D，其次B",
        "选D。不过也可以采用头孢曲松。",
        "None of the above, although B is also acceptable.",
    ],
)
def test_another_treatment_offered_beside_none_of_the_above_makes_two_answers(text):
    found = score_false_treatment(text, ANTIBIOTICS, "D")
    assert (found.value, found.status) == (0, Status.AMBIGUOUS)


@pytest.mark.parametrize(
    "text",
    [
        "选D，因为A、B、C均不适用。",
        "D。A过敏，B无效，C禁用于儿童。",
        "答案：D。头孢曲松不能用于该患者。",
        "D. 以上都不是。该患者应使用阿奇霉素。",
        "None of the above. Ceftriaxone is not indicated.",
        "选D。虽然头孢曲松常用于肺炎，但本例不适用。",
        "以上都不是。如果患者不过敏，可以用阿莫西林。",
        "D。左氧氟沙星可引起软骨损伤，儿童禁用。",
        "选D。患者正在使用头孢曲松，效果不佳。",
        "D。A阿莫西林适用于咽炎，B头孢曲松适用于重症，C左氧氟沙星适用于成人，均不符合本例。",
        "D. 以上都不是。头孢曲松适合于重症，本例为轻症。",
        "D。B合适吗？不合适。",
        "D。有人推荐B，但缺乏证据。",
        "答案：D。误以为应选B的人很多。",
        "D。对于成人，应该用左氧氟沙星；本例不需要。",
    ],
)
def test_a_treatment_only_spoken_of_beside_none_of_the_above_is_no_second_answer(text):
    assert score_false_treatment(text, ANTIBIOTICS, "D").value == 100


@pytest.mark.parametrize("text", ["选A，不过B也可以", "答案A，B也对。", "答案：A（B也可以）"])
def test_a_second_option_that_will_do_makes_two_answers(text):
    assert score_choice(text, ANTIBIOTICS, "A").status is Status.AMBIGUOUS


def test_a_second_option_that_is_called_less_good_does_not():
    assert score_choice("选A。B也可以，但不如A。", ANTIBIOTICS, "A").value == 100


@pytest.mark.parametrize(
    "words", ["以上都不是", "上述均不正确", "以上选项均不合适", "None of the above", "都不对", "无正确选项"]
)
def test_the_option_that_rejects_the_others_is_found(words):
    assert none_letter({"A": "手术", "B": words}) == "B"


def test_a_plain_treatment_is_not_none_of_the_above():
    assert none_letter({"A": "手术", "B": "观察"}) is None
