"""What one rating page shows, as plain data: the only door between the rows and a rater.

Templates of the rating page get nothing else, so whatever is not named here cannot reach her: no model,
no question id, no file name. Addresses hold the assignment's public id alone.
"""

import json
import math
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotation.bank.models import QuestionImage
from annotation.campaigns.blinding import HIDDEN
from annotation.campaigns.case_text import Section, case_sections
from annotation.campaigns.changes import begun_text, can_be_undone, what_counts
from annotation.campaigns.evidence import MarkedTexts, shown_evidence
from annotation.campaigns.judgements import Scale
from annotation.campaigns.models import Assignment, Campaign, Draft, Rater
from annotation.campaigns.passages import digest
from annotation.campaigns.rater_selectors import (
    Progress,
    following_assignment,
    last_submitted,
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
    """``digest`` names the text that marked passages of the case count in."""

    language: str
    task: str
    sections: tuple[Section, ...]
    options: dict[str, str]
    pictures: tuple[Picture, ...]
    digest: str


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
    digest: str


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
    # When a change was begun that is not submitted, in words; empty when there is none.
    change_begun: str
    revisions: tuple[Revision, ...]
    # Says that two pages show the same case: the id of its output A.
    case_id: uuid.UUID
    compare_url: str
    evidence: str

    @property
    def is_open(self) -> bool:
        return self.status == "open"

    @property
    def compares(self) -> bool:
        return bool(self.compare_url)

    @property
    def is_changing(self) -> bool:
        return self.status == "changing"

    @property
    def is_editable(self) -> bool:
        return self.is_open or self.is_changing

    @property
    def can_open_reference(self) -> bool:
        return self.is_open and self.reference.can_open


def read_rating_page(assignment: Assignment, *, since: datetime, changing: bool = False) -> RatingPage:
    """The page of one item; with ``changing``, open over what was submitted, where that is allowed.

    A change that was begun is gone on with wherever the item is opened. ``since`` is when the session began.
    """
    rater, can_change = assignment.rater, _can_be_changed(assignment)
    kept = Draft.objects.filter(assignment=assignment).first()
    change_begun = begun_text(kept) if kept else ""
    changes = can_change and bool(changing or change_begun)
    draft = kept if kept and changes else what_counts(assignment, kept)
    texts = MarkedTexts(assignment)
    of_case = outputs_of_case(assignment)
    siblings = _siblings(assignment, of_case)
    following = following_assignment(assignment)
    undoable = last_submitted(rater, since)
    return RatingPage(
        public_id=assignment.public_id,
        campaign_name=rater.campaign.name,
        status="changing" if changes else item_status(assignment, rater),
        progress_text=progress_text(progress_of(rater)),
        case=read_case(assignment),
        output=read_output(
            assignment, next(sibling.letter for sibling in siblings if sibling.is_current), texts
        ),
        siblings=siblings,
        reference=read_reference(assignment, draft),
        dimensions=rubric_rows(rater.campaign.rubric, draft.values),
        scale=Scale(rater.campaign.rubric.scale_min, rater.campaign.rubric.scale_max),
        draft=draft,
        skip_reason=assignment.skip_reason,
        can_undo=can_be_undone(assignment, since),
        undo_url=rate_url(undoable, "undo") if undoable else "",
        next_url=rate_url(following) if following else "",
        can_change=can_change,
        change_begun=change_begun,
        revisions=_revisions(assignment),
        case_id=of_case[0].public_id,
        compare_url=rate_url(assignment, "compare") if compares_cases(rater.campaign) else "",
        evidence=json.dumps(shown_evidence(draft.evidence, texts), ensure_ascii=False),
    )


def rate_url(assignment: Assignment, name: str = "rate") -> str:
    return reverse(f"campaigns:{name}", args=[assignment.public_id])


def compares_cases(campaign: Campaign) -> bool:
    """Whether the outputs of a case may be laid side by side."""
    return campaign.mode == Campaign.Mode.BY_CASE


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
        return Case("", "", (), {}, (), "")
    text = MarkedTexts(assignment).case.shown
    return Case(
        language=question.language,
        task=question.prompt,
        sections=case_sections(text, question.options),
        options=question.options or {},
        pictures=tuple(
            _picture(assignment, number, image)
            for number, image in enumerate(pictures_of(assignment), start=1)
        ),
        digest=digest(text),
    )


def _picture(assignment: Assignment, number: int, image: QuestionImage) -> Picture:
    return Picture(
        number=number,
        url=reverse("campaigns:image", args=[assignment.public_id, number]),
        width=image.width,
        height=image.height,
        is_missing=not (settings.MEDIA_ROOT / image.file).is_file(),
    )


def read_output(assignment: Assignment, letter: str, texts: MarkedTexts | None = None) -> ShownOutput:
    texts, label = texts or MarkedTexts(assignment), _("name hidden")
    text = texts.output.text
    html = render_markdown(text, label, texts.names, texts.output)
    raw = render_raw(texts.output.shown_with(HIDDEN), label)
    return ShownOutput(
        letter=letter,
        html=html,
        raw=raw,
        is_empty=not text.strip(),
        is_masked=has_hidden(html) or has_hidden(raw),
        digest=digest(texts.output.shown),
    )


def _siblings(assignment: Assignment, of_case: Sequence[Assignment]) -> tuple[Sibling, ...]:
    return tuple(
        Sibling(
            letter=letter_of(number),
            url=rate_url(other),
            is_current=other.pk == assignment.pk,
            is_done=other.state in (Assignment.State.SUBMITTED, Assignment.State.SKIPPED),
        )
        for number, other in enumerate(of_case)
    )


def letter_of(number: int) -> str:
    """A to Z, then AA, AB."""
    head, tail = divmod(number, 26)
    return (letter_of(head - 1) if head else "") + chr(ord("A") + tail)
