"""Lists of labelled options inside an output: the options repeated, or several chosen with their texts."""

from __future__ import annotations

import re
from itertools import groupby, islice

from scoring.metrics.extraction import endings
from scoring.metrics.extraction.cues import LABEL
from scoring.metrics.extraction.letters import NAME_BEFORE
from scoring.metrics.extraction.option_text import (
    Mention,
    Options,
    lowered,
    option_starting,
    places_of,
    repeats_options,
    searched,
)

MOST_LINES = 400
MOST_SUBJECTS = 400
SENTENCE = 60
FEWEST = 3
ITEM = re.compile(
    r"[\s;,。、以和与及或者•*{\"'”-]{0,8}(?:\d{1,2}[.、)]\s?)?[(\[\"'“]?(?:选项\s?)?(?P<letter>[A-Z])(?:选项|项)?[)\]\"'”]?"
    r"\s{0,3}[.:、,)]?\s{0,3}(?P<glossed>\()?[\"'“]?"
)
_GLOSS = re.compile(r"(?P<words>[^()\n]{2,40})\)")
_WALK_AHEAD = re.compile(
    r"(?:分析|逐[一个项]|如下|几种|以下"
    r"|解释|比较|判断|来看|讨论|[Aa]naly[sz]e|each option)[^\n]{0,10}[:。]?\s{0,4}\Z"
)
_ITEM_LABEL = re.compile(
    r"(?:\A|[\n。;,:])\s{0,4}(?:[-•]\s?)?(?:选项\s?)?[A-Z](?:选项|项)?\s?[.:、()]?\s{0,3}\Z"
    r"|(?:先|再|来|首先)看(?:选项)?\s?[A-Z](?:选项|项)?[,:]?\s?\Z"
)
_NUMBER_LABEL = re.compile(r"(?:\A|[\n:])\s{0,4}(?:1\s?[.、)]|\(1\)|①)\s?(?:[A-Z]\s?[.、:)]\s?)?\Z")
_EDGE = " \t\n.。,、;:)"
_SUBJECT = re.compile(
    r"(?:^|(?<=[\n。;!?])|(?<=\. ))\s{0,4}(?:[-•|]\s{0,3}|\d{1,2}[.)]\s?)?\(?(?:选项\s?"
    r"|[Oo]ption\s)?(?P<letter>[A-Z])"
    r"(?:选项|项|[.:、)]|\s{0,4}\||(?<=ption [A-Z])\b)"
)
# `A:...;`: the first option, in whatever words, up to the label of the second.
_FIRST_OF_LIST = re.compile(r"\s?[.:、]\s?[^。;!?\n不非]{2,160}[;,、]?\s{0,3}(?=B\s?[.:、])")
_CONCLUDES = re.compile(r"结论|答案|可知|因此|所以")
_EACH_OPTION = re.compile(r"逐[一个项]|[每各]个?选项|分析(?:以下|下列|所有)?选项|each (?:of the )?option")
_SENTENCE_END = re.compile(r"[。!?\n]")
_WALK_SUBJECT = re.compile(
    r"选项\s?[A-H](?![A-Za-z0-9])|(?<![A-Za-z0-9])[A-H](?=选项|项)|[Oo]ptions?\s[A-H]\b"
    r"|^[ \t]{0,4}(?:[-•|]\s?)?\(?[A-H](?=[ \t]{0,4}[.:、)|])",
    re.MULTILINE,
)
_NUMBERED_STEP = re.compile(
    r"^[ \t]{0,4}\d{1,2}[.、)]\s?(?:选项\s?)?(?P<letter>[A-H])(?:选项|项)?\s?[(.:、]", re.MULTILINE
)
_STEP_JUDGED = re.compile(r"(?:[。;]|不符合?|错误|正确|排除)\s*\Z")
_NAMED_BY_LETTER = (
    r"(?<!itamin )(?<!epatitis )(?<!ype )(?<!roup )(?<!lass )(?<!rade )(?<!tage )(?<!nfluenza )(?<!actor )"
    r"(?<!rotein )(?<!emophilia )"
)
_NEXT_ITEM = (
    rf"(?:[\s;,。、/*•-]{{1,8}}{_NAMED_BY_LETTER}[(\[【]?|[(\[【]|\s?(?:和|与|以?及|或者?|还有)\s?"
    rf"|(?<=[\u4e00-\u9fff]){NAME_BEFORE}(?<![而与和除非不比于是选项为像看]))"
)
_LABELLED = r"[A-H][ \t]?[.:、)\]】]{1,2}[ \t]{0,3}(?![A-Za-z](?![A-Za-z])|[\s.。,;:、]|\Z)"
_UNKNOWN_ITEM = (
    rf"(?={_LABELLED})(?P<letter>[A-H])[ \t]?[.:、)\]】]{{1,2}}[ \t]{{0,3}}"
    rf"(?P<words>[^\n。!?]{{1,60}}?)(?=[\n。!?]|\Z|{_NEXT_ITEM}{_LABELLED})"
)
_FIRST_UNKNOWN = re.compile(rf"(?P<joint>){_UNKNOWN_ITEM}")
_NEXT_UNKNOWN = re.compile(rf"(?P<joint>{_NEXT_ITEM}){_UNKNOWN_ITEM}")
_ALL_JUDGED = re.compile(r"[均都皆]")
_EXPLAINED = re.compile(
    r"错|正确|不(?:符|对|选|当|支持|考虑|作为)|排除|有误|无关|因为|由于|所以|因此|符合题|考[查察]|主要见于|表现为"
    r"|【|解析|详解|分析[:】]|理由|相比|鉴别|区别"
    r"|\b(?:is|are|was|because|since|would|wrong|incorrect)\b|:"
)
_ANY_LABEL = re.compile(r"(?P<letter>[A-Z])(?=\s?[.、:)])")
# `阿替洛尔(氨酰心安)、美托洛尔`
_TEXT_JOINT = re.compile(r"\s{0,3}(?:\([^()\n]{1,20}\)\s?)?(?:[,;、/]|和|与|及|或者?)\s{0,3}")
_ITEM_END = re.compile(
    r"[\"'”]?[ \t]{0,4}(?:[}\]]|[;,。.、]|(?:以?[和与及]|或者?)\s?(?:选项\s?)?(?=[(\[]?[A-Z])|\n|$"
    r"|(?=[(\[]?[A-Z][.:、)]))"
)
_TIGHT = re.compile(r"\s?(?:以?[和与及]|或者?|、)\s?(?:选项\s?)?(?=[(\[]?[A-Z])")


def labelled_items(text: str, start: int, options: Options, *, joined: bool = False) -> tuple[str, int]:
    """Letters of the items that begin at `start`, each followed by its own text, and where they end.

    Only items that `和` or `、` joins may share what is said behind the last (`A(...)和B(...)都是`);
    `joined` takes no others.
    """
    letters, end = "", start
    while item := item_at(text, end, options):
        letter, after = item
        tight = bool(letters) and _TIGHT.match(text, end) is not None
        closed = tight or _ITEM_END.match(text, after)
        if not closed or letter in letters or (joined and letters and not tight):
            break
        letters, end = letters + letter, after
    return letters, end


def item_at(text: str, start: int, options: Options) -> tuple[str, int] | None:
    """A labelled item with its option's own text (`A. 甲`, `A(甲)`): the letter and where it ends."""
    item = ITEM.match(text, start) if options.texts else None
    wanted = options.text_of(item["letter"]) if item else ""
    if item is None or not wanted:
        return None
    end = item.end() + len(wanted)
    if lowered(text[item.end() : end]) == wanted:
        return item["letter"], end + (item["glossed"] is not None and text.startswith(")", end))
    gloss = _GLOSS.match(text, item.end()) if item["glossed"] else None
    return (item["letter"], gloss.end()) if gloss and lowered(gloss["words"]) in wanted else None


def unknown_items(text: str, at: int, letters: str) -> tuple[str, int]:
    """Letters of a list that begins at `at`, each with some words of its own, when no option's text is known.

    An item that is judged or explained (`A. 甲亢不符合`) belongs to the reasons, not to the list.
    """
    listed, end = "", at
    while item := (_NEXT_UNKNOWN if listed else _FIRST_UNKNOWN).match(text, end):
        letter, joint = item["letter"], item["joint"]
        ascending = bool(listed) and letter > listed[-1]
        if explained := _EXPLAINED.search(item["words"]):
            return (listed[:1] if _ALL_JUDGED.search(item["words"], 0, explained.start()) else listed), end
        if letter not in letters or letter in listed:
            break
        if listed and not ascending and ("\n" in joint or "。" in joint or not joint):
            break
        listed, end = listed + letter, item.end()
    return listed, end


def joined_texts(text: str, start: int, options: Options) -> tuple[str, int]:
    """Letters of the options whose texts go on from `start` with nothing but joints between them."""
    letters, end, at = "", start, start
    while (option := option_starting(text, at, options)) and option.letter not in letters:
        letters, end = letters + option.letter, option.end
        joint = _TEXT_JOINT.match(text, end)
        at = joint.end() if joint else len(text)
    return letters, end


def whole_list(text: str, options: Options) -> tuple[int, int] | None:
    """Where all options stand one after another, with their labels or by their texts alone."""
    if (
        not all(options.texts)
        or len(text) <= sum(map(len, options.texts))
        or not repeats_options(text, options)
    ):
        return None
    first, last = options.letters[0], options.letters[-1]
    labels = (label for label in _ANY_LABEL.finditer(text) if label["letter"] == first)
    for label in islice(labels, 12):
        listed, end = labelled_items(text, label.start(), options)
        item = item_at(text, end, options) if listed == options.letters[:-1] else None
        if listed == options.letters or (item and item[0] == last):
            return label.start(), item[1] if item else end
    for start in places_of(text, options.texts[0]):
        listed, end = joined_texts(text, start, options)
        if listed == options.letters:
            return start, end
    return None


def heads_paragraphs(text: str, options: Options) -> bool:
    """Several options stand as headings, each alone on its line."""
    lines = {searched(line) for line in text.split("\n", MOST_LINES)} if "\n" in text else set()
    return len(lines & set(filter(None, options.texts))) > 1


def enumerates(text: str, letters: str) -> bool:
    """The text goes through the options one by one from the first (`A: ... B: ...`)."""
    labels = [label["letter"] for label in islice(LABEL.finditer(text), 12)]
    return len(labels) > 1 and labels[0] == letters[:1] and labels[1] == letters[1:2]


def walks_to(text: str, start: int, letter: str, *, by_lines: bool = False) -> bool:
    """The text takes the options one by one (each on a line of its own), and that at `start` is the next."""
    labels = _SUBJECT.finditer(text, 0, start)
    before = max(
        (label["letter"] for label in labels if not by_lines or _opens_line(text, label)), default=""
    )
    return bool(before) and ord(letter[0]) == ord(before) + 1


def promises_walk(text: str, start: int) -> bool:
    """The last sentence before `start` says that the options will be taken one by one."""
    before = text[max(0, start - SENTENCE) : start].rstrip()
    return _EACH_OPTION.search(_SENTENCE_END.split(before.rstrip("。:"))[-1]) is not None


def walk_breaks_off(text: str, letters: str, *, from_first: bool) -> bool:
    """The text takes the options in order and is cut before the last; `from_first`: or at the first one."""
    if _numbered_walk_stops(text, letters):
        return True
    if not (endings.breaks_off(text) or (endings.misses_stop(text) and not endings.ends_judged(text))):
        return False
    subjects = islice(_WALK_SUBJECT.finditer(text), MOST_SUBJECTS)
    # Who comes back to an option has gone through them.
    walked = "".join(letter for letter, _ in groupby(found[0][-1] for found in subjects))
    return (not from_first) < len(walked) < len(letters) and letters.startswith(walked)


def _numbered_walk_stops(text: str, letters: str) -> bool:
    """`1. C(...):不符合。`, then `2. A(...` without its end: a step of the walk is left open."""
    if endings.is_closed(text) or endings.ends_judged(text) or "\n" not in text:
        return False
    walked = [step["letter"] for step in islice(_NUMBERED_STEP.finditer(text), 12)]
    last_line = text.rstrip().rpartition("\n")
    judged_before = _STEP_JUDGED.search(last_line[0], max(0, len(last_line[0]) - 40)) is not None
    return 1 < len(walked) < len(letters) and judged_before and _NUMBERED_STEP.match(last_line[2]) is not None


def lists_all(text: str, letters: str) -> bool:
    """Every letter labels something, once and in order."""
    labels = "".join(label["letter"] for label in islice(LABEL.finditer(text), 40))
    return len(labels) >= 3 and (labels == letters or labels == letters[: len(labels)])


def repeats_from(text: str, at: int, options: Options) -> str:
    """Letters of the list of options that the letter at `at` begins, empty when it begins none."""
    listed, _ = labelled_items(text, at, options)
    return listed if len(listed) > 1 else ""


def stops_in_list(text: str, at: int, options: Options) -> bool:
    """The options are repeated from the first one at `at`, and the text ends before the last."""
    listed, end = labelled_items(text, at, options)
    if not listed or listed == options.letters or not options.letters.startswith(listed):
        return False
    rest = text[end:].strip(_EDGE)
    return (not rest and len(listed) > 1) or is_cut_item(text[end:], options)


def is_cut_item(text: str, options: Options) -> bool:
    """An item of a list, and the text ends inside its option's own words."""
    item = ITEM.match(text)
    if item is None:
        return False
    said, wanted = lowered(text[item.end() :]).strip(), options.text_of(item["letter"])
    return 0 < len(said) < len(wanted) and wanted.startswith(said)


def rest_is_listed(text: str, end: int, letter: str, options: Options) -> bool:
    """All the other options stand behind the first one, one after another, with labels and texts."""
    if letter != options.letters[:1] or len(options.letters) < FEWEST:
        return False
    first = _FIRST_OF_LIST.match(text, end)
    if first is None:
        return False
    listed, after = labelled_items(text, first.end(), options)
    return listed == options.letters[1:] and not text[after:].split("\n", 1)[0].strip(_EDGE)


def begins_list(text: str, start: int, letter: str, letters: str) -> bool:
    """The first letter, on a line of its own, right behind words that promise a walk (`逐项分析如下:`)."""
    ahead = text[max(0, start - 24) : start]
    concludes = _CONCLUDES.search(ahead) is not None
    return letter == letters[:1] and not concludes and _WALK_AHEAD.search(ahead) is not None


def is_item(text: str, mention: Mention, options: Options) -> bool:
    """The first option with its label and words that go on about it: the first step of a walk."""
    if mention.letter != options.letters[:1] or not text[mention.end :].strip(_EDGE):
        return False
    before = text[max(0, mention.start - 8) : mention.start]
    if before.endswith("A ") and text[mention.start].islower():
        # `A case-control study is ...`
        return False
    numbered = _NUMBER_LABEL.search(before) is not None and not endings.is_closed(text)
    return numbered or _ITEM_LABEL.search(before) is not None


def walks_from(text: str, end: int, letter: str) -> bool:
    """The next labelled item is about the next option."""
    following = _SUBJECT.search(text, end)
    return following is not None and ord(following["letter"]) == ord(letter) + 1


def _opens_line(text: str, label: re.Match[str]) -> bool:
    return label.start() == 0 or "\n" in text[label.start() - 1 : label.start("letter")]
