"""The page that asks a clinician at the end who wrote what, and the requests that it makes."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from annotation.accounts.models import User
from annotation.accounts.permissions import rater_required
from annotation.campaigns.changes import count_open_changes
from annotation.campaigns.guess_page import read_asked_outputs
from annotation.campaigns.guesses import MOST, has_guessed, is_asked
from annotation.campaigns.models import Assignment, Rater
from annotation.campaigns.rater_selectors import own_assignment
from annotation.campaigns.services.guesses import NoSuchSource, NotAsked, begin_guessing, record_guess
from annotation.campaigns.start import own_rater


@rater_required
@require_GET
def guess(request: HttpRequest, slug: str) -> HttpResponse:
    """First what it means to begin, then the outputs; the way back while she is not asked."""
    rater = _own_rater_or_404(request, slug)
    if not is_asked(rater):
        return redirect("campaigns:my_work")
    if not has_guessed(rater):
        context = {"campaign": rater.campaign, "most": MOST, "begun": count_open_changes(rater)}
        return render(request, "campaigns/guess/begin.html", context)
    context = {"campaign": rater.campaign, "asked": read_asked_outputs(rater)}
    return render(request, "campaigns/guess/guess.html", context)


@rater_required
@require_POST
def guess_begin(request: HttpRequest, slug: str) -> HttpResponse:
    rater = _own_rater_or_404(request, slug)
    try:
        begin_guessing(rater=rater)
    except NotAsked:
        return redirect("campaigns:my_work")
    return redirect("campaigns:guess", slug)


@rater_required
@require_POST
def guess_save(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep one guess; the page puts the answer beside it."""
    try:
        assignment = own_assignment(_user_of(request), public_id)
        saved = record_guess(assignment=assignment, source=_posted_source(request))
    except (Assignment.DoesNotExist, NotAsked, NoSuchSource) as error:
        raise Http404 from error
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("campaigns:guess", assignment.rater.campaign.slug)
    return render(request, "campaigns/guess/_saved.html", {"saved": saved})


def _posted_source(request: HttpRequest) -> int | None:
    given = request.POST.get("source")
    if given is None or (given and not (given.isascii() and given.isdigit() and len(given) < 19)):
        raise NoSuchSource
    return int(given) if given else None


def _user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _own_rater_or_404(request: HttpRequest, slug: str) -> Rater:
    try:
        return own_rater(_user_of(request), slug)
    except Rater.DoesNotExist as error:
        raise Http404 from error
