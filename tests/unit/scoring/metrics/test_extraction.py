"""Properties of the reader that hold for any text."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.metrics.extraction import Status, extract_answer
from scoring.metrics.extraction.traditional import SIMPLIFIED

OPTIONS = {"A": "腰部MRI", "B": "腰部CT", "C": "血常规", "D": "D-二聚体"}
CUES = ["答案", "是", "不", "选", "错误", "正确", "或", "抱歉", "无法回答", "例如", "腰部CT", "血常规"]
MARKS = ["<think>", "</think>", "\\boxed{", "}", "**", "<b>", ":", "：", "，", "。", "、", "\n", " "]
ODD = ["A", "B", "C", "D", "Ａ", "\ud800", "\0", "㎎"]
FRAGMENTS = st.sampled_from([*CUES, *MARKS, *ODD])
PATTERNS = ["答案：{}", "故选{}。", "【答案】{}", "{}", "不选{other}，选{}", "\\boxed{{{}}}"]
PATTERNS += ["{}是正确答案", "({})", "Answer: {}"]
TEXTS = st.one_of(st.text(st.characters(), max_size=80), st.lists(FRAGMENTS, max_size=25).map("".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.booleans(), st.booleans(), st.sampled_from([OPTIONS, None, {}]))
def test_no_text_raises_and_the_answer_agrees_with_the_status(text, multiple, ordered, options):
    found = extract_answer(text, options, multiple=multiple, ordered=ordered)
    assert (found.answer is not None) == (found.status is Status.OK)
    if found.span is not None:
        start, end = found.span
        assert 0 <= start < end <= len(text)
    if found.answer and options:
        assert set(found.answer) <= set(options)
    if found.answer and not (multiple or ordered):
        assert len(found.answer) == 1


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(PATTERNS),
    st.permutations("ABCD"),
)
def test_a_relabelled_text_gives_the_relabelled_answer(pattern, letters):
    relabelled = dict(zip(letters, OPTIONS.values(), strict=True))
    text = pattern.format(letters[0], other=letters[1])
    assert extract_answer(text, relabelled).answer == letters[0]


@pytest.mark.parametrize("order", ["ABCD", "BCDA", "CDAB", "DABC"])
def test_an_answer_in_words_follows_its_option_through_rotations(order):
    rotated = dict(zip("ABCD", (OPTIONS[letter] for letter in order), strict=True))
    assert extract_answer("建议做腰部CT检查", rotated).answer == "ABCD"[order.index("B")]


def test_the_span_marks_the_deciding_words_of_the_text_as_given():
    text = "<think>先看Ａ</think>㎎ **答案**：Ｂ。\u200b以上"
    found = extract_answer(text, OPTIONS)
    assert found.span is not None
    assert text[slice(*found.span)] == "答案**：Ｂ"


@pytest.mark.parametrize(
    "text",
    [
        "答案" * 50_000,
        "答案" + " " * 100_000,
        "A" * 100_000,
        "A、" * 50_000,
        "选A不" * 30_000,
        "<" * 100_000,
        "\\boxed{" * 15_000,
        "我无法" * 33_000,
        "是A," * 33_000,
        "A:\n" * 33_000,
        "<think>" * 14_000,
        " " * 100_000 + "B",
        "A正确," * 25_000,
        "~~" * 50_000,
        "答案是A，" * 2_000_000,
        "答案:A\n答案:B\n" * 10_000,
        "也可能是A," * 20_000,
        "第一个选项" * 20_000,
        "A或" * 50_000,
        "腰部MRI或腰部CT" * 10_000,
        "（" * 100_000,
        "A正确但" * 25_000 + "因为",
        "= 'A'\n" * 20_000,
        "解析" + "血常规," * 25_000,
        "C\n" * 50_000,
        "因此腰部CT。" * 15_000,
        "<A>" * 33_000,
        "A（也可选B）" * 12_000,
        "然后是A，" * 20_000,
        "<|im_start|>" * 800_000,
        "<|user|>" * 1_000_000,
        "答案是A吗?" * 30_000,
        "腰部CT最适合" * 20_000,
        "A到" * 50_000,
        "X是" * 50_000,
        "有A、" * 33_000,
        "\n1. 下列 A. 腰部MRI B." * 5_000,
        "如腰部MRI、" * 15_000,
        "## Thinking\n" * 8_000,
        "抱歉，我无法回答这道题。" * 8_000,
        "I cannot answer this. That said, see a doctor.\n" * 2_000,
        "=> " * 33_000,
        "和选项B（腰部CT）" * 10_000,
        "腰部CT是最先出现的，" * 10_000,
        "选项A正确，" * 16_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_hostile_texts_are_read_in_linear_time(text):
    started = time.process_time()
    extract_answer(text, OPTIONS)
    # A quadratic pattern takes minutes here; the bound is far above any loaded machine.
    assert time.process_time() - started < 60


@pytest.mark.parametrize("piece", ["答案:A\n", "(answer A)", "第4步:A;答案是A吗?", "A:4 ", "DCBA>"])
def test_a_hostile_order_is_read_in_linear_time(piece):
    started = time.process_time()
    extract_answer(piece * 40_000, OPTIONS, ordered=True)
    assert time.process_time() - started < 60


@pytest.mark.parametrize("flags", [{}, {"multiple": True}, {"ordered": True}], ids=str)
@pytest.mark.parametrize("end", ["x", "超", "", "。B"])
@pytest.mark.parametrize("piece", ["A B C D E ", "A, B, ", "(A) (B) ", "A>B>", "A和B、", "A\nB\n"])
def test_a_long_run_of_letters_is_not_tried_in_every_way(piece, end, flags):
    started = time.process_time()
    extract_answer(piece * (80 // len(piece)) + end, OPTIONS, **flags)
    # One way to join them or another: two to the power of the joints took a minute.
    assert time.process_time() - started < 5


def test_a_hostile_list_of_right_options_is_read_in_linear_time():
    started = time.process_time()
    extract_answer("有：\nA. 腰部MRI\n" + ("以上" + "都" * 8) * 10_000 + "。x", OPTIONS, multiple=True)
    assert time.process_time() - started < 60


def test_circled_numbers_beside_a_letter_do_not_hide_it():
    assert extract_answer("【答案】B①④", OPTIONS).answer == "B"


def test_an_option_key_in_full_width_is_known():
    assert extract_answer("答案是B", {"Ａ": "甲", "Ｂ": "乙"}).answer == "B"


def test_options_may_be_numbers():
    numbers: Any = {"A": 5, "B": 7}
    assert extract_answer("答案是7", numbers).answer == "B"


def test_a_quoted_reference_is_not_the_answer():
    assert extract_answer("参考答案是A，但应为C", OPTIONS, quoted="A").answer == "C"


WALKS = [
    "患者腰痛两月，弯腰时加重。需要选择一项合适的检查，并考虑费用与辐射。",
    "【解析】磁共振对软组织的分辨力较高，而平片只能看骨质。题中患者有放射痛，检查时应当特别注意。\n",
    "逐项分析如下：\nA. 腰部MRI：软组织清楚。\nB. 腰部CT：骨质清楚。\n"
    "C. 血常规：提示感染。\nD. D-二聚体：提示血栓。\n",
    "首先，题目问的是影像检查。因此可以排除C、D。腰部CT的费用较低，所以需要与磁共振比较。",
    "The patient has radiating pain. Option A shows soft tissue. Option B shows bone. "
    "Options C and D are blood tests. ",
]


@pytest.mark.parametrize("text", WALKS, ids=lambda text: text[:6])
def test_reasoning_cut_anywhere_before_its_conclusion_gives_no_letter(text):
    read = {text[:end]: extract_answer(text[:end], OPTIONS).answer for end in range(6, len(text) + 1)}
    assert {cut: answer for cut, answer in read.items() if answer} == {}


@pytest.mark.parametrize(
    "end", ["答案是B。", "因此应做腰部CT。", "所以选B", "\n\n**B. 腰部CT**", "<B>", "\n\nB", "Answer: B"]
)
@pytest.mark.parametrize("text", WALKS, ids=lambda text: text[:6])
def test_reasoning_with_a_conclusion_gives_that(text, end):
    assert extract_answer(text + end, OPTIONS).answer == "B"


def test_traditional_characters_are_read_as_simplified_ones():
    assert extract_answer("根據題意，應選擇B。", OPTIONS).answer == "B"
    assert all(len(old) == len(new) == 1 for old, new in SIMPLIFIED.items())


def test_a_unit_is_no_letter():
    assert extract_answer("患者体温39℃。", OPTIONS).answer is None
