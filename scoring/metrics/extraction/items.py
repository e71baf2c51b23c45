"""Labelled items with their own texts: several announced as right, one cut off, one with another's text."""

from __future__ import annotations

import re
from collections import deque
from itertools import islice

from scoring.metrics.extraction import cues
from scoring.metrics.extraction.letters import Letters
from scoring.metrics.extraction.listings import ITEM, is_cut_item, item_at, labelled_items, walks_from
from scoring.metrics.extraction.negation import denied_after, denied_before
from scoring.metrics.extraction.option_text import lowered, option_starting
from scoring.metrics.extraction.reading import Reading
from scoring.metrics.extraction.statuses import Extraction, Status

_ANNOUNCES = re.compile(
    r"(?:(?:正确|错误|符合题意|答案|选项|说法|表述|情形|情况|内容)的?(?:选项|说法|表述|答案|项)?"
    r"(?:如下|有|是|为|包括|应该?){0,3}|(?:有|包括|属于)[^,。:\n]{0,8})\s?:(?P<gap>\s{0,4})(?=[A-Z])"
)
_LEADS_LIST = re.compile(r"(?:有|包括|是|为|种|类|\b(?:are|is|include|includes))\s?:(?=\s*\n)")
_BULLET = re.compile(r"\s*\n\s{0,4}(?:[-*•·]|\(?\d{1,2}[.、)])\s{0,3}")
_BULLET_OPTION = re.compile(r"\s*\n\s{0,4}(?:[-*•·]|\(?\d{1,2}[.、)])\s{0,3}\S")
_REST_OF_LINE = re.compile(r"[^\n]*")
_VERDICT_NO = re.compile(r"\s?[-–—:]{1,2}\s?(?:[Nn]o\b|[Ii]ncorrect|[Ff]alse|[Nn]ot\b|否|不)")
_WRONG = re.compile(r"错误|不正确|不对")
_ALL_TOO = re.compile(r"(?:以上|上述)[^,。]{0,8}?(?:都|均|皆|全部?)(?!不|非|错)[^。]*[。.]?\Z")
_GLOSS = re.compile(r"\s?\([^()\n]{1,60}\)")
_ITEM_JOINT = re.compile(r"\s{0,2}(?:[、,;]\s?(?:和|与|及|and|以及)?|和|与|以?及|and)\s{0,2}")
_REST = re.compile(r"[^。;!?\n]*")
_NOTHING_MORE = re.compile(r"[\s.,、:]*")
_ANNOUNCES_BELOW = re.compile(
    r":(?<=[A-Za-z\u4e00-\u9fff]:)(?<!ptions:)(?<!hoices:)(?<!选项:)(?<!题目:)(?<!如下:)(?<!分析:)\s{0,3}\n\s{0,4}(?=\S)"
)
_NEXT_LINE = re.compile(r"[.。]?[ \t]*(?:\Z|\n\s*)")
# Behind a copula or a preposition, so that it is no item of a list.
_INSIDE = re.compile(r"(?:\b(?:is|be|of|as|with)|[是为选]|(?:所以|因此|故),?(?:选项)?)\s?[(\[\"“]?\Z")
# `The most likely diagnosis is:` and the one option below.
_BELOW = re.compile(r"(?:\b(?:is|be)|[是为])\s?:\s{0,4}\Z")
_LETTER_LABEL = re.compile(r"(?P<letter>[A-H])\s?[.:、)]\s{0,2}")
# `最不合适的是A:...`, `误认为首选的是C:...`
_SET_APART = re.compile(r"最不|误认?|不宜|不适")
REACH = 12
FEWEST = 3
MOST = 20
LAST_WORDS = 120
_QUOTE = re.compile(r"[\"'“‘「『]")
_QUOTE_END = re.compile(r"[.。]?[\"'”’」』]?")
_EDGE = " \t\n.。,、;"


def read_announced_items(reading: Reading) -> Extraction | None:
    """`正确的有:` and the right options below it, one after another, where several may be right."""
    if not reading.multiple or reading.ordered or not reading.options.texts:
        return None
    last = deque(_ANNOUNCES.finditer(reading.text), maxlen=1)
    if not last or (_WRONG.search(last[0][0]) is not None) != reading.seeks_wrong:
        return None
    (cue,) = last
    listed, end = labelled_items(reading.text, cue.end(), reading.options)
    rest = reading.text[end:].strip(_EDGE)
    # Below their announcement some of the options; what follows may speak of the others.
    some = listed[1:] and "\n" in cue["gap"] and set(listed) < set(reading.options.letters)
    if listed and (not rest or some or _ALL_TOO.search(rest, max(0, len(rest) - LAST_WORDS))):
        return reading.decide(Letters(listed, contiguous=False), cue.start(), end, "listed")
    begins_list = listed or "\n" in cue["gap"]
    if begins_list and is_cut_item(reading.text[end:], reading.options):
        return reading.end_in(Status.TRUNCATED, "cue_on_the_way", cue.start(), len(reading.text))
    return None


def read_subjects(reading: Reading) -> Extraction | None:
    """`A. 青霉素和B. 普鲁卡因需要皮试`: several items, one after another, are what the text begins with."""
    if not reading.multiple or reading.ordered or not reading.options.texts:
        return None
    letters, at, end = "", 0, 0
    while item := item_at(reading.text, at, reading.options):
        gloss = _GLOSS.match(reading.text, item[1])
        letters, end = letters + item[0], gloss.end() if gloss else item[1]
        joint = _ITEM_JOINT.match(reading.text, end)
        if joint is None:
            break
        at = joint.end()
    rest = _REST.match(reading.text, end)
    if (
        len(letters) < 2
        or rest is None
        or (cues.LIST_NOT_CHOSEN.match(reading.text, end) and not reading.seeks_wrong)
        or _NOTHING_MORE.fullmatch(rest[0])
    ):
        return None
    return reading.decide(Letters(letters, contiguous=False), 0, end, "listed")


def read_announced_item(reading: Reading) -> Extraction | None:
    """`The best next step is:` and below it, on a line of its own, one option with its letter and text."""
    if reading.multiple or reading.ordered or reading.seeks_wrong or not reading.options.texts:
        return None
    found = {}
    for cue in islice(_ANNOUNCES_BELOW.finditer(reading.text), MOST):
        item = item_at(reading.text, cue.end(), reading.options) or _words_at(reading, cue.end())
        below = _NEXT_LINE.match(reading.text, item[1]) if item else None
        # The first option at the very end may be the first of all.
        is_cut = item and item[0] == reading.options.letters[:1] and not reading.text[item[1] :].strip()
        follows = below and (
            item_at(reading.text, below.end(), reading.options) or _words_at(reading, below.end())
        )
        if item and below and not (is_cut or follows):
            found[item[0]] = (cue.end(), item[1])
    if len(found) != 1:
        return None
    ((letter, span),) = found.items()
    return reading.decide(Letters(letter, contiguous=False), *span, "strong_cue_text")


def read_itemized(reading: Reading) -> Extraction | None:
    """`主要有以下几种:` and some of the options below it, a line for each, were each explained at once."""
    if not reading.multiple or reading.ordered or reading.seeks_wrong or not reading.options.texts:
        return None
    for lead in islice(_LEADS_LIST.finditer(reading.text), MOST):
        letters, at = "", lead.end()
        while (line := _BULLET.match(reading.text, at)) and (
            option := option_starting(reading.text, line.end(), reading.options)
        ):
            rest = _REST_OF_LINE.match(reading.text, option.end)
            if rest is None or _VERDICT_NO.match(rest[0]) or denied_after(reading.text, option.end):
                return None
            letters, at = letters + option.letter, rest.end()
        others = set(reading.options.letters) - set(letters)
        if len(set(letters)) == len(letters) > 1 and others and not _BULLET_OPTION.match(reading.text, at):
            return reading.decide(Letters(letters, contiguous=False), lead.end(), at, "listed")
    return None


def _words_at(reading: Reading, at: int) -> tuple[str, int] | None:
    """An option's own words, in quotes or not: its letter and where they end."""
    quote = _QUOTE.match(reading.text, at)
    option = option_starting(reading.text, quote.end() if quote else at, reading.options)
    quoted = _QUOTE_END.match(reading.text, option.end) if option else None
    return (option.letter, quoted.end()) if option and quoted else None


def read_named_with_words(reading: Reading) -> Extraction | None:
    """`the likely cause is C: Projection`: inside a sentence a letter stands with that option's own words."""
    if reading.multiple or reading.ordered or not reading.options.texts:
        return None
    found = []
    for label in _LETTER_LABEL.finditer(reading.text):
        before = reading.text[max(0, label.start() - REACH) : label.start()]
        if _SET_APART.search(before):
            return None
        below = _BELOW.search(before) and not walks_from(reading.text, label.end(), label["letter"])
        if not (below or _INSIDE.search(before)):
            continue
        follows, _ = labelled_items(reading.text, label.start(), reading.options)
        # `首选的是 A.... B....`: the question again, with its options.
        if len(follows) > 1 and (below or follows.startswith(reading.options.letters[:2])):
            return None
        words = reading.options.text_of(label["letter"])
        end = label.end() + len(words)
        if len(words) >= FEWEST and lowered(reading.text[label.end() : end]) == words:
            if denied_before(reading.text, label.start("letter")) or denied_after(reading.text, end):
                return None
            listed, after = labelled_items(reading.text, label.start(), reading.options, joined=True)
            found.append((listed or label["letter"], label.start("letter"), max(end, after)))
    if not found or len({letters for letters, _, _ in found}) > 1:
        return None
    letters, start, end = found[-1]
    return reading.decide(Letters(letters, contiguous=False), start, end, "strong_cue_text")


def read_cut_item(reading: Reading) -> Extraction | None:
    """The text stops inside an option's own words: the first step of a walk, or the first of several."""
    if reading.ordered or not reading.options.texts:
        return None
    end = labelled_items(reading.text, 0, reading.options)[1] if reading.multiple else 0
    item = ITEM.match(reading.text, end)
    is_first = item is not None and item["letter"] == reading.options.letters[:1]
    if not (reading.multiple or is_first) or not is_cut_item(reading.text[end:], reading.options):
        return None
    return reading.end_in(Status.TRUNCATED, "cue_on_the_way", 0, len(reading.text))
