"""What the pages of the guided start show, as plain data."""

from dataclasses import dataclass

from django.urls import reverse

from annotation.campaigns.judgements import Scale
from annotation.campaigns.models import Rater, WorkedCase
from annotation.campaigns.rubric_rows import DimensionRow, rubric_rows
from annotation.campaigns.start import practice_answers, practice_cases, start_is_due
from annotation.campaigns.worked_cases import ShownCase, show_case

# What a practice case takes, reading included: said to her, so rounded up.
_MINUTES_PER_CASE = 2


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    url: str
    is_current: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class StartFrame:
    """What all its pages share. ``is_due`` is False when somebody reads it again later."""

    campaign_name: str
    is_due: bool
    rubric_url: str
    begin_url: str
    steps: tuple[Step, ...]

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def left(self) -> int:
        return sum(not step.is_done for step in self.steps)

    @property
    def minutes(self) -> int:
        return self.left * _MINUTES_PER_CASE

    @property
    def next_url(self) -> str:
        """The first practice case without an answer; empty when there is none."""
        return next((step.url for step in self.steps if not step.is_done), "")


@dataclass(frozen=True, slots=True)
class PracticePage:
    """``dimensions`` are for the form; ``case.rows`` compare, and are shown once she has answered."""

    frame: StartFrame
    number: int
    url: str
    case: ShownCase
    dimensions: tuple[DimensionRow, ...]
    scale: Scale
    is_answered: bool
    missing: tuple[str, ...] = ()

    @property
    def following_url(self) -> str:
        """The next practice case in order; empty after the last."""
        return next((step.url for step in self.frame.steps if step.number == self.number + 1), "")


def place_in_start(rater: Rater) -> str:
    """Where she goes on: the rubric until she has practised, then the first case without an answer."""
    frame = read_frame(rater)
    if not any(step.is_done for step in frame.steps):
        return frame.rubric_url
    return frame.next_url or frame.steps[-1].url


def read_frame(rater: Rater, current: int = 0) -> StartFrame:
    answered = practice_answers(rater)
    slug = rater.campaign.slug
    return StartFrame(
        campaign_name=rater.campaign.name,
        is_due=start_is_due(rater),
        rubric_url=reverse("campaigns:start_rubric", args=[slug]),
        begin_url=reverse("campaigns:begin", args=[slug]),
        steps=tuple(
            Step(number, practice_url(rater, number), number == current, case.pk in answered)
            for number, case in enumerate(practice_cases(rater.campaign.rubric), start=1)
        ),
    )


def practice_url(rater: Rater, number: int) -> str:
    return reverse("campaigns:practice", args=[rater.campaign.slug, number])


def read_practice_page(
    rater: Rater,
    case: WorkedCase,
    number: int,
    *,
    chosen: dict[str, float | str] | None = None,
    missing: tuple[str, ...] = (),
) -> PracticePage:
    """``chosen`` and ``missing`` are an answer that was refused: shown again, with what it lacks."""
    rubric = rater.campaign.rubric
    answer = practice_answers(rater).get(case.pk)
    dimensions = rubric_rows(rubric, chosen or {})
    return PracticePage(
        frame=read_frame(rater, number),
        number=number,
        url=practice_url(rater, number),
        case=show_case(case, dimensions, number, answer.values if answer else None),
        dimensions=dimensions,
        scale=Scale(rubric.scale_min, rubric.scale_max),
        is_answered=answer is not None,
        missing=tuple(row.name for row in dimensions if row.code in missing),
    )
