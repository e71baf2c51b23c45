"""Families: names without size and version, and the words beside which one is a model's name."""

import re
from collections.abc import Iterable, Iterator

from annotation.campaigns.blinding.names import COMMON_WORDS
from annotation.campaigns.blinding.patterns import any_of, name_pattern, name_start
from annotation.campaigns.blinding.phrases import HEAD, MAKING, PLAIN, QUOTES, SIGNED
from annotation.campaigns.blinding.reading import fold

_VERSION = re.compile(
    r"(?:[\s\-_.·#:@/(]+(?:v?\d[\w.]*|[A-Za-z]|\d*x\d+b|xx?l|chat|instruct|base|mini|nano|tiny|small|medium|large"
    r"|turbo|plus|max|pro|lite|preview|beta|alpha|latest|online|sft|rlhf|dpo|awq|gptq|int\d|fp\d+)"
    r"|(?<=\D)v?\d+(?:\.\d+)*[bkm]?|大模型|语言模型|[\s\-_.·#:@/()]+)$",
    re.IGNORECASE,
)
_BEFORE = (
    r"(?:我是|我叫|我名叫|叫我|我的名字[是叫]|这里是|本人是|本(?:模型|助手|系统|AI)[是为叫]?(?:名为)?|\bI\s+am|\bI['’]m"
    rf"|\bmy\s+name\s+is|\bthis\s+is|\bpowered\s+by|\bmade\s+by|\bdeveloped\s+by|{SIGNED}){QUOTES}(?:{PLAIN}){{0,4}}"
)
_AFTER = (
    rf"(?:[”’」』》】]?\s?{PLAIN}{{0,4}}(?:{HEAD}|模型|团队)|{MAKING}(?!利用|价值|潜力)"
    r"|\s(?:team|model|assistant|AI|speaking)\b)"
)
_SPEAKS = (
    rf"(?:是|[（(]){PLAIN}{{1,8}}(?:{HEAD}|模型)|认为|觉得|回答|[为祝][您你]|提醒[您你]"
    "|很高兴|竭诚|在此|敬上|谨启"
)
_SIZE = r"[-_ ]?(?:v\d[\d.]*|\d{1,3}(?:\.\d)?b(?:-(?:chat|instruct|base))?)(?![A-Za-z0-9])"
_AS = rf"(?:作为|身为|\bas\s){QUOTES}"
_THEN = r"(?=[”’」』》】]?\s?(?:[，,]\s?(?:我|本|I\b)|我))"
# "我，泽兰，认为"; "泽兰：您好"; a signature at the end.
_ASIDE = (r"我\s?[，,、（(—]{1,2}\s?", r"(?=\s?[，,、）)—])")
_TALKS = r"(?=\s?[:：]\s?(?:[您你]好|我|本|好的|Hello|Hi\b|I\b|Dear))"
_SIGNATURE = r"[—–-]\s?"


def families_of(names: Iterable[str]) -> tuple[str, ...]:
    """``names`` with ever less of their size, version and kind, shortest first, without ``names``."""
    whole = {fold(name).strip() for name in names}
    families = {family for name in whole for family in _shortened(name)} - whole
    return tuple(sorted((name for name in families if len(name) > 1), key=lambda name: (len(name), name)))


def family_rules(families: tuple[str, ...]) -> Iterator[str]:
    if distinct := [name for name in families if _is_distinct(name)]:
        yield "|".join(f"{name_start(name)}{name_pattern(name)}" for name in distinct)
    if families:
        family = any_of(families)
        named = f"(?P<n0>{family})"
        yield f"{_BEFORE}{named}"
        yield f"{named}(?:{_AFTER}|{_SPEAKS})"
        yield f"(?:{family}){_SIZE}"
        yield f"{_AS}{named}{_THEN}"
        yield f"{_ASIDE[0]}{named}{_ASIDE[1]}"
        yield rf"(?:^|\n)\s{{0,3}}{named}{_TALKS}"
        yield rf"{_SIGNATURE}{named}(?=[\s。.]{{0,8}}\Z)"


def _shortened(name: str) -> Iterator[str]:
    while (shorter := _VERSION.sub("", name)) and shorter != name:
        yield shorter
        name = shorter


def is_everyday(name: str) -> bool:
    """Whether a name is a word of every clinic, as "human" is that of those who wrote the references."""
    return fold(name).strip().lower() in COMMON_WORDS


def _is_distinct(family: str) -> bool:
    """Whether a family may be masked without words about models beside it."""
    letters, signs = re.findall("[A-Za-z]", family), re.findall("[A-Za-z0-9]", family)
    return len(letters) >= 2 and len(signs) >= 4 and not is_everyday(family)
