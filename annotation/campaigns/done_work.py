"""What a clinician has finished in one campaign, case by case, to look at again."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from annotation.campaigns.case_text import case_sections
from annotation.campaigns.changes import begun_text
from annotation.campaigns.models import Assignment, Rater, Rating
from annotation.campaigns.rater_selectors import FINISHED
from annotation.campaigns.rating_page import letter_of, rate_url


@dataclass(frozen=True, slots=True)
class DoneItem:
    letter: str
    url: str
    is_skipped: bool
    is_changed: bool
    change_begun: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class DoneCase:
    """``text`` is how the case begins."""

    text: str
    language: str
    items: tuple[DoneItem, ...]


def done_assignments(rater: Rater) -> list[tuple[str, int]]:
    """Case and assignment of everything finished, in her own order; a hidden repeat is a case of its own."""
    rows = Assignment.objects.filter(rater=rater, state__in=FINISHED).order_by("-position")
    return [
        (f"{key} {purpose == Assignment.Purpose.REPEAT}", pk)
        for key, purpose, pk in rows.values_list("unit__question_key", "purpose", "pk")
    ]


def done_cases(rater: Rater, chosen: Iterable[tuple[str, int]]) -> list[DoneCase]:
    """The cases of these assignments, neighbours of one case together."""
    groups = [[pk for _, pk in group] for _, group in groupby(chosen, key=lambda row: row[0])]
    rows = Assignment.objects.select_related("unit__question", "current_rating", "draft").in_bulk(
        [pk for group in groups for pk in group]
    )
    letters = _letters(rater, rows.values())
    return [_case([rows[pk] for pk in reversed(group)], letters) for group in groups]


def _case(rows: list[Assignment], letters: dict[int, str]) -> DoneCase:
    question = rows[0].unit.question
    sections = case_sections(question.input, question.options) if question else ()
    text = " ".join(section.text for section in sections) or (question.prompt if question else "")
    return DoneCase(
        text=text,
        language=question.language if question else "",
        items=tuple(_item(row, letters[row.pk]) for row in rows),
    )


def _item(row: Assignment, letter: str) -> DoneItem:
    rating = row.current_rating
    return DoneItem(
        letter=letter,
        url=rate_url(row),
        is_skipped=row.state == Assignment.State.SKIPPED,
        is_changed=rating is not None and rating.kind == Rating.Kind.REVISED,
        change_begun=begun_text(row.draft) if hasattr(row, "draft") else "",
        at=rating.created_at if rating else None,
    )


def _letters(rater: Rater, rows: Iterable[Assignment]) -> dict[int, str]:
    """The letter under which each output stood, among all of its case whether finished or not."""
    keys = {row.unit.question_key for row in rows}
    known = Assignment.objects.filter(rater=rater, unit__question_key__in=keys).order_by("position", "pk")
    places: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for key, purpose, pk in known.values_list("unit__question_key", "purpose", "pk"):
        places[key, purpose == Assignment.Purpose.REPEAT].append(pk)
    return {pk: letter_of(number) for group in places.values() for number, pk in enumerate(group)}
