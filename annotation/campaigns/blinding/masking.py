"""Finding and hiding the names in a text, and saying by which rule each was found."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from annotation.campaigns.blinding.families import families_of, family_rules, is_everyday
from annotation.campaigns.blinding.homonyms import means_something_else
from annotation.campaigns.blinding.names import AMBIGUOUS_NAMES, HOMELY_NAMES, KNOWN_NAMES
from annotation.campaigns.blinding.patterns import any_of
from annotation.campaigns.blinding.phrases import (
    SIZED,
    SPELLED_GPT,
    TEMPLATE_MARKS,
    ambiguous_names,
    unknown_names,
)
from annotation.campaigns.blinding.reading import HIDDEN, UNREAD, decoded, fold, read_through


class Rule(StrEnum):
    """Why a stretch is masked, the most certain reason first."""

    MODEL = "model"
    LISTED = "listed"
    KNOWN = "known"
    TEMPLATE = "template"
    FAMILY = "family"
    INTRODUCED = "introduced"


@dataclass(frozen=True, slots=True)
class Stretch:
    """``text[start:end]`` of the original is masked by ``rule``."""

    start: int
    end: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class Masked:
    """``text`` is as long as the original."""

    text: str
    stretches: tuple[Stretch, ...]

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        return tuple((stretch.start, stretch.end) for stretch in self.stretches)


def mask(text: str, names: Iterable[str] = (), listed: Iterable[str] = ()) -> Masked:
    """Hide ``names`` of models, those ``listed`` by hand, well-known ones, and self-introductions.

    Which of two lists a name is on changes the rule that is told, never what is masked.
    """
    models = tuple(sorted({*names}))
    return _mask(text, models, tuple(sorted({*listed} - {*models})))


@lru_cache(maxsize=256)  # a page shows a text more than once
def _mask(text: str, models: tuple[str, ...], listed: tuple[str, ...]) -> Masked:
    rules = _rules(models, listed)
    read = read_through(text, UNREAD, decoded)
    found = [
        Stretch(read.starts[stretch.start], read.ends[stretch.end - 1], stretch.rule)
        for stretch in _found(fold(read.text), rules)
    ]
    if read.text != text:  # marks part words, too: "use**GPT-4**now"
        found += _found(fold(text), rules)
    merged = _merged(found)
    hidden = [*text.replace(HIDDEN, "\ufffd")]
    for stretch in merged:
        hidden[stretch.start : stretch.end] = HIDDEN * (stretch.end - stretch.start)
    return Masked("".join(hidden), merged)


_Rules = tuple[tuple[Rule, re.Pattern[str]], ...]


def _found(text: str, rules: _Rules) -> Iterator[Stretch]:
    for rule, pattern in rules:
        for match in pattern.finditer(text):
            group = match.lastgroup
            start, end = match.span(group) if group else match.span()
            while end > start and (text[end - 1].isspace() or text[end - 1] == "."):
                end -= 1
            if end > start and not means_something_else(text, start, end):
                yield Stretch(start, end, rule)


@lru_cache(maxsize=64)
def _rules(names: tuple[str, ...], listed: tuple[str, ...]) -> _Rules:
    everyday = tuple(name for name in (*names, *listed) if is_everyday(name))
    families = family_rules((*families_of((*names, *listed)), *everyday))
    introductions = (*ambiguous_names(any_of(AMBIGUOUS_NAMES)), *unknown_names(HIDDEN), SIZED)
    sources: tuple[tuple[Rule, Iterable[str]], ...] = (
        (Rule.MODEL, (any_of(name for name in names if not is_everyday(name)),)),
        (Rule.LISTED, (any_of(name for name in listed if not is_everyday(name)),)),
        (Rule.KNOWN, (any_of(KNOWN_NAMES), *HOMELY_NAMES, SPELLED_GPT)),
        (Rule.TEMPLATE, (TEMPLATE_MARKS,)),
        (Rule.FAMILY, families),
        (Rule.INTRODUCED, introductions),
    )
    return tuple((rule, re.compile(source, re.IGNORECASE)) for rule, several in sources for source in several)


def _merged(found: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Overlapping stretches as one, told by the most certain of their rules."""
    order = list(Rule)
    merged: list[Stretch] = []
    for stretch in sorted(found, key=lambda one: (one.start, one.end)):
        if merged and stretch.start <= merged[-1].end:
            last = merged[-1]
            rule = min(last.rule, stretch.rule, key=order.index)
            merged[-1] = Stretch(last.start, max(last.end, stretch.end), rule)
        else:
            merged.append(stretch)
    return tuple(merged)
