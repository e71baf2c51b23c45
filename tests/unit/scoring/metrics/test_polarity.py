"""Questions that ask for the wrong option, and answers that call one wrong."""

import pytest

from scoring.metrics.choice import score_choice
from scoring.metrics.extraction import extract_answer
from scoring.metrics.extraction.polarity import asks_for_wrong

OPTIONS = {"A": "腰部MRI平扫", "B": "腰部CT平扫", "C": "血常规检查", "D": "骨密度测定"}


@pytest.mark.parametrize(
    "question",
    [
        "下列关于高血压的说法，不正确的是",
        "下列关于高血压的说法中，错误的是（ ）",
        "以下哪项不属于禁忌证？",
        "下列哪项不是首选？\nA. 甲\nB. 乙",
        "高血压的危险因素有以下几项，除外",
        "## 题目: 下列不宜使用β受体阻滞剂的是\n## 选项:\nA: 甲",
        "以下描述哪些是错误的",
        "下列哪项检查结果不符合诊断",
        "All of the following are symptoms EXCEPT",
    ],
)
def test_a_question_that_asks_for_the_wrong_option_is_known(question: str) -> None:
    assert asks_for_wrong(question)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "首选的检查是",
        "患者不明原因发热，首选的检查是",
        "患者不能耐受阿司匹林，应选用",
        "不稳定型心绞痛的治疗是",
        "诊断错误的原因是什么",
        "首选的检查是\nA. 错误的做法\nB. 不正确的是",
    ],
)
def test_a_question_that_asks_for_the_right_option_is_not_turned_round(question: str) -> None:
    assert not asks_for_wrong(question)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("选项A是错误的。", "A"),
        ("A正确。B正确。C错误。D正确。", "C"),
        ("A、B、D均正确。", "C"),
        ("选项A是错误的。选项B是正确的。", "A"),
        ("A项正确，B项错误，故选B。", "B"),
        ("答案：C", "C"),
        ("首先看A选项，错误，因为", None),
    ],
)
def test_to_call_an_option_wrong_chooses_it_where_the_wrong_one_is_asked_for(
    text: str, answer: str | None
) -> None:
    assert extract_answer(text, OPTIONS, question="下列说法错误的是").answer == answer


def test_several_wrong_ones_are_a_set() -> None:
    found = extract_answer("B、C、D都是错误的。", OPTIONS, multiple=True, question="下列说法中错误的有")
    assert found.answer == "BCD"


def test_without_such_a_question_to_call_an_option_wrong_chooses_none() -> None:
    assert extract_answer("选项A是错误的。", OPTIONS, question="正确的是").answer is None
    assert extract_answer("选项A是错误的。", OPTIONS).answer is None


def test_the_score_reads_the_answer_with_its_question() -> None:
    assert score_choice("选项A是错误的。", OPTIONS, "A", question="下列说法错误的是").value == 100
    assert score_choice("选项A是错误的。", OPTIONS, "A", question="下列说法正确的是").value == 0
