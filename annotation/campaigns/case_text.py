"""A case as a reader meets it: the ``## heading: text`` sections of a question's input, in order.

Pure. Options that stand in the input as a section of their own are left to the option list, so nobody
reads them twice. Text before the first heading is a section without one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotation.bank.intake.sections import split_sections

_OPTION_HEADINGS = frozenset({"选项", "選項", "遮挡文本", "options", "choices"})


@dataclass(frozen=True, slots=True)
class Section:
    """``number`` counts from 1 and makes the anchor of the outline.

    ``heading_at`` and ``at`` are where heading and text stand in the input, None where they do not.
    """

    number: int
    heading: str
    text: str
    heading_at: int | None = field(default=None, compare=False)
    at: int | None = field(default=None, compare=False)


def case_sections(text: str, options: Mapping[str, str] | None = None) -> tuple[Section, ...]:
    """The sections of ``text``; without the option section when ``options`` are known."""
    kept = [
        (heading, body)
        for heading, body in split_sections(text)
        if (heading or body) and not (options and heading.casefold() in _OPTION_HEADINGS)
    ]
    sections, place = [], 0
    for number, (heading, body) in enumerate(kept, start=1):
        heading_at, place = _find(text, heading, place)
        at, place = _find(text, body, place)
        sections.append(Section(number, heading, body, heading_at, at))
    return tuple(sections)


def _find(text: str, part: str, place: int) -> tuple[int | None, int]:
    """Where ``part`` stands from ``place`` on, and where it ends."""
    found = text.find(part, place) if part else -1
    return (None, place) if found < 0 else (found, found + len(part))
