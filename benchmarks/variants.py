"""Variants of the synthetic questions and answers: options rotated, numbers shifted.

The same rotation and shift go through a question's options, input, reference and every answer to it, so
that what was right stays right and what was garbled stays garbled.
"""

import re
from dataclasses import dataclass, field
from typing import Any

_OPTION_LINE = re.compile(r"(?m)^(?P<letter>[A-H])(?P<sign>[:：.、])")
_LETTER = re.compile(r"(?<![A-Za-z0-9])[A-H](?![A-Za-z0-9])")
_LETTERS_ONLY = re.compile(r"[A-H]+")
# Ages, doses and laboratory values; single digits are mostly numbers of lists.
_NUMBER = re.compile(r"(?<![\d.])[1-9]\d{1,3}(?![\d.])")
SHIFTS = 97


@dataclass(frozen=True)
class Variant:
    """Letter ``A`` becomes the one ``rotation`` places on, among ``n`` options; numbers grow by ``shift``."""

    rotation: int
    shift: int
    n: int
    letters: dict[str, str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        names = "ABCDEFGH"[: self.n]
        rotated = {old: names[(place + self.rotation) % self.n] for place, old in enumerate(names)}
        object.__setattr__(self, "letters", rotated)

    def relettered(self, text: str) -> str:
        if not self.letters or not self.rotation:
            return text
        if _LETTERS_ONLY.fullmatch(text):
            return "".join(self.letters.get(letter, letter) for letter in text)
        return _LETTER.sub(lambda found: self.letters.get(found[0], found[0]), text)

    def shifted(self, text: str) -> str:
        if not self.shift:
            return text
        return _NUMBER.sub(lambda found: str(int(found[0]) + self.shift), text)

    def of(self, text: str) -> str:
        return self.shifted(self.relettered(text))


def count_options(question: dict[str, Any]) -> int:
    return len(question["options"] or set(_labels(question["input"])))


def vary_question(question: dict[str, Any], variant: Variant, external_id: str) -> dict[str, Any]:
    options = question["options"]
    if options is not None:
        options = {variant.letters[letter]: variant.shifted(text) for letter, text in options.items()}
    varied = {
        **question,
        "id": external_id,
        "input": _with_sorted_options(variant.of(question["input"])),
        "options": options and dict(sorted(options.items())),
        "reference": _letters_sorted(question, variant.of(question["reference"])),
    }
    if question.get("case_id"):
        varied["case_id"] = f"{question['case_id']}-{variant.shift:02}"
    for name in ("planted", "answer"):
        if question.get(name):
            varied[name] = _letters_sorted(question, variant.of(question[name]))
    return varied


def _labels(text: str) -> list[str]:
    return [found["letter"] for found in _OPTION_LINE.finditer(text)]


def _letters_sorted(question: dict[str, Any], text: str) -> str:
    """Several right letters stand in the order of the options; an order of steps stays as it is."""
    if question["type"] == "choice" and _LETTERS_ONLY.fullmatch(text):
        return "".join(sorted(text))
    return text


def _with_sorted_options(text: str) -> str:
    """The lines of the options, in the order of their new letters."""
    lines = text.split("\n")
    places = [place for place, line in enumerate(lines) if _OPTION_LINE.match(line)]
    ordered = sorted((lines[place] for place in places), key=lambda line: line[0])
    for place, line in zip(places, ordered, strict=True):
        lines[place] = line
    return "\n".join(lines)
