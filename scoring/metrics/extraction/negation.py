"""Whether a cue is denied, hypothetical, asked, or only an example; read on both sides of the letter.

Windows are a few characters wide and end at the clause, so that `不选A,选B` denies A alone.
"""

from __future__ import annotations

import re
from collections import deque

BEFORE_WINDOW = 24
AFTER_WINDOW = 24

_CLAUSE_END = re.compile(r"[,。;:!?、\n]")
_DOUBLE = re.compile(r"不得不|不能不|无不|无疑|毫无|不难|不妨|不仅|不但|不如|没错|无误|can(?:no|')t but")
_DENIED_BEFORE = re.compile(
    r"(?:(?:不|并非|并不|绝非|非|别|勿|莫|未|没有?|无需|无法|难以|不再)"
    r"(?:应该?|应当|能够?|可以?|会|宜|要|该|是|适合|建议|考虑|推荐|予|太?可能|直接|盲目|首先|优先|贸然"
    r"|单独|单纯|必要?|需要?|再|去|认为|选择?"
    r"|做|行|用|使用|进行|诊断为?|支持|首|符合|属于|包括)*"
    r"|(?:避免|禁止|禁忌?|忌|停止|放弃|拒绝|排除)(?:使用|应用|给予|选用|服用|采用|进行|行|做)?|误|错|停用"
    r"|除了?|而非|而不是|[Rr]ul(?:es?|ing) out\s|错误|不正确|不恰当|错误的|不正确的|排除的|上一?题的"
    r"|干扰|易混|易错|迷惑"
    r"|(?:[Nn]ot|n't|n’t|[Nn]ever|[Nn]either|\bnor|cannot|rather than|instead of|[Ww]rong|[Ii]ncorrect)"
    r"(?:\s(?:the|to|be|a|an|would|going))*\s{0,2})"
    r"\s{0,2}(?:选项\s?)?\Z"
    # The rest of `incorrect` is the cue.
    r"|\b[Ii]n\Z"
)
_HYPOTHETICAL = re.compile(
    r"(?:(?:不能|无法|没法|难以)(?:简单地?)?(?:判断|确定|决定|认为|断定|说)|没有证据|如果|假如|假设|若是?|倘若|要是|即使|是否|是不是|能否|为什么|为何|何以|怎么|凭什么|不确定|不知道"
    r"|不清楚|否则|有人|很多人|大多数人|部分学生|许多人|容易|一开始|最初|起初|开始时|乍看|初看"
    r"|common (?:mistake|error)|[Mm]any (?:students|people)|[Tt]empting to"
    r"|might (?:think|be tempted)|distractor"
    r"|\b[Ii]f\b|[Ww]hether|\b[Ww]hy\b|[Aa]t first|[Ii]nitially)[^,。;:!?\n]{0,16}\Z"
)
# Only the words of an instruction may stand between (`例如,请输出:答案:B`): a reason makes it an answer.
_EXAMPLE = re.compile(
    r"(?:例如|比如|譬如|示例|样例|范例|举例|形如|模板|如下|例(?=:)|这样(?:回答|作答)|in the form"
    r"|(?:格式|形式|[Ff]ormat)(?=[^A-Za-z]{0,2}(?:如"
    r"|为|是|:|\s))|[Ee]\.g\.|[Ee]xample)"
    r"(?:[\s,:、(\"'“‘《【\[{<-]|如下?|为|是|请|你?应|直接|输出|回答|回复|作答|填写|正确|最终|答案|[Yy]our"
    r"|[Tt]he|[Aa]nswer){0,8}\Z"
)

_FORMAT_AFTER = re.compile(r"[\"'”’」』]{1,2}\s?的?(?:格式|形式)")

# `若为成人,则应选C`: another case than the one in hand, or not yet known to be it.
CONDITION_WINDOW = 60
_ON_CONDITION = re.compile(
    r"(?:\A|[。;!?\n])\s?(?:如果|若|假如|要是|倘若|假设)[^。;!?\n,]{2,40},\s?(?:则|那么|就|可)(?:应?该?|可|(?:正确)?(?:答案|选项)就?)?\Z"
)
# `如果患者不能做MRI,选B`: the word of choice follows at once.
_IF_THE_PATIENT = re.compile(
    r"(?:\A|[。;!?\n])\s?(?:如果|若|假如)(?:患者|病人|为|是|有|出现|病情|合并)[^。;!?\n,]{1,30},\s?(?:可以?|应该?)?\Z"
)
_IF_SO = re.compile(r"(?:\A|[.;!?\n])\s?[Ii]f\b[^.;!?\n]{2,50},\s?(?:then\s)?(?:option\s)?\Z")
_ONLY_IF = re.compile(r"\s(?:only\s)?(?:if|unless)\b")
# `该选A还是选B`
_OR_ELSE = re.compile(r"(?:选项|项)?\s?还是\s?(?:应?该?选|是)?\s?(?:选项)?[A-Z](?![A-Za-z0-9])")
_EITHER_THIS = re.compile(r"(?<![A-Za-z0-9])[A-Z](?:选项|项)?\s?还是\s?(?:应?该?)?\Z")

_NAME = (
    r"(?:[\"'”’)\]】>]{0,3}(?:选项|项|答案)?"
    r"(?:的(?:内容|观点|诊断|处理|做法|治疗|答案)|[的这]?个?(?:说法|描述|表述|叙述))?)"
)
_ADVERB = (
    r"(?:是|都|均|也|则|就|却|并|又|显然|明显|完全|似乎|确实|本身|同样|可能|可以?"
    r"|应该?|应当|应予|更(?=不)|被|这个|两项|三项|四项|选项|均为|属于|\s|:|\|){0,6}"
)
_IN = (
    r"in(?=correct|appropriate|valid|accurate|effective|consistent|sufficient|adequate|compatible|advisable)"
)
_DENIAL = (
    r"(?:不(?!当得利|(?:是|算|属于|为)?(?:错误|错的|不)|(?:仅|但|只|过|难|变|得不|应|能|会|再)?(?:是|选择?"
    r"|为)?\s{0,2}(?:选项)?[A-Z]{1,8}(?![A-Za-z]))(?!错(?!误)|仅|但|难|言)"
    r"|错(?!过|觉|构|位|综|杂|乱)|有误|有错|存疑|值得商榷|误(?!差|区|吸|服|食|咽)|非(?!常|甾)|没有(?!问题|错|疑)|排除|未(?!来)|无法|无关"
    r"|无效|欠妥|缺乏|干扰(?!素)"
    rf"|(?:is|are|was|would be|seems)\s(?:all\s|both\s|each\s)?(?:not|{_IN}|wrong|less|un(?!der|i))"
    r"|isn't|is\s(?:ruled|excluded)|(?:can|should|could)\s(?:not|be\s(?:ruled|excl|elim))|cannot"
    r"|[-–—]{1,2}\s?(?:[Ii]ncorrect|[Nn]o\b|[Ff]alse|否)|wrong|incorrect|does\s?n|\(\s?(?:错|不(?!是?\s?[A-Z])|误|排除)|\(?[×✗✘❌])"
)
_DENIED_AFTER = re.compile(rf"{_NAME}\s{{0,2}}{_ADVERB}{_DENIAL}")
# `C: 不法分子...` is an option with its words; `C: 不正确` judges it.
_LABELS_WORDS = re.compile(
    r"(?:选项|项)?\s{0,2}[:.、|]\s{0,3}(?:[未无非没缺]|不(?!正确|对|符|恰当|合|选|是|能|可|应|准确|全面|属于|成立|妥|当|宜"
    r"|行|支持|考虑|作为|太|够|一定|[,。;\s]|\Z))"
)
_CALLED_WRONG = re.compile(
    r"[\"'”’」)]{0,2}\s{0,2}(?:[,:(]|[—–-]{1,2})?\s?(?:这一?[个项种点]?|的)?(?:选项|说法|描述|叙述|表述)?(?:显然|明显)?(?:是|为|属于)?(?:错误|错的|不正确|不对|有误|不符合|不恰当|不适[合宜用]|不合适|不推荐|[×✗✘❌])"
    r"|\s(?:is|are)\s(?:incorrect|wrong|not\s(?:correct|right|the|appropriate|indicated|suitable)|ruled\sout)"
)
_DENIES_NEXT = re.compile(
    r"[\"'”’)]{0,2}\s?[.。!,\n]\s{0,3}(?:(?:这|它|此|该)[^,。\n]{0,6})?"
    r"(?:并?不(?:是(?!\s?(?:选项)?[A-H])|适|合|对|正|宜|推|建|应|能|可取)|错|禁|有误|未必)"
    r"|[\"'”’)]{0,2}\s?[.!,\n]\s{0,3}(?:(?:[Tt]his|[Ii]t|[Tt]hat)\s)?(?:is|would be)?\s?"
    r"(?:[Nn]ot\b(?!\s(?:option\s)?\(?[A-H]\b)|incorrect|wrong|contraindicated)"
)
_ASKED = re.compile(
    r"(?:选项|项)?的(?:人|考生|同学|学生)"
    r"|(?:选项|项)?[,。]?\s?(?:但|不过|可)是?,?我(?:们)?(?:并|也|却|完全){0,2}不(?:太)?(?:同意|认同|赞同)"
    r"|[\"'”’)\]】>]{0,3}(?:选项|项)?(?:吗|么|呢|是否)?\s{0,2}[??]|[\"'”’)]{0,2}(?:选项|项)?(?:吗|么)"
)

_ALTERNATIVE = re.compile(
    r"(?:也(?:有可能|可以|可能|可)|或者?|亦可|还可以?|或可|既[^,。]{1,8}又)\s{0,2}(?:应|是)?\Z"
)
GIVEN = (
    r"(?:参考|所给的?|给出的?|提供的?|给定的?|上述|该|此|原|这个?|题目(?:所?给出?)?的?|题中(?:所?给出?)?的?)"
)
_GIVEN_BEFORE = re.compile(rf"{GIVEN}\s{{0,2}}\Z")


def clause_start(text: str, start: int) -> int:
    if start == 0:
        return 0
    first = max(0, start - BEFORE_WINDOW)
    last = deque(_CLAUSE_END.finditer(text, first, start), maxlen=1)
    return last[0].end() if last else first


def _clause_before(text: str, start: int) -> str:
    return text[clause_start(text, start) : start]


def offers_alternative(text: str, start: int) -> bool:
    """The cue adds to an earlier one (`应选A,也可以选B`)."""
    return _ALTERNATIVE.search(text, clause_start(text, start), start) is not None


def denied_before(text: str, start: int) -> bool:
    """A negation right before the cue, as in `不应选A`; a double one affirms (`不得不选A`)."""
    clause = _clause_before(text, start)
    return bool(_DENIED_BEFORE.search(clause)) and not _DOUBLE.search(clause)


def denied_after(text: str, end: int) -> bool:
    """A negation right after the letter, as in `C并不正确`; `B不是C` denies C, not B."""
    if _LABELS_WORDS.match(text, end):
        return False
    return _DENIED_AFTER.match(text, end, end + AFTER_WINDOW) is not None


def called_wrong_after(text: str, end: int) -> bool:
    """An option's own words are called wrong; `没有`, `不` behind them may go on with what is said."""
    return _CALLED_WRONG.match(text, end) is not None


def denies_next(text: str, end: int) -> bool:
    """The next sentence takes back what was named: `腰部CT。不适合`, `Aspirin. This is not indicated`."""
    return _DENIES_NEXT.match(text, end) is not None


def supposed(text: str, start: int, end: int) -> bool:
    """The cue is a supposition or a question, not a statement."""
    if _OR_ELSE.match(text, end) or _EITHER_THIS.search(text[max(0, start - 10) : start]):
        return True
    near = text[max(0, start - CONDITION_WINDOW) : start]
    if _ON_CONDITION.search(near) or _IF_THE_PATIENT.search(near) or _IF_SO.search(near):
        return True
    if _ONLY_IF.match(text, end):
        return True
    clause = _clause_before(text, start)
    return bool(_HYPOTHETICAL.search(clause)) or _ASKED.match(text, end) is not None


def is_quotation(text: str, start: int) -> bool:
    """The cue speaks of the answer given in the question (`参考答案为C,但...`)."""
    return _GIVEN_BEFORE.search(text[max(0, start - 8) : start]) is not None


def is_example(text: str, start: int, end: int | None = None) -> bool:
    """The cue belongs to the format asked for in the prompt (`例如: 答:<E>`, `按照"答案:A"的格式`)."""
    if end is not None and _FORMAT_AFTER.match(text, end):
        return True
    return _EXAMPLE.search(text[max(0, start - BEFORE_WINDOW) : start]) is not None
