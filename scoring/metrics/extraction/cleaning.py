"""Cleaning before reading: think blocks, Unicode folding, markup; every offset can be traced back.

Folding is NFKC character by character (full-width letters and punctuation become ASCII) with four
exceptions: circled and raised numbers stay as they are, since `B.①④` must not become `B.14`, invisible
characters go, pictures and unit signs become dots (`℃` holds no C), and common traditional characters
become simplified ones. Texts longer than 200,000 characters are read at their beginning and end only.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from scoring.metrics.extraction.traditional import SIMPLIFIED

HEAD, TAIL = 50_000, 150_000

THOUGHT = re.compile(
    r"<\s{0,3}(?P<close>/?)\s{0,3}(?:think|thinking|thought|thoughts|reasoning|scratchpad)\s{0,3}>"
    r"|◁(?P<close_b>/?)think▷|<\|(?P<close_c>begin|end)_of_thought\|>"
    r"|^#{1,3}[ ]?(?:Thinking|(?P<close_d>Final Response))[ \t]{0,4}:?$",
    re.IGNORECASE | re.MULTILINE,
)
# Every branch begins with a literal of its own: the scan stays fast and linear.
MARKUP = re.compile(
    r"\*\**|\](?<=\A\])"
    r"|```[A-Za-z]{0,12}(?=\s)|``*"
    r"|___*"
    r"|~~[^~\n]{1,80}~~"
    r"|<\|[^<>|\n]{1,40}\|>|</?(?![A-H]{2,8}>)[A-Za-z][A-Za-z0-9]{1,15}(?:\s[^<>\n]{0,200})?/?>"
    r"|</[a-z]>|<[puis]>|<b>(?!\s{0,3}(?:[.。,;!、)]|\Z))|\[(?:unused\d{1,3}|UNUSED_TOKEN_\d{1,3}|eo[a-z]|EO[A-Z])\]"
    r"|\$\$*"
    r"|\\[()\[\]]|\\(?:text|mathrm|mathbf|textbf|mathsf|mathit|textit|rm|bf)\b"
    r"|##{0,5}\s"
)
# `<d>` is a letter as long as no other tag makes markup of it; letters and nothing else are an answer.
# A wrapper (`<answer>`) and the token that ends a text (`</s>`) are none of them.
_TAG = re.compile(
    r"</?(?!(?:s|eo[a-z]|answer|final|choice|output|response)>)[A-Za-z][A-Za-z0-9]{0,15}(?:\s[^<>\n]{0,200})?/?>",
    re.IGNORECASE,
)
_LETTER_TAG = re.compile(r"<[a-h]>")
_ONLY_LETTER_TAGS = re.compile(r"(?:\s{0,3}[,、;]?\s{0,3}<[a-h]>){1,8}[\s.。]{0,4}")
# A turn of the chat begins, or one has ended and more follows.
_FURTHER_TURN = re.compile(
    r"<\|(?:im_start|begin_?of_?utterance|start_header_id|role_start|user|assistant|system|Human)\|>"
    r"|(?<=[\s。.!?)A-H])(?:<\|(?:im_end|endoftext|eot_id|end_?of_?utterance)\|>|<eoa>(?!\s*[。，,;])|</s>)(?=\s*[^\s<(（\d①-⑩第])"
)
# `[正确答案]A<eoa>` and the next answer: no turn, but one of several.
_ANSWERS_ON = re.compile(r"[\s\[【(*A-H:]{0,12}(?:正确|标准|参考)?答案")
# A prompt said again has end marks in its examples.
_PROMPTS = re.compile(r"\s{0,4}请你?[^\n。]{0,20}从\s?A")
_TOKEN = re.compile(r"\s*<\|[^<>|\n]{1,40}\|>\s*")
# A word in capitals that is no run of option letters; `BE` is one, but not between two such words.
_SHOUTED = re.compile(r"\b(?![A-H]{2,8}\b)[A-Z]{2,}\b|(?<=[A-Z]{2} )BE(?= [A-Z]{2})")
_SMALL_NAME = re.compile(r"(?<=ption )(?:[b-h](?![A-Za-z0-9'])|a(?=\s(?:is|was)\b|[.,:;)]|\s{0,3}\Z))")
_SHOUTS = ("OPTION", "ANSWER", "CORRECT", "CHOOSE", "CANNOT", " IS ")
JUDGING = frozenset("√✓✔✅☑×✗✘❌❎")
INVISIBLE = {"Cf", "Cs"}


# `🅰` and its like, which NFKC leaves as they are.
_SQUARED = {chr(first + place): chr(ord("A") + place) for first in (0x1F150, 0x1F170) for place in range(26)}


class _Folding(dict[int, str]):
    """Character -> its folded form, filled as characters are met."""

    def __init__(self) -> None:
        super().__init__()
        self.irregular: set[str] = set()

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = self._fold(char)
        if len(folded) != 1:
            self.irregular.add(char)
        self[code] = folded
        return folded

    @staticmethod
    def _fold(char: str) -> str:
        category = unicodedata.category(char)
        if category in INVISIBLE or "\ufe00" <= char <= "\ufe0f":
            return ""
        if category == "Cc":
            return char if char in "\n\t" else " "
        if category == "No":
            return char
        if squared := _SQUARED.get(char):
            return squared
        folded = unicodedata.normalize("NFKC", char)
        if category == "So" and not folded.isalnum() and char not in JUDGING:
            return "·"
        return SIMPLIFIED.get(folded, folded)


_FOLDING = _Folding()


@dataclass(frozen=True, slots=True)
class _Cut:
    """Kept pieces of a text: where each begins in the result, and in the source."""

    text: str
    results: tuple[int, ...]
    sources: tuple[int, ...]

    def source_of(self, offset: int) -> int:
        if not self.results:
            return offset
        at = max(bisect_right(self.results, offset) - 1, 0)
        return self.sources[at] + offset - self.results[at]


def _keep(text: str, pieces: list[tuple[int, int]]) -> _Cut:
    pieces = [piece for piece in pieces if piece[1] > piece[0]]
    results, total = [], 0
    for start, end in pieces:
        results.append(total)
        total += end - start
    kept = "".join(text[start:end] for start, end in pieces)
    return _Cut(kept, tuple(results), tuple(start for start, _ in pieces))


def _whole(text: str) -> _Cut:
    return _Cut(text, (), ())


@dataclass(frozen=True, slots=True)
class CleanText:
    """The text that is read, and the way back to the text that was given."""

    text: str
    thought_open: bool
    _spoken: _Cut
    _unmarked: _Cut

    def span_in_source(self, start: int, end: int) -> tuple[int, int]:
        """Half-open span of the source that holds `text[start:end]` (not empty)."""
        first = self._unmarked.source_of(start)
        last = self._unmarked.source_of(max(end - 1, start))
        source = self._spoken.text
        if not _FOLDING.irregular.isdisjoint(source):
            first, last = _unfolded(source, first), _unfolded(source, last)
        return self._spoken.source_of(first), self._spoken.source_of(last) + 1


def _unfolded(source: str, offset: int) -> int:
    """Index in `source` of the character that gave the folded character at `offset`."""
    seen = 0
    for index, char in enumerate(source):
        seen += len(_FOLDING[ord(char)])
        if seen > offset:
            return index
    return len(source) - 1


def fold(text: str) -> str:
    return text.translate(_FOLDING)


def clean_text(raw: str) -> CleanText:
    spoken, thought_open = _without_thought(_first_turn(raw))
    folded = _spoken_softly(fold(spoken.text))
    unmarked = _without_markup(folded)
    return CleanText(unmarked.text, thought_open, spoken, unmarked)


def _spoken_softly(text: str) -> str:
    """English as it is mostly written: `option A is correct` for `OPTION A IS CORRECT`, `option a is ...`."""
    if any(word in text for word in _SHOUTS):
        text = _SHOUTED.sub(lambda word: word[0].lower(), text)
    return _SMALL_NAME.sub(lambda letter: letter[0].upper(), text) if "ption " in text else text


def without_thought(raw: str) -> tuple[str, bool]:
    """The whole text outside thoughts, as it was written, and whether a thought was left open."""
    pieces, thought_open = _spoken_pieces(raw)
    return "".join(raw[start:end] for start, end in pieces), thought_open


def _first_turn(raw: str) -> str:
    """What stands before a further turn of the chat, which the model made up."""
    if "<" not in raw:
        return raw
    begins = 0
    while token := _TOKEN.match(raw, begins):
        begins = token.end()
    turn = _FURTHER_TURN.search(raw, begins)
    # Nothing was said before.
    while turn and turn[0].startswith("<eo") and not raw[begins : turn.start()].strip():
        turn = _FURTHER_TURN.search(raw, turn.end())
    if turn is None or turn.start() <= begins:
        return raw
    goes_on = turn[0].startswith("<eo") and (_ANSWERS_ON.match(raw, turn.end()) or _PROMPTS.match(raw))
    return raw if goes_on else raw[: turn.start()]


def _without_thought(raw: str) -> tuple[_Cut, bool]:
    """What is said aloud, and whether a thought was left open."""
    may_think = "<" in raw or "◁" in raw or "#" in raw
    if not may_think and len(raw) <= HEAD + TAIL:
        return _whole(raw), False
    pieces, thought_open = _spoken_pieces(raw) if may_think else ([(0, len(raw))], False)
    if sum(end - start for start, end in pieces) > HEAD + TAIL:
        return _keep(raw, _ends(pieces)), thought_open
    if pieces == [(0, len(raw))]:
        return _whole(raw), thought_open
    return _keep(raw, pieces), thought_open


def _spoken_pieces(raw: str) -> tuple[list[tuple[int, int]], bool]:
    """Pieces outside thoughts; a closing tag alone means that the opening one was in the prompt."""
    pieces: list[tuple[int, int]] = []
    start, inside = 0, False
    for tag in THOUGHT.finditer(raw):
        closes = bool(
            tag["close"] or tag["close_b"] or tag["close_d"] or (tag["close_c"] or "").lower() == "end"
        )
        if not inside and closes:
            pieces.clear()
        elif not inside:
            pieces.append((start, tag.start()))
        inside, start = not closes, tag.end()
    # A thought that nobody closed ends where the answer is marked as such.
    if inside and (marked := raw.rfind("<answer>", start)) >= 0:
        inside, start = False, marked
    if not inside:
        pieces.append((start, len(raw)))
    return pieces, inside


def _ends(pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first HEAD and the last TAIL characters of the pieces."""
    head = _first(pieces, HEAD)
    mirrored = [(-end, -start) for start, end in reversed(pieces)]
    tail = [(-end, -start) for start, end in reversed(_first(mirrored, TAIL))]
    if head and tail and tail[0][0] < head[-1][1]:
        tail[0] = (head[-1][1], tail[0][1])
    return head + tail


def _first(pieces: list[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in pieces:
        if size <= 0:
            break
        kept.append((start, min(end, start + size)))
        size -= end - start
    return kept


def _without_markup(text: str) -> _Cut:
    first = MARKUP.search(text)
    tags = _letters_as_tags(text)
    if first is None and not tags:
        return _whole(text)
    pieces, start = [], 0
    marks = [mark.span() for mark in MARKUP.finditer(text, first.start())] if first else []
    for mark_start, mark_end in sorted({*marks, *tags}) if tags else marks:
        pieces.append((start, mark_start))
        start = mark_end
    pieces.append((start, len(text)))
    return _keep(text, pieces)


def _letters_as_tags(text: str) -> list[tuple[int, int]]:
    """Places of `<d>` and the like in a text that holds other tags as well."""
    if "<" not in text or _LETTER_TAG.search(text) is None:
        return []
    if len({tag[0] for tag in _TAG.finditer(text)}) < 2 or _ONLY_LETTER_TAGS.fullmatch(text):
        return []
    return [tag.span() for tag in _LETTER_TAG.finditer(text)]
