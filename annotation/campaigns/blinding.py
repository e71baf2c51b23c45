"""Who wrote what stays unknown: names of models and their makers are masked before a rater reads an output.

Names are looked for in the text as it is read: entities decoded, markup and invisible characters gone.
Every character of a name becomes :data:`HIDDEN`, one for one, so offsets into the masked text are offsets
into the original. Pages show a run of them as one neutral block of constant width, because the length
of a name would be a hint. Four rules, from certain to likely:

1. the campaign's own model names and aliases, and names that mean nothing else: masked anywhere;
2. the campaign's families, names without size and version (云杉 of 云杉-72B): a Latin one of four letters
   is masked wherever it is written as a name, others only beside words about models, for 蒲公英 is a herb;
3. names that are also words (百度, 华佗, PaLM): masked only where somebody introduces himself;
4. whatever stands where a name stands in a sentence of introduction ("由…研发的语言模型").

Cases are not masked: all outputs of a case share it, so nothing in it tells them apart.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

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
    *("Med42", "Meditron", "BioMistral", "OpenBioLLM", "MedGemma", "Gemma", "ChatDoctor", "WiNGPT", "MedGPT"),
    *("CareGPT", "TigerBot", "XVERSE", "Skywork", "Kimi", "Yi-34B", "Yi-6B", "Yi-1.5", "阿里云", "灵医智惠"),
    *("灵医大模型", "京医千询", "启真大模型", "悟道大模型"),
)
# Food, breathing exercise and myth: masked unless the words beside them say so.
_HOMONYMS = (
    r"(?<![食吃喝咬蒸买个块只黏粘红])(?<!馒头、)(?<!包子、)(?<!米饭、)豆包"
    r"(?!后|馅|子|皮|等[食甜]|[、和及或与]?(?:馒头|包子|面包|米饭|粥|点心|糕))",
    r"混元(?!气|功|灌|一气|桩|之)",
    r"盘古(?!开天|氏|石|神话|大陆|、女娲|和女娲)",
)
AMBIGUOUS_NAMES = (
    *("百度", "Baidu", "文心", "阿里巴巴", "阿里", "Alibaba", "达摩院", "腾讯", "Tencent", "华为"),
    *("Huawei", "讯飞", "星火", "千问", "百川", "天工", "元宝", "清华", "商汤"),
    *("本草", "华佗", "扁鹊", "仲景", "神农", "Bard", "Bing", "Google", "谷歌", "Microsoft"),
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
_PLAIN = (
    r"(?:一[个名位款种]|人工智能|患者|住院|门诊|急诊|医疗|医学|医生|医师|医院|健康|智能|语言|通用|中文|临床|专业|专家|大型|预训练|问诊|咨询"
    r"|诊断|诊疗|辅助|护理|影像|放射|检验|中医|西医|全科|内科|外科|儿科|妇科|药学|用药|虚拟|在线|数字|个人|私人|家庭|教学|科研"
    r"|研究|写作|学习|信息|知识|小|级|类|型|的|您|你|我|AI|\s)"
)
_HEAD = r"(?:大模型|语言模型|大语言模型|助手|助理|机器人|智能体|AI(?![A-Za-z]))"
_NO_NAME = r"\W的了在和与是有不能我您你他她它这那为以对从把被会可将由_"
_NAME = rf"[^{_NO_NAME}\d](?:[^{_NO_NAME}]|[-.· ]){{1,15}}?"
_CODE = r"(?-i:[A-Z])[A-Za-z]{2,20}[-.]?\d[A-Za-z0-9.-]{0,20}"
_MAKER = r"(?:the\s+)?(?P<{}>(?-i:[A-Z])[\w&-]*(?:\s+(?-i:[A-Z])[\w&-]*){{0,3}})"
_MADE_BY = r"\b(?:developed|trained|created|built|made|designed)\s+by\s+"
_LIKELY = (
    rf"(?:我|[本该](?:模型|助手|系统)|作为)[^。\n]{{0,30}}?由(?P<n1>[^，。,;；\n{HIDDEN}]{{1,20}}?){_MAKING}",
    rf"(?:我是|我叫|作为){_QUOTES}(?P<n2>(?!一[个名位款种]|由|基于|您|你)[^，。,;；\s\n{HIDDEN}]{{2,16}}?)"
    rf"[”’」』》】*_`]*[，,（(]\s*(?:是)?(?:一[个名位款种])?[^。\n]{{0,30}}?{_ASSISTANT}",
    rf"(?:I\s+am|I['’]m|\bme)\b[^.\n]{{0,60}}?{_MADE_BY}{_MAKER.format('n3')}",
    r"(?:I\s+am|I['’]m|my\s+name\s+is)\s+(?P<n4>(?-i:[A-Z])[\w.-]{1,20})"
    r"(?=,?\s+(?:an?|the|your)\s+[^.\n]{0,40}?(?:language\s+model|AI\b|assistant))",
    rf"(?:我是|我叫|我名叫|作为|身为|本(?:模型|助手|系统|人)[是为叫])(?:{_QUOTES}{_PLAIN}){{0,8}}+{_QUOTES}"
    rf"(?!{_HEAD})(?P<n5>{_NAME})[”’」』》】]?{_PLAIN}{{0,6}}{_HEAD}",
    rf"(?:我是|我叫|本(?:模型|助手|系统)[是为叫]){_QUOTES}(?:{_PLAIN}){{0,8}}+(?!模型|{_HEAD})(?P<n6>{_NAME}){_PLAIN}{{0,6}}大?模型",
    rf"(?:我是|我叫|我名叫|本(?:模型|助手|系统)[是为叫]|\bI\s+am|\bI['’]m){_QUOTES}(?P<n7>{_CODE})"
    r"(?=\s{0,2}(?:[，。,.!！;；、]|$|\n|here\b|speaking\b|from\b|by\b))",
    rf"(?:作为|\bas){_QUOTES}(?P<n8>{_CODE})(?=[”’」』》】]?\s?[，,]\s?(?:我|本|I\b))",
    r"\bmy\s+name\s+is\s+(?P<n9>(?-i:[A-Z])[\w.-]{1,20}(?:\s(?-i:[A-Z])[\w.-]{1,20})?)",
    rf"我的名字(?:是|叫){_QUOTES}(?P<n10>[^\W_][\w.-]{{1,15}})",
    r"\bthis\s+is\s+(?P<n11>(?-i:[A-Z])[\w.-]{1,20})(?=\s+(?:speaking|here)\b|,\s+(?:an?|your|the)\s+[^.\n]{0,40}?assistant)",
    rf"(?:\b(?:language\s+model|assistant|chatbot|AI)|\bthis\s+model)\b[^.\n]{{0,40}}?{_MADE_BY}{_MAKER.format('n12')}",
)
# "BI-RADS-4B" is a finding, so small sizes need the word of a tuned model behind them.
_SIZED = (
    r"(?<![\w.-])(?!(?:type|stage|grade|phase|class|HLA)\b)(?-i:[A-Z])[A-Za-z]{1,20}(?:-?\d(?:\.\d)?)?-"
    r"(?:(?:[6-9]|\d{2,3}|\d{1,2}\.\d)B(?:-(?:chat|instruct|base))?|(?:\d{1,3}(?:\.\d)?B-)?(?:chat|instruct))(?![A-Za-z0-9])"
)

# What is there and is not read: marks of Markdown and HTML, and characters without a shape.
_INVISIBLE = (
    "\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef"
)
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_UNREAD = re.compile(
    rf"{_ENTITY}|[{_INVISIBLE}*`]+|~~|</?[A-Za-z][^<>\n]{{0,200}}>|<!--[^<>\n]{{0,200}}-->"
    r"|\\(?=[!-/:-@\[-`{-~])|!?\[|\](?:\([^()\n]{0,300}\))?|(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])"
)
_SHAPELESS = re.compile(f"[{_INVISIBLE}]")

# Families: what is cut off the end of a name, and what stands beside a family that speaks of itself.
_VERSION = re.compile(
    r"(?:[\s\-_.·#:@/(]+(?:v?\d[\w.]*|[A-Za-z]|\d*x\d+b|xx?l|chat|instruct|base|mini|nano|tiny|small|medium|large"
    r"|turbo|plus|max|pro|lite|preview|beta|alpha|latest|online|sft|rlhf|dpo|awq|gptq|int\d|fp\d+)"
    r"|(?<=\D)v?\d+(?:\.\d+)*[bkm]?|大模型|语言模型|[\s\-_.·#:@/()]+)$",
    re.IGNORECASE,
)
_COMMON_WORDS = frozenset(
    (
        *(
            "medical",
            "medicine",
            "doctor",
            "health",
            "healthcare",
            "clinical",
            "clinic",
            "hospital",
            "patient",
        ),
        *("model", "assistant", "baseline", "test", "demo", "chat", "care", "nurse", "diagnosis", "system"),
        *("output", "answer", "control", "human", "expert", "student", "teacher", "pulse", "spark", "palm"),
        *("meta", "bard", "general", "open", "small", "large", "base", "reference"),
    )
)
_FAMILY_BEFORE = (
    r"(?:我是|我叫|我名叫|我的名字[是叫]|这里是|本人是|本(?:模型|助手|系统|AI)[是为叫]?(?:名为)?|\bI\s+am|\bI['’]m"
    rf"|\bmy\s+name\s+is|\bthis\s+is|\bpowered\s+by|\bmade\s+by|\bdeveloped\s+by){_QUOTES}(?:{_PLAIN}){{0,4}}"
)
_FAMILY_AFTER = (
    rf"(?:[”’」』》】]?\s?{_PLAIN}{{0,4}}(?:{_HEAD}|模型|团队)|{_MAKING}(?!利用|价值|潜力)"
    r"|\s(?:team|model|assistant|AI|speaking)\b)"
)
_FAMILY_SPEAKS = (
    rf"(?:是|[（(]){_PLAIN}{{1,8}}(?:{_HEAD}|模型)|认为|觉得|回答|[为祝][您你]|提醒[您你]|很高兴|竭诚"
)
_FAMILY_SIZE = r"[-_ ]?(?:v\d[\d.]*|\d{1,3}(?:\.\d)?b(?:-(?:chat|instruct|base))?)(?![A-Za-z0-9])"
_FAMILY_AS = rf"(?:作为|身为|\bas\s){_QUOTES}"
_FAMILY_THEN = r"(?=[”’」』》】]?\s?(?:[，,]\s?(?:我|本|I\b)|我))"


@dataclass(frozen=True, slots=True)
class Masked:
    """``text`` is as long as the original; ``spans`` are the masked stretches, ``(start, end)``."""

    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """``text`` as it is read; character ``i`` of it is written at ``starts[i]`` to ``ends[i]``."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def mask(text: str, names: Iterable[str] = ()) -> Masked:
    """Hide ``names``, well-known models and makers, and self-introductions in ``text``."""
    usable = tuple(sorted({*names}))
    read = read_through(text, _UNREAD, _decoded)
    spans = [(read.starts[start], read.ends[end - 1]) for start, end in _found(_fold(read.text), usable)]
    if read.text != text:  # marks part words, too: "use**GPT-4**now"
        spans += _found(_fold(text), usable)
    merged = _merged(spans)
    hidden = [*text.replace(HIDDEN, "\ufffd")]
    for start, end in merged:
        hidden[start:end] = HIDDEN * (end - start)
    return Masked("".join(hidden), merged)


def read_through(text: str, unread: re.Pattern[str], shown: Callable[[re.Match[str]], str]) -> Reading:
    """``text`` with every match of ``unread`` read as ``shown``, and where each character comes from."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for match in (*unread.finditer(text), None):
        start, end = match.span() if match else (len(text), len(text))
        instead = shown(match) if match else ""
        pieces += (text[last:start], instead)
        starts += (*range(last, start), *([start] * len(instead)))
        ends += (*range(last + 1, start + 1), *([end] * len(instead)))
        last = end
    return Reading("".join(pieces), tuple(starts), tuple(ends))


def families_of(names: Iterable[str]) -> tuple[str, ...]:
    """``names`` with ever less of their size, version and kind, shortest first, without ``names``."""
    whole = {_fold(name).strip() for name in names}
    families = {family for name in whole for family in _shortened(name)} - whole
    return tuple(sorted((name for name in families if len(name) > 1), key=lambda name: (len(name), name)))


def _shortened(name: str) -> Iterator[str]:
    while (shorter := _VERSION.sub("", name)) and shorter != name:
        yield shorter
        name = shorter


def _decoded(match: re.Match[str]) -> str:
    return _SHAPELESS.sub("", unescape(match[0])) if match[0].startswith("&") else ""


def _fold(text: str) -> str:
    """Full-width and ornamental letters and digits as plain ones, character for character."""
    plain = {c: unicodedata.normalize("NFKC", c) for c in {*text} if not c.isascii()}
    return text.translate({ord(c): p for c, p in plain.items() if len(p) == 1})


def _found(text: str, names: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for pattern in _patterns(names):
        for match in pattern.finditer(text):
            group = match.lastgroup
            start, end = match.span(group) if group else match.span()
            while end > start and (text[end - 1].isspace() or text[end - 1] == "."):
                end -= 1
            if end > start:
                yield start, end


@lru_cache(maxsize=64)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    certain, ambiguous = _any_of((*names, *KNOWN_NAMES)), _any_of(AMBIGUOUS_NAMES)
    introduced = f"{_INTRODUCTION}(?P<n0>{ambiguous})"
    maker = rf"(?P<n0>{ambiguous})(?:{_MAKING}|旗下|的?(?:大模型|语言模型|助手|智能体))"
    rules = (certain, introduced, maker, *_family_rules(families_of(names)), *_HOMONYMS, *_LIKELY, _SIZED)
    return tuple(re.compile(rule, re.IGNORECASE) for rule in rules)


def _family_rules(families: tuple[str, ...]) -> Iterator[str]:
    if distinct := [name for name in families if _is_distinct(name)]:
        yield "|".join(f"{_name_start(name)}{_name_pattern(name)}" for name in distinct)
    if families:
        family = _any_of(families)
        yield f"{_FAMILY_BEFORE}(?P<n0>{family})"
        yield f"(?P<n0>{family})(?:{_FAMILY_AFTER}|{_FAMILY_SPEAKS})"
        yield f"(?:{family}){_FAMILY_SIZE}"
        yield f"{_FAMILY_AS}(?P<n0>{family}){_FAMILY_THEN}"


def _is_distinct(family: str) -> bool:
    """Whether a family may be masked without words about models beside it."""
    letters, signs = re.findall("[A-Za-z]", family), re.findall("[A-Za-z0-9]", family)
    return len(letters) >= 2 and len(signs) >= 4 and family.lower() not in _COMMON_WORDS


def _name_start(name: str) -> str:
    """A name with a capital is only that name with it: 'Meridian', but 'the liver meridian'."""
    return f"(?=(?-i:{name[0]}))" if name[0].isascii() and name[0].isupper() else ""


def _any_of(names: Iterable[str]) -> str:
    """Longest first, so that a version belongs to its name. One letter is an option, not a name."""
    folded = {_fold(name).strip() for name in names}
    usable = sorted((name for name in folded if len(name) > 1), key=lambda name: (-len(name), name))
    heads = "".join(sorted({re.escape(name[0]) for name in usable}))  # looked at first: it is faster
    return f"(?=[{heads}])(?:{'|'.join(_name_pattern(name) for name in usable)})"


def _name_pattern(name: str) -> str:
    """``name`` with or without blanks and hyphens between its parts, and with a version after it.

    ASCII names end where ASCII letters end: Chinese characters on either side are neighbours, not parts.
    """
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]|[^\w\s\-.·]", name)
    body = f"{_SEPARATOR}{{0,2}}".join(re.escape(part) for part in parts) or re.escape(name)
    before = r"(?<![A-Za-z0-9])" if name[0].isascii() and name[0].isalnum() else ""
    no_more_digits = r"(?!\d)" if name[-1].isdigit() else ""
    return rf"{before}{body}{no_more_digits}{_SUFFIX}(?:(?<![A-Za-z0-9])|(?![A-Za-z0-9])){_NO_LAB_VALUE}"


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
