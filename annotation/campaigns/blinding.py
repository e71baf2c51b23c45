"""Who wrote what stays unknown: names of models and their makers are masked before a rater reads an output.

Every masked character becomes :data:`HIDDEN`, one for one, so offsets into the masked text are offsets
into the original. Pages show a run of them as one neutral block of constant width, because the length
of a name would be a hint. Three rules, from certain to likely:

1. the campaign's own model names and aliases, and names that mean nothing else: masked anywhere;
2. names that are also words (豆包, 华佗, PaLM): masked only where somebody introduces himself;
3. whatever stands where a name stands in a sentence of introduction ("由…研发的语言模型").

Cases are not masked: all outputs of a case share it, so nothing in it tells them apart.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

# A private-use character: passes through Markdown untouched and stands in no real text.
HIDDEN = "\ue000"

KNOWN_NAMES = (
    *("ChatGPT", "InstructGPT", "GPT-3", "GPT-3.5", "GPT-4", "GPT-4o", "GPT-5", "OpenAI", "DeepMind"),
    *("Claude", "Anthropic", "DeepSeek", "深度求索", "Qwen", "通义千问", "通義千問", "通义", "QwQ", "LLaMA"),
    *("文心一言", "文心大模型", "ERNIE", "ERNIE-Bot", "SparkDesk", "讯飞星火", "訊飛星火", "星火大模型"),
    *("星火认知", "科大讯飞", "iFLYTEK", "ChatGLM", "GLM-4", "GLM-130B", "智谱", "智谱清言", "Zhipu"),
    *("Baichuan", "百川智能", "百川大模型", "HuatuoGPT", "华佗GPT", "MedicalGPT", "ChatMed", "BenTsao"),
    *("本草大模型", "DoctorGLM", "BianQue", "DISC-MedLLM", "Zhongjing", "仲景大模型", "ShenNong"),
    *("Hunyuan", "混元大模型", "腾讯混元", "Doubao", "豆包大模型", "字节跳动", "ByteDance", "Moonshot"),
    *("月之暗面", "MiniMax", "InternLM", "书生浦语", "SenseTime", "商汤日日新", "PanGu", "盘古大模型"),
    *("Mistral", "Mixtral", "Vicuna", "Alpaca-7B", "Med-PaLM", "Gemini", "Copilot", "Grok", "xAI"),
)
AMBIGUOUS_NAMES = (
    *("百度", "Baidu", "文心", "阿里巴巴", "阿里云", "阿里", "Alibaba", "达摩院", "腾讯", "Tencent", "华为"),
    *("Huawei", "讯飞", "星火", "千问", "百川", "混元", "豆包", "盘古", "天工", "元宝", "清华", "商汤"),
    *("本草", "华佗", "扁鹊", "仲景", "神农", "Kimi", "Bard", "Bing", "Google", "谷歌", "Microsoft"),
    *("微软", "Meta", "PaLM", "Llama", "Spark", "Phi", "Yi", "GPT", "GLM", "Pulse"),
)

_SEPARATOR = r"[\s\u200b\u200c\u200d\ufeff\-_.·・‐-―*`]"
_SUFFIX = (
    rf"(?:{_SEPARATOR}?(?:v?\d++(?:\.\d++)*+(?:[bkm]|o\d?)?|turbo|plus|max|pro|mini|chat|instruct|base|lite"
    r"|preview|sonnet|opus|haiku|flash|大模型|语言模型)){0,5}"
)
# "GPT 45 U/L" is a liver enzyme.
_NO_LAB_VALUE = r"(?!\s{0,2}(?:I?U\b|倍|[↑↓]))"
_QUOTES = r"[\s\"'“”‘’「『《【*_`]{0,4}"
_INTRODUCTION = (
    r"(?:作为|身为|我是|我叫|我名叫|本人是|名为|叫做|来自|由|基于|\bas|\bI\s+am|\bI['’]m|\bmy\s+name\s+is"
    r"|\bthis\s+is|\bpowered\s+by|\bfrom|\bby)"
    rf"{_QUOTES}(?:一个|一名|一款|an?\b|the\b)?{_QUOTES}"
)
_MAKING = r"(?:公司|团队)?(?:独立|自主|共同|联合)?(?:开发|研发|训练|推出|打造|创建|研制)"
_ASSISTANT = r"(?:语言模型|大模型|AI|人工智能|智能助手|医疗助手|医学助手|机器人)"
_LIKELY = (
    rf"(?:我|本模型|作为)[^。\n]{{0,30}}?由(?P<n1>[^，。,;；\n{HIDDEN}]{{1,20}}?){_MAKING}",
    rf"(?:我是|我叫|作为){_QUOTES}(?P<n2>(?!一[个名位款种]|由|基于|您|你)[^，。,;；\s\n{HIDDEN}]{{2,16}}?)"
    rf"[”’」』》】*_`]*[，,（(]\s*(?:是)?(?:一[个名位款种])?[^。\n]{{0,30}}?{_ASSISTANT}",
    r"(?:I\s+am|I['’]m|\bme)\b[^.\n]{0,60}?\b(?:developed|trained|created|built|made|designed)\s+by\s+"
    r"(?:the\s+)?(?P<n3>(?-i:[A-Z])[\w&-]*(?:\s+(?-i:[A-Z])[\w&-]*){0,3})",
    r"(?:I\s+am|I['’]m|my\s+name\s+is)\s+(?P<n4>(?-i:[A-Z])[\w.-]{1,20})"
    r"(?=,?\s+(?:an?|the|your)\s+[^.\n]{0,40}?(?:language\s+model|AI\b|assistant))",
)


@dataclass(frozen=True, slots=True)
class Masked:
    """``text`` is as long as the original; ``spans`` are the masked stretches, ``(start, end)``."""

    text: str
    spans: tuple[tuple[int, int], ...]


def mask(text: str, names: Iterable[str] = ()) -> Masked:
    """Hide ``names``, well-known models and makers, and self-introductions in ``text``."""
    folded = _fold(text)
    spans = _merged(_found(folded, tuple(sorted({*names}))))
    hidden = [*text.replace(HIDDEN, "\ufffd")]
    for start, end in spans:
        hidden[start:end] = HIDDEN * (end - start)
    return Masked("".join(hidden), spans)


def _fold(text: str) -> str:
    """Full-width letters and digits as ASCII, character for character."""
    return "".join(chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else c for c in text)


def _found(text: str, names: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for pattern in _patterns(names):
        for match in pattern.finditer(text):
            group = match.lastgroup
            start, end = match.span(group) if group else match.span()
            while end > start and text[end - 1].isspace():
                end -= 1
            if end > start:
                yield start, end


@lru_cache(maxsize=64)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    certain, ambiguous = _any_of((*names, *KNOWN_NAMES)), _any_of(AMBIGUOUS_NAMES)
    introduced = f"{_INTRODUCTION}(?P<n0>{ambiguous})"
    maker = rf"(?P<n0>{ambiguous})(?:{_MAKING}|旗下|的(?:大模型|语言模型))"
    return tuple(re.compile(rule, re.IGNORECASE) for rule in (certain, introduced, maker, *_LIKELY))


def _any_of(names: Iterable[str]) -> str:
    """Longest first, so that a version belongs to its name. One letter is an option, not a name."""
    folded = {_fold(name).strip() for name in names}
    usable = sorted((name for name in folded if len(name) > 1), key=lambda name: (-len(name), name))
    return "|".join(_name_pattern(name) for name in usable)


def _name_pattern(name: str) -> str:
    """``name`` with or without blanks and hyphens between its parts, and with a version after it.

    ASCII names end where ASCII letters end: Chinese characters on either side are neighbours, not parts.
    """
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]|[^\w\s\-.·]", name)
    body = f"{_SEPARATOR}{{0,2}}".join(re.escape(part) for part in parts) or re.escape(name)
    before = r"(?<![A-Za-z0-9])" if name[0].isascii() and name[0].isalnum() else ""
    no_more_digits = r"(?!\d)" if name[-1].isdigit() else ""
    return rf"{before}{body}{no_more_digits}{_SUFFIX}(?![A-Za-z0-9]){_NO_LAB_VALUE}"


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
