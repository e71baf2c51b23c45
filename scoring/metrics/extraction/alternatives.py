"""Several letters where one was asked for: an addition, a contradiction, or a choice narrowed down.

Two single answers announced one right after the other with nothing between them contradict each other; a
correction, a conclusion or a reason between them makes the last one the answer, and so do several letters
of which the last answer takes one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from scoring.metrics.extraction.candidates import Candidate
from scoring.metrics.extraction.letters import EDGE_AFTER, Letters
from scoring.metrics.extraction.negation import denied_after, is_quotation, offers_alternative
from scoring.metrics.extraction.option_text import Options, option_starting

_NOTHING_SAID = re.compile(
    r"[\s.。,、;:!()\[\]【】\"'“”>|-]{0,12}(?:第?\d{1,3}题?[.、:)]?)?"
    r"(?:(?:正确|标准|本题|该题|此题|这道题|的|[Tt]he|[Cc]orrect|\s)){0,4}[\s【\[\"'“(]{0,4}\Z"
)
_OFFERED = re.compile(
    r"[\s,;。.)】」』\"'”]{0,3}[(,]?\s?(?:或者?(?:是|选)?|抑或|也(?:可以?|可能|有可能)(?:选择?|是|为)?"
    r"|亦可(?:选择?)?"
    r"|还可以?(?:选择?)|\bor\b(?:\s(?:possibly|maybe|even))?)\s?(?:选项|答案|[Oo]ption\s)?\s?"
    rf"(?P<letter>[A-Z]){EDGE_AFTER}"
)
# `答案:D(B也可以)`, `选A,不过B也对`; what is then called no better than the first is no second answer.
_ALSO = re.compile(
    r"[\s,;。.)】」』\"'”]{0,3}[(,]?\s?(?:但是?|不过|然而)?\s?(?:选项)?"
    r"(?P<letter>[A-Z])(?:选项|项)?(?:也|亦)(?:是?正确|行|可以?(?![^\s,。;!)])|可选|对(?=[\s,。;!)]|\Z)|没问题)"
    r"(?![^。!?\n]{0,24}(?:但|不如|不是最|更))"
)
_EITHER_WILL_DO = re.compile(r"\s?(?:选项|项)?(?:也|亦)(?:是?正确|行|可以?(?![^\s,。;!])|对|没问题)")
_RIGHT = re.compile(r"(?:正确|标准|[Cc]orrect\s)\Z")
_EDGE = " \t.。:、()"
_NARROWED = re.compile(
    r"[^。!?\n]{0,16}?(?:选|以|其中|但|而)\s?(?:选项)?(?P<letter>[A-Z])(?:选项|项)?\s?(?:才)?(?:是|为|更"
    r"|最)(?!不|错)"
)


def merged(text: str, options: Options, candidates: Iterator[Candidate]) -> Iterator[Candidate]:
    """The candidates from the last to the first; one that adds to or contradicts earlier ones names all."""
    group = first = next(candidates, None)
    for found in candidates:
        if group is None or first is None:
            break
        if _belongs(text, options, found, first):
            named = found.letters.named + group.letters.named
            group, first = replace(group, letters=Letters(named, contiguous=False)), found
        else:
            yield group
            group = first = found
    if group is not None:
        yield group


def _belongs(text: str, options: Options, earlier: Candidate, later: Candidate) -> bool:
    if not (earlier.meant and later.meant) or is_quotation(text, earlier.start):
        return False
    if offers_alternative(text, later.start) or _EITHER_WILL_DO.match(text, later.end):
        return True
    if len(earlier.letters.distinct()) != 1 or earlier.letters.distinct() in later.letters.named:
        return False
    if _only_later_is_right(text, earlier, later):
        return False
    after = earlier.end + _blank_after(text, earlier.end)
    own = option_starting(text, after, options)
    return _NOTHING_SAID.match(text, own.end if own else earlier.end, later.start) is not None


def _only_later_is_right(text: str, earlier: Candidate, later: Candidate) -> bool:
    """`常见的答案是A,正确答案是B` weighs the two."""
    return _called_right(text, later.start) and not _called_right(text, earlier.start)


def _called_right(text: str, start: int) -> bool:
    return _RIGHT.search(text, max(0, start - 8), start) is not None


def _blank_after(text: str, at: int) -> int:
    near = text[at : at + 4]
    return len(near) - len(near.lstrip(_EDGE))


def narrowed(text: str, end: int, letters: Letters) -> Letters:
    """`A、B都正确,选B最准确` chooses B."""
    found = _NARROWED.match(text, end) if len(letters.named) > 1 else None
    if found is None or found["letter"] not in letters.named:
        return letters
    return Letters(found["letter"], contiguous=False)


def offered_after(text: str, end: int, options: Options) -> str:
    """The letter put beside an answer at once (`答案:A(也可选B)`), past that answer's own text."""
    own = option_starting(text, end + _blank_after(text, end), options)
    for at in (end, own.end if own else end):
        offered = _OFFERED.match(text, at) or _ALSO.match(text, at)
        if offered and not denied_after(text, offered.end("letter")):
            return offered["letter"]
    return ""
