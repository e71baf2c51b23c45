"""What a name means besides: the words beside it decide, and where they do, nothing is masked.

GPT is the old name of alanine aminotransferase and stands in every second list of liver enzymes; Claude
was a physiologist, and a neurologist with a syndrome; GEMINI are trials of vedolizumab.
"""

import re
from dataclasses import dataclass

_LIVER = (
    r"(?:ALT|AST|GOT|SGOT|SGPT|ALP|AKP|GGT|γ-?GT|LDH|CK|TBIL|ALB|A/G)(?![A-Za-z])"
    r"|谷丙|谷草|丙氨酸|转氨酶|氨基转移酶|碱性磷酸酶|胆红素|白蛋白|肌酐"
    r"|(?:alanine|aspartate|glutamic|transaminase|aminotransferase|bilirubin|liver|hepatic)\b"
)
_RAISED = (
    r"升高|增高|偏高|高于|上升|下降|降低|偏低|正常|异常|水平|活性|活力|数值|值[^得]|测定|检测|检查|化验|结果"
    r"|超过|达到?\s?\d|为\s?\d|大于|小于|恢复|持续|复查|指标|轻度|显著|明显|增至|降至|[约>＞<＜≥≤↑↓(（]\s?\d|[↑↓]"
    r"|\s(?:is|was|were|are|of|level|levels|activity|value|values|rises?|rose|elevat|elevated|elevation|normal|increas\w*)\b"
)


@dataclass(frozen=True, slots=True)
class Homonym:
    """``name`` means something else where ``before`` ends in front of it or ``after`` begins behind it."""

    name: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]


def _homonym(name: str, before: str = r"(?!)", after: str = r"(?!)") -> Homonym:
    flags = re.IGNORECASE
    return Homonym(re.compile(name, flags), re.compile(rf"(?:{before})\Z", flags), re.compile(after, flags))


_HOMONYMS = (
    _homonym(
        r"S?G\W?P\W?T(?!\s?-?\s?(?:\d\s?[-.]?\s?(?:o|turbo|mini|v)\b|turbo))",
        rf"(?:{_LIVER}|肝功能?|肝酶|血清|血)\s?[、,，/／(（:：;；+和及与或是即为=]{{0,2}}\s?"
        r"|(?:ALT|AST|GOT|ALP|GGT|TBIL)\s{0,2}\d{1,5}(?:\.\d+)?\s?(?:I?U(?:/L)?)?[、,，;；\s]{1,3}"
        r"|(?:serum|liver|enzyme|enzymes|transaminase|of|raised|elevated|high|normal|increased)\s[(]?",
        rf"\s?(?:[)）]\s?)?(?:[、,，/／(（;；+和及与或-]\s?|\band\s|\bor\s){{0,2}}(?:{_LIVER})"
        rf"|\s{{0,2}}(?:I?U\b|倍)|\s?[)）]?\s?(?:{_RAISED})|\s?[:：=＝]\s?\d|\s{{0,2}}\d{{1,5}}(?:\.\d+)?\s?(?:I?U\b|倍|[uµμ]kat|[↑↓])"
        r"|\s{0,2}\d{1,5}(?:\.\d+)?\s?[、,，;；/(（]\s?(?:ALT|AST|GOT|ALP|GGT|TBIL|正常|参考)",
    ),
    _homonym(
        r"Claude\Z",
        r"Bernard[-–\s]|Jean[-\s]|Saint[-\s]",
        r"[-–\s]?(?:Bernard|Shannon|Monet|氏|综合征|syndrome|sign\b)",
    ),
    _homonym(
        r"Gemini\b",
        r"双子座\s?[（(]?",
        r"[-\s]?(?:virus|病毒|ACS|LTS|[12I]{0,2}\s?(?:研究|试验|临床|trial|study|studies))",
    ),
    _homonym(r"Moonshot", r"Cancer\s|癌症"),
    _homonym(r"Zhongjing", r"Zhang\s"),
    _homonym(r"ShenNong", after=r"['’]?s?\s?(?:Ben\s?cao|Herbal|Materia|Classic)"),
    _homonym(r"Minimax\Z", after=r"\s?(?:原理|定理|准则|theorem|estimat|regret)"),
    _homonym(r"Meta", after=r"[-\s]?(?:分析|回归|研究|analy|regress)"),
    _homonym(r"清华", after=r"长庚|大学|附属|医院"),
    _homonym(r"Google|谷歌", after=r"\s?(?:Scholar|学术)"),
    _homonym(r"文心", after=r"雕龙"),
)
# "(Moss2015)" cites somebody.
_CITED = re.compile(r"[A-Z][a-z]+,?\s?(?:19|20)\d\d")
_XAI = re.compile(r"(?-i:XAI|Xai)")


def means_something_else(text: str, start: int, end: int) -> bool:
    """Whether the words beside ``text[start:end]`` say that no model is meant."""
    found = text[start:end]
    if _XAI.fullmatch(found):  # explainable AI
        return True
    if _CITED.fullmatch(found) and text[start - 1 : start] in ("(", "（", ";", "；"):
        return True
    return any(
        (core := homonym.name.match(found))
        and (
            homonym.before.search(text[max(0, start - 24) : start])
            or any(homonym.after.match(text, place) for place in {start + core.end(), end})
        )
        for homonym in _HOMONYMS
    )
