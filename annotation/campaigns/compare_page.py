"""What the page that compares the outputs of a case shows, as plain data, under the rule of
:mod:`annotation.campaigns.rating_page`: nothing else reaches its templates.

Each output keeps its own draft and is submitted on its own; the page only lays them side by side.
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from annotation.campaigns.case_selectors import compared_outputs, following_case, last_case_submitted
from annotation.campaigns.changes import begun_text, can_be_undone, what_counts
from annotation.campaigns.judgements import Scale
from annotation.campaigns.models import Assignment, Draft
from annotation.campaigns.rater_selectors import progress_of, room_status
from annotation.campaigns.rating_page import (
    Case,
    Reference,
    ShownOutput,
    item_status,
    letter_of,
    progress_text,
    rate_url,
    read_case,
    read_output,
    read_reference,
)
from annotation.campaigns.rubric_rows import DimensionRow, rubric_rows
from annotation.campaigns.services.drafts import shown_content_of


@dataclass(frozen=True, slots=True)
class ComparedOutput:
    """``judgement`` is the whole draft as JSON; what cannot be read from levels is drawn from it."""

    public_id: uuid.UUID
    status: str
    shown: ShownOutput
    dimensions: tuple[DimensionRow, ...]
    judgement: str
    version: int
    active_seconds: float
    can_undo: bool
    # As on the page of one output: what is shown is what counts.
    change_begun: str

    @property
    def is_open(self) -> bool:
        return self.status == "open"

    @property
    def can_be_worked_on(self) -> bool:
        """Now, or once it is taken back."""
        return self.is_open or (self.can_undo and self.status in ("submitted", "skipped"))


@dataclass(frozen=True, slots=True)
class ComparePage:
    public_id: uuid.UUID
    case_id: uuid.UUID
    campaign_name: str
    status: str
    progress_text: str
    case: Case
    reference: Reference
    dimensions: tuple[DimensionRow, ...]
    scale: Scale
    outputs: tuple[ComparedOutput, ...]
    saved_at: datetime | None
    undo_steps: tuple[str, ...]
    next_url: str

    # Shared with the page of one output, whose dialogs know both.
    compares: bool = True

    @property
    def open_outputs(self) -> tuple[ComparedOutput, ...]:
        return tuple(output for output in self.outputs if output.is_open)

    @property
    def is_editable(self) -> bool:
        return bool(self.open_outputs)

    @property
    def can_open_reference(self) -> bool:
        return bool(self.open_outputs) and self.reference.can_open


def read_compare_page(assignment: Assignment, *, since: datetime) -> ComparePage:
    """``since`` is when the session began."""
    rater, rubric = assignment.rater, assignment.rater.campaign.rubric
    outputs = compared_outputs(assignment)
    following = following_case(assignment)
    begun = [_change_begun(output) for output in outputs]
    drafts = [_draft_of(output) for output in outputs]
    return ComparePage(
        public_id=assignment.public_id,
        case_id=outputs[0].public_id,
        campaign_name=rater.campaign.name,
        status=room_status(rater),
        progress_text=progress_text(progress_of(rater)),
        case=read_case(assignment),
        reference=_reference(outputs, drafts),
        dimensions=rubric_rows(rubric, {}),
        scale=Scale(rubric.scale_min, rubric.scale_max),
        outputs=tuple(
            _compared(output, draft, letter_of(number), change, since)
            for number, (output, draft, change) in enumerate(zip(outputs, drafts, begun, strict=True))
        ),
        saved_at=max((draft.saved_at for draft in drafts if draft.saved_at), default=None),
        undo_steps=_undo_steps(last_case_submitted(assignment, since)),
        next_url=rate_url(following, "compare") if following else "",
    )


def _compared(
    output: Assignment, draft: Draft, letter: str, change_begun: str, since: datetime
) -> ComparedOutput:
    return ComparedOutput(
        public_id=output.public_id,
        status=item_status(output, output.rater),
        shown=read_output(output, letter),
        dimensions=rubric_rows(output.rater.campaign.rubric, draft.values),
        judgement=json.dumps(shown_content_of(draft, draft.values), ensure_ascii=False),
        version=draft.version,
        active_seconds=draft.active_seconds,
        can_undo=can_be_undone(output, since),
        change_begun=change_begun,
    )


def _change_begun(output: Assignment) -> str:
    draft = getattr(output, "draft", None)
    return begun_text(draft) if draft else ""


def _draft_of(output: Assignment) -> Draft:
    return what_counts(output, getattr(output, "draft", None))


def _reference(outputs: Sequence[Assignment], drafts: Sequence[Draft]) -> Reference:
    """Open once it has been opened for every output that is still to be judged."""
    read = [read_reference(output, draft) for output, draft in zip(outputs, drafts, strict=True)]
    return next((reference for reference in read if reference.can_open), read[0])


def _undo_steps(submitted: Sequence[Assignment]) -> tuple[str, ...]:
    """The page to come back to, and what takes back each submission."""
    if not submitted:
        return ()
    return (rate_url(submitted[0], "compare"), *(rate_url(output, "undo") for output in submitted))
