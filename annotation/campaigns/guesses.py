"""Asking clinicians who have finished to guess who wrote what: whom, about which outputs, among whom.

The list of models is shown for the first time then: not before the whole campaign has been rated or closed,
so that nobody who still rates hears it from a colleague, and from then on nothing that she judged in this
campaign can be changed. Which outputs she is asked about is drawn once and kept as rows without an answer:
an output without an answer was asked about all the same.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from annotation.bank.models import LanguageModel
from annotation.campaigns.models import Assignment, Campaign, Rater, SourceGuess
from annotation.campaigns.sampling import sample_evenly

MOST = 20
_OPEN_WORK = (Assignment.State.WAITING, Assignment.State.DRAFTING)


def has_guessed(rater: Rater) -> bool:
    """Whether she has been shown the list of models."""
    if not rater.campaign.asks_for_source:
        return False
    return SourceGuess.objects.filter(assignment__rater=rater).exists()


def is_asked(rater: Rater) -> bool:
    """Whether she may guess now: nothing is left for anybody to rate, and nobody has told her the answer."""
    campaign = rater.campaign
    if not _will_be_asked(rater) or _rates_them_elsewhere(rater):
        return False
    if campaign.state == Campaign.State.OPEN:
        return not _open_work(campaign).exists()
    return campaign.state == Campaign.State.CLOSED


def waits_for_others(rater: Rater) -> bool:
    """Whether she has finished and will be asked as soon as everybody else has."""
    campaign = rater.campaign
    if campaign.state != Campaign.State.OPEN or not _will_be_asked(rater):
        return False
    work = _open_work(campaign)
    has_finished = not work.filter(rater=rater).exists()
    return has_finished and (work.exists() or _rates_them_elsewhere(rater))


def _will_be_asked(rater: Rater) -> bool:
    campaign = rater.campaign
    if not campaign.asks_for_source or campaign.unblinded_at or rater.state != Rater.State.ACTIVE:
        return False
    return _judged(rater).exists() and len(sources(campaign)) > 1


def sources(campaign: Campaign) -> list[LanguageModel]:
    """The models to choose from, by name: an order that tells nothing."""
    return [*campaign.language_models.order_by("name")]


def asked_assignments(rater: Rater) -> list[Assignment]:
    """What she is asked about, in her order, with her guesses; nothing before she has begun."""
    asked = Assignment.objects.filter(rater=rater, source_guess__isnull=False)
    return [
        *asked.select_related("rater__campaign", "unit__output", "unit__question", "unit__language_model")
        .select_related("source_guess")
        .order_by("source_guess__pk")
    ]


def draw_assignments(rater: Rater) -> list[int]:
    """Which of her judged outputs to ask about: as many of each model as can be, the same for a seed."""
    by_model: dict[int, list[int]] = defaultdict(list)
    for pk, model in _judged(rater).order_by("pk").values_list("pk", "unit__language_model_id"):
        by_model[model].append(pk)
    return sample_evenly(
        [by_model[model] for model in sorted(by_model)], MOST, f"{rater.campaign.seed}:{rater.pk}"
    )


def _judged(rater: Rater) -> QuerySet[Assignment]:
    """Each output once: a hidden repeat would be asked about twice."""
    return Assignment.objects.filter(
        rater=rater,
        state=Assignment.State.SUBMITTED,
        purpose__in=(Assignment.Purpose.REGULAR, Assignment.Purpose.CALIBRATION),
        unit__output__isnull=False,
    ).exclude(unit__output__text="")


def _rates_them_elsewhere(rater: Rater) -> bool:
    """Whether outputs of the same models wait for her in another campaign."""
    work = Assignment.objects.filter(
        rater__user=rater.user_id,
        rater__state=Rater.State.ACTIVE,
        rater__campaign__state__in=(Campaign.State.OPEN, Campaign.State.PAUSED),
        state__in=_OPEN_WORK,
        unit__language_model__in=rater.campaign.language_models.all(),
    )
    return work.exclude(rater=rater).exists()


def _open_work(campaign: Campaign) -> QuerySet[Assignment]:
    """What somebody is still to rate; nobody is waited for who has left."""
    return Assignment.objects.filter(
        rater__campaign=campaign, rater__state=Rater.State.ACTIVE, state__in=_OPEN_WORK
    )


@dataclass(frozen=True, slots=True)
class GuessRecord:
    """One output that one clinician was asked about; ``guess`` is None where she would not say.

    ``guessed_at`` is None where she has not answered at all.

    Raters come under their pseudonym of this campaign.
    """

    question_key: str
    scenario: str
    condition: str
    language_model: str
    rater: str
    guess: str | None
    guessed_at: datetime | None


def guess_records(campaign: Campaign) -> Iterator[GuessRecord]:
    """Everything that was asked, in an order that says nothing about when it was answered."""
    rows = (
        SourceGuess.objects.filter(assignment__unit__campaign=campaign)
        .order_by(
            "assignment__unit__scenario",
            "assignment__unit__question_key",
            "assignment__unit__language_model__name",
            "assignment__unit__condition",
            "assignment__rater__pseudonym",
        )
        .values_list(
            "assignment__unit__question_key",
            "assignment__unit__scenario",
            "assignment__unit__condition",
            "assignment__unit__language_model__name",
            "assignment__rater__pseudonym",
            "language_model__name",
            "guessed_at",
        )
    )
    for row in rows.iterator(chunk_size=2000):
        yield GuessRecord(*row)
