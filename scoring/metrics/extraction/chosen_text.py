"""Whether the words of an option, where they stand, choose it, deny it, or only mention it.

A false letter is worse than none: `Avoid heparin`, `孕妇禁用华法林` and `患者正在服用阿司匹林` name an
option and choose nothing. Words choose their option where they are all that a clause says, stand
behind a verb of choosing, or are called right; any word of denial or of history in the same clause
takes that away.
"""

from __future__ import annotations

import re
from enum import Enum

WINDOW = 80


class Stand(Enum):
    CHOSEN = "chosen"
    DENIED = "denied"
    MENTIONED = "mentioned"


_CLAUSE = re.compile(r"[,。;!?\n—]|\.(?=\s|\Z)|\b(?:but|however)\b|而(?!且)|但")
_DENIAL = re.compile(
    r"不(?!过(?![敏量])|得不|能不|仅|但|妨|难|典型|稳|全|明|适|足|良|规|同)|(?<![异])非(?!常|甾)|并非|未|勿|切莫|别(?=[用选给做])|禁|忌|慎"
    r"|不耐受|避免|停用|停止|停服|拒绝|排除|过敏|没有|无需|无须|无法|无效|难以|正在|已经?(?!知)|曾|既往|上周|昨天|前天|之前(?=[做查用服])|我做了|长期(?<!需要长期)(?<![需应]长期)|平时|一直|目前(?=[服口使在])|否认|误用|误选|错误|是错|是否|如果|假如|若|可能性(?:较|更|很|比较|相对较?)?[小低]"
    r"|\b(?:not|never|neither|nor|cannot|without|wrong|incorrect|inappropriate|unsuitable|unsafe|allerg\w*|already|currently"
    r"|previous\w*|history|taking|takes|took|if|unless|whether|except|unlike|refus\w*|harm\w*|dangerous|unlikely"
    r"|(?:less|least)\s(?:likely|common|probable|appropriate|suitable|relevant|consistent))\b"
    r"|n't\b|n’t\b|\b(?:avoid|contraindicat|discontinu|withh[eo]ld|stop|away"
    r"|exclud|ruled|rule|reject|poor|bad|rather than|instead of)",
    re.IGNORECASE,
)
# `不能应用的药物是X` asks for what must not be: the words behind its copula are the answer.
_ASKED_FOR = re.compile(
    r"的[^,。]{0,8}[是为:]\s?\Z"
    r"|\b(?:statement|option|choice|answer|item|odd one out|exception)\s(?:is|would be)[^,.;]{0,6}\Z",
    re.IGNORECASE,
)
# `本题考查的是X` tells of the question.
_ABOUT = re.compile(r"考[查察核点]|指导下")
_LABEL = re.compile(
    r"\s{0,3}(?:[(\[【<\"'“]?(?:选项\s?|[Oo]ption\s)?[A-Z][)\]】>]?\s?[.:、)→|-]{0,2}\s{0,3})?[\"'“‘「『(\[【《*]{0,3}\Z"
)
_VERB_ZH = (
    r"(?:[是为:=≈→应当行做选予查给即宜治]|(?<!患者)(?<!病人)有|说法|表述|描述|(?<!服)用|考虑|提示|符合|支持|诊断|建议|推荐|补充|选择|首选|进行|可先|只有|完善|属于|开始|立即|改|加"
    r"|(?:需要?|可以?|建议|应该?)(?:您|你|患者|孩子|宝宝|先|尽快|及时|立即){0,2}"
    r"(?:口服|服用|吃|注射|肌注|静滴|静脉(?:注射|滴注|输注))|需要?(?:尽快|及时|立即|马上)?"
    r"|答案|认为|可能[存有]在?|考虑存在|患者?应|[见发位源生]于|超过)"
)
_VERB_EN = (
    r"\b(?:is|are|be|was|give|start|use|administer|receive|prescribe|choose|pick|select|suggests?|indicates?|recommend|consider"
    r"|order|perform|diagnosis|(?:example|case|sign|result|picture)s? of|with|therefore|thus|so|answer"
    r"|including|includes?)"
    r"(?:\s(?:a|an|the|typically|usually|oral|iv|intravenous|to|with|most|likely|probably)){0,3}"
)
_CHOOSES = re.compile(
    rf"(?:{_VERB_ZH}(?:了|患者)?|是(?:因为|由于)|{_VERB_EN}|boxed\{{{{?)\s{{0,3}}\Z", re.IGNORECASE
)
_ALONE = re.compile(r"[\s\"'”’」』)\]}】》*]{0,4}(?:\Z|[\n。.,;:!?)|—、→-]|\(|[A-Z](?![A-Za-z])|选项)")
_RIGHT = re.compile(
    r"[)\"”]?:?\s?(?:(?:the\s)?(?:most likely|best answer|correct)\b"
    r"|即可|为宜|为佳|为主|为首选|首选|优先|优于|[都均皆]?(?:是|为)?(?:对|正确|可以?(?!引起|导致|致|诱|抑制|使|见|出现|发生)|合适|适合|恰当)|检查|治疗|方案"
    r"|(?:这[一个]?项?)?(?:才|就|则|应|显然|[都均皆]|似乎)(?:是|为)|(?:更|最|符合|可以?解释|可能性)"
    r"|(?:这[一个]?项?)?(?:是|为)(?!阴性|阳性|指|一[种个类项])[^。;!?\n]{0,30}?"
    r"(?:最|首选|正确|主要|重要|常见|典型|关键|原因|病因|因素|答案|符合|标志|指标|依据|表现|诊断|治疗|措施|方法|选择|部位|场所|器官|题|[本该此])"
    r"|(?:is|are|would be|should be|seems|remains|appears)\s(?:both\s|all\s|to be\s)?"
    r"(?:clearly\s|probably\s)?(?:the\s|a\s|given|indicated|most|best|better|correct"
    r"|right|preferred|suitable|appropriate|acceptable|likely|first|recommended)"
    r"|(?:best\s)?(?:fits|matches|explains)|as the best)",
    re.IGNORECASE,
)
_AND_OTHERS = re.compile(r",\s[^.;,]{2,40}(?:,\s[^.;,]{2,40})*,?\sand\s")
_SUCH_AS = re.compile(r"\s?(?:例|比|譬|诸)?如\s?(?:[^,、。;]{1,12}、){0,4}")
_TAKES = re.compile(r"应|首选|建议|推荐|给予|选用|使用|采用|考虑|可用")
_GLOSSED = re.compile(rf"{_VERB_EN}\s?[A-Za-z][A-Za-z' -]{{2,60}}\(\Z", re.IGNORECASE)
_CLAUSES_BEFORE = re.compile(r"(?:[,、][^,、。;!?\n]{2,10}){2},\Z")
_CLAUSES_AFTER = re.compile(r"(?:,[^,、。;!?\n]{2,10}){1,3}[,。]")
# The first of a numbered list, with its paragraph below.
_FIRST_OF_LIST = re.compile(r"(?:\A|\n)\s{0,4}1\s?[.、)]\s?\Z")
_PARAGRAPH = re.compile(r"[:;。.]?\s*\n\s*\S")
_ONE_OF = re.compile(r"[^,。;]{0,24}之一|(?:,[^,、。;!?\n]{1,10}){1,6}等")
# `X最适合糖尿病患者,但本例有肾动脉狭窄,不宜使用`.
_BUT_NOT_HERE = re.compile(
    r"[,;。]?\s?(?:但是?|然而|不过|可是)[^。;!?\n]{0,30}(?:不宜|不适[合用]|不应|不可|不能|不推荐|禁用|禁忌)"
)
_FALLS = re.compile(
    r"[^,。;!?\n.]{0,12}?(?:会|可能?(?:引起|导致)|导致|引起|抑制|起效|所致|致|禁|史|诱导|过量|而出|后(?:出|发)|causes?|inhibits?|increases?)",
    re.IGNORECASE,
)


def stand_of(text: str, start: int, end: int) -> Stand:
    """What the clause around the words at `start:end` says about them."""
    *earlier, before = _CLAUSE.split(text[max(0, start - WINDOW) : start])
    after = text[end : end + WINDOW]
    stop = _CLAUSE.search(after)
    rest = after[: stop.start()] if stop else after
    label = _LABEL.search(before)
    lead = before[: label.start()] if label else before
    if stop and stop[0] == "?":
        return Stand.MENTIONED
    if stop and _BUT_NOT_HERE.match(after, stop.start()):
        return Stand.DENIED
    if (_DENIAL.search(before) and not _ASKED_FOR.search(lead)) or _DENIAL.search(rest):
        return Stand.DENIED
    if _ABOUT.search(before):
        return Stand.MENTIONED
    if earlier and _SUCH_AS.fullmatch(before):
        return _stand_of_kind(earlier[-1])
    if _ONE_OF.match(rest) or _ONE_OF.match(after):
        return Stand.MENTIONED
    chooses = _CHOOSES.search(lead) is not None or _CHOOSES.search(before) is not None
    if chooses or _glosses(text, start, end):
        return Stand.MENTIONED if _FALLS.match(rest) else Stand.CHOSEN
    if (
        _enumerated(text, start, end)
        or _AND_OTHERS.match(after)
        or (_PARAGRAPH.match(after) and _FIRST_OF_LIST.search(text[max(0, start - 10) : start]))
    ):
        return Stand.MENTIONED
    if _RIGHT.match(rest) or (not lead.strip() and _ALONE.match(after)):
        return Stand.CHOSEN
    return Stand.MENTIONED


def _stand_of_kind(clause: str) -> Stand:
    """`应使用大环内酯类药物,如阿奇霉素`: what is said of a kind is said of its example."""
    if _DENIAL.search(clause):
        return Stand.DENIED
    return Stand.CHOSEN if _TAKES.search(clause) else Stand.MENTIONED


def _glosses(text: str, start: int, end: int) -> bool:
    """`the most likely diagnosis is measles (麻疹)`: in brackets behind the words that were chosen."""
    return text.startswith(")", end) and _GLOSSED.search(text, max(0, start - WINDOW), start) is not None


def _enumerated(text: str, start: int, end: int) -> bool:
    """`及时补液,纠正酸中毒,补钾,抗感染`: one of several things to do, each a clause of its own."""
    before, after = text[max(0, start - WINDOW) : start], text[end : end + WINDOW]
    return _CLAUSES_BEFORE.search(before) is not None and _CLAUSES_AFTER.match(after) is not None


def denies(lead: str) -> bool:
    """Whether the words that lead up to an option deny it, or tell of the past."""
    return _DENIAL.search(lead) is not None and _ASKED_FOR.search(lead) is None


def has_denial(text: str) -> bool:
    return _DENIAL.search(text) is not None
