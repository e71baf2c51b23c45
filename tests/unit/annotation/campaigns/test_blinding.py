"""Whatever tells who wrote an output is hidden, and nothing clinical is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.campaigns.blinding import HIDDEN, mask


def hidden(text: str, *names: str) -> list[str]:
    """The stretches that are masked."""
    return [text[start:end] for start, end in mask(text, names).spans]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("作为ChatGPT，我认为应先吸氧。", ["ChatGPT"]),
        ("作为Ｃｈａｔ ＧＰＴ，我认为", ["Ｃｈａｔ ＧＰＴ"]),
        ("我是文心一言，百度研发的语言模型。", ["文心一言", "百度"]),
        ("我是一个由百度开发的人工智能", ["百度"]),
        ("I am Claude, an AI assistant made by Anthropic.", ["Claude", "Anthropic"]),
        ("As **gpt-4 Turbo**, I cannot", ["gpt-4 Turbo"]),
        ("使用Qwen2.5-72B-Instruct回答", ["Qwen2.5-72B-Instruct"]),
        ("我是豆包，很高兴回答", ["豆包"]),
        ("我叫小明医，是一款医疗大模型", ["小明医"]),
        ("我是由某某科技研发的智能助手", ["某某科技"]),
        ("I'm Medi-Bot, a language model", ["Medi-Bot"]),
        ("I am a model trained by Acme Health.", ["Acme Health"]),
        ("chatgpt认为；CHATGPT也认为", ["chatgpt", "CHATGPT"]),
    ],
)
def test_a_model_that_introduces_itself_is_masked(text: str, names: list[str]) -> None:
    assert hidden(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "GPT 45 U/L，AST 60 U/L，GPT 3 U/L",
        "患者进食豆包后腹痛",
        "取华佗夹脊穴",
        "《本草纲目》记载",
        "间歇性跛行（claudication）",
        "pulse 92/min, palm erythema, a spark of pain",
        "作为AI语言模型，我不能提供诊断",
        "作为医生，您应当复查",
        "我是一个人工智能助手，无法代替医生",
        "建议到清华长庚医院就诊",
        "由护士执行",
        "",
    ],
)
def test_clinical_text_stays_as_it_is(text: str) -> None:
    assert mask(text).text == text


def test_the_campaigns_own_names_and_aliases_are_masked_anywhere() -> None:
    assert hidden("杏林-测试与杏林 测试7B都说：XL-7b。", "杏林-测试", "XL-7B") == [
        "杏林-测试",
        "杏林 测试7B",
        "XL-7b",
    ]


def test_a_name_inside_a_longer_latin_word_is_not_that_name() -> None:
    assert hidden("the Medicine", "Med") == []
    assert hidden("用Med回答", "Med") == ["Med"]


def test_one_letter_is_an_option_and_never_masked() -> None:
    assert hidden("答案：A", "A") == []


def test_offsets_into_the_masked_text_are_offsets_into_the_original() -> None:
    text = "前言。作为ChatGPT，结论：禁用。"
    masked = mask(text)
    assert len(masked.text) == len(text)
    assert masked.text.index("结论") == text.index("结论")
    assert masked.text[5:12] == HIDDEN * 7


def test_the_mark_of_a_masked_letter_cannot_be_smuggled_in() -> None:
    assert HIDDEN not in mask(f"a{HIDDEN}b").text


@given(st.text(alphabet="作为我是由GPT-4 ChatQwen文心一言百度研发，。1a\n*", max_size=60))
def test_masking_keeps_the_length_and_changes_nothing_else(text: str) -> None:
    masked = mask(text, ("Qwen",))
    assert len(masked.text) == len(text)
    assert all(new in (old, HIDDEN) for old, new in zip(text, masked.text, strict=True))
    assert "ChatGPT" not in masked.text


@pytest.mark.parametrize("filler", ["1", "Qwen", "我是", "由", "GPT-", " ", "turbo", "I am "])
def test_no_text_takes_long(filler: str) -> None:
    started = time.perf_counter()
    mask(filler * (20_000 // len(filler)) + "X")
    assert time.perf_counter() - started < 3
