"""How a text ends: finished, broken off in the middle of a sentence, or still announcing its answer.

Long texts end their last sentence with a mark, so that a missing one tells of a cut. Short answers often
do without; there only a dangling end tells (a comma, a conjunction, an open bracket, an item just begun).
"""

from __future__ import annotations

import re
from functools import lru_cache

LONG = 100
TAIL = 48
_CLOSED = re.compile(r"[。.!?！？)\]】》」』”\"'’>}~…;|]\s*\Z")
_ELLIPSIS = re.compile(r"(?:\.{3,}|…)\s*\Z")
_JUDGEMENT = re.compile(
    r"(?:正确|错误|不符|题意|不对|[更最]?[好佳]|无关|排除|不当|合适|恰当|适当|有误|成立|吻合|一致|可能"
    r"|都有|均可|可以|的是?[A-Z]"
    r"|(?<![A-Za-z0-9])[A-Z](?:选项|项)?|correct|wrong|right)\s*\Z"
)
_DANGLING = re.compile(
    r"(?:[,、:，：(\[{<《“「『【‘]"
    r"|(?:[^不]|\A)(?:与|和|及|或者?|而且?|但是?|因为|由于|所以|因此|因而|如果|假如|虽然|尽管|在于|以及"
    r"|并且?|从而|对于|根据|通过"
    r"|首先|其次|另外|此外|然后|接着|不过|然而|例如|比如|则(?<!原则)(?<!规则)(?<!准则)|即|将|把|被|将会"
    r"|使|使得|属于|表现为|提示|(?:本|此|该|这道)题应|应该|应当|可能是|主要是|特点是|需要|优先)"
    r"|(?:患者|题目|题干|它|其)有|(?:问题|原因|特点|表现|诊断|诊断的?依据|目的|关键)[是为]"
    r"|[,。]\s?应"
    r"|(?:\A|[,。;:\n])\s?(?:因此|所以|故|则|本题|那么),?\s?(?:本题)?的?(?:正确|最佳|标准)的?(?:答案"
    r"|选项)|最(?:可能|合适|恰当|适合|佳|主要)的?(?:诊断|检查|治疗|处理|措施|选择|选项|答案|是)"
    r"|(?:[还也]要|[还也]需要?|再|接着|继续|进一步|需要)(?:来|看|看看|考虑|分析|比较|确认|结合)"
    r"|[;。:,.\n](?<!\d[:.])\s{0,3}\(?\d{1,2}[.、):]?|\A\s{0,3}\(?\d{1,2}[.、):]"
    r"|\b(?:the|The|a|an|of|to|and|or|but|because|are|with|for|in|that|which|since|if|so|by|as|from|than"
    r"|would|could|consider)"
    r")\s*\Z"
)
_HEADING_BEGUN = re.compile(r"\n\s{0,4}(?:\d{1,2}[.、)]\s?)?(?:正确|最终|综上|结论)\s*\Z")
_OPEN_BRACKET = re.compile(r"[(（][^)）\n]{0,12}\Z")
_ITEM_BEGUN = re.compile(
    r"[。!?;,\n.:]\s{0,4}(?:\d{1,2}[.、)]\s?)?(?:再看|再来看|而|至于|下面看|接着看|其次|[Nn]ow )?"
    r"(?:选项\s?[A-Z]|[Oo]ption [A-Z]|[A-Z](?:选项|项))[:.、]?\s*\Z"
    r"|;\s{0,4}[A-Z]\s*\Z"
)
_ANNOUNCES = re.compile(
    r"(?:(?:答案|正确的?(?:选项|选择)|最佳的?(?:选项|选择))[】\]》」』)\"'\s]{0,4}(?:应该?|应当|可能"
    r"|就)?(?:[是为选】:=])"
    r"|(?:应该?|故|因此|所以|本题|这道题|此题|该题|答案)选(?:择|项)?(?:的?是|为|:)?"
    r"|(?:综上(?:所述)?|总之),?(?:本题|该题|此题)?(?:最?正确|错误|符合题意)的(?:是|为|:)?"
    r"|(?:[Aa]nswer|ANSWER|[Cc]hoice|[Oo]ption)[\"']?\s?(?:is|:|should be|must be)|\\boxed)"
    r"[\s\"'“‘(\[{<【《]{0,6}\Z"
)
_REASONS = re.compile(
    r"首先|其次|虽然|考虑到|解析|步骤|逐[一项个]|思路|[A-Z](?:选项|项)"
    r"|[Oo]ption [A-Z]|Let|First|Step|because|need to"
)
_CLAUSE = re.compile(r"[,。;:.】\n]")
_PROMISE = re.compile(
    r"(?:接下来|下面|接着|现在)(?:我们|我|来|再|就|将){0,3}(?:看|分析|验证|考虑|检查|比较"
    r"|逐)[^。\n]{0,20}[。:]?\s{0,4}\Z"
    r"|(?:但|不过)(?:是|还|仍|我)?需要?(?:要)?(?:进一步|再|继续)?(?:验证|分析|比较|看看"
    r"|排除其他)[^。\n]{0,8}[。]?\s{0,4}\Z"
)
_QUOTE_LAST = re.compile(r"[^。.!?;\s][)\]】》」』”\"'’]{1,2}\s*\Z")
_FULL_STOP = re.compile(r"[。!?;][^\s]")
_CLAUSE_AFTER = re.compile(r"[,。;!?—\n][^\n]")
_HEAD = re.compile(
    r"[【\[\s]{0,3}(?:(?:答案|选项)?(?:解析|分析)|首先|让我们|我们(?:来|先)|逐|思路|本题考[查察]"
    r"|Let|First|Step|To (?:answer|determine)|We need)"
)
_REASONED = 8
_WORDS_LAST = re.compile(r"(?:[A-Za-z],?|,)\s*\Z")
_TURNS = re.compile(
    r"\b(?:[Bb]ut(?! not\b)|[Hh]owever|[Ll]et(?:'s| me| us)|[Aa]lternatively|[Aa]lthough)\b"
    r"|[Oo]ption [A-Z](?:\sis|\swould|\scould)?(?:\salso)?\s*\Z"
)
_RECONSIDERED = re.compile(
    r"[。!?\n,…]\s{0,4}(?:等等|等一下|等下|不对(?=[,。!\n])|慢着|且慢|让我(?:再|重新)|再(?:想想"
    r"|看看|仔细|考虑(?!手术|治疗|开腹|使用|应用|进一步|行|用))|需要(?:重新|再))"
    r"|重新(?<!可能需要重新)(?<!应该重新)(?:考虑|审视|分析|思考)(?!治疗|方案|诊断|用药|手术)"
    r"|[WwHhLl](?<![A-Za-z0-9_].)(?:ait|old on|et me (?:re|think again|double))\b"
)


def ends_open(text: str) -> bool:
    """Long, and without a sign that its last sentence was finished."""
    if len(text) < LONG:
        return False
    tail = text[-TAIL:].rstrip()
    if _ELLIPSIS.search(tail):
        return True
    return _CLOSED.search(tail) is None and _JUDGEMENT.search(tail) is None


def ends_judged(text: str) -> bool:
    """The last words judge (`选项C正确`): nothing is missing behind them but a mark."""
    return _JUDGEMENT.search(text[-TAIL:].rstrip()) is not None


def is_closed(text: str) -> bool:
    return _CLOSED.search(text[-TAIL:].rstrip()) is not None


def dangles(text: str) -> bool:
    """The last words ask for more words, whatever the length."""
    tail = text[-TAIL:].rstrip()
    return any(
        pattern.search(tail) is not None
        for pattern in (_DANGLING, _OPEN_BRACKET, _ITEM_BEGUN, _HEADING_BEGUN, _ANNOUNCES)
    )


def asks_for_answer(text: str) -> bool:
    """The last words are `最终答案:`, and nothing stands behind them."""
    return _ANNOUNCES.search(text[-TAIL:].rstrip()) is not None


def turns_open(text: str, end: int) -> bool:
    """English words that turn away from the answer at `end`, in a text whose last sentence has no mark."""
    return _WORDS_LAST.search(text[-TAIL:]) is not None and _last_turn(text) >= end


@lru_cache(maxsize=8)
def _last_turn(text: str) -> int:
    return max((found.start() for found in _TURNS.finditer(text)), default=-1)


def breaks_off(text: str) -> bool:
    return ends_open(text) or dangles(text)


def stops_reasoning(text: str) -> bool:
    """A text without an answer was cut: it breaks off, or gives reasons and leaves its sentence open."""
    if breaks_off(text):
        return True
    tail = text[-TAIL:].rstrip()
    if len(text) < _REASONED or _CLOSED.search(tail) or _JUDGEMENT.search(tail):
        return False
    return begins_reasoning(text) or (_CLAUSE.search(text) and _REASONS.search(text)) is not None


def begins_reasoning(text: str) -> bool:
    return _HEAD.match(text) is not None


def reconsidered_after(text: str, end: int) -> bool:
    start, stop = _last_reconsidered(text)
    if start >= end or stop <= end:
        return start >= end
    return _RECONSIDERED.search(text, end) is not None


@lru_cache(maxsize=8)
def _last_reconsidered(text: str) -> tuple[int, int]:
    """Found once a text: one that says the same thing ten thousand times asks after each of them."""
    return max((found.span() for found in _RECONSIDERED.finditer(text)), default=(-1, -1))


def misses_stop(text: str) -> bool:
    """The writer ends sentences with marks, and the last one has none."""
    return not is_closed(text) and (begins_reasoning(text) or _FULL_STOP.search(text) is not None)


def stops_at_quote(text: str) -> bool:
    """A closing quote ends the text, but no sentence: `因此选项A“...”` still waits for what is said of A."""
    quoted = _QUOTE_LAST.search(text[-TAIL:]) is not None
    return quoted and (begins_reasoning(text) or _FULL_STOP.search(text) is not None)


def leaves_open(text: str, end: int) -> bool:
    """The sentence without its mark goes on after `end`."""
    return misses_stop(text) and _CLAUSE_AFTER.search(text, end) is not None


def promises_more(text: str, end: int) -> bool:
    """The last sentence says what will be looked at next, or asks to verify the answer at `end`."""
    return _PROMISE.search(text, end) is not None
