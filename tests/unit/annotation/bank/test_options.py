"""Options read out of a question's text, or not at all: a wrong list would score every answer wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.bank.intake.options import parse_options
from annotation.bank.intake.sections import split_sections

TWO = {"A": "甲", "B": "乙"}


@pytest.mark.parametrize(
    "text",
    [
        "## 选项: A: 甲 B: 乙",
        "## 选项：A：甲 B：乙",
        "## 选项\nA. 甲\nB. 乙",
        "## 选项:\nA．甲\nB．乙\n",
        "## 选项\nA、甲\nB、乙",
        "## 选项\n(A) 甲\n(B) 乙",
        "## 选项\n（A）甲 （B）乙",
        "## 选项\nＡ．甲　Ｂ．乙",
        "## 遮挡文本: A: 甲 B: 乙",
        "## 手术步骤: 1. 切开 2. ____ ## 遮挡文本: A: 甲 B: 乙",
        "## 选项: A: 甲 B: 乙 ## 参考答案: C",
        "## 题目: 下列哪项\n## 选项:\nA: 甲\nB: 乙\n## 参考答案: C",
        "## 选项\nA: 甲\nB: 乙\n\n请只回答字母。",
        "下列正确的是（ ） \nA．甲  B．乙",
        "下列正确的是（ ）A．甲B．乙",
        "下列正确的是（ ）15A．甲 B．乙",
        "其依据是科学具有真理性A．甲 B．乙",
        "患者服用维生素A：每日一次。\n## 选项\nA: 甲\nB: 乙",
        "## Options: A: 甲 B: 乙",
    ],
)
def test_options_are_found_in_every_usual_form(text: str) -> None:
    assert parse_options(text) == TWO


@pytest.mark.parametrize(
    "text",
    [
        "",
        "患者血型为A、B、O三型之一。",
        "维生素A：脂溶性。维生素B：水溶性。维生素C：水溶性。",
        "## 选项\nA: 甲\nC: 丙",
        "## 选项\nB: 乙\nC: 丙",
        "## 选项\nA: 甲\nB: 乙\nB: 丙",
        "## 选项\nA: 甲",
        "图示正确的是\nA．  B．\nC．  D．",
        "## 病史: A: 甲 B: 乙 ## 选项: 见图",
    ],
)
def test_what_is_no_clean_list_gives_no_options(text: str) -> None:
    assert parse_options(text) is None


def test_letters_inside_an_option_do_not_split_it() -> None:
    text = "## 选项\nA: 补充维生素C：每日一次\nB: 补充维生素D：每日两次\nC: 观察"
    assert parse_options(text) == {"A": "补充维生素C：每日一次", "B": "补充维生素D：每日两次", "C": "观察"}


def test_an_option_that_may_be_cut_short_gives_no_options() -> None:
    assert parse_options("题\nA．甲 B．乙 C．丙D、丁 D．戊 D．己") is None


plain = st.text(st.sampled_from("甲乙丙丁戊己血压心率，0123456789"), min_size=1, max_size=12).filter(
    lambda text: text.strip("，") == text
)


@given(
    st.lists(plain, min_size=2, max_size=8), st.sampled_from([": ", "：", ". ", "．", "、"]), st.booleans()
)
def test_a_list_written_out_is_read_back(texts: list[str], mark: str, lines: bool) -> None:
    options = {chr(65 + number): text for number, text in enumerate(texts)}
    joined = ("\n" if lines else " ").join(f"{letter}{mark}{text}" for letter, text in options.items())
    assert parse_options(f"## 题目: 问\n## 选项:\n{joined}") == options


@given(st.text(max_size=200))
def test_any_text_gives_whole_options_or_none(text: str) -> None:
    options = parse_options(text)
    if options is not None:
        assert len(options) >= 2
        assert list(options) == [chr(65 + number) for number in range(len(options))]
        assert all(value.strip() == value and value for value in options.values())


def test_sections_are_split_at_headings_within_a_line_too() -> None:
    text = "前言\n## 入院情况: 腰痛 ## 现病史: 3 # 天\n## 诊断\n腰椎间盘突出"
    assert split_sections(text) == [
        ("", "前言"),
        ("入院情况", "腰痛"),
        ("现病史", "3 # 天"),
        ("诊断", "腰椎间盘突出"),
    ]
