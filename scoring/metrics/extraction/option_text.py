"""Options by their text: which of them a text names, and whether it only repeats them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from scoring.metrics.extraction.chosen_text import Stand, stand_of
from scoring.metrics.extraction.cleaning import clean_text, fold
from scoring.metrics.extraction.letters import NAMED, read_run
from scoring.metrics.extraction.negation import called_wrong_after, denied_after, denied_before, denies_next

DEFAULT_LETTERS = "ABCDEFGH"
ANY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MIN_TEXT = 2
_JOINT = re.compile(
    r"\s{0,2}(?=[^①-⑳])(?:或者?|和|与|及|以及|、|,(?<=[A-Za-z],)\s(?:(?:and|or|nor)\b)?|(?:and|or|nor)\b)\s{0,2}(?:[A-Z][.、:]?\s?)?"
)
# `其他选项如X、Y...` are those that are not chosen.
_OTHERS = re.compile(
    r"其[他它余](?:的)?(?:选项|答案|药物|方剂|几[个项]|各项)(?:,?[如像]|,?例如|,?包括|:|,)?\s?\Z"
)
_OWN_LABEL = re.compile(r"\s*\(?(?P<letter>[A-Za-z])\)?\s?[.:、)]\s?(?=\S)")
_ITEM_JOINT = re.compile(r"[\"'”’)\]】]?(?:选项|项)?[\s.:、),。(\[“\"'‘「]{1,4}(?:即|也就是)?|(?:选项|项)")
# A word or number that goes on, or began before; a full stop behind a word ends it.
_WORD_ON = re.compile(r"[a-z0-9](?:[a-z0-9]|\.\d)", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"(?:[a-z0-9]|\d\.)[a-z0-9]\Z", re.IGNORECASE)
_SMALL_LABEL = re.compile(
    r"[\s\"'(\[]{0,4}(?P<number>\d{1,2}\s?(?:th letter|[.,)])?\s{0,3})?[\"'(\[]?(?P<letter>[a-h])(?![a-z])"
    r"[\"')\].:,]{0,3}(?:[a-h][\"')]{1,2})?\s{0,3}(?:(?:i\.\s?e\.|which is),?\s{0,3})?[\"']?"
)
_SENTENCE_OVER = re.compile(r"[\"'”’)]{0,2}(?:[.。!]|\s{0,3}(?:\n|\Z)|\s{2})")
_SMALL_ITEM = re.compile(r"(?<![A-Za-z.])\(?[a-h][.)]\s")
EDGES = " \t\n.。,;:、!?\"'“”()"


@dataclass(frozen=True, slots=True)
class Options:
    """Letters in order, and each option's text as it is searched for (may be empty)."""

    letters: str
    texts: tuple[str, ...]

    def text_of(self, letter: str) -> str:
        return self.texts[self.letters.index(letter)] if letter in self.letters and self.texts else ""


@dataclass(frozen=True, slots=True)
class Mention:
    letter: str
    start: int
    end: int
    chosen: bool = False


UNKNOWN = Options(DEFAULT_LETTERS, ())


def read_options(options: Mapping[str, str] | None, *, ordered: bool) -> Options:
    if not options:
        return Options(ANY_LETTERS if ordered else DEFAULT_LETTERS, ())
    return _options(tuple(options.items()))


@lru_cache(maxsize=8192)
def _options(items: tuple[tuple[str, str], ...]) -> Options:
    # Files may hold numbers.
    pairs = [(fold(str(letter)).strip().upper(), clean_text(str(text)).text) for letter, text in items]
    pairs = [(letter, searched(_without_label(letter, text))) for letter, text in pairs]
    return Options(
        "".join(p[0] for p in pairs if len(p[0]) == 1), tuple(p[1] for p in pairs if len(p[0]) == 1)
    )


def _without_label(letter: str, text: str) -> str:
    """Files often repeat the letter in front of the option's text (`A. 腰部MRI`)."""
    label = _OWN_LABEL.match(text)
    return text[label.end() :] if label and label["letter"].upper() == letter else text


def searched(text: str) -> str:
    return lowered(text).strip(EDGES)


def squeezed(text: str) -> str:
    return "".join(searched(text).split())


def lowered(text: str) -> str:
    """Lower case without a change of length, so that offsets hold."""
    low = text.lower()
    return low if len(low) == len(text) else text


def mentions_in(text: str, options: Options) -> list[Mention]:
    """Every option named by its text and not denied, each once; a longer text hides one inside it.

    None at all where no text chooses: words that only mention an option are no answer.
    """
    found = undenied_in(text, options)
    if any(mention.chosen for mention in found) or len(found) == len(options.letters):
        return found
    return []


def undenied_in(text: str, options: Options) -> list[Mention]:
    """Every option named by its text and not denied, chosen or only mentioned, each once."""
    found: dict[str, Mention] = {}
    chosen: set[str] = set()
    for group, stand in _groups(text, options):
        for mention in group if stand is not Stand.DENIED else ():
            found.setdefault(mention.letter, mention)
            chosen |= {mention.letter} if stand is Stand.CHOSEN else set()
    denied = denied_letters(text, options) if found else ""
    return [replace(m, chosen=m.letter in chosen) for m in found.values() if m.letter not in denied]


def places_undenied(text: str, options: Options) -> list[Mention]:
    """Every place where an option is named by its text and not denied there."""
    return [m for group, stand in _groups(text, options) if stand is not Stand.DENIED for m in group]


def denied_texts(text: str, options: Options) -> list[Mention]:
    """Every option whose text is denied, as it stands in the text."""
    return [m for group, stand in _groups(text, options) if stand is Stand.DENIED for m in group]


def denied_letters(text: str, options: Options) -> str:
    """Letters that the text calls wrong or does not choose: their words in a reason are no choice either."""
    return "".join(
        letters
        for named in NAMED.finditer(text)
        if (letters := read_run(named["run"]).named)
        and (denied_choice(text, named.end("run"), letters, options) or denied_before(text, named.start()))
    )


def _groups(text: str, options: Options) -> list[tuple[list[Mention], Stand]]:
    """Mentions joined by `、` or `和` share what is said before the first and after the last."""
    groups: list[list[Mention]] = []
    for mention in sorted(_all_mentions(text, options), key=lambda mention: mention.start):
        if groups and _JOINT.fullmatch(text, groups[-1][-1].end, mention.start):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return [(group, _stand(text, group)) for group in groups]


def _stand(text: str, group: list[Mention]) -> Stand:
    if _OTHERS.search(text[max(0, group[0].start - 12) : group[0].start]):
        return Stand.DENIED
    if denied_before(text, group[0].start) or denied_after(text, group[-1].end):
        return Stand.DENIED
    return stand_of(text, group[0].start, group[-1].end)


def _all_mentions(text: str, options: Options) -> list[Mention]:
    low = lowered(text).replace("-", " ")
    found: list[Mention] = []
    longest_first = sorted(range(len(options.texts)), key=lambda index: -len(options.texts[index]))
    for index in longest_first:
        wanted = options.texts[index]
        if len(wanted) < MIN_TEXT:
            continue
        for start in _places(low, wanted.replace("-", " ")):
            end = start + len(wanted)
            if not (any(start < x.end and x.start < end for x in found) or _of_more(low, start, end)):
                found.append(Mention(options.letters[index], start, end))
    return found


def places_of(text: str, wanted: str) -> list[int]:
    """Where an option's text stands; a number or word that only begins or ends like it is another."""
    if not wanted:
        return []
    low = lowered(text)
    return [at for at in _places(low, wanted) if not _joined(low, at, at + len(wanted))]


def _joined(low: str, start: int, end: int) -> bool:
    return (
        _WORD_ON.match(low, end - 1) is not None
        or _WORD_BEFORE.search(low[max(0, start - 2) : start + 1]) is not None
    )


def _places(low: str, wanted: str, most: int = 8) -> list[int]:
    places: list[int] = []
    at = low.find(wanted)
    while at >= 0 and len(places) < most:
        places.append(at)
        at = low.find(wanted, at + len(wanted))
    return places


def _of_more(low: str, start: int, end: int) -> bool:
    """`①②` inside `①②③④` is no option's text."""
    around = low[max(0, start - 1) : start] + low[start], low[end - 1] + low[end : end + 1]
    return any(len(pair) == 2 and all("①" <= char <= "⑳" for char in pair) for pair in around)


def after_own_words(text: str, end: int, letter: str, options: Options) -> int:
    """Where an item ends whose letter ends at `end`: behind its option's own text where that follows."""
    label = _ITEM_JOINT.match(text, end)
    words = options.text_of(letter) if label else ""
    if (
        label is None
        or len(words) < MIN_TEXT
        or lowered(text[label.end() : label.end() + len(words)]) != words
    ):
        return end
    return label.end() + len(words)


def small_label(text: str, options: Options) -> tuple[str, int, int] | None:
    """`d. Secondary ...`, `4b, i.e. ...`: a small letter and its option's words open the text as a sentence.

    The letter, and where it and its words begin and end. A second small label makes a list of them.
    """
    label = _SMALL_LABEL.match(text) if options.texts else None
    own = option_starting(text, label.end(), options) if label else None
    if label is None or own is None or own.letter != label["letter"].upper():
        return None
    # `a case-control study` has an article.
    is_marked = label["number"] or not text[label.end("letter") : label.end("letter") + 1].isspace()
    is_sentence = _SENTENCE_OVER.match(text, own.end) and not denies_next(text, own.end)
    is_list = _SMALL_ITEM.search(text, own.end) is not None
    return (own.letter, label.start("letter"), own.end) if is_marked and is_sentence and not is_list else None


def denied_choice(text: str, end: int, letters: str, options: Options) -> bool:
    """Whether the letters that end at `end` are denied; of `B:没有精神病` nothing is said in its words."""
    said = after_own_words(text, end, letters, options)
    return called_wrong_after(text, said) if said > end else denied_after(text, end)


def in_own_text(text: str, at: int, options: Options) -> bool:
    """Whether the letter at `at` is one of an option's own words (the D of `维生素 D`)."""
    return any(
        wanted in lowered(text[max(0, at - len(wanted) + 1) : at + len(wanted)])
        for wanted in options.texts
        if len(wanted) >= MIN_TEXT
    )


def named_alone(text: str, options: Options) -> Iterator[tuple[str, int, int]]:
    """Places of single letters that name an option and are none of an option's own words."""
    for named in NAMED.finditer(text):
        letters = read_run(named["run"]).named
        start, end = named.span("run")
        if len(letters) == 1 and letters in options.letters and not in_own_text(text, start, options):
            yield letters, start, end


def repeats_options(text: str, options: Options) -> bool:
    """All of at least three options stand in the text by their words."""
    if len([t for t in options.texts if len(t) >= MIN_TEXT]) < max(2, len(options.letters)):
        return False
    low = lowered(text)
    return all(wanted in low for wanted in options.texts)


def option_starting(text: str, start: int, options: Options) -> Mention | None:
    """The option whose text begins at `start` (the longest one)."""
    low = lowered(text[start : start + 400])
    best: Mention | None = None
    for letter, wanted in zip(options.letters, options.texts, strict=True) if options.texts else ():
        if (
            len(wanted) >= MIN_TEXT
            and low.startswith(wanted)
            and (best is None or len(wanted) > best.end - start)
        ):
            best = Mention(letter, start, start + len(wanted))
    return best
