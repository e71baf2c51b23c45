"""One question at a time: a clean record, or every problem with its field."""

from typing import Any

import pytest

from annotation.bank.intake.problems import Row
from annotation.bank.intake.questions import QuestionRecord, check_question, read_letters

CHOICE: dict[str, Any] = {
    "id": "Q-1",
    "scenario": "BKT",
    "type": "choice",
    "prompt": "请回答。",
    "input": "## 题目: 下列哪项正确？",
    "options": {"A": "甲", "B": "乙", "C": "丙"},
    "reference": "B",
}
FIT = CHOICE | {"scenario": "FIT", "reference": "参考答案C是错误的，应选B。", "answer": "B", "planted": "C"}
SSO = CHOICE | {"scenario": "SSO", "type": "sequencing", "reference": "CAB"}
WTD = {"id": "Q-1", "scenario": "WTD", "type": "open", "input": "吸氧10 L/min", "reference": "错误。"}


def record_of(fields: dict[str, Any]) -> QuestionRecord:
    checked = check_question(Row(7, fields))
    assert checked.problems == ()
    assert checked.record is not None
    return checked.record


def problems_of(fields: dict[str, Any]) -> list[tuple[str, str]]:
    checked = check_question(Row(7, fields))
    assert checked.record is None
    assert all(problem.line == 7 for problem in checked.problems)
    return [(problem.field, problem.code) for problem in checked.problems]


def test_a_choice_question_keeps_its_letter() -> None:
    record = record_of(CHOICE)
    assert (record.answer, record.reference, record.options) == ("B", "B", CHOICE["options"])


@pytest.mark.parametrize("reference", ["CA", "A, C", "A、C", "a c", "（A）（C）", ["C", "A"]])
def test_several_right_letters_are_sorted(reference: Any) -> None:
    assert record_of(CHOICE | {"reference": reference}).answer == "AC"


def test_a_right_letter_may_stand_beside_prose() -> None:
    record = record_of(FIT)
    assert (record.answer, record.planted) == ("B", "C")
    assert record.reference.startswith("参考答案")


@pytest.mark.parametrize(
    "prose",
    [
        "C是错误的，正确答案是B",
        "参考答案Ｃ有误，应选 B。",
        "C is wrong; the right answer is B.",
        "C错，因为维生素D缺乏，应选B。",
    ],
)
def test_prose_that_rejects_the_planted_answer_names_the_right_one(prose: str) -> None:
    record = record_of(FIT | {"reference": prose, "answer": None})
    assert (record.answer, record.reference) == ("B", prose)


def test_options_are_read_from_the_input_when_absent() -> None:
    fields = CHOICE | {"options": None, "input": "## 题目: 问 ## 选项: A: 甲 B: 乙"}
    assert record_of(fields).options == {"A": "甲", "B": "乙"}


def test_a_choice_question_may_be_without_options() -> None:
    assert record_of(CHOICE | {"options": None, "input": "见图"}).options is None


def test_options_of_a_table_are_a_json_cell() -> None:
    assert record_of(CHOICE | {"options": '{"a": "甲", "Ｂ": "乙"}'}).options == {"A": "甲", "B": "乙"}


def test_the_type_may_be_left_out_where_the_scenario_allows_one() -> None:
    fields = {name: value for name, value in CHOICE.items() if name != "type"}
    assert record_of(fields).type == "choice"


def test_unknown_fields_go_to_meta() -> None:
    record = record_of(CHOICE | {"synthetic": True, "meta": {"year": 2020}, "empty": ""})
    assert record.meta == {"year": 2020, "synthetic": True}


def test_a_sequence_keeps_its_order() -> None:
    assert record_of(SSO).answer == "CAB"


def test_a_sequence_takes_its_options_from_the_hidden_texts() -> None:
    fields = SSO | {"options": None, "input": "## 手术步骤: 1. ____ ## 遮挡文本: A: 甲 B: 乙 C: 丙"}
    assert record_of(fields).options == {"A": "甲", "B": "乙", "C": "丙"}


def test_an_open_question_has_a_reference_and_no_letter() -> None:
    assert record_of(WTD).answer == ""


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        (CHOICE | {"id": ""}, ("id", "missing")),
        (CHOICE | {"id": "x" * 201}, ("id", "too_long")),
        (CHOICE | {"id": "a\nb"}, ("id", "control_character")),
        (CHOICE | {"id": True}, ("id", "not_text")),
        (CHOICE | {"scenario": "XX"}, ("scenario", "unknown_scenario")),
        (CHOICE | {"scenario": None}, ("scenario", "missing")),
        (CHOICE | {"type": "essay"}, ("type", "unknown_type")),
        (CHOICE | {"type": "open", "options": None}, ("type", "type_not_allowed")),
        (CHOICE | {"scenario": "DS", "type": None}, ("type", "missing")),
        (CHOICE | {"input": "", "prompt": " "}, ("input", "missing")),
        (CHOICE | {"input": 5}, ("input", "not_text")),
        (CHOICE | {"options": ["甲", "乙"]}, ("options", "not_an_object")),
        (CHOICE | {"options": "{broken"}, ("options", "not_json_cell")),
        (CHOICE | {"options": {"B": "乙"}}, ("options", "too_few_options")),
        (CHOICE | {"options": {"A": "甲", "B": " "}}, ("options", "option_text")),
        (CHOICE | {"options": {"A": "甲", "BB": "乙", "B": "丙"}}, ("options", "option_letter")),
        (CHOICE | {"options": {"A": "甲", "a": "乙", "B": "丙"}}, ("options", "option_letter")),
        (CHOICE | {"reference": "D"}, ("reference", "outside_options")),
        (CHOICE | {"reference": "BB"}, ("reference", "repeated_letter")),
        (CHOICE | {"reference": ""}, ("reference", "no_answer_letter")),
        (CHOICE | {"reference": "乙是对的"}, ("reference", "no_answer_letter")),
        (CHOICE | {"answer": "D"}, ("answer", "outside_options")),
        (CHOICE | {"planted": "A"}, ("planted", "planted_outside_fit")),
        (FIT | {"answer": None, "reference": "C是错误的。"}, ("reference", "no_answer_letter")),
        (FIT | {"answer": None, "reference": "C错，B或A更好。"}, ("reference", "no_answer_letter")),
        (FIT | {"answer": None, "reference": "C是错误的，患者为A型血。"}, ("reference", "no_answer_letter")),
        (FIT | {"answer": None, "reference": "C不对，A也不对。"}, ("reference", "no_answer_letter")),
        (FIT | {"answer": None, "reference": "C有误，B超未见异常。"}, ("reference", "no_answer_letter")),
        (FIT | {"answer": None, "reference": "C正确，不应选B。"}, ("reference", "no_answer_letter")),
        (FIT | {"answer": None, "reference": "C错，应选Z。"}, ("reference", "no_answer_letter")),
        (FIT | {"planted": None}, ("planted", "no_planted_letter")),
        (FIT | {"planted": "B"}, ("planted", "planted_is_right")),
        (FIT | {"planted": "Z"}, ("planted", "outside_options")),
        (SSO | {"reference": "CA"}, ("reference", "not_a_permutation")),
        (SSO | {"reference": "CAA"}, ("reference", "not_a_permutation")),
        (SSO | {"reference": "CABD"}, ("reference", "not_a_permutation")),
        (SSO | {"reference": "A", "options": None}, ("reference", "no_sequence")),
        (SSO | {"reference": "先甲后乙"}, ("reference", "no_sequence")),
        (SSO | {"reference": "CA", "options": None}, ("reference", "not_a_permutation")),
        (WTD | {"reference": " "}, ("reference", "missing")),
        (WTD | {"options": {"A": "甲", "B": "乙"}}, ("options", "options_of_open_question")),
        (CHOICE | {"images": [f"{n}.png" for n in range(21)]}, ("images", "too_many_images")),
        (CHOICE | {"images": [""]}, ("images", "image_path")),
        (CHOICE | {"images": "a.png"}, ("images", "not_a_list")),
        (CHOICE | {"meta": {"year": 1}, "year": 2}, ("year", "also_in_meta")),
        (CHOICE | {"specialty": "内" * 101}, ("specialty", "too_long")),
    ],
)
def test_each_mistake_is_named_with_its_field(fields: dict[str, Any], problem: tuple[str, str]) -> None:
    assert problems_of(fields) == [problem]


def test_all_problems_of_a_line_are_named_at_once() -> None:
    fields = CHOICE | {"id": "", "reference": "Z", "role": 3.5}
    assert problems_of(fields) == [("id", "missing"), ("reference", "outside_options"), ("role", "not_text")]


@pytest.mark.parametrize(
    ("text", "letters"),
    [("b", "B"), ("Ｂ", "B"), ("D C B A", "DCBA"), ("", None), ("答案B", None), ("、", None)],
)
def test_letters_are_read_only_where_there_is_nothing_else(text: str, letters: str | None) -> None:
    assert read_letters(text) == letters
