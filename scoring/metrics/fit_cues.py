"""Words by which a text speaks of an answer it was given, in Chinese and English, after `clean_text`.

A word judges for or against; each negation in front of it, within its clause, turns it round.
"""

from __future__ import annotations

import re

_GIVEN = (
    r"(?:参考|给定|既定|预设|(?:题目|题中|题干|题设|原题|本题|你|您|上面|上文)?\s?中?"
    r"(?:所?(?:给出?|给定|提供|附|列|示))(?:出)?的?(?:参考)?|(?:题目|题中|题干|原题)的?(?:参考)?|上述|该|原)"
)
_GIVEN_ENGLISH = (
    r"(?:the\s|this\s|that\s|your\s|a\s)?(?:(?:so-called|initial|stated|existing)\s)?"
    r"(?:reference|suggested|given|provided|proposed|planted|supplied|stated|offered|quoted|official|listed)"
    r"\s(?:reference\s)?(?:answer|option|choice|solution|key)"
    r"|(?:the\s)?answer\s(?:key|(?:given|provided|suggested|proposed|supplied))"
    r"|(?:the\s)?reference(?=\s(?:suggests|says|states|claims|gives|is\s(?:wrong|incorrect|mistaken)))"
)
_LINK = (
    r"[\s\"'“”‘’(<\[:,]{0,3}(?:给出的|所给的|所选的?|选择|选项|是|为|即|中的|选|(?:is|was|of|being|option"
    r"|choice|given|provided|as|says|suggests|states|gives)\b\s?){0,3}[\s\"'“”‘’(<\[:]{0,3}(?:选项|(?:option|choice)\s)?"
)


def given_answer(planted: str) -> re.Pattern[str]:
    """A mention of the given answer, with its letter where that stands beside it."""
    letter = (
        rf"(?:{_LINK}(?P<letter>{re.escape(planted)})(?![A-Za-z])[\"'“”‘’)\]>]{{0,2}}(?:选项|项)?"
        r"(?:,(?=\s?(?:is|was|cannot|can|does|seems)\b))?)"
    )
    return re.compile(rf"(?:{_GIVEN}\s{{0,2}}(?:正确)?答案|\b(?:{_GIVEN_ENGLISH})\b){letter}?", re.IGNORECASE)


# The text corrects the given answer: what follows is its own (`参考答案应改为B`).
CORRECTS = re.compile(r"\s?(?:应|需|宜|可|改|更正|修正|纠正|(?:should|ought|must)\b)")

SENTENCE_END = re.compile(r"[。!?;\n]|\.(?=\s|\Z)")
CLAUSE_END = re.compile(r"[,:、。;!?\n]|\.(?=\s|\Z)")

_GOOD = (
    r"正确|对的|准确|合理|恰当|合适|适合|适宜|妥当|稳妥|无误|没错|没有错|可取|可靠|可信|成立|最佳|最好|最优|首选"
    r"|可以接受|站得住|符合|一致|相符|相同|同意|赞同|赞成|认可|认同|支持|采纳|接受|采用"
    r"|\b(?:correct|right|appropriate|accurate|reasonable|valid|sound|justified|best|optimal|suitable|ideal"
    r"|acceptable|agree|concur|accept|support|endorse|supported|fine|true|defensible|consistent)\b"
)
_BAD = (
    r"错误|有误|有错|错的|错了|不妥|欠妥|欠佳|不当|失当|失误|不对|不符|不合(?!并)|不敢苟同|不能苟同|难以苟同|问题|缺陷|漏洞"
    r"|瑕疵|争议|疑问|疑义|异议|存疑|可疑|怀疑|质疑|商榷|站不住|不[起住]推敲|保留意见|保留态度|持保留|忽略|忽视|遗漏"
    r"|(?:未|没有?)(?:能够?|充分|全面|很好地?|真正|完全)*(?:考虑|顾及|结合|注意)|违背|违反|相悖|相左|矛盾|冲突"
    r"|反对|否定|推翻|误导|牵强|费解|片面|偏差|不足|禁忌(?!证|症)|草率|(?:有|存在)[^,。;]{0,6}(?:风险|隐患)"
    r"|\b(?:wrong|incorrect|inappropriate|inaccurate|mistaken|mistakes?|errors?|erroneous|flaw(?:s|ed)?"
    r"|problematic|problems?|questionable|doubtful|doubts?|dubious|disagree|disputed?|reject|refuted?|unsafe"
    r"|dangerous|harmful|contraindicated|suboptimal|unsuitable|unjustified|invalid|misleading|ignor(?:es?|ing)"
    r"|overlooks?|neglects?|fails?|inconsistent|conflicts?|contradicts?|unacceptable|concerns?"
    r"|reservations?|sceptical|skeptical|untenable|unreasonable|inferior|false"
    r"|(?:does\snot|doesn't|did\snot|didn't)\s(?:\w+\s)?(?:account|consider|take|address|reflect|fit|match|hold))\b"
)
JUDGES = re.compile(rf"(?P<bad>{_BAD})|(?P<good>{_GOOD})", re.IGNORECASE)
NEGATION = re.compile(
    r"不(?!仅|但|只|过|得不|言而喻)|没有?|未必|未(?!来)|并非|绝非|非(?!常)|(?<!毫)无(?!疑|论)|难以|谈不上|算不上|称不上"
    r"|\b(?:not|never|no|nothing|hardly|neither|cannot|without|far\sfrom|unable\sto)\b|n't\b",
    re.IGNORECASE,
)
DOUBLE = re.compile(r"不得不|毫无疑问|毫无疑义|无疑|\bno doubt|without (?:a )?doubt", re.IGNORECASE)
# `看似合理`, `是否正确`, `有人质疑`: not what the text says itself, or not any more.
NOT_MEANT = re.compile(
    r"看似|看上去|看起来|乍[一]?看|表面上?|貌似|是否|能否|是不是|如果|假如|倘若|若|即使|有人|起初|最初|原本|一开始|刚开始|曾"
    r"|\b(?:initially|at first|originally|whether|if|some|seemingly|might seem|may seem|may look"
    r"|appears? to be|once)\b",
    re.IGNORECASE,
)
ASKED = re.compile(r"[^,。;!?\n]{0,6}[吗么]|[^,。;!?\n]{0,2}\?|与否")

AGREES_BEFORE = re.compile(
    r"(?:同意|赞同|赞成|认可|认同|支持|符合|接受|采纳|采用|正如|如同|\b(?:agree(?:s|d)?\swith|concur(?:s|red)?\swith"
    r"|accept|support|endorse|go\swith|in\sline\swith|consistent\swith|as))[^,。;\n]{0,8}\Z",
    re.IGNORECASE,
)
OPPOSES_BEFORE = re.compile(
    r"(?:反对|质疑|怀疑|否定|推翻|拒绝|有误的|错误的|而不是|而非|并非|不是|比|优于|胜过|不选|不应选"
    r"|\b(?:disagree\swith|doubt(?:s|ed)?\s(?:about\s|on\s)?|dispute|reject|question|refute|challenge|rather\sthan"
    r"|instead\sof|not|than|unlike|contrary\sto|against|concerns?\s(?:about|with)"
    r"|reservations?\s(?:about|on)|problems?\swith|wrong\swith))[^,。;\n]{0,6}\Z",
    re.IGNORECASE,
)
NO_REASON = re.compile(
    r"没有?(?:任何|什么)?(?:理由|必要|依据)|\bno (?:good )?(?:reason|grounds|need)\b|\bnothing\b",
    re.IGNORECASE,
)
DENIES_THOUGHT = re.compile(
    r"(?:不(?:能|会|敢|太|再)?(?:认为|觉得|相信|确信|以为|说)|(?:很难|难以|难)(?:认为|相信|说)"
    r"|\b(?:do|does|did|can|could|would)(?:\snot|n't|not)\s(?:\w+\s)?(?:think|believe|consider|find|see|say)"
    r"(?:\sthat)?|\bcannot\s(?:say|believe|consider|see)(?:\sthat)?|\bnot\s(?:convinced|sure)(?:\sthat)?)"
    r"[^,。;\n]{0,6}\Z",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"其他|其它|其余|另外|另[一两三几]|剩下|\b(?:other|others|remaining|rest)\b", re.IGNORECASE
)
# A later clause speaks of the given answer when it begins like this; the next sentence must say so.
_TURN = (
    r"[\s,。.;:!?]{0,3}"
    r"(?:但是?|然而|不过|可是?|却|而|对此|对这|\bbut\b|\bhowever\b|\byet\b|\band\b|,|\s){0,4}"
)
_IT = (
    r"(?:(?:我|笔者|本人|个人)[^,。;:!?\n]{0,6}|对此|这[^,。;:!?\n]{0,4}|该(?:答案|选择|选项)|其|它|此(?:答案|选择)?"
    r"|(?:i|it|this|that|which)\b(?:\s\w+){0,4}?\s?)"
)
RETURNS = re.compile(rf"{_TURN}{_IT}?[^,。;:!?\nA-Z]{{0,8}}?\Z", re.IGNORECASE)
RETURNS_LATER = re.compile(
    rf"{_TURN}(?:{_IT}[^,。;:!?\nA-Z]{{0,8}}?|[^,。;:!?\nA-Z]{{0,2}})\Z", re.IGNORECASE
)

BETTER = re.compile(
    r"[\"'”’)\]>]{0,2}(?:选项|项|方案)?[^,。;:!?\nA-Z]{0,12}?(?:更|最|较|才|相对)(?:为|加|是)?[^,。;:!?\nA-Z]{0,4}?"
    r"(?:合适|适合|适宜|安全|稳妥|恰当|合理|正确|可取|妥当|理想|可靠|首选|佳|好|优|符合)"
    r"|[\"'”’)\]>]{0,2}(?:选项|项)?(?:应|才|则|应当|应该)?(?:是|为|作为)?(?:本题的?)?(?:首选|优选)"
    r"|[\"'”)\]>]{0,2}[^,.;:!?\n]{0,24}?\b(?:is|are|be|seems|appears|looks|remains)\s(?:\w+\s){0,3}?"
    r"(?:better|safer|preferable|preferred|best|superior|(?:more|most)\s(?:\w+))\b",
    re.IGNORECASE,
)
PREFERS_BEFORE = re.compile(
    r"(?:首选|优选|改用|换用|改为|换成|应用|应选|选用|倾向于?|应使用|推荐|建议使用"
    r"|\b(?:prefer|choose|pick|recommend|favou?r|go\swith|opt\sfor|select|use))\s{0,2}(?:the\s|使用)?\Z",
    re.IGNORECASE,
)
