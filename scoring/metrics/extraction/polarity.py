"""Whether a question asks for the wrong option (`不正确的是`, `除外`, `EXCEPT`).

Then to call one wrong chooses it.
"""

from __future__ import annotations

import re
from functools import lru_cache

_OPTIONS_BEGIN = re.compile(
    r"\n\s{0,4}(?:#{1,3}\s{0,2})?(?:选项|[A-H]\s?[.、:：)．])|[。?？]\s{0,2}A\s?[.、:：)．]"
)
_END = r"\s{0,2}[(（]?\s{0,8}[)）]?\s{0,2}[:：。?？]?\s{0,2}\Z"
# `不宜选用的降压药是`, but not `不宜手术的患者首选的治疗是`.
_NOUN = r"(?![^。]{0,8}(?:患者|病人|首选|首先|最|应[选用该当予]|者))[^。,，;；?？\n]{0,8}"
_WRONG = re.compile(
    r"(?:不正确|错误|不恰当|不合适|不适当|不妥当?|不准确|有误|不对|不成立|不符合|不属于|不包括|不包含|不应|不宜|不支持"
    r"|不可能|不会|不是|不需要|禁用|禁忌)"
    rf"(?:的?(?:叙述|说法|描述|表述|陈述|观点|做法|组合|搭配)(?:是|有|为)?|[^。,，;；?？\n]{{0,14}}的{_NOUN}(?:是|有|为|包括)|的?(?:一[项个种])?){_END}"
    r"|(?:哪[一个项些]{0,2}|何者|哪种)[^。,，;；\n]{0,8}(?:不(?!仅|但|同)|错误|除外|禁忌)"
    rf"|(?:\A|下列|以下|[,，。;；])\s?(?:哪[项种个一]{{0,2}})?不(?!明|全|稳|良|典型|完全|规则|同|孕|能|可|宜|应|会)[^，,。;；]{{1,12}}的[^，,。;；]{{1,8}}(?:是|有|为|包括){_END}"
    rf"|除外哪[项一个种]|除外{_END}|\bEXCEPT\b|\bNOT\b|\b(?:incorrect|false|least likely)\b"
)
REACH = 120


# A question is asked of every model.
@lru_cache(maxsize=8192)
def asks_for_wrong(question: str) -> bool:
    """Whether the stem of `question`, what stands before its options, asks which one is wrong.

    Examples
    --------
    >>> asks_for_wrong("下列关于高血压的说法,不正确的是"), asks_for_wrong("首选的检查是")
    (True, False)
    """
    begin = _OPTIONS_BEGIN.search(question)
    stem = (question[: begin.start() + 1] if begin else question).rstrip()
    return _WRONG.search(stem[-REACH:]) is not None
