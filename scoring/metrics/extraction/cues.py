"""Words that announce an answer, in the order of their strength.

Keywords are searched over the whole text; what follows a keyword is only matched at the places found,
and every repetition is bounded, so that reading stays linear on hostile input. Every branch of a
searched pattern begins with a literal: `re` then skips to possible beginnings, which is several times
faster on long texts.
"""

from __future__ import annotations

import re

from scoring.metrics.extraction.letters import (
    CLOSE,
    EDGE_BEFORE,
    OPEN,
    ORDER_RUN,
    RUN,
    UPPER_RUN,
)

BOXED = re.compile(r"\\(?:boxed|fbox)\s{0,4}\{(?P<inside>\{[^{}\n]{0,80}\}|[^{}\n]{0,80})\}?")
BOXED_RUN = re.compile(
    rf"[\s{{(\[\"']{{0,6}}(?:(?:答案|选项|[Oo]ption|[Aa]nswer)[\s:]{{0,3}})?(?P<run>{RUN})"
)
BOXED_ORDER = re.compile(rf"[\s{{(\[\"']{{0,6}}(?P<run>{ORDER_RUN})")

_BEST = ("correct", "Correct", "right", "Right", "best", "Best", "final", "Final")
STRONG = re.compile(
    r"答\s?案|正解(?=\s{0,3}[:是为])|答(?=\s{0,3}[:是为]|\s{0,3}[\[<(【])|正确的?(?:选项|选择|一项|是|为|顺序|排序|步骤|有(?=[\s:]{0,3}[A-Z]))|最佳的?(?:选项|选择|答案)"
    r"|最(?:合适|恰当|适宜|符合题意|可能|优|正确|准确)的?(?:选项|选择|是|一项)"
    r"|Answers?|answers?|ANSWERS?|Final(?=\s?:)|Ans(?=\s{0,2}[:.])"
    r"|\"(?:[Cc]hoice|[Oo]ption|[Rr]esult|[Ll]abel|[Oo]utput|选项|选择|结果)\"(?=\s{0,3}:)"
    r"|'(?:[Cc]hoice|[Oo]ption|[Rr]esult|[Ll]abel|[Oo]utput|选项|选择|结果)'(?=\s{0,3}:)"
    + "".join(rf"|{word}\s(?:options?|choices?|order|sequence)" for word in _BEST)
    + "".join(rf"|{word}(?:结果)?(?=\s{{0,3}}(?:应该?)?[:是为])" for word in ("排序", "顺序", "排列"))
)
WEAK = re.compile(
    r"选(?!项)(?:择|取|定)?|选项(?<![A-Z]选项)(?=\s{0,3}(?:应该?)?[是为:])"
    r"|我(?:认为|觉得|判断)是(?:选项)?|应(?:该|当)是(?:选项)?|最可能是|而是(?:选项)?|倾向于?是?|最接近的?是|考虑是|应(?:改)?为|改为|更正为|只剩下?"
    r"|结(?:果|论)(?=\s{0,3}[:是为])|得出(?=\s{0,3}[:是为])"
    r"|choose|Choose|chose|pick|Pick|select|Select|go with|Go with|opt for|choice is|option is|Option is"
    r"|It is|it is|It's|it's|should be|must be|would say|would be|I'd say"
)

_LINK_ZH = (
    r"(?:[】\]》」』〉)\"'”’\s:=—–是为应该当选择即就乃系属]|选项|可能|最|字母|序号|我认为|只有|只能){0,16}"
)
_LINK_EN = (
    r"(?:[\s\"':=*)\]>-]|is|are|was|be|should|would|must|to (?:this|the) question|most likely|likely|probably"
    r"|[Oo]ption|[Cc]hoice|[Ll]etter|the|definitely|clearly|indeed|therefore|thus|then){0,16}"
)
_LINK = rf"(?:{_LINK_ZH}{_LINK_EN})"
LINK = re.compile(_LINK + OPEN)
STRONG_RUN = re.compile(rf"{_LINK}{OPEN}{EDGE_BEFORE}(?P<run>{RUN})")
STRONG_ORDER = re.compile(rf"{_LINK}{OPEN}{EDGE_BEFORE}(?P<run>{ORDER_RUN})")
WEAK_RUN = re.compile(
    rf"[了的:\s是为项]{{0,4}}(?:选项|[Oo]ption|[Cc]hoice|[Aa]nswer|the)?\s{{0,3}}{OPEN}{EDGE_BEFORE}(?P<run>{RUN})"
)
WEAK_ORDER = re.compile(rf"[了的:\s是为项]{{0,4}}{OPEN}{EDGE_BEFORE}(?P<run>{ORDER_RUN})")

# The letter stands before its cue: `B是正确答案`, `B is the correct answer`.
BEFORE_CUE = re.compile(
    rf"{CLOSE}(?:选项|项)?\s{{0,3}}(?:才|就|应该?|便|即|确实|显然|无疑){{0,3}}(?:是|为|作为)"
    rf"(?:[^\s,。;、A-Za-z]{{0,8}})(?:答案|正确的?选项|最佳的?选项|正确的?选择|最佳的?选择)"
    rf"|{CLOSE}\s{{0,3}}(?:is|would be|should be)\s(?:the\s)?(?:only\s)?(?:most\s)?(?:likely\s)?"
    rf"(?:correct|right|best|appropriate|accurate)"
)

BARE_HEAD = (
    r"[\s\-•>·|→=]{0,6}(?:第?\d{1,3}题?(?:[.、:)]|\s{0,2}\|)\s{0,2})?"
    rf"(?:选项|[Oo]ptions?|[Cc]hoices?|[Aa]nswers?|[Aa]ns|[Aa]ssistant|[Rr]esponse|回[答复]|答)?\s{{0,3}}[.:]?{OPEN}"
)
_BARE_TAIL = rf"(?:选项|项|[一二两三四五]项)?{CLOSE}[\s.。,;:!、|]{{0,6}}(?:\[/?[A-Z]{{2,8}}\])?"
NULL = re.compile(r"\s*(?:null|none|nan|nil|n/?a|undefined)[\s.。]*", re.IGNORECASE)
LETTERS_ALONE = re.compile(
    r"(?:[\s,;、。.:|/&+()\[\]【】<>《》{}\"'“”和及与→-]{0,6}(?:(?:\d{1,2}[.、:)]|[①-⑳])[\s(\[]{0,3})?(?P<letter>[A-Z])){2,26}"
    r"[\s,;、。.|()\[\]【】<>《》{}\"'“”]{0,6}"
)
ORDINAL = re.compile(
    r"第\s?(?P<zh>[一二三四五六七八1-8])\s?(?:(?:个|种)?(?:选项|答案)|项(?=[是为正对。,;\s]|\Z)|个(?=[是为正对。,;\s]|\Z))"
    r"|(?P<en>first|second|third|fourth|fifth|First|Second|Third|Fourth|Fifth) (?:option|choice|answer)"
)
ALL_RIGHT = re.compile(
    r"(?<!其余)(?<!其他)(?<!其它)(?:以上|上述|四个|五个|所有)?(?:的)?(?:选项|各项|答案)?(?:全部?|都|均|皆)(?:是)?(?:选(?!项)|正确|对(?=[。,\s]|\Z)|符合)"
)
LAST_SENTENCE = re.compile(r"(?:[。!?]|(?<=[A-Za-z])[.!?]\s)(?=[^。!?]{0,11}[^。!?,、]\s{0,4}\Z)")
OPTION_NAMED = re.compile(
    r"选项\s?[A-Z]|(?<![A-Za-z0-9])[A-Z](?:选项|项|[、:]|(?=[\u4e00-\u9fff]))|[Oo]ption [A-Z]"
)
BARE = re.compile(rf"{BARE_HEAD}(?P<run>{ORDER_RUN}){_BARE_TAIL}\Z")
LETTER = re.compile(r"(?P<letter>[A-Z])(?<![A-Za-z0-9].)(?![A-Za-z0-9])")
LEADING = re.compile(
    rf"{BARE_HEAD}{EDGE_BEFORE}(?P<run>(?>{UPPER_RUN}))(?:选项|项)?[\"'”’」』》〉】\])}}>]{{0,4}}"
    r"(?P<after>[ \t]{0,4}(?:$|\n|[.。:;,!]|-\s|—|因为|because\b|\s?(?=\())"
    r"|[ \t]{0,3}、|[ \t]{1,4}(?=\S))"
)

# Labels of a list of options: at the beginning of a line or after a clause, with a delimiter.
LABEL = re.compile(
    r"(?:^|(?<=[\n。;,])|(?<=\s))[ \t(]{0,4}(?:选项\s?)?(?P<letter>[A-Z])(?:选项|项)?\s?[.:、)](?!\d)"
)
JUDGED_RIGHT = re.compile(
    r"[\"'”’)\]】>]{0,3}\s?(?:选项|项)?\s{0,3}"
    r"(?:比\s?(?:选项\s?)?[A-Z](?:选项|项)?\s?(?:更|较|要)(?!不|差)|(?:以|之)外[^。,;\n]{0,8}(?:都|均|皆|全)(?:是|部)?(?:不|错|排除)"
    r"|[:.、|]?\s?(?:\(?[√✓✔✅]|(?:正确|对)(?=[\s,。;|]|[A-Z][错对不]|\Z))"
    r"|(?:的(?:说法|描述|表述|内容|观点|诊断|处理|做法|治疗))?\s{0,2}"
    r"(?:都|均|也|才|则|就|最|更|完全|基本|相对|较为?|比较|是|为|应|该|显然|确实|无疑|:|,这?是?){0,6}"
    r"(?:有?可能是?)?(?:正确|对的|对$|对[,。;]|符合|合适|恰当|合理|准确|适合|贴切|贴合|切题|妥当|可选|无误|没有错|没有问题|没错"
    r"|(?<=[更最])[好优佳]|(?<=才是)(?=[,。;!\s]|\Z)"
    r"|(?:is|are)\s(?:the\s)?(?:most\s|only\s)?(?:correct|right|best|appropriate|suitable|accurate)"
    r"|(?:seems|looks|appears)\s(?:to be\s)?(?:the\s)?(?:most\s)?(?:correct|right|best|appropriate|likely)))"
)
BOTH_POSSIBLE = re.compile(
    r"[\"'”’)\]】>]{0,3}(?:选项|项)?\s{0,3}(?:[两三四]者|[两三四]项)?\s{0,2}(?:"
    r"(?:都|均|皆)(?:是|很)?(?:有可能|可能|可以?|行|对|合理)"
    r"|(?:both |all )?(?:are|could|may|might)(?:\s(?:both|all|be|also|equally)){0,2}\s"
    r"(?:possible|plausible|correct|right))"
)
WEIGHED = re.compile(r"[更最]|优先|首选|better|best|most")
COPULA = re.compile(rf"[是为]\s?(?:选项)?\s?{OPEN}(?P<run>[A-Z]){CLOSE}(?:选项|项)?吧?(?=[,。.;\n]|\s*\Z)")
ONLY = re.compile(r"只有\s{0,2}(?:选项)?\s{0,2}$")
CONCLUDING = re.compile(r"因此|所以|综上|故|由此|总之|最终|综合|可见|[Tt]herefore|[Tt]hus|[Hh]ence|[Ss]o,?\s")
EXCEPTION = re.compile(
    rf"[错不](?:误|正确|恰当|合适|属于|符合|包括|对)[^\s,。;A-Za-z]{{0,6}}(?:是|为|:)\s{{0,3}}(?:选项)?{OPEN}(?P<run>{RUN})"
)
