"""A clinician's guesses at who wrote what: begun once, answered and changed output by output."""

from django.db import transaction
from django.utils import timezone

from annotation.campaigns.guesses import draw_assignments, has_guessed, is_asked, sources
from annotation.campaigns.models import Assignment, Rater, SourceGuess
from annotation.campaigns.services.open_work import Refusal


class NotAsked(Refusal):
    """She has not finished, or the campaign asks nothing, or the answer is known."""

    code = "not_asked"


class NoSuchSource(Refusal):
    """Not one of the campaign's models."""

    code = "no_such_source"


@transaction.atomic
def begin_guessing(*, rater: Rater) -> None:
    """Draw what she is asked about. From here on her ratings of this campaign stand. Twice is once."""
    held = Rater.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=rater.pk)
    # An undo that is under way is waited for: it opens work again.
    [*Assignment.objects.select_for_update(of=("self",)).filter(rater=held).order_by("pk")]
    if has_guessed(held):
        return
    if not is_asked(held):
        raise NotAsked
    SourceGuess.objects.bulk_create(SourceGuess(assignment_id=pk) for pk in draw_assignments(held))


@transaction.atomic
def record_guess(*, assignment: Assignment, source: int | None) -> SourceGuess:
    """Keep the guess, the key of a model; None is "cannot say". The latest one counts."""
    guess = SourceGuess.objects.select_for_update().filter(assignment=assignment).first()
    campaign = assignment.rater.campaign
    if guess is None or not is_asked(assignment.rater):
        raise NotAsked
    if source is not None and source not in {model.pk for model in sources(campaign)}:
        raise NoSuchSource
    guess.language_model_id, guess.guessed_at = source, timezone.now()
    guess.save(update_fields=["language_model", "guessed_at"])
    return guess
