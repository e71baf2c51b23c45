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
    NAME_AFTER,
    OPEN,
    ORDER_RUN,
    RUN,
    UPPER_RUN,
)

BOXED = re.compile(
    r"\\(?:boxed|fbox)\s{0,4}\{(?P<inside>\{[^{}\n]{0,80}\}|[^{}\n]{0,80}(?:\{[^{}\n]{1,40}\}[^{}\n]{0,20})?)\}?"
)
BOXED_RUN = re.compile(
    rf"[\s{{(\[\"']{{0,6}}(?:(?:答案|选项|[Oo]ption|[Aa]nswer)[\s:]{{0,3}})?(?P<run>{RUN})"
)
BETWEEN_BOXES = re.compile(r"[\s,、;/和与及或者且]{0,6}(?:\s(?:and|or)\s)?")
BOXED_ORDER = re.compile(rf"[\s{{(\[\"']{{0,6}}(?P<run>{ORDER_RUN})")

LATEX = re.compile(r"\\[A-Za-z]{2,12}|\\[,;:! ]|[{}]")

_BEST = ("correct", "Correct", "right", "Right", "best", "Best", "final", "Final", "selected", "Selected")
STRONG = re.compile(
    r"答\s?案|正解(?=\s{0,3}[:是为])|答(?=\s{0,3}[:是为]|\s{0,3}[\[<(【])|正确的?(?:选项|选择|一项|是|为"
    r"|顺序|排序|步骤|(?:有|包括)(?=[\s:]{0,3}[A-Z]))|最佳的?(?:选项|选择|答案)"
    r"|最(?:合适|恰当|适宜|符合题意|符合|可能|优|正确|准确)的?(?:选项|选择|是|一项)"
    r"|序号(?=\s{0,3}[:是为])|编号(?=\s{0,3}[:是为])"
    r"|Answer(?!s)|answer(?!s)|ANSWERS?|Answers(?=\s?(?::|are|is|would))|answers(?=\s?(?::|are|is|would))|Final(?=\s?:)|Correct(?=\s?:)|Ans(?=\s{0,2}[:.])|ANS(?=\s{0,2}[:.])"
    r"|정답(?:은|(?=\s{0,3}:))|\"(?:final_|correct_|best_|selected_)?answer(?:_choice|_option|_letter|_idx)?\"(?=\s{0,3}:)"
    r"|\"(?:[Aa]ns|[Cc]hoice|[Oo]ption|[Rr]esult|[Ll]abel|[Oo]utput|选项|选择|结果)\"(?=\s{0,3}:)"
    r"|'(?:[Aa]ns|[Cc]hoice|[Oo]ption|[Rr]esult|[Ll]abel|[Oo]utput|选项|选择|结果)'(?=\s{0,3}:)"
    + "".join(rf"|{word}\s(?:options?|choices?|order|sequence)" for word in _BEST)
    + "".join(rf"|{word}(?:结果)?(?=\s{{0,3}}(?:应该?)?[:是为])" for word in ("排序", "顺序", "排列"))
)
# Words that announce an answer only where letters follow, and nothing but the end of the clause after them.
_LETTERS_NEXT = (
    rf"(?=[\s:是为]{{0,4}}(?:选项)?\s?{OPEN}(?:[A-Z](?:(?:[、,;/+& ]|和|与|及|以及|或)?{OPEN}[A-Z]){{0,7}}"
    rf"|(?<=<)[a-h](?=>)){CLOSE}(?:选项|项)?吧?(?:[,。.;!\n]|\s{{0,4}}\Z))"
)
_LETTERS_LAST = (
    r"(?=[\s:]?(?:选项)?\s?[A-Z](?:(?:[、,/+& ]|和|与|及|以及|或)?[A-Z]){0,7}(?:选项|项)?吧?[\s。.!]{0,4}\Z)"
)
_WE = r"(?:(?<=我认为)|(?<=我们认为)|(?<=分析认为)|(?<=综合认为)|(?<=因此认为)|(?<=所以认为)|(?<=综上认为))"
WEAK = re.compile(
    r"选(?<!次选)(?<!备选)(?!项)(?:择|取|定)?"
    r"|选项(?<![A-Z]选项)(?<![个析下有他余]选项)(?=\s{0,3}(?:应该?)?[是为:])"
    rf"|选项(?<=参考选项){_LETTERS_NEXT}|推荐(?:的是)?{_LETTERS_NEXT}|组合{_LETTERS_NEXT}"
    rf"|符合(?:题意|题干|题目要求|题目|要求)的?(?:选项|一项)?{_LETTERS_NEXT}|认为{_WE}{_LETTERS_LAST}|我猜测?(?:应该)?是?{_LETTERS_LAST}"
    rf"|包括(?<!不包括){_LETTERS_NEXT}|有(?<=的有){_LETTERS_NEXT}"
    r"|我(?:认为|觉得|判断)是(?:选项)?|应(?:该|当)是(?:选项)?|最可能是|而是(?:选项)?|倾向于?是?"
    r"|最接近的?是|考虑是|应(?:改)?为|改为|更正为|剩下?|优先考虑|更支持|更符合|更倾向于?|更接近|更像"
    r"|最支持|最像"
    r"|判断(?=\s{0,3}[:为])|诊断(?=\s{0,3}[:为])|结(?:果|论)(?=\s{0,3}[:是为])|得[出知](?=\s{0,3}[:是为])"
    r"|choose|Choose|chose|pick|Pick|select|Select|recommend"
    # `The answer is not A, but B.`
    r"|but(?:(?<=not [A-H] but)|(?<=not [A-H], but)|(?<=not \([A-H]\) but)|(?<=not option [A-H] but))"
    r"|go with|Go with|opt for|go for|choice is|[Cc]hoice:|leaving|leaves"
    r"|option is|Option is"
    r"|It is|it is|It's|it's|should be|must be|could be|may be|might be|point to"
    r"|points to|consistent with|iagnosis(?=\s?:)|would say|would be|I'd say"
)

_LINK_ZH = (
    r"(?:选项|[】\]》」』〉)\"'”’\s:=—–→是为应该当选择即就乃系属有]|可能|最|字母|序号|我认为|只有|只能"
    r"|包括|包含|分别|填写|填){0,16}"
)
_LINK_EN = (
    # `答案 {'6': ['D']}` gives the question's number.
    r"(?:[\s\"':=*)\]>$-]|\{\s?[\"']\d{1,3}[\"']\s?:"
    r"|is|Is|IS|are|was|be|should|would|must|could|might|may|seems? to|appears? to|seems?"
    r"|appears?|to (?:this|the) (?:multiple[- ]choice )?question|most likely|likely|probably"
    r"|[Oo]ption|OPTION|[Cc]hoice|[Ll]etter|the|either|both|definitely|only"
    r"|(?:has|have|got|turns out) to|clearly|indeed|therefore|thus|then){0,16}"
)
_LINK = rf"(?:{_LINK_ZH}{_LINK_EN})"
LINK = re.compile(_LINK + OPEN)
STRONG_RUN = re.compile(rf"{_LINK}{OPEN}{EDGE_BEFORE}(?P<run>{RUN})")
STRONG_ORDER = re.compile(rf"{_LINK}{OPEN}{EDGE_BEFORE}(?P<run>{ORDER_RUN})")
_WEAK_WORDS_EN = (
    r"(?:(?:clearly|definitely|probably|likely|most|therefore|only|the|us|with|[Oo]ption|[Cc]hoice"
    r"|[Aa]nswer)\s?){1,4}"
)
WEAK_RUN = re.compile(
    rf"[了的:\s是为项]{{0,4}}(?:还是)?(?:选项|{_WEAK_WORDS_EN})?\s{{0,3}}{OPEN}{EDGE_BEFORE}(?P<run>{RUN})"
)
WEAK_ORDER = re.compile(rf"[了的:\s是为项]{{0,4}}{OPEN}{EDGE_BEFORE}(?P<run>{ORDER_RUN})")

# The letter stands before its cue: `B是正确答案`, `B is the correct answer`.
BEFORE_CUE = re.compile(
    rf"{CLOSE}(?:选项|项)?\s{{0,3}}(?:才|就|应该?|便|即|确实|显然|无疑|因此|因而|所以|自然){{0,3}}"
    rf"(?:是|为|作为)"
    rf"(?:[^\s,。;、A-Za-z]{{0,8}})(?:答案|正确的?选项|最佳的?选项|正确的?选择|最佳的?选择)"
    rf"|{CLOSE}\s{{0,3}}is my (?:final )?(?:answer|choice)"
    rf"|{CLOSE}\s{{0,3}}(?:is|would be|should be)\s(?:the\s)?(?:only\s)?(?:most\s)?(?:likely\s)?"
    rf"(?:correct|right|best|appropriate|accurate)"
)

BARE_HEAD = (
    r"[\s\-•>·|→=✓✔✅☑]{0,6}(?:第?(?:\d{1,3}|[一二三四五六七八九十]{1,3}(?=题))题?(?:[.、:)]|\s{0,2}\|)\s{0,2}|\(\d{1,3}\)\s{0,2})?"
    r"(?:\(\s?\d{1,2}\s?分\)[.。]?\s?)?"
    rf"(?:选项|[Oo]ptions?|[Cc]hoices?|[Aa]nswers?|[Aa]ns|[Aa]ssistant|[Rr]esponse|[Ee]ither|[Bb]oth|回[答复]"
    rf"|答)?\s{{0,3}}[.:、]?{OPEN}"
)
_BARE_TAIL = rf"(?:选项|项|[一二两三四五]项)?吧?{CLOSE}[\s.。,;:!、|·]{{0,6}}(?:\[/?[A-Z]{{2,8}}\])?"
SAID = re.compile(r"\s{0,3}(?:正确)?(?:答案|回答|答|选择?|判断|结论|[Aa]nswer)[\s:是为]{1,4}(?=[^\s。.])")
NULL = re.compile(r"\s*(?:null|none|nan|nil|n/?a|undefined)[\s.。]*", re.IGNORECASE)
LETTERS_ALONE = re.compile(
    r"(?:[\s,;、。.:|/&+()\[\]【】<>《》{}\"'“”和及与→-]{0,6}(?:(?:\d{1,2}[.、:)]"
    r"|[①-⑳])[\s(\[]{0,3})?(?P<letter>[A-Z])){2,26}"
    r"[\s,;、。.|()\[\]【】<>《》{}\"'“”]{0,6}"
)
NUMBERED = re.compile(r"\d{1,2}[.、):]\s?\(?\Z|第.步\s?[:.、]?\s?\(?\Z")
ORDINAL = re.compile(
    r"第\s?(?P<zh>[一二三四五六七八1-8])\s?(?:(?:个|种)?(?:选项|答案|情况|诊断|说法)|项(?=[是为正对。,;\s]|\Z)"
    r"|个(?=[是为正对。,;]|\Z))"
    r"|(?P<en>first|second|third|fourth|fifth|First|Second|Third|Fourth|Fifth) (?:option|answer)"
)
ALL_RIGHT = re.compile(
    r"(?<!其余)(?<!其他)(?<!其它)(?:以上|上述|四个|五个|所有)?(?:的)?(?:选项|各项|答案)?(?:全部?|都|均"
    r"|皆)(?:是)?(?:选(?!项)|正确|对(?=[。,\s]|\Z)|符合)"
)
LAST_SENTENCE = re.compile(r"(?:[。!?]|(?<=[A-Za-z])[.!?]\s)(?=[^。!?]{0,11}[^。!?,、]\s{0,4}\Z)")
OPTION_NAMED = re.compile(
    r"选项\s?[A-Z]|(?<![A-Za-z0-9])[A-Z](?:选项|项|[、:]|(?=[\u4e00-\u9fff]))|[Oo]ption [A-Z]"
)
ONLY_NAMED = re.compile(r"\s{0,4}(?:选项\s?[A-Z]|[A-Z](?:选项|项))\s{0,4}")
BARE = re.compile(rf"{BARE_HEAD}(?P<run>{ORDER_RUN}){_BARE_TAIL}\Z")
BRACKETED = re.compile(r"<\s?(?P<run>[A-Z](?:[,、;/ ]{0,2}[A-Z]){0,9})\s?>")
JSON_KEY = re.compile(r"[\"']\s?:")
CALLED_OPTION = re.compile(r"\s{0,4}[A-H](?:选项|项)(?![.:(])")
OWN_LINE = re.compile(rf"[ \t]{{0,4}}{EDGE_BEFORE}\(?(?P<letter>[A-Z])\)?[ \t]{{0,2}}(?P<mark>[。.、:\n]|\Z)")
CONCLUDED_ALONE = re.compile(
    r"(?:所以|因此|综上(?:所述)?|故|显然|明显|即|[Hh]ence|[Tt]hus|[Tt]herefore|\bSo)[\s,:]{0,3}(?:选项)?"
    rf"{OPEN}(?P<run>{UPPER_RUN}){CLOSE}(?:选项|项)?[.。!]?\s{{0,4}}\Z"
)
LAST_CLAUSE = re.compile(r"[,;:]\s{0,3}[(\[【](?P<run>[A-Z])[)\]】]\s?[.。!]?\s{0,4}\Z")
LETTER = re.compile(r"(?P<letter>[A-Z])(?<![A-Za-z0-9].)(?![A-Za-z0-9])")
LEADING = re.compile(
    rf"{BARE_HEAD}{EDGE_BEFORE}(?P<run>(?>{UPPER_RUN}))(?:选项|项)?[\"'”’」』》〉】\])}}>]{{0,4}}"
    r"(?P<after>[ \t]{0,4}(?:$|\n|[.。:;,!]|-\s|—|因为|because\b|\s?(?=\(|【(?:解|分|答|详|理|考|原|点)))"
    r"|[ \t]{0,3}、|[ \t]{1,4}(?=\S)|(?<=\))(?=\w))"
)

# Labels of a list of options: at the beginning of a line or after a clause, with a delimiter.
LABEL = re.compile(
    r"(?:^|(?<=[\n。;,])|(?<=\s)|(?<=[\u4e00-\u9fff])(?=[A-H]:))[ \t(]{0,4}(?:选项\s?)?"
    r"(?P<letter>[A-Z])(?:选项|项)?\s?[.:、)](?!\d)"
)
JUDGED_RIGHT = re.compile(
    r"[\"'”’)\]】>]{0,3}\s?(?:选项|项|[两三四五二六][项者个种](?:选项|说法)?)?\s{0,3}"
    r"(?:所?(?:描述|叙述|述|提到)的?(?:情况|内容|表现)?)?"
    r"(?:比\s?(?:选项\s?)?[A-Z](?:选项|项)?\s?(?:更|较|要)(?!不|差)|(?:以|之)外[^。,;\n]{0,8}(?:都|均|皆"
    r"|全)(?:是|部)?(?:不|错|排除)"
    r"|\(\s?(?:正确|对|符合)|[:.、|]?\s?(?:\(?[√✓✔✅]|(?:正确|对)(?=[\s,。;|]|[A-Z][错对不]|\Z))"
    r"|(?:的(?:说法|描述|表述|内容|观点|诊断|处理|做法|治疗))?\s{0,2}"
    r"(?:都|均|也|才|则|就|最|更|完全|基本|相对|较为?|比较|是|为|应|该|显然|确实|无疑|因此|因而|所以|:|,这?是?){0,6}"
    r"(?:有?可能是?)?(?:正确|对的|对$|对[,。;]|符合|合适|恰当|合理|准确|适合|贴切|贴合|切题|妥当|可选"
    r"|无误|没有错|没错"
    r"|(?:的)?可能性(?:更|最)大|(?<=最)(?:能够?(?:概括|反映|体现|代表|支持|满足|解释|说明)|(?:主要|关键|重要|全面|完整"
    r"|常见)的?(?!之一))"
    r"|(?<=[更最])[好优佳]|(?<=才是)(?=[,。;!\s]|\Z)"
    r"|(?:is|are|would be|should be|will be|remains)\s(?:the\s)?(?:most\s|only\s)?(?:correct|right|best"
    r"|appropriate|suitable"
    r"|accurate|preferred)"
    r"|[:.]\s?(?:correct|right)(?=[\s.,;]|\Z)|stands? out"
    r"|[-–—:]{1,2}\s?(?:[Cc]orrect|[Yy]es|[Tt]rue|是(?=[。,;]))"
    r"|(?:best|better) (?:fits|matches|explains)|(?:fits|matches|explains|suits)(?: \w{1,12}){0,3} best"
    r"|(?:seems|looks|appears)\s(?:to be\s)?(?:the\s)?(?:most\s)?(?:correct|right|best|appropriate|likely)))"
)
BOTH_POSSIBLE = re.compile(
    r"[\"'”’)\]】>]{0,3}(?:选项|项)?\s{0,3}(?:[两三四]者|[两三四]项)?\s{0,2}(?:"
    r"(?:都|均|皆)(?:是|很)?(?:有可能|可能|可以?(?!使用|应用|用|排除|选用|引起|导致|见|出现|有)|行|对|合理)"
    r"|(?:both |all )?(?:are|could|may|might)(?:\s(?:both|all|be|also|equally)){0,2}\s"
    r"(?:possible|plausible|correct|right|reasonable|acceptable|appropriate))"
)
WEIGHED = re.compile(r"[更最]|优先|首选|better|best|most|preferred")
COPULA = re.compile(
    rf"(?:[是为]|\bis|\bbe)\s?(?:选项|[Oo]ption|[Cc]hoice)?\s?{OPEN}(?P<run>[A-Z]){CLOSE}(?:选项|项)?吧?(?=[,。.;\n:(]|\s*\Z)"
)
SUBJECT = re.compile(
    rf"\s{{0,4}}\(?(?P<run>[A-H])\)?(?:选项|项)?(?!{NAME_AFTER}|二聚体)(?=[\u4e00-\u9fff])[^。!?\nA-Z]{{2,40}}最[^。!?\nA-Z]{{1,8}}"
    r"[。.!]?\s{0,4}"
)
CALLS_WRONG = re.compile(
    r"错|不|除外|非|无|未|禁|忌|避免|[Ee]xcept|EXCEPT|\b[Nn]ot\b|[Ii]ncorrect|[Ff]alse|[Ww]rong|[Ll]east"
)
SUPERLATIVE = re.compile(
    r"最(?:有?可能|合适|恰当|适宜|佳|好|有价值|重要|主要|常见|有效|敏感|先|早)的?(?P<what>[^,。;:!?\n是为]{1,12})(?:应该?|首先)?[是为]\s?[\"“]?"
    r"|首选的?[^,。;:!?\n是为]{0,12}[是为]\s?[\"“]?"
)
ASKED_MOST = re.compile(r"最[\u4e00-\u9fff]{1,3}(?=的|[,。?!(]|\s|\Z)")
DOUBTED = re.compile(r"如果|假如|若|误|以为|写道|有人|说|但|不对|错误|并非|其实")
CALLED_MOST = re.compile(
    r",?\s?(?:通常)?(?:是|为|应该?是)?(?P<most>最[\u4e00-\u9fff]{1,3}?)(?:的[^,。;!?\n]{0,8})?(?=[,。;!\n]|\Z)"
)
LETTER_BEHIND = re.compile(r"\s?\((?:选项\s?|[Oo]ption\s)?(?P<letter>[A-H])(?:选项|项)?\)")
FILLED_END = re.compile(r"[\"”]?\s?(?:[,。;!?(\n]|\Z)")
ENGLISH = re.compile(r"(?s)(?=.*\b(?:is|are|was|would|can|should|has|have|because)\b)[^\u4e00-\u9fff]*\Z")
NOT_TO_USE = re.compile(r"不(?:能|可|宜|应|要)(?:使用|应用|选用|服用|用)|禁用|禁忌|忌用|避免使用")
# `可用丙种球蛋白、阿司匹林、双嘧达莫等药物`
OF_A_LIST = re.compile(r"(?:、[^,、。;!?\n]{1,12}){2,6}等")
KEYED = re.compile(r"[\"'](?:选项|选择|[Oo]ption|[Cc]hoice)[\"']\s?:\s?[\"'](?P<run>[A-H])[\"']")
CLAUSE_END = re.compile(r"[,。;:!?\n]")
EXCEPTION_EN = re.compile(
    r"(?:[Aa]ll|[Ee]verything)(?: of the above)? (?:except|but)(?: option)? (?P<run>[A-H])(?![A-Za-z])"
)
GIVEN = re.compile(r"\s{0,4}(?:[Oo]ptions|[Cc]hoices|选项)\s?[:有]")
JSON_LIST = re.compile(r"\s{0,4}[{\[]\s{0,4}\{?[\"'][A-Z][\"']\s?:")
SENTENCE_END = re.compile(r"[。;!?\n]|\.\s")
USUALLY = re.compile(r"(?:一般|通常|大多|多数|常见|首先|主要|首选|最[^,。;]{1,6})[^,。;]{0,4}[是为]\Z")
RARER = re.compile(r"但是?也|也(?:可|有|可能)|其次|少数|部分|偶|还可|其他")
# `建议用X,必要时加用Y` chooses X.
IF_NEEDED = re.compile(r"必要时|(?:若|如果?)(?:效果不佳|无效|不缓解|症状加重)|if (?:needed|necessary)")
PLAINLY_RIGHT = re.compile(r"正确(?!答案|选项)|没错|没有错|无误|[是都均]对")
# What a text says first, or concludes with.
ONE_WRONG = re.compile(
    r"(?:\A|(?:因此|所以|综上(?:所述)?|故)[,:]?)\s{0,4}(?:选项\s?)?(?P<run>[A-H])(?:选项|项)?(?:[\"“][^\"”]{1,80}[\"”])?"
    r"(?:的(?:说法|描述|叙述|表述))?(?:是)?(?:错误|错的|不正确|不对|有误)"
)
ASKS_FOR_RIGHT = re.compile(r"(?<!不)正确的?(?:是|有|一项|选项|说法)|哪[一个项些]{0,2}[^。,]{0,8}(?<!不)正确")
# What a list comes to: `C(...)和D(...)相比,C更合适`, `...都需要排除`.
LIST_NOT_CHOSEN = re.compile(r"[^。;\n]{0,24}?(?:相比|比较|之间|之中|中,|更|不|错|非|排除|无效|无关|避免|禁)")
NONE_WRONG = re.compile(
    r"没有(?:一个)?(?:错误|不正确)的?(?:选项|说法|叙述)|(?:以上|上述)(?:所有)?(?:选项|各项|说法)?(?:都|均|皆)(?:是)?正确"
)
OTHERS_RIGHT = re.compile(r"其[他余它][^,。;\n]{0,14}(?<!不)(?:正确|无误|没错|对[。,]|符合)")
NOT_RIGHT = re.compile(r"(?:错误|不正确|干扰|排除|上一题|误选)[^,。;]{0,4}\Z")
IN_TURN = re.compile(r"(?:然后|接着|其次|再次|再|另外|还有|先|首先|最后|第[一二三四五])\Z")
FIRST_SENTENCE = re.compile(
    r"\s{0,4}(?:(?:您好|你好)[!,。]\s{0,2})?(?:[2-9][.)]\s{1,3})?(?!(?:[Oo]ption\s|选项\s?)?\(?[A-H1][.:、)])"
    r"(?P<said>(?:[^。!?\n.]|\.(?!\s|\Z)){4,200})[。!\n.]"
)
# The first clause of a sentence that goes on, or on and on.
FIRST_CLAUSE = re.compile(
    r"\s{0,4}(?:(?:您好|你好)[!,。]\s{0,2})?(?!(?:[Oo]ption\s|选项\s?)?\(?[A-H1][.:、)])(?P<said>[^。!?\n,;]{4,60})[,;]"
)
STEM = re.compile(
    r"(?:最|首选|较常见|主要)[^,。;]{0,14}[是为于]\Z"
    r"|\b(?:most|best|first|initial|next)\b[^,.;]{0,60}\b(?:is|are|be)\s(?:(?:an?|the|to)\s)?\Z"
)
ABOUT_THE_QUESTION = re.compile(r"指导下|考[查察点]|题目|题干|选项|如果|假如|是否")
# `无法确定是否为食物中毒。综上所述,最可能的诊断是急性胃肠炎。`
CONCLUDES_ALL_THE_SAME = re.compile(
    r"(?:因此|所以|综上)[^。\n]{0,12}(?:最有?可能|最合适|最佳|首选|选项[A-H]是最适合)"
)
SUMMED_UP = re.compile(
    r"综上(?:所述|可知)?[,:]?\s?(?:我(?:们)?)?(?:认为|判断)?(?:只有)?选项\s?(?P<run>[A-H])(?:是|才是|最为?|更)?(?:正确|合适|恰当|符合)"
)
# What is best for this question, not for others; and nothing is said against it at once.
BEST = re.compile(
    r"(?:[^。;!?\n不非未无]{0,40}?最(?:适(?:合|宜|用于)|合适|恰当|佳|理想|符合)(?:治疗|用于|使用)?(?:的|题意|本|此|该|这|上述|患者|病人|[。,;]|\Z)"
    r"|\s(?:is|would be|remains)\s(?:the\s)?(?:most\s\w{1,20}\s)?(?:\w{1,20}\s)?"
    r"(?:correct|best|right|preferred|first-line|drug of choice)\b"
    r"|\s(?:is|would be)\s(?:the\s)?most\s(?:likely|probable|appropriate)\b)"
    r"(?![^。;!?\n]{0,40}(?:但|然而|不过|却|\bbut\b|however))"
)
WEIGHS = re.compile(r"(?:可以?看出|可知|看出|因此|所以|综上)[,:]?\s?(?:[A-H]\s?[.、:)]\s?)?\Z")
FITS_HERE = re.compile(r"[^。;!?\n不非未无]{0,30}适用于(?:这位|本|该|此|上述|患者)")
ONLY = re.compile(r"只有\s{0,2}(?:选项)?\s{0,2}$")
CONCLUDING = re.compile(
    r"因此|所以|综上|故|由此|总之|最终|综合|可见(?<![^,。;\n由]可见)|[Tt]herefore|[Tt]hus|[Hh]ence|[Ss]o,?\s"
)
EXCEPTION = re.compile(
    rf"[错不](?:误|正确|恰当|合适|属于|符合|包括|对)[^\s,。;A-Za-z]{{0,6}}(?:是|为"
    rf"|:)\s{{0,3}}(?:选项)?{OPEN}(?P<run>{RUN})"
)
