"""What one rating page shows, as plain data: the only door between the rows and a rater.

Templates of the rating page get nothing else, so whatever is not named here cannot reach her: no model,
no question id, no file name. Addresses hold the assignment's public id alone.
"""

import math
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotation.accounts.models import User
from annotation.bank.models import QuestionImage
from annotation.campaigns.blinding import mask
from annotation.campaigns.case_text import Section, case_sections
from annotation.campaigns.judgements import Scale
from annotation.campaigns.models import Assignment, Campaign, Draft, Rater
from annotation.campaigns.rater_selectors import (
    Progress,
    following_assignment,
    last_submitted,
    names_to_mask,
    outputs_of_case,
    progress_of,
    room_status,
)
from annotation.campaigns.rendering import has_hidden, render_markdown, render_raw
from annotation.campaigns.rubric_rows import DimensionRow, rubric_rows


@dataclass(frozen=True, slots=True)
class Picture:
    number: int
    url: str
    width: int
    height: int
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Case:
    language: str
    task: str
    sections: tuple[Section, ...]
    options: dict[str, str]
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """``text`` is empty while it may not be read; then ``can_open`` says whether it ever may."""

    text: str
    can_open: bool
    language: str


@dataclass(frozen=True, slots=True)
class ShownOutput:
    letter: str
    html: SafeString
    raw: SafeString
    is_empty: bool
    is_masked: bool


@dataclass(frozen=True, slots=True)
class Sibling:
    letter: str
    url: str
    is_current: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class Revision:
    """One entry of the history of her own judgement."""

    kind: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class RatingPage:
    public_id: uuid.UUID
    campaign_name: str
    status: str
    progress_text: str
    case: Case
    output: ShownOutput
    siblings: tuple[Sibling, ...]
    reference: Reference
    dimensions: tuple[DimensionRow, ...]
    scale: Scale
    draft: Draft
    skip_reason: str
    can_undo: bool
    undo_url: str
    next_url: str
    can_change: bool
    revisions: tuple[Revision, ...]

    @property
    def is_open(self) -> bool:
        return self.status == "open"

    @property
    def is_changing(self) -> bool:
        return self.status == "changing"

    @property
    def is_editable(self) -> bool:
        return self.is_open or self.is_changing

    @property
    def can_open_reference(self) -> bool:
        return self.is_open and self.reference.can_open


def read_rating_page(user: User, assignment: Assignment, *, changing: bool = False) -> RatingPage:
    """The page of one item; with ``changing``, open over what was submitted, where that is allowed."""
    rater, can_change = assignment.rater, _can_be_changed(assignment)
    draft = Draft.objects.filter(assignment=assignment).first() or Draft(assignment=assignment)
    siblings = _siblings(assignment)
    following = following_assignment(assignment)
    undoable = last_submitted(rater, user.last_login)
    return RatingPage(
        public_id=assignment.public_id,
        campaign_name=rater.campaign.name,
        status="changing" if changing and can_change else item_status(assignment, rater),
        progress_text=progress_text(progress_of(rater)),
        case=read_case(assignment),
        output=read_output(assignment, next(sibling.letter for sibling in siblings if sibling.is_current)),
        siblings=siblings,
        reference=read_reference(assignment, draft),
        dimensions=rubric_rows(rater.campaign.rubric, draft.values),
        scale=Scale(rater.campaign.rubric.scale_min, rater.campaign.rubric.scale_max),
        draft=draft,
        skip_reason=assignment.skip_reason,
        can_undo=can_be_undone(assignment, user.last_login),
        undo_url=rate_url(undoable, "undo") if undoable else "",
        next_url=rate_url(following) if following else "",
        can_change=can_change,
        revisions=_revisions(assignment),
    )


def rate_url(assignment: Assignment, name: str = "rate") -> str:
    return reverse(f"campaigns:{name}", args=[assignment.public_id])


def can_be_undone(assignment: Assignment, logged_in_at: datetime | None) -> bool:
    """Undo is for this session; later changes are revisions with a reason."""
    if assignment.state == Assignment.State.SKIPPED:
        return True
    rating = assignment.current_rating
    return rating is not None and (logged_in_at is None or rating.created_at >= logged_in_at)


def _can_be_changed(assignment: Assignment) -> bool:
    """A submitted rating of a campaign that is still open; it is changed with a reason."""
    return assignment.state == Assignment.State.SUBMITTED and room_status(assignment.rater) == "open"


def _revisions(assignment: Assignment) -> tuple[Revision, ...]:
    if assignment.state == Assignment.State.WAITING:
        return ()
    ratings = assignment.ratings.order_by("revision").only("kind", "created_at", "reason")
    return tuple(Revision(rating.get_kind_display(), rating.created_at, rating.reason) for rating in ratings)


def progress_text(progress: Progress) -> str:
    done = _("%(done)s of %(total)s done") % {
        "done": progress.done + progress.skipped,
        "total": progress.total,
    }
    left = time_left_text(progress)
    return f"{done} · {left}" if left else done


def time_left_text(progress: Progress) -> str:
    """Rounded up, in steps of five minutes when it is long: an estimate, not a countdown."""
    if not progress.seconds_left:
        return ""
    minutes = math.ceil(progress.seconds_left / 60)
    if minutes > 20:
        minutes = math.ceil(minutes / 5) * 5
    return ngettext("about %(n)s min left", "about %(n)s min left", minutes) % {"n": minutes}


def read_reference(assignment: Assignment, draft: Draft) -> Reference:
    question, policy = assignment.unit.question, assignment.rater.campaign.reference_policy
    text = question.reference if question else ""
    shown = policy == Campaign.ReferencePolicy.SHOW or (
        policy == Campaign.ReferencePolicy.AFTER and draft.reference_opened_at is not None
    )
    return Reference(
        text=text if shown else "",
        can_open=bool(text) and not shown and policy == Campaign.ReferencePolicy.AFTER,
        language=question.language if question else "",
    )


def pictures_of(assignment: Assignment) -> list[QuestionImage]:
    question = assignment.unit.question
    return [*question.images.all()] if question else []


def item_status(assignment: Assignment, rater: Rater) -> str:
    """``open`` when it can be rated now, otherwise why not."""
    status = room_status(rater)
    finished = (Assignment.State.SUBMITTED, Assignment.State.SKIPPED)
    return str(assignment.state) if status == "open" and assignment.state in finished else status


def read_case(assignment: Assignment) -> Case:
    question = assignment.unit.question
    if question is None:
        return Case("", "", (), {}, ())
    return Case(
        language=question.language,
        task=question.prompt,
        sections=case_sections(question.input, question.options),
        options=question.options or {},
        pictures=tuple(
            _picture(assignment, number, image)
            for number, image in enumerate(pictures_of(assignment), start=1)
        ),
    )


def _picture(assignment: Assignment, number: int, image: QuestionImage) -> Picture:
    return Picture(
        number=number,
        url=reverse("campaigns:image", args=[assignment.public_id, number]),
        width=image.width,
        height=image.height,
        is_missing=not (settings.MEDIA_ROOT / image.file).is_file(),
    )


def read_output(assignment: Assignment, letter: str) -> ShownOutput:
    output = assignment.unit.output
    text = (output.text or "") if output else ""
    names, label = names_to_mask(assignment.rater.campaign, assignment), _("name hidden")
    html, raw = render_markdown(text, label, names), render_raw(mask(text, names).text, label)
    return ShownOutput(
        letter=letter,
        html=html,
        raw=raw,
        is_empty=not text.strip(),
        is_masked=has_hidden(html) or has_hidden(raw),
    )


def _siblings(assignment: Assignment) -> tuple[Sibling, ...]:
    return tuple(
        Sibling(
            letter=letter_of(number),
            url=rate_url(other),
            is_current=other.pk == assignment.pk,
            is_done=other.state in (Assignment.State.SUBMITTED, Assignment.State.SKIPPED),
        )
        for number, other in enumerate(outputs_of_case(assignment))
    )


def letter_of(number: int) -> str:
    """A to Z, then AA, AB."""
    head, tail = divmod(number, 26)
    return (letter_of(head - 1) if head else "") + chr(ord("A") + tail)
