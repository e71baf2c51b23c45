"""A labelled option is read by its letter, whatever its own words say: they deny and suppose nothing."""

from __future__ import annotations

import pytest

from scoring.metrics.extraction import extract_answer

QUESTIONS = (
    {"A": "错觉", "B": "误吸", "C": "干扰素", "D": "非典型肺炎", "E": "不自主运动"},
    {"A": "没有意识障碍", "B": "未完全清醒", "C": "无效", "D": "不构成犯罪", "E": "排除禁忌后用药"},
    {
        "A": "如果血压下降，则须补液",
        "B": "先观察，但不超过一天",
        "C": "是否用药由患者决定",
        "D": "C反应蛋白升高",
    },
    {"A": "CT", "B": "DA方案", "C": "K+", "D": "青霉素G", "E": "维生素D"},
    {"A": "15", "B": "1.5", "C": "150ml", "D": "3～5天"},
    {"A": "都不正确", "B": "不可过用辛温之剂", "C": "缺乏维生素", "D": "选用抗生素", "E": "答案以医嘱为准"},
)
LABELLED = (
    "答案：{letter}：{words}",
    "{letter}. {words}",
    "{letter}：{words}",
    "{letter}、{words}",
    "{letter}\n{words}",
    "**{letter}. {words}**",
    "正确答案是{letter}、{words}。",
    "正确答案：{letter} {words}",
    "因此选{letter}（{words}）。",
    "应选{letter}。{words}",
    "Answer: {letter}) {words}",
    "{letter}选项：{words}，符合题意。",
    "根据题意，正确答案为{letter}. {words}",
)
UNLABELLED = ("{words}", "{words}。", "答案：{words}", "正确答案为：{words}。")


@pytest.mark.parametrize("template", [*LABELLED, *UNLABELLED])
def test_an_option_is_read_by_its_letter_or_its_whole_text(template: str) -> None:
    asked = [(options, letter, words) for options in QUESTIONS for letter, words in options.items()]
    read = [
        (letter, words, extract_answer(template.format(letter=letter, words=words), options))
        for options, letter, words in asked
    ]
    assert [(letter, words, found) for letter, words, found in read if found.answer != letter] == []


def test_words_of_another_option_behind_a_letter_are_two_answers() -> None:
    options = {"A": "热退停药", "B": "热退三天", "C": "症状消失"}
    for text in ("B：热退停药是停药指标。", "答案：A：症状消失", "因此，我建议选择C：热退三天作为指标。"):
        assert extract_answer(text, options).status == "ambiguous", text
