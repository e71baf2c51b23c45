"""Accuracy of choice answers: 100 for exactly the right letter or letters, else 0."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from scoring.metrics.extraction import Status, blanket, extract_answer
from scoring.metrics.extraction.cleaning import clean_text
from scoring.metrics.extraction.letters import read_run
from scoring.metrics.extraction.offers import offers_another
from scoring.metrics.extraction.option_text import read_options
from scoring.metrics.extraction.refusals import NONE_RIGHT
from scoring.metrics.scored import ScoredOutput, from_extraction

_LETTERS_ONLY = re.compile(r"[\sA-Za-z,;、/.。和及与&()\[\]-]+")
_NONE_SAID = re.compile(
    r"(?:都|均|皆|全部?)(?:不(?:对|正确|合适|适合|恰当|适用|推荐|可取|应|符合|宜|建议|能|可|是)|非|没有|无效|错误|有误)"
    r"|没有(?:一[个种项])?(?:合适|正确|适合|恰当)|无(?:合适|正确|恰当|适当)"
    r"|none of the|no (?:correct|suitable|appropriate)",
    re.IGNORECASE,
)


def reference_letters(
    reference: str, options: Mapping[str, str] | None = None, planted: str | None = None
) -> str:
    """Right letters of a choice question, in the options' order, read from letters or from prose.

    Prose may name a planted answer to reject it (`C 错误,应选 E` -> `E`). Empty when nothing can be
    read: the caller decides whether that is an error.
    """
    cleaned = clean_text(reference or "").text.strip()
    known = [letter.strip().upper() for letter in options] if options else None
    if _LETTERS_ONLY.fullmatch(cleaned) and cleaned.upper() == cleaned:
        named = set(read_run(cleaned).named)
        order = known or sorted(named)
        return "".join(letter for letter in order if letter in named) if named <= set(order) else ""
    found = extract_answer(reference, options, multiple=True)
    rejected = planted is not None and found.answer == planted.strip().upper()
    return "" if rejected or found.answer is None else found.answer


def score_choice(
    text: str | None,
    options: Mapping[str, str] | None,
    reference: str,
    multiple: bool | None = None,
    question: str = "",
) -> ScoredOutput:
    """100 when the letters read are exactly the right ones.

    Parameters
    ----------
    reference : the right letter or letters (`B`, `BD`), or prose that names them.
    multiple : whether several letters may be answered; None means that the reference decides.
    question : the question's own words, which may ask for the wrong option.

    Raises
    ------
    ValueError
        When the reference names no option.

    Examples
    --------
    >>> score_choice("答案:B", {"A": "CT", "B": "MRI"}, "B").value
    100.0
    """
    right = _right_letters(reference, options)
    several = len(right) > 1 if multiple is None else multiple
    found = extract_answer(text, options, multiple=several, question=question)
    return from_extraction(found, 100.0 if found.answer == right else 0.0)


def score_false_treatment(
    text: str | None, options: Mapping[str, str] | None, reference: str
) -> ScoredOutput:
    """FTT: the letter of "none of the above", or its synonym in words, with no other choice.

    Another option offered beside it (`以上都不是,建议使用B`) makes two answers, `ambiguous`.
    """
    right = _right_letters(reference, options)
    found = extract_answer(text, options)
    if found.answer is None and found.status is Status.UNPARSED and _says_none(text or ""):
        letter = none_letter(options) or right
        found = replace(found, answer=letter, status=Status.OK, rule="none_in_words")
    if found.answer == right and offers_another(
        clean_text(text or "").text, read_options(options, ordered=False), right
    ):
        found = replace(found, answer=None, status=Status.AMBIGUOUS, rule="also_offered")
    return from_extraction(found, 100.0 if found.answer == right else 0.0)


def none_letter(options: Mapping[str, str] | None) -> str | None:
    """Letter of the option that rejects all the others, the last one when several do."""
    return blanket.none_letter(read_options(options, ordered=False))


def _says_none(text: str) -> bool:
    spoken = clean_text(text).text
    return NONE_RIGHT.search(spoken) is not None or _NONE_SAID.search(spoken) is not None


def _right_letters(reference: str, options: Mapping[str, str] | None) -> str:
    right = reference_letters(reference, options)
    if not right:
        raise ValueError(f"reference {reference!r} names none of the options {list(options or {})}")
    return right
