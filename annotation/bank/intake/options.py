"""Options written inside a question's text: ``A: … B: …``, also ``A．``, ``A、``, ``(A)`` and new lines.

Conservative: options are found only where the letters run A, B, C… without a gap or a repetition up to
the end of their section, all written in the same style. Anything else is "no options", never a guess.
"""

import re
from dataclasses import dataclass

from annotation.bank.intake.sections import split_sections

_OPTION_SECTION = re.compile(
    r"(?:^[#＃]{1,6}|(?<=\s)[#＃]{2,6})[^\S\n]*(?:候选项|选项|備選|备选|遮挡文本|options|choices)"
    r"[^\n:：A-ZＡ-Ｚ(（]*[:：]?(?P<body>.*?)(?=^[#＃]|\s[#＃]{2,6}|\Z)",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_LETTERED = (
    r"(?:(?P<open>[(（])\s*(?P<inner>[A-ZＡ-Ｚ])\s*[)）]\s*[:：.．、]?"
    r"|(?P<letter>[A-ZＡ-Ｚ])\s*(?P<mark>[:：.．、]))"
)
_SEPARATORS = ";；。,，、)）"
_SEPARATE = re.compile(r"(?:^|(?<=[\s" + _SEPARATORS + "]))" + _LETTERED, re.MULTILINE)
# Printed exams run options together, even with a page number between: "A．甲B．乙16C．丙".
_CLOSE = re.compile(r"(?<![A-Za-z0-9Ａ-Ｚ])" + _LETTERED)
_ANYWHERE = re.compile(r"(?<![A-Za-zＡ-Ｚ])" + _LETTERED)
_STYLES = {":": ":", "：": ":", ".": ".", "．": ".", "、": "、"}
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class _Marker:
    letter: str
    style: str
    start: int
    end: int


def parse_options(text: str) -> dict[str, str] | None:
    """The options found in ``text``, or None."""
    headed = [found["body"] for found in _OPTION_SECTION.finditer(text)]
    for body in headed or [body for _, body in reversed(split_sections(text))]:
        if options := _options_of(body.strip()):
            return options
    return None


def _options_of(body: str) -> dict[str, str] | None:
    anywhere = _markers(_ANYWHERE, body)
    runs = [_clean_run(_markers(pattern, body)) for pattern in (_CLOSE, _SEPARATE, _ANYWHERE)]
    clean = (run for run in runs if run and _stands_apart(body, run) and not _goes_on(run, anywhere))
    run = next(clean, None)
    return _texts(body, run) if run else None


def _markers(pattern: re.Pattern[str], body: str) -> list[_Marker]:
    return [_marker(found) for found in pattern.finditer(body)]


def _clean_run(markers: list[_Marker]) -> list[_Marker] | None:
    """From the last A on, the markers of its style, when they are just A, B, C…"""
    first = next((marker for marker in reversed(markers) if marker.letter == "A"), None)
    if first is None:
        return None
    run = [marker for marker in markers if marker.style == first.style and marker.start >= first.start]
    letters = [marker.letter for marker in run]
    return run if len(run) > 1 and letters == [chr(ord("A") + i) for i in range(len(run))] else None


def _stands_apart(body: str, run: list[_Marker]) -> bool:
    """A list begins by itself, or each later option does; "维生素A：…维生素B：…" does neither."""
    return _opens(body, run[0]) or all(_opens(body, marker) for marker in run[1:])


def _opens(body: str, marker: _Marker) -> bool:
    """At the start or after a separator, at most with a page number between."""
    before = body[: marker.start].rstrip("0123456789")
    return not before or before[-1].isspace() or before[-1] in _SEPARATORS


def _goes_on(run: list[_Marker], anywhere: list[_Marker]) -> bool:
    """Whether the letter after the last one still follows somewhere: then the list may not be whole."""
    last = run[-1]
    return any(
        marker.start > last.start and ord(marker.letter) == ord(last.letter) + 1 for marker in anywhere
    )


def _texts(body: str, run: list[_Marker]) -> dict[str, str] | None:
    ends = [marker.start for marker in run[1:]] + [len(body)]
    texts = [body[marker.end : end].strip() for marker, end in zip(run, ends, strict=True)]
    texts[-1] = _PARAGRAPH_END.split(texts[-1])[0].strip()
    if not all(texts):
        return None
    return {marker.letter: text for marker, text in zip(run, texts, strict=True)}


def _marker(found: re.Match[str]) -> _Marker:
    letter = found["inner"] or found["letter"]
    style = "()" if found["open"] else _STYLES[found["mark"]]
    if ord(letter) > 127:
        letter = chr(ord(letter) - 0xFEE0)
    return _Marker(letter, style, found.start(), found.end())
