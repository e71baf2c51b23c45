"""A question as a file gives it, checked against its scenario.

A choice question may be without options (they are pictures, say): its answers are still letters, and
the import counts such questions in a note.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Any

from annotation.bank.intake.fields import Fields
from annotation.bank.intake.options import parse_options
from annotation.bank.intake.problems import Checked, Row
from annotation.bank.scenarios import CHOICE, OPEN, QUESTION_TYPES, SCENARIOS, SEQUENCING

IMAGES_LIMIT = 20
_LETTER = re.compile(r"[A-Z]")
# `C is wrong` is prose, `ca` are letters.
_WORDS = re.compile(r"[a-z]{2,}\s|\s[A-Za-z]?[a-z]{2,}")
# What is announced as right, and not denied.
_CALLED_RIGHT = re.compile(
    r"(?<![不非])(?:正确的?(?:答案|选项)?(?:应该?)?[是为:]|应(?:该|当)?(?:选择?|为|是)|答案(?:应该?)?[是为:]"
    r"|(?:right|correct|best) (?:answer|option|choice) (?:is|would be|should be))"
    r"\s{0,2}(?:选项|[Oo]ption)?\s?\(?(?P<letter>[A-Z])(?![A-Za-z0-9型超族级])"
)
_LETTERS = re.compile(r"[\sA-Z,，、;；/.。()（）]+")


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    external_id: str
    scenario: str
    type: str
    prompt: str = ""
    input: str = ""
    options: dict[str, str] | None = None
    reference: str = ""
    answer: str = ""
    planted: str = ""
    images: tuple[str, ...] = ()
    specialty: str = ""
    role: str = ""
    language: str = "zh"
    case_id: str = ""
    meta: dict[str, Any] = field(default_factory=dict)


def check_question(row: Row) -> Checked[QuestionRecord]:
    """A clean record, or every problem of the row at once."""
    if row.fields is None:
        return Checked(row, None, (row.problem,) if row.problem else ())
    fields = Fields(row.line, row.fields)
    record = _read(fields)
    return Checked(row, None if fields.problems else record, tuple(fields.problems))


def read_letters(text: str) -> str | None:
    """``"B"``, ``"b, d"``, ``"(A)"`` as letters in the order written; None when it is anything else."""
    folded = unicodedata.normalize("NFKC", text).strip()
    if _WORDS.search(folded) or not _LETTERS.fullmatch(folded.upper()):
        return None
    return "".join(_LETTER.findall(folded.upper())) or None


def _read(fields: Fields) -> QuestionRecord:
    external_id = fields.key("id", 200)
    scenario = _scenario(fields)
    question_type = _type(fields, scenario)
    prompt, text = fields.text("prompt"), fields.text("input")
    if not (prompt.strip() or text.strip()):
        fields.bad("input", "missing")
    options = _options(fields, question_type, text)
    reference = _reference(fields)
    answer = _answer(fields, question_type, reference, options)
    return QuestionRecord(
        external_id=external_id,
        scenario=scenario,
        type=question_type,
        prompt=prompt,
        input=text,
        options=options,
        reference=reference,
        answer=answer,
        planted=_planted(fields, scenario, options, answer),
        images=_images(fields),
        specialty=fields.key("specialty", 100, default=""),
        role=fields.key("role", 40, default=""),
        language=fields.key("language", 16, default="zh"),
        case_id=fields.key("case_id", 200, default=""),
        meta=fields.meta(),
    )


def _scenario(fields: Fields) -> str:
    code = fields.key("scenario", 10)
    if code and code not in SCENARIOS:
        fields.bad("scenario", "unknown_scenario", value=code, known=" ".join(SCENARIOS))
        return ""
    return code


def _type(fields: Fields, scenario: str) -> str:
    """May be left out where the scenario leaves no choice."""
    allowed = SCENARIOS[scenario].types if scenario else QUESTION_TYPES
    # Of an unknown scenario nobody can say whether the type may be left out.
    default = allowed[0] if len(allowed) == 1 else None if scenario else CHOICE
    value = fields.key("type", 20, default=default)
    if value and value not in QUESTION_TYPES:
        fields.bad("type", "unknown_type", value=value, known=" ".join(QUESTION_TYPES))
    elif value and value not in allowed:
        fields.bad("type", "type_not_allowed", value=value, scenario=scenario, known=" ".join(allowed))
    return value


def _options(fields: Fields, question_type: str, text: str) -> dict[str, str] | None:
    given = fields.structure("options", dict)
    if given is None:
        if question_type == OPEN or fields.is_bad("options"):
            return None
        return parse_options(text)
    if question_type == OPEN:
        fields.bad("options", "options_of_open_question")
        return None
    options: dict[str, str] = {}
    for key, value in given.items():
        letter = unicodedata.normalize("NFKC", key).strip().upper()
        if not re.fullmatch("[A-Z]", letter) or letter in options:
            fields.bad("options", "option_letter", value=key[:20])
        elif isinstance(value, bool) or not isinstance(value, str | int | float) or not str(value).strip():
            fields.bad("options", "option_text", letter=letter)
        else:
            options[letter] = str(value).strip()
    if len(given) < 2:
        fields.bad("options", "too_few_options")
    return options


def _reference(fields: Fields) -> str:
    """Text, or a list of letters, kept as ``"BD"``."""
    value = fields.rest.get("reference")
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        fields.take("reference")
        return "".join(value)
    return fields.text("reference")


def _answer(fields: Fields, question_type: str, reference: str, options: dict[str, str] | None) -> str:
    """The right letters: sorted for a choice, in order for a sequence, none for an open question."""
    given = fields.key("answer", 60, default="")
    if question_type == CHOICE:
        return _choice_answer(fields, given or reference, "answer" if given else "reference", options)
    if question_type == SEQUENCING:
        return _sequence(fields, given or reference, "answer" if given else "reference", options)
    if question_type == OPEN and not reference.strip():
        fields.bad("reference", "missing")
    return ""


def _choice_answer(fields: Fields, text: str, source: str, options: dict[str, str] | None) -> str:
    letters = read_letters(text) or _right_in_prose(text, fields.rest.get("planted"), options)
    if letters is None:
        fields.bad(source, "no_answer_letter")
        return ""
    outside = "".join(sorted(set(letters) - set(options or letters)))
    if outside and not fields.is_bad("options"):
        fields.bad(source, "outside_options", value=outside, known="".join(options or ()))
    if len(set(letters)) < len(letters):
        fields.bad(source, "repeated_letter", value=letters)
    return "".join(sorted(set(letters)))


def _right_in_prose(text: str, planted: Any, options: dict[str, str] | None) -> str | None:
    """The one option that prose announces as right beside the planted one (`C是错误的,正确答案是B`)."""
    wrong = read_letters(planted) if isinstance(planted, str) else None
    if wrong is None or not options:
        return None
    folded = unicodedata.normalize("NFKC", text)
    right = {found["letter"] for found in _CALLED_RIGHT.finditer(folded)} - set(wrong)
    return right.pop() if len(right) == 1 and right <= set(options) else None


def _sequence(fields: Fields, text: str, source: str, options: dict[str, str] | None) -> str:
    letters = read_letters(text)
    if letters is None or len(letters) < 2:
        fields.bad(source, "no_sequence")
        return ""
    known = "".join(sorted(options)) if options else ascii_uppercase[: len(letters)]
    if "".join(sorted(letters)) != known and not fields.is_bad("options"):
        fields.bad(source, "not_a_permutation", value=letters, known=known)
    return letters


def _planted(fields: Fields, scenario: str, options: dict[str, str] | None, answer: str) -> str:
    given = fields.key("planted", 20, default="")
    if scenario != "FIT":
        if given:
            fields.bad("planted", "planted_outside_fit")
        return ""
    letters = read_letters(given)
    if letters is None:
        fields.bad("planted", "no_planted_letter")
        return ""
    if options is not None and not set(letters) <= set(options):
        fields.bad("planted", "outside_options", value=letters, known="".join(options))
    elif answer and set(letters) == set(answer):
        fields.bad("planted", "planted_is_right", value=letters)
    return "".join(sorted(set(letters)))


def _images(fields: Fields) -> tuple[str, ...]:
    paths = fields.structure("images", list) or []
    if len(paths) > IMAGES_LIMIT:
        fields.bad("images", "too_many_images", limit=IMAGES_LIMIT)
    if not all(isinstance(path, str) and 0 < len(path) <= 255 for path in paths):
        fields.bad("images", "image_path")
        return ()
    return tuple(paths)
