"""Options about all the others (`以上都不是`, `以上都是`), and texts that say the same in other words."""

from __future__ import annotations

import re

from scoring.metrics.extraction.negation import denied_before
from scoring.metrics.extraction.option_text import Options
from scoring.metrics.extraction.refusals import NONE_RIGHT

_NONE_OPTION = re.compile(
    r"(?:以上|上述|前述)?[^,。]{0,6}(?:都|均|皆|全)(?:不|非|没|无)|(?:以上|上述)[^,。]{0,4}(?:不|无|非)"
    r"|无正确|没有正确"
    r"|none of|neither",
    re.IGNORECASE,
)
_ALL_OPTION = re.compile(
    r"(?:以上|上述|前述)[^,。]{0,4}(?:都|均|皆|全部?)(?:是|对|正确|可|符合|有|需)|(?:以上|上述)(?:全部"
    r"|所有)?(?:选项)?\Z"
    r"|all of|both",
    re.IGNORECASE,
)
WITHOUT_ANSWER = re.compile(r"答案[】\]\s:是为]{0,4}无(?=\s?(?:[。.,;!\n]|\Z|正确|合适|选项|答案))")
_SUBJECT = (
    r"(?:选项|(?:治疗)?(?:方案|措施|方法|手段)|治疗|处理(?:方式|措施)?|答案|做法|说法|诊断|药物|检查"
    r"|药品?|各?项|[三四五几][者项种个类](?:选项|药物?|药品|方案|治疗|措施|处理)?)"
)
_WRONG = (
    r"(?:不(?:对|正确|合适|适合|恰当|适宜|适用|推荐|可取|符合|宜|妥|是)|错|有误|有问题|欠妥|非|无一?正确"
    r"|禁用|禁忌|忌用|慎用|属于?禁忌|为禁忌|不(?:能|可|应|该|得|要)(?:使用|应用|选用|选|用))"
)
_NONE_SAID = re.compile(
    rf"(?:以上|上述|前述|所有|全部|这些|这几个|给出的?|提供的?|题中"
    rf"|[三四五]个)的?{_SUBJECT}?\s?(?:中)?(?:都|均|皆|全部?)?(?:是)?{_WRONG}"
    rf"|\A\s{{0,4}}(?:都|均|全部?)(?:是)?{_WRONG}"
    rf"|(?:没有|无)(?:一个|任何)?(?:合适|正确|恰当|适合|适当)的?(?:选项|答案|治疗|方案)"
    rf"|没有(?:一个|任何|哪个)(?:选项|答案|方案|治疗)?(?:是)?(?:正确|合适|恰当|适合|可取)"
    r"|[Nn]one of the|[Nn]o option is|[Aa]ll (?:of the )?options are (?:in|wrong)"
)


_TAKEN_BACK = re.compile(
    r"(?: (?:above|options|listed))?[\"'”’]?\s?(?:is|are|would be)\s(?:not|wrong|in|un)"
    r"|[\"'”’」]?(?:这[个一])?(?:选项|项|的?说法)?(?:是|也)?(?:不(?:对|正确|成立|符合)|错|有误)"
)
_NOT_SO = re.compile(
    r"(?:不应该?|不能|不可|不宜|不要|不会|不|并非|并不是|不是|不认为|not|n't think(?: that)?|not true that)"
    r"\s?(?:选择?|认为|说|答)?\s?[\"'“‘「]?\Z"
)


# `...; gentamicin; none of the above.` lists the options.
_LISTED = re.compile(r"[;|]\s?\Z")


def none_letter(options: Options) -> str | None:
    """Letter of the option that rejects all the others, the last one when several do."""
    return _letter_of(options, _NONE_OPTION)


def all_letter(options: Options) -> str | None:
    """Letter of the option that takes in all the others."""
    return _letter_of(options, _ALL_OPTION)


def said_none(text: str) -> re.Match[str] | None:
    """The words that reject all the options, unless they are denied (`我不认为以上都不对`)."""
    found = NONE_RIGHT.search(text) or _NONE_SAID.search(text)
    if found is None or denied_before(text, found.start()) or _TAKEN_BACK.match(text, found.end()):
        return None
    before = text[max(0, found.start() - 16) : found.start()]
    return None if _NOT_SO.search(before) or _LISTED.search(before) else found


def chosen_none(text: str, options: Options) -> str | None:
    """The option that a text means with `以上都不对`; `答案:无` may as well be the lack of an answer."""
    return None if WITHOUT_ANSWER.search(text) else none_letter(options)


def _letter_of(options: Options, words: re.Pattern[str]) -> str | None:
    found = None
    for letter, text in zip(options.letters, options.texts, strict=False):
        if words.match(text):
            found = letter
    return found
