"""A case as a reader meets it: the ``## heading: text`` sections of a question's input, in order.

Pure. Options that stand in the input as a section of their own are left to the option list, so nobody
reads them twice. Text before the first heading is a section without one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_HEADING = re.compile(
    r"(?:^|(?<=[\s。；;]))[#＃]{1,6}[ \t\u3000]*(?P<heading>[^\n:：#＃]{1,40}?)[ \t]*(?:[:：]|(?=\n)|\Z)",
    re.MULTILINE,
)
_OPTION_HEADINGS = frozenset({"选项", "選項", "遮挡文本", "options", "choices"})


@dataclass(frozen=True, slots=True)
class Section:
    """``number`` counts from 1 and makes the anchor of the outline."""

    number: int
    heading: str
    text: str


def split_sections(text: str, options: Mapping[str, str] | None = None) -> tuple[Section, ...]:
    """The sections of ``text``; without the option section when ``options`` are known."""
    text = text.replace("\r\n", "\n")
    found = [*_HEADING.finditer(text)]
    if not found:
        return (Section(1, "", text.strip()),) if text.strip() else ()
    ends = [match.start() for match in found[1:]] + [len(text)]
    pairs = [("", text[: found[0].start()])]
    pairs += [
        (match["heading"].strip(), text[match.end() : end]) for match, end in zip(found, ends, strict=True)
    ]
    kept = [
        (heading, body.strip())
        for heading, body in pairs
        if (heading or body.strip()) and not (options and heading.casefold() in _OPTION_HEADINGS)
    ]
    return tuple(Section(number, heading, body) for number, (heading, body) in enumerate(kept, start=1))
