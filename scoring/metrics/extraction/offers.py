"""Whether a text that rejects all the options offers one of them all the same (`以上都不是,建议使用B`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.metrics.extraction.negation import denied_after, denied_before
from scoring.metrics.extraction.option_text import Options, named_alone, places_undenied

_OFFERS = re.compile(
    r"(?:建议|推荐|首选|优选|应该?(?:使?用|选)|应当(?:使?用|选)|可以?(?:使?用|采用|选|考虑)|[改换]用|其次|不妨|宜(?:使?用|选)"
    r"|\b(?:recommend|suggest|prefer|(?:could|can|may|should) (?:also )?(?:be )?(?:use|give|choose)))"
    r"(?:使?用|选用?|择|给予|为|是|:|选项|\s){0,4}\Z"
)
_CLAUSE_END = r"(?=[\s,。;!)]|\Z)"
_ALSO_RIGHT = re.compile(
    r"\s?(?:选项|项)?(?:也|亦|还|同样|仍)(?:是|算)?"
    rf"(?:可以?(?:使?用|选用?|考虑|接受)?|可行|行|合适|适用|适合|恰当|正确|对){_CLAUSE_END}"
    r"|\s(?:is|are|would be|could be)\s(?:also\s)?"
    r"(?:acceptable|possible|suitable|appropriate|correct|right|an option)"
)
# What holds under a condition, was given before or belongs to others is not offered here.
_NOT_HERE = re.compile(
    r"如果|若|假如|除非|只有|正在|曾|既往|已经?|原来|其他患者|常用于|一般|通常|对于|前提|有人|指南|文献|误|很多|多数|\b(?:if|unless|previously|currently)\b"
)
_SENTENCE_END = re.compile(r"[。!?\n;]")
REACH = 60


def offers_another(text: str, options: Options, answer: str) -> bool:
    """Whether an option beside `answer` is offered anywhere in the text."""
    return any(
        letter != answer and _is_offered(text, start, end) for letter, start, end in _named(text, options)
    )


def _named(text: str, options: Options) -> Iterator[tuple[str, int, int]]:
    for mention in places_undenied(text, options):
        yield mention.letter, mention.start, mention.end
    yield from named_alone(text, options)


def _is_offered(text: str, start: int, end: int) -> bool:
    sentence = _SENTENCE_END.split(text[max(0, start - REACH) : start])[-1]
    if _NOT_HERE.search(sentence) or denied_before(text, start) or denied_after(text, end):
        return False
    offered = _OFFERS.search(sentence)
    if offered:
        return not denied_before(text, start - len(sentence) + offered.start())
    return _ALSO_RIGHT.match(text, end) is not None
