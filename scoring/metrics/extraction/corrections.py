"""Stages for a text that corrects itself, argues against another answer, or makes its own depend on an if."""

from __future__ import annotations

import re

from scoring.metrics.extraction import cues
from scoring.metrics.extraction.letters import CLOSE, EDGE_AFTER, EDGE_BEFORE, OPEN, Letters
from scoring.metrics.extraction.negation import denied_after, denied_before, supposed
from scoring.metrics.extraction.reading import Reading
from scoring.metrics.extraction.statuses import Extraction, Status

_ONE = rf"(?:选项\s?|[Oo]ption\s)?{OPEN}{EDGE_BEFORE}(?P<run>[A-Z]){EDGE_AFTER}{CLOSE}(?:选项|项)?"
_CORRECTED = (
    re.compile(rf"(?:更正|改成|改选|修正|纠正)(?:后)?(?:的?答案)?(?:[\s:为是成]|应该?|选择?){{0,4}}{_ONE}"),
    re.compile(
        r"(?:但是?|不过|然而|可是)[,\s]?我(?:们)?(?:还是|却|更|仍然?)?(?:认为|觉得|判断|主张|倾向于?|会)?"
        rf"(?:本题|此题|正确答案)?(?:应该?|应当|是|选择?|为){{1,3}}{_ONE}(?=[\s,。;.!]|更|才|\Z)"
    ),
    re.compile(
        rf"[HhBb](?<![A-Za-z0-9_].)(?:owever|ut)\b,?\s(?:on reflection,?\s|actually,?\s)?{_ONE}\s"
        r"(?:is|seems|fits|looks|appears|matches|suits)\s(?:to be\s)?"
        r"(?:the\s|a\s)?(?:better|best|more|correct|right|most)"
    ),
)
_IF = re.compile(
    rf"[Ii](?<![A-Za-z0-9_].)f\b(?=(?P<said>[^。\n]{{0,120}}?)\b(?:otherwise|if not|else)\b"
    rf"[^。\n]{{0,24}}?{EDGE_BEFORE}(?P<run>[A-Z]){EDGE_AFTER}[\s\S]{{0,8}}\Z)"
)
_LONE = re.compile(rf"{EDGE_BEFORE}[A-Z]{EDGE_AFTER}")
_IF_REACH = 80
_ALL_BUT = re.compile(
    r"(?:除了?|除去)\s?(?:选项)?(?P<run>[A-Z](?:[、,和与及]?[A-Z]){0,4})(?:选项|项)?(?:以外|之外|外)?[,\s]?"
    r"(?:其[余他它])?(?:的)?(?:各项|选项|答案)?(?:[都均皆全]部?)(?:(?:是)?(?:正确|对|符合|可选|选(?!项))|[是为属可有])"
)
_ALSO = re.compile(
    r"(?:正确|对|符合题意)的?(?:选项|答案)?(?:有|是|包括|为)\s?(?P<run>[A-Z](?:[、,和与及]?[A-Z]){0,5})"
    r"[,;\s]{0,2}(?:另外|此外)?(?:还有|以及|再加上|还包括|也包括|另有)\s?(?P<more>[A-Z](?:[、,和与及]?[A-Z]){0,5})"
    r"(?![A-Za-z0-9])"
)


def read_correction(reading: Reading) -> Extraction | None:
    """The last correction (`更正:C`, `但我认为应选B`), where nothing after it announces another answer."""
    if reading.multiple or reading.ordered:
        return None
    found = [match for pattern in _CORRECTED for match in pattern.finditer(reading.text)]
    if not found:
        return None
    last = max(found, key=lambda match: match.end("run"))
    start, end = last.start(), last.end("run")
    if (
        denied_before(reading.text, start)
        or denied_after(reading.text, end)
        or supposed(reading.text, start, end)
    ):
        return None
    if cues.STRONG.search(reading.text, end) or cues.WEAK.search(reading.text, end):
        return None
    return reading.decide(Letters(last["run"], contiguous=False), start, end, "weak_cue")


def read_conditional(reading: Reading) -> Extraction | None:
    """`B if she is pregnant; otherwise C` answers with two letters."""
    if reading.multiple or reading.ordered:
        return None
    found = _IF.search(reading.text)
    if found is None:
        return None
    near = _LONE.findall(reading.text[max(0, found.start() - _IF_REACH) : found.end()] + " " + found["said"])
    others = set(near) & set(reading.options.letters) - {found["run"]}
    if not others or found["run"] not in reading.options.letters:
        return None
    return reading.end_in(Status.AMBIGUOUS, "weak_cue", found.start(), found.end("run"))


def read_all_but(reading: Reading) -> Extraction | None:
    """Several letters in two steps: `除了B以外都对`, `正确的有A,还有C`."""
    if not reading.multiple or reading.ordered:
        return None
    if found := _ALSO.search(reading.text):
        return reading.decide(
            Letters(_only(found["run"] + found["more"]), contiguous=False), *found.span(), "weak_cue"
        )
    found = _ALL_BUT.search(reading.text)
    if found is None or not reading.options.texts or denied_before(reading.text, found.start()):
        return None
    left = "".join(letter for letter in reading.options.letters if letter not in found["run"])
    return reading.decide(Letters(left, contiguous=False), *found.span(), "all_right") if left else None


def _only(run: str) -> str:
    return "".join(letter for letter in run if letter.isascii() and letter.isalpha())
