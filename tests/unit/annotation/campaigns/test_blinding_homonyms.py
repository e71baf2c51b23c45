"""A name that means something else is left where it does, and a disguised one is found all the same."""

import pytest

from annotation.campaigns.blinding import Rule, mask

MODELS = ("云杉-72B", "泽兰-7B", "蒲公英-1B")


def hidden(text: str, *names: str) -> list[str]:
    return [text[start:end] for start, end in mask(text, names).spans]


@pytest.mark.parametrize(
    "text",
    [
        "GPT 45 U/L，AST 60 U/L，GPT 3 U/L",
        "肝功能：GPT 4，GOT 5，TBIL 12",
        "GPT: 4.0 U/L；GPT＝35；GPT 3.5倍",
        "血清GPT、GOT均升高，GPT/GOT<1",
        "谷丙转氨酶(GPT 或ALT)、谷草转氨酶(GOT或AST)",
        "谷丙转氨酶（简称GPT、ALT）升高在临床很常见。GPT升高的原因",
        "各类肝炎都可以引起GPT升高；皮疹、GOT、GPT升高等",
        "作为GPT升高的原因，由GPT升高提示，基于GPT水平，来自GPT的数值",
        "ALT(GPT)偏高，丙氨酸氨基转移酶GPT 120",
        "GPT is elevated; serum GPT and GOT; SGPT 80; raised GPT; as GPT rises",
        "ＧＰＴ　５０　Ｕ／Ｌ",
        "| GPT | 56 | U/L |",
    ],
)
@pytest.mark.parametrize("names", [(), ("GPT-4", "GPT-3.5-turbo")])
def test_the_liver_enzyme_is_no_model(text: str, names: tuple[str, ...]) -> None:
    assert hidden(text, *names) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("I am GPT.", ["GPT"]),
        ("我是GPT，患者GPT 60 U/L", ["GPT"]),
        ("作为GPT，我认为GPT升高", ["GPT"]),
        ("由GPT模型生成；GPT认为", ["GPT", "GPT"]),
        ("GPT-4认为ALT升高", ["GPT-4"]),
        ("GPT-4 suggests that ALT is high", ["GPT-4"]),
        ("作为ChatGPT，我看GPT为45", ["ChatGPT"]),
        ("GPT-3.5-turbo: GPT 3.5 U/L", ["GPT-3.5-turbo"]),
    ],
)
def test_a_model_beside_the_enzyme_is_one(text: str, names: list[str]) -> None:
    assert hidden(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Claude Bernard syndrome, Bernard-Claude, Claude综合征（中脑）",
        "GEMINI 1研究与GEMINI LTS研究证实维得利珠单抗有效",
        "基于Meta分析，由Meta分析得出；作为Meta分析；This is meta-analysis evidence",
        "measured by pulse oximetry; felt by palm; from spark ignition; as pulse falls",
        "由华佗创立的五禽戏，来自扁鹊的脉学，由仲景所创",
        "来自清华长庚医院的研究；检索自Google Scholar",
        "Zhang Zhongjing; Shennong Ben Cao Jing",
        "Cancer Moonshot计划；可解释人工智能（XAI）",
        "《文心雕龙》",
        "TNF-α、β受体、Χ连锁",
    ],
)
def test_people_trials_and_methods_stay(text: str) -> None:
    assert hidden(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("СhatGPT says", ["СhatGPT"]),  # Cyrillic
        ("ChаtGРT与Clаude", ["ChаtGРT", "Clаude"]),
        ("ChatGΡΤ", ["ChatGΡΤ"]),  # Greek
        ("Ｃｌａｕｄｅ　认为", ["Ｃｌａｕｄｅ"]),
        ("ＧＰＴ－４", ["ＧＰＴ－４"]),
        ("Ⓒⓗⓐⓣ🅖🅟🅣", ["Ⓒⓗⓐⓣ🅖🅟🅣"]),
        ("ᴄʟᴀᴜᴅᴇ", ["ᴄʟᴀᴜᴅᴇ"]),
        ("Cláude", ["Cláude"]),
        ("C\u200bl\u2060a\u00adu\ufeffd\u200de", ["C\u200bl\u2060a\u00adu\ufeffd\u200de"]),
        ("C-l-a-u-d-e and G-P-T and G P T - 4", ["C-l-a-u-d-e", "G-P-T", "G P T - 4"]),
        ("通義千問、訊飛星火、商湯日日新", ["通義千問", "訊飛星火", "商湯日日新"]),
        ("**Chat**`GPT`，<b>Cl</b>aude", ["Chat**`GPT", "Cl</b>aude"]),
        ("[Cl][1]aude", ["Cl][1]aude"]),
        ("文\n心一言", ["文\n心一言"]),
        ("ChatGPTs differ", ["ChatGPTs"]),
    ],
)
def test_a_disguised_name_is_found(text: str, names: list[str]) -> None:
    assert hidden(text) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我，泽兰，认为应先吸氧", "泽兰"),
        ("我（泽兰）认为", "泽兰"),
        ("Hello from 泽兰!", "泽兰"),
        ("Answered by 泽兰", "泽兰"),
        ("泽兰：您好，根据病历", "泽兰"),
        ("建议复查。\n——泽兰", "泽兰"),
        ("模型：泽兰", "泽兰"),
        ("泽兰敬上", "泽兰"),
        ("我是一个语言模型，你可以叫我泽兰", "泽兰"),
        ("我，百度，认为", "百度"),
    ],
)
def test_whoever_names_himself_in_passing_is_masked(text: str, name: str) -> None:
    assert hidden(text, *MODELS) == [name]


@pytest.mark.parametrize(
    "text", ["泽兰：10g，水煎服", "君药——泽兰、蒲公英", "我用泽兰，因其活血", "动物模型：泽兰组"]
)
def test_the_herb_stays_in_the_prescription(text: str) -> None:
    assert hidden(text, *MODELS) == []


def test_a_model_called_by_an_everyday_word_is_masked_where_it_introduces_itself() -> None:
    assert hidden("A human who saw other humans.", "human", "bart") == []
    assert hidden("I am Human, your assistant", "human") == ["Human"]
    assert hidden("该患者及医生", "医生") == []


def test_a_cited_author_is_no_family() -> None:
    assert hidden("(Moss2015)；很抱歉MOSS无法提供帮助", "moss#1") == ["MOSS"]


def test_every_stretch_says_by_which_rule() -> None:
    text = "我是云杉-72B，也叫小林医；ChatGPT不同；泽兰认为；我是百度"
    found = mask(text, ("云杉-72B", "泽兰-7B"), ("小林医",)).stretches
    assert [(text[one.start : one.end], one.rule) for one in found] == [
        ("云杉-72B", Rule.MODEL),
        ("小林医", Rule.LISTED),
        ("ChatGPT", Rule.KNOWN),
        ("泽兰", Rule.FAMILY),
        ("百度", Rule.INTRODUCED),
    ]


@pytest.mark.parametrize("text", ["云杉-72B与小林医-2B及小林医", "我是小林医助手", ""])
def test_the_list_a_name_is_on_changes_no_stretch(text: str) -> None:
    names, listed = ("云杉-72B",), ("小林医-2B",)
    assert mask(text, names, listed).spans == mask(text, (*names, *listed)).spans
