"""Whether an answer found in a text that breaks off was its conclusion, or only stood on the way.

An announced answer (`答案是B`, `\\boxed{B}`) is a conclusion where it opens the text, has a line of its
own, follows a concluding word, or stands near the end, even if an explanation after it is cut. A choice or
a judgement in passing (`A项正确`) is one only behind a concluding word or at the end. Whatever the text
goes on to doubt was none.
"""

from __future__ import annotations

import re

from scoring.metrics.extraction import cues, endings
from scoring.metrics.extraction.letters import read_run
from scoring.metrics.extraction.listings import enumerates
from scoring.metrics.extraction.negation import denies_next
from scoring.metrics.extraction.option_text import Options, after_own_words, option_starting, small_label

OPENING = 40
HEAD, FINAL_HEAD = 12, 40
NEAR_END = 60
VERY_LONG = 1500
LAST_PART = 400
LONG_WORDS = 200
_LINE_LEFT = 30
_SENTENCE_END = re.compile(r"[。!?\n]")
_EDGE = " \t\n.。,、;:!\"'“”)]}】>"
_JOINT = re.compile(r"\s{0,3}(?:和|与|及|或者?是?|以及|还是|、|and\b|or\b)\s{0,3}(?P<end>\Z)?")
_GOES_ON = re.compile(r"[,。;!?\n][^\s]")
_COPULA = re.compile(r"[是为选用即予行:(]\s?\Z")
_TAIL_WORDS = re.compile(
    r"[)】」』\"'”]{0,3}(?:检查|治疗|方案|措施|方法|药物|即可|为宜|为佳|为主|可能性(?:最?大|较大)?"
    r"|更?合适|综合征)?\s{0,4}"
)
_HEDGED = re.compile(
    r"可能(?<!最可能)(?<!最有可能)|看起来|看上去|看来|似乎|好像|初步|暂时|或许|也许|倾向|如果|[Mm]aybe|might|could|seems|likely"
    r"|[Pp]erhaps"
)
_CONCLUDED = re.compile(
    r"因此|所以|综上|故|由此|总之|最终|综合|可见(?<![^,。;\n由]可见)|因而|最后|只有|正确答案|【\Z|应(?:该|当)?选?\Z"
    r"|[Tt]herefore|[Tt]hus|[Hh]ence|[Ss]o,?\s|[Ff]inal|[Tt]he (?:correct |best )?\Z"
)
_FINAL = re.compile(r"(?:[Ff]inal [Aa]nswer|最终答案)[^,]*\Z")
_BOUNDARY = r"(?:\A|[,。;!?.\n])\s{0,3}"
_SOFT_TURN = re.compile(
    r"[\s.。,;)】」』\"'”]{0,4}(?:但是?|然而|不过|可是|如果|若|[Hh]owever|[Bb]ut\b|[Aa]lternatively)"
)
_TURN = re.compile(
    rf"{_BOUNDARY}(?:我们|我)?(?:再来?(?:看|分析|考虑|比较|检查|验证|确认)|接下来|接着|下面(?:再|来|我们"
    rf"|验证|看)|现在(?:来|再|看|考虑)"
    r"|另一方面|还(?:要|需)|等等|等一下|让我|[Ww]ait|[Hh]mm|[Ll]et(?:'s| me| us)|[Nn]ow\b)"
)
_THE_CORRECT = re.compile(r"\s{0,4}(?:[Tt]he )?(?:most )?(?:correct|best|right|final|likely|appropriate) ")
# `D) Enterocele. The ...`, `D.肠膨出。患者...`: letter and words, and the sentence is over.
_IN_FULL = re.compile(r"\(?[A-H]\s?[.:、)]\s{0,2}\S.+")
_STOPS = re.compile(r"[\"'”’)]?(?:[.。!]|\s*\n)")
_ANY_LETTER = re.compile(r"(?<![A-Za-z0-9])[A-H](?:[.:、)]|选项|项)|选项\s?[A-H]|[Oo]ption [A-H]")
_LETTER_LINE = re.compile(r"^[ \t]{0,4}(?P<letter>[A-H])[.、)]?[ \t]*$", re.MULTILINE)
_NUMBER = re.compile(r"\s{0,4}(?:\d{1,2}[.、)]\s{0,3})?")
# `最可能的诊断是:` and `1. ...`: others follow.
_FIRST_OF_LIST = re.compile(r"\n\s{0,4}(?:1\s?[.、)]|\(1\)|①)\s{0,3}\Z")
# More than the bare words of an option: a sentence, which ends with its mark where it is finished.
_SENTENCE = re.compile(r"[,、:是]")
_NEXT_KEY = re.compile(r"[\"'\]]{0,2}\s?,\s{0,8}[\"']")
_ANY_TURN = re.compile(
    r"但是?|然而|不过|[Hh]owever|\b[Bb]ut\b|还需|接下来|下面|再看|其次|如果|[Aa]lternatively"
)
_OF_OTHERS = re.compile(r"其[他余它](?:的)?(?:选项|几[项个]|各项|答案)|[Oo]ther (?:options|choices|answers)")
_OTHER_OPTION = re.compile(r"(?<![A-Za-z0-9])[A-Z](?:选项|项)|选项\s?[A-Z]|[Oo]ption [A-Z]")
ANNOUNCED = frozenset(
    {
        "boxed",
        "strong_cue",
        "strong_cue_text",
        "strong_cue_meant",
        "last_line",
        "last_sentence",
        "sequence",
        "listed",
        "bracketed",
        "own_line",
        "restated",
    }
)
PASSING = frozenset(
    {
        "judged",
        "copula",
        "option_text",
        "option_meant",
        "exception_cue",
        "ordinal",
        "none_in_words",
        "all_in_words",
    }
)
WHOLE = frozenset({"bare", "exact_text"})
IN_WORDS = frozenset({"option_text", "option_meant", "weak_cue_text"})
TOLD = IN_WORDS | {"restated"}
FIRST_WORDS = frozenset({"leading_letter"})


def is_on_the_way(text: str, start: int, end: int, rule: str) -> bool:
    """Whether the answer at `start:end`, read by `rule`, is short of the text's conclusion."""
    if rule in WHOLE:
        return False
    if rule == "option_meant" and not endings.is_closed(text) and _SENTENCE.search(text):
        return True
    if not text[end:].strip(_EDGE):
        return _ends_short(text, start, rule)
    joint = _JOINT.match(text, end)
    if _is_first_of_several(text, start, joint, rule) or (
        rule == "judged" and _is_open_subject(text, start, end)
    ):
        return True
    if rule in ANNOUNCED and _explained_below(text, start, end):
        return _SOFT_TURN.match(text, end) is not None
    awaits = rule not in ANNOUNCED and endings.asks_for_answer(text)
    goes_on = awaits or endings.promises_more(text, end) or endings.turns_open(text, end)
    if rule not in FIRST_WORDS and goes_on:
        return True
    if rule == "option_text" and endings.misses_stop(text) and _TAIL_WORDS.fullmatch(text, end) is None:
        return True
    if not _cut(text, rule):
        if endings.leaves_open(text, end) and _drops(text, start, end, rule):
            return True
        return _lost_in_the_middle(text, start, end, rule)
    if joint or _turned(text, start, end):
        return True
    if rule in FIRST_WORDS:
        return False
    return not (_announced(text, start, end) if rule in ANNOUNCED else _chosen(text, start, end, rule))


def opened_with(text: str, end: int, named: str, options: Options) -> bool:
    """The text begins with the answer that stands again up to `end`: what was cut off explains it."""
    if (opening := _opening(text, options)) != named or not opening:
        return False
    other = any(line["letter"] != named for line in _LETTER_LINE.finditer(text))
    if other or enumerates(text, options.letters) or denies_next(text, end):
        return False
    return _SOFT_TURN.match(text, end) is None and _TURN.search(text, end) is None


def _opening(text: str, options: Options) -> str:
    """The letter that stands first, on a line of its own or with its option's words."""
    if small := small_label(text, options):
        return small[0]
    lead = cues.LEADING.match(text)
    letters = read_run(lead["run"]).named if lead else ""
    if lead is None or len(letters) != 1:
        return _opening_words(text, options)
    is_alone = lead["after"].endswith("\n")
    with_words = after_own_words(text, lead.end("run"), letters, options) > lead.end("run")
    return letters if is_alone or with_words else ""


def _opening_words(text: str, options: Options) -> str:
    """`Giant cell pneumonia. This is ...`: one option's words are the first sentence, none the second."""
    number = _NUMBER.match(text)
    own = option_starting(text, number.end() if number else 0, options)
    stop = _STOPS.match(text, own.end) if own else None
    if own is None or stop is None or denies_next(text, own.end):
        return ""
    following = _NUMBER.match(text, stop.end())
    return "" if option_starting(text, following.end() if following else 0, options) else own.letter


def _is_first_of_several(text: str, start: int, joint: re.Match[str] | None, rule: str) -> bool:
    """`A和`, `有X、带`, `1. X`: the next one is cut off."""
    if joint and joint["end"] is not None:
        return True
    if rule not in TOLD or endings.is_closed(text):
        return False
    if _FIRST_OF_LIST.search(text, max(0, start - 8), start):
        return True
    if joint is None or rule not in IN_WORDS or len(text) - joint.end() > HEAD:
        return False
    return _SENTENCE_END.search(text, joint.end()) is None


def _explained_below(text: str, start: int, end: int) -> bool:
    """The answer opens the text on a line of its own, or the reasons against the others follow it."""
    if start < OPENING and _set_apart(text, start, end):
        return True
    return _own_line(text, start, end) and _OF_OTHERS.search(text, end) is not None


def _ends_short(text: str, start: int, rule: str) -> bool:
    """The text ends with an answer in passing, without the mark that ends its other sentences."""
    if rule not in PASSING:
        return False
    if rule == "option_text" and endings.misses_stop(text):
        return not (_concluded(text, start) and _COPULA.search(text[max(0, start - 3) : start]))
    return not _concluded(text, start) and (_cut(text, rule) or endings.misses_stop(text))


def _is_open_subject(text: str, start: int, end: int) -> bool:
    """`只有B选项提到`: what the only option has is cut off with the sentence that says it."""
    named_alone = text[start:end].isascii()
    return named_alone and _SENTENCE_END.search(text, end) is None and endings.misses_stop(text)


def _cut(text: str, rule: str) -> bool:
    in_words = rule in IN_WORDS or (rule in PASSING and endings.begins_reasoning(text))
    return endings.stops_reasoning(text) if in_words else endings.breaks_off(text)


def _drops(text: str, start: int, end: int, rule: str) -> bool:
    """The open last sentence shows that the text had not come to its answer."""
    if rule in IN_WORDS or rule in PASSING:
        return not _concluded(text, start)
    return _SOFT_TURN.match(text, end) is not None or _TURN.search(text, end) is not None


def _lost_in_the_middle(text: str, start: int, end: int, rule: str) -> bool:
    """Thousands of characters after a judgement in passing: whatever they came to, it was not that."""
    if rule == "option_text" and endings.begins_reasoning(text) and _GOES_ON.search(text, end):
        return not _concluded(text, start)
    if rule == "option_text" and len(text) > LONG_WORDS and _SENTENCE_END.search(text, 0, start):
        return _SENTENCE_END.search(text, end, len(text) - 1) is not None and not _concluded(text, start)
    if len(text) < VERY_LONG or (rule in ANNOUNCED and _own_line(text, start, end)):
        return False
    return start >= LAST_PART and len(text) - end > LAST_PART and not _concluded(text, start)


def _turned(text: str, start: int, end: int) -> bool:
    if _SOFT_TURN.match(text, end) or _TURN.search(text, end):
        return True
    return start >= HEAD and _HEDGED.search(text, max(0, start - HEAD), end) is not None


def _announced(text: str, start: int, end: int) -> bool:
    if start < OPENING or _set_apart(text, start, end) or _concluded(text, start):
        return True
    return _near_end(text, end) or _said_in_full(text, start, end)


def _said_in_full(text: str, start: int, end: int) -> bool:
    """Letter and words end their sentence, and what was cut behind it names no other letter."""
    if _IN_FULL.fullmatch(text, start, end) is None or _STOPS.match(text, end) is None:
        return False
    return _ANY_LETTER.search(text, end) is None and _ANY_TURN.search(text, end) is None


def _chosen(text: str, start: int, end: int, rule: str) -> bool:
    if _concluded(text, start):
        return True
    if rule in IN_WORDS or (rule in PASSING and endings.begins_reasoning(text)):
        return False
    # `首选阿替普酶,剂量为...`: what was cut explains it.
    if rule == "weak_cue_text" and start < OPENING and text.startswith("首选", max(0, start - 1)):
        return True
    says_all = rule == "eliminated"
    if start < HEAD and (says_all or rule.startswith("weak_cue") or "A" not in text[start:end]):
        return True
    if endings.dangles(text) or not _near_end(text, end) or _OTHER_OPTION.search(text, end):
        return False
    return rule not in PASSING or _SENTENCE_END.search(text, end) is None


def _near_end(text: str, end: int) -> bool:
    return len(text.rstrip()) - end <= NEAR_END and _ANY_TURN.search(text, end) is None


def _concluded(text: str, start: int) -> bool:
    sentence = _SENTENCE_END.split(text[max(0, start - FINAL_HEAD) : start])[-1]
    return _CONCLUDED.search(sentence[-HEAD:]) is not None or _FINAL.search(sentence) is not None


def _set_apart(text: str, start: int, end: int) -> bool:
    """A line of its own, or a value in JSON that is followed by the next one."""
    return _own_line(text, start, end) or _NEXT_KEY.match(text, end) is not None


def _own_line(text: str, start: int, end: int) -> bool:
    """The cue begins its line, and little but the option's text follows on it."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    begins = start - line_start <= 6 or _THE_CORRECT.fullmatch(text, line_start, start) is not None
    return begins and 0 <= line_end - end <= _LINE_LEFT
