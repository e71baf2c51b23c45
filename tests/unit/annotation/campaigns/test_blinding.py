"""Whatever tells who wrote an output is hidden, and nothing clinical is."""

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.campaigns.blinding import HIDDEN, Rule, families_of, mask

MODELS = ("云杉-72B", "泽兰-7B", "蒲公英-1B", "Meridian-L", "CareBridge-14B", "Pebble-Mini", "Xyz42-8B-Chat")
OUTPUTS = Path(__file__).parents[4] / "fixtures/outputs"
# Whatever looks like a mark, known or not.
LEFT = re.compile(r"<\|?/?[A-Za-z_]+\|?>|\[/?[A-Za-z_]{3,}\]")


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


LEFT_BEHIND = (
    *("<think>", "</think>", "<thinking>", "◁think▷", "◁/think▷", "<answer>", "</answer>"),
    *(
        "<|im_end|>",
        "<|endoftext|>",
        "<|role_end|>",
        "<|eot_id|>",
        "<|reserved_special_token_7|>",
        "<｜User｜>",
    ),
    *("<｜end▁of▁sentence｜>", "</s>", "<s>", "<eoa>", "<eoh>", "<eom>", "<eos>", "<eot>", "<bos>", "<EOA>"),
    *("<unk>", "<pad>", "<start_of_turn>", "<end_of_turn>", "<sop>", "<0x0A>", "<reserved_102>", "<unused7>"),
    *("[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "[eoa]", "[EOS]", "[gMASK]", "[SEP]", "[UNUSED_TOKEN_145]"),
    *("&lt;eoa&gt;", "＜eoa＞", "[Round 1]"),
)
# Written by people; the last two by a prompt and by a shorthand for a temperature.
KEPT = ("<p>", "<br>", "a<b，c>d", "[1]", "[注]", "[TNM]", "[Round]", "<字母>", "体温<s1>", "pad<10", "[ICU]")


@pytest.mark.parametrize("mark", LEFT_BEHIND)
def test_what_a_chat_template_left_behind_is_masked(mark: str) -> None:
    masked = mask(f"应停药。{mark}")
    assert masked.text == "应停药。" + HIDDEN * len(mark)
    assert [stretch.rule for stretch in masked.stretches] == [Rule.TEMPLATE]


@pytest.mark.parametrize("words", KEPT)
def test_what_people_write_between_brackets_is_kept(words: str) -> None:
    assert hidden(f"应停药。{words}应复查。") == []


def test_no_mark_of_a_template_is_left_in_the_bundled_outputs() -> None:
    lines = [line for file in OUTPUTS.glob("*.jsonl") for line in file.read_text("utf-8").splitlines()]
    texts = [text for line in lines if LEFT.search(text := json.loads(line)["text"] or "")]
    assert len(texts) > 20
    assert [left[0] for text in texts if (left := LEFT.search(mask(text).text))] == []


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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("&#71;PT-4 says", ["&#71;PT-4"]),
        ("&#x47;&#80;T-4 says", ["&#x47;&#80;T-4"]),
        ("G&#8203;PT-4 says", ["G&#8203;PT-4"]),
        ("**G**PT-4 says", ["G**PT-4"]),
        ("C<b>hat</b>GPT says", ["C<b>hat</b>GPT"]),
        ("GPT\\-4 says", ["GPT\\-4"]),
        ("[GP](https://example.org)T-4 says", ["GP](https://example.org)T-4"]),
        ("G\u200bP\u200bT-4 says", ["G\u200bP\u200bT-4"]),
        ("G\u00adPT-4 and 文\u2060心一言", ["G\u00adPT-4", "文\u2060心一言"]),
        ("use**GPT-4**now", ["GPT-4"]),
        ("𝐆𝐏𝐓-𝟒 says", ["𝐆𝐏𝐓-𝟒"]),
        ("我是**云**杉-72B", ["云**杉-72B"]),
    ],
)
def test_markup_entities_and_invisible_characters_hide_no_name(text: str, names: list[str]) -> None:
    assert hidden(text, *MODELS) == names


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("云杉-72B", "云杉"),
        ("泽兰-7B-Chat", "泽兰"),
        ("Meridian-L", "Meridian"),
        ("Pebble-Mini", "Pebble"),
        ("Qwen2.5-72B-Instruct", "Qwen"),
        ("CareBridge v2", "CareBridge"),
        ("CareBridge #1", "CareBridge"),
        ("CareBridge-2024-05-13", "CareBridge"),
        ("星杏大模型", "星杏"),
    ],
)
def test_a_family_is_a_name_without_size_and_version(name: str, family: str) -> None:
    assert families_of([name])[0] == family


@pytest.mark.parametrize("name", ["云杉", "Meridian", "72B", "A"])
def test_a_name_without_a_version_has_no_family_besides_itself(name: str) -> None:
    assert families_of([name]) == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("我是云杉大模型", ["云杉大模型"]),
        ("作为泽兰助手，我", ["泽兰"]),
        ("作为泽兰，我将", ["泽兰"]),
        ("本模型为蒲公英", ["蒲公英"]),
        ("由蒲公英团队训练", ["蒲公英"]),
        ("蒲公英医疗大模型认为", ["蒲公英"]),
        ("我是**泽兰**，很高兴", ["泽兰"]),
        ("I am 泽兰.", ["泽兰"]),
        ("云杉-14B也认为", ["云杉-14B"]),
        ("This is Meridian speaking", ["Meridian"]),
        ("I am meridian.", ["meridian"]),
        ("CareBridge team", ["CareBridge"]),
        ("CareBridge认为", ["CareBridge"]),
        ("Pebble suggests rest", ["Pebble"]),
        ("泽兰AI认为；泽兰为您解答", ["泽兰", "泽兰"]),
        ("蒲公英是一个医疗大模型", ["蒲公英"]),
        ("泽兰（医疗大模型）", ["泽兰"]),
        ("Xyz42 suggests rest", ["Xyz42"]),
    ],
)
def test_families_of_the_campaigns_models_are_masked(text: str, names: list[str]) -> None:
    assert hidden(text, *MODELS) == names


@pytest.mark.parametrize(
    "text",
    [
        "方药：蒲公英15g，泽兰10g",
        "由蒲公英、金银花组成",
        "蒲公英作为清热解毒药",
        "以泽兰作为君药，用量",
        "蒲公英开发利用",
        "名为蒲公英的草药",
        "蒲公英是一种草药",
        "the liver meridian and a pebble in the ear",
    ],
)
def test_a_family_that_is_a_herb_stays_where_it_is_one(text: str) -> None:
    assert hidden(text, *MODELS) == []


def test_a_family_that_is_a_common_word_needs_an_introduction() -> None:
    assert hidden("Medical history: GPT 45 U/L. Pulse 92.", "Medical-7B", "GPT-4", "Pulse-7B") == []
    assert hidden("I am Pulse, your assistant", "Pulse-7B") == ["Pulse"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("My name is Med42", ["Med42"]),
        ("My name is Foobar.", ["Foobar"]),
        ("我是灵医大模型", ["灵医大模型"]),
        ("我是医信大模型", ["医信"]),
        ("作为康达助手，我", ["康达"]),
        ("本助手是康达医疗大模型", ["康达"]),
        ("I am Foomed7, here to help", ["Foomed7"]),
        ("作为Foomed7，我认为", ["Foomed7"]),
        ("Yi-34B-Chat", ["Yi-34B-Chat"]),
        ("Foo-13B-Chat回答", ["Foo-13B-Chat"]),
        ("豆包认为", ["豆包"]),
        ("混元、盘古与阿里云", ["混元", "盘古", "阿里云"]),
        ("我是由开源社区训练的GPT助手", ["开源社区", "GPT"]),
        ("This assistant was developed by Acme Health.", ["Acme Health"]),
        ("本助手由康达科技开发", ["康达科技"]),
    ],
)
def test_unknown_names_in_sentences_of_introduction_are_masked(text: str, names: list[str]) -> None:
    assert hidden(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "作为一名医疗AI助手，我",
        "作为人工智能语言模型",
        "作为您的智能健康助手",
        "我是医疗大模型",
        "我是您的AI助手",
        "作为患者的家庭医生助手",
        "小鼠作为动物模型",
        "作为CA125升高的原因",
        "作为PD-1抑制剂，需要",
        "This is T2DM. This is COVID-19, not influenza. As COVID-19, it spreads",
        "乳腺结节BI-RADS-4B类，HLA-B27阳性，Type-2B",
        "吃豆包、馒头；练混元桩；盘古开天",
        "The Wells score was developed by Wells.",
    ],
)
def test_words_about_assistants_and_findings_stay(text: str) -> None:
    assert hidden(text) == []


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


@pytest.mark.parametrize(
    "filler",
    [
        "1",
        "Qwen",
        "我是",
        "由",
        "GPT-",
        " ",
        "turbo",
        "I am ",
        "**",
        "&#71;",
        "[",
        "](",
        "<a",
        "作为",
        "作为AI",
        "我是甲",
        "A-",
        "Ab-7",
        "云杉",
    ],
)
def test_no_text_takes_long(filler: str) -> None:
    started = time.process_time()
    mask(filler * (100_000 // len(filler)) + "X", MODELS)
    assert time.process_time() - started < 60
