"""Lists of labelled options inside an output: the options repeated, or several chosen with their texts."""

from __future__ import annotations

import re
from itertools import islice

from scoring.metrics.extraction.cues import LABEL
from scoring.metrics.extraction.option_text import Options, lowered, option_starting

_ITEM = re.compile(
    r"[\s;,。和与及]{0,6}(?:\d{1,2}[.、)]\s?)?[(\[]?(?P<letter>[A-Z])[)\]]?\s{0,3}[.:、,)]?\s{0,3}"
)
_SUBJECT = re.compile(
    r"(?:^|(?<=[\n。;!?])|(?<=\. ))\s{0,4}(?:选项\s?|[Oo]ption\s)?(?P<letter>[A-Z])"
    r"(?:选项|项|[.:、]|(?<=ption [A-Z])\b)"
)
_TEXT_JOINT = re.compile(r"\s{0,3}(?:[,;、/]|和|与|及|或者?)\s{0,3}")
_ITEM_END = re.compile(r"[ \t]{0,4}(?:[;,。.]|\n|$|(?=[(\[]?[A-Z][.:、)]))")


def labelled_items(text: str, start: int, options: Options) -> tuple[str, int]:
    """Letters of the items that begin at `start`, each followed by its own text, and where they end."""
    letters, end = "", start
    while options.texts:
        item = _ITEM.match(text, end)
        if item is None:
            break
        wanted = options.text_of(item["letter"])
        after = item.end() + len(wanted)
        if not wanted or lowered(text[item.end() : after]) != wanted:
            break
        closing = _ITEM_END.match(text, after)
        if closing is None or item["letter"] in letters:
            break
        letters, end = letters + item["letter"], after
    return letters, end


def joined_texts(text: str, start: int, options: Options) -> tuple[str, int]:
    """Letters of the options whose texts go on from `start` with nothing but joints between them."""
    letters, end, at = "", start, start
    while (option := option_starting(text, at, options)) and option.letter not in letters:
        letters, end = letters + option.letter, option.end
        joint = _TEXT_JOINT.match(text, end)
        at = joint.end() if joint else len(text)
    return letters, end


def enumerates(text: str, letters: str) -> bool:
    """The text goes through the options one by one from the first (`A: ... B: ...`)."""
    labels = [label["letter"] for label in islice(LABEL.finditer(text), 12)]
    return len(labels) > 1 and labels[0] == letters[:1] and labels[1] == letters[1:2]


def walks_to(text: str, start: int, letter: str) -> bool:
    """The text takes the options one by one, and the one at `start` is just the next."""
    before = max((label["letter"] for label in _SUBJECT.finditer(text, 0, start)), default="")
    return bool(before) and ord(letter[0]) == ord(before) + 1


def lists_all(text: str, letters: str) -> bool:
    """Every letter labels something, once and in order."""
    labels = "".join(label["letter"] for label in islice(LABEL.finditer(text), 40))
    return len(labels) >= 3 and (labels == letters or labels == letters[: len(labels)])
