"""What a clinician opens: her work, the rating page, and the requests that page makes."""

import mimetypes
import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from annotation.accounts.models import User
from annotation.accounts.permissions import PersonRequest, rater_required
from annotation.accounts.sessions import session_began
from annotation.campaigns.changes import can_be_undone, has_open_change
from annotation.campaigns.compare_page import read_compare_page
from annotation.campaigns.done_work import done_assignments, done_cases
from annotation.campaigns.evidence import read_evidence
from annotation.campaigns.judgements import Judged, read_judgement
from annotation.campaigns.models import Assignment, Rater
from annotation.campaigns.rater_requests import (
    draft_answer,
    rater_json,
    read_int,
    read_text,
    read_uuid,
)
from annotation.campaigns.rater_selectors import (
    SEEN_BY_RATERS,
    next_assignment,
    own_assignment,
    pause_after,
    progress_of,
    room_status,
    work_of,
)
from annotation.campaigns.rating_page import (
    compares_cases,
    pictures_of,
    progress_text,
    rate_url,
    read_rating_page,
    read_reference,
    time_left_text,
)
from annotation.campaigns.rendering import render_markdown
from annotation.campaigns.rubric_rows import rubric_rows
from annotation.campaigns.services.changes import discard_change, save_change
from annotation.campaigns.services.drafts import open_reference, save_draft
from annotation.campaigns.services.open_work import judgement_rules
from annotation.campaigns.services.ratings import revise_rating, submit_rating, withdraw_rating
from annotation.campaigns.services.skips import SkipReason, skip_assignment, take_up_again
from annotation.campaigns.start import start_is_due
from annotation.campaigns.start_page import read_frame
from annotation.campaigns.tasks import tell_leads_of_harm
from annotation.campaigns.worked_cases import worked_examples

DONE_ON_A_PAGE = 60


@rater_required
@require_GET
def my_work(request: HttpRequest) -> HttpResponse:
    works = [(work, time_left_text(work.progress)) for work in work_of(_rater_of(request))]
    return render(request, "campaigns/rating/my_work.html", {"works": works})


@rater_required
@require_GET
def rate(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    assignment = _own_or_none(request, public_id)
    if assignment is None:
        return _to_her_own_work(request)
    if start_is_due(assignment.rater):
        return redirect("campaigns:start", assignment.rater.campaign.slug)
    context = {
        "page": read_rating_page(assignment, since=session_began(request)),
        "skip_reasons": SkipReason.choices,
    }
    return _page_or_part(request, "campaigns/rating/rate.html", "campaigns/rating/_room.html", context)


@rater_required
@require_GET
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The rating page once more, over what was submitted: saved with a reason, it becomes a revision."""
    assignment = _own_or_none(request, public_id)
    if assignment is None:
        return _to_her_own_work(request)
    page = read_rating_page(assignment, since=session_began(request), changing=True)
    if not page.is_changing:
        return redirect("campaigns:rate", public_id)
    context = {"page": page, "skip_reasons": SkipReason.choices}
    return _page_or_part(request, "campaigns/rating/rate.html", "campaigns/rating/_room.html", context)


@rater_required
@require_GET
def done_work(request: HttpRequest, slug: str) -> HttpResponse:
    """What she has finished in one campaign, the last case first, to look at again."""
    rater = get_object_or_404(
        Rater.objects.select_related("campaign__rubric", "user"),
        user=request.user,
        campaign__slug=slug,
        campaign__state__in=SEEN_BY_RATERS,
    )
    page = Paginator(done_assignments(rater), DONE_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "campaign": rater.campaign,
        "status": room_status(rater),
        "page_obj": page,
        "cases": done_cases(rater, page),
    }
    return render(request, "campaigns/rating/done_work.html", context)


@rater_required
@require_GET
def compare(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """All outputs of the item's case side by side, in a campaign that is judged by case."""
    assignment = _own_or_none(request, public_id)
    if assignment is None:
        return _to_her_own_work(request)
    if not compares_cases(assignment.rater.campaign) or start_is_due(assignment.rater):
        return redirect("campaigns:rate", public_id)
    context = {
        "page": read_compare_page(assignment, since=session_began(request)),
        "skip_reasons": SkipReason.choices,
    }
    page, part = "campaigns/rating/compare.html", "campaigns/rating/_compare.html"
    return _page_or_part(request, page, part, context)


@rater_required
@require_GET
def guidelines(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    rater = _own_or_404(request, public_id).rater
    rubric = rater.campaign.rubric
    context = {
        "text": render_markdown(rubric.guidelines or rubric.guidelines_zh or rubric.guidelines_en),
        "dimensions": rubric_rows(rubric, {}),
        "examples": worked_examples(rubric),
        "frame": read_frame(rater),
        "back_url": reverse("campaigns:rate", args=[public_id]),
    }
    return _page_or_part(
        request, "campaigns/rating/guidelines.html", "campaigns/rating/_guidelines.html", context
    )


@rater_required
@require_GET
def image(request: HttpRequest, public_id: uuid.UUID, position: int) -> HttpResponse:
    """A case image by its place, so that neither address nor headers tell a file's name."""
    pictures = pictures_of(_own_or_404(request, public_id))
    if not 1 <= position <= len(pictures):
        raise Http404
    path = settings.MEDIA_ROOT / pictures[position - 1].file
    if not path.is_file():
        raise Http404
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return HttpResponse(path.read_bytes(), content_type=kind, headers={"X-Content-Type-Options": "nosniff"})


@rater_json
def draft(request: PersonRequest, assignment: Assignment, data: dict[str, Any]) -> JsonResponse:
    saved = save_draft(
        assignment=assignment, judged=_judged(assignment, data), version=read_int(data, "version")
    )
    return JsonResponse(draft_answer(saved))


@rater_json
def submit(request: PersonRequest, assignment: Assignment, data: dict[str, Any]) -> JsonResponse:
    rating = submit_rating(
        assignment=assignment,
        user=request.user,
        judged=_judged(assignment, data),
        version=read_int(data, "version"),
        client_key=read_uuid(data, "client_key"),
        language=get_language() or "",
    )
    tell_leads_of_harm(rating)
    return _onward(assignment, sitting_since=session_began(request))


@rater_json
def change_draft(request: PersonRequest, assignment: Assignment, data: dict[str, Any]) -> JsonResponse:
    saved = save_change(
        assignment=assignment,
        judged=_judged(assignment, data),
        reason=_reason(data),
        version=read_int(data, "version"),
    )
    return JsonResponse(draft_answer(saved))


@rater_json
def change_discard(request: PersonRequest, assignment: Assignment, data: dict[str, Any]) -> JsonResponse:
    discard_change(assignment=assignment, version=read_int(data, "version"))
    return JsonResponse({"next": rate_url(assignment)})


@rater_json
def revise(request: PersonRequest, assignment: Assignment, data: dict[str, Any]) -> JsonResponse:
    rating = revise_rating(
        assignment=assignment,
        user=request.user,
        judged=_judged(assignment, data),
        version=read_int(data, "version"),
        reason=_reason(data),
        client_key=read_uuid(data, "client_key"),
        language=get_language() or "",
    )
    tell_leads_of_harm(rating)
    progress = progress_text(progress_of(assignment.rater))
    return JsonResponse({"next": rate_url(assignment), "progress": progress, "undo": ""})


@rater_json
def skip(request: PersonRequest, assignment: Assignment, data: dict[str, Any]) -> JsonResponse:
    skip_assignment(assignment=assignment, reason=read_text(data, "reason"), note=read_text(data, "note"))
    return _onward(assignment)


@rater_json
def undo(request: PersonRequest, assignment: Assignment, data: dict[str, Any]) -> JsonResponse:
    """Take back a submission of this session, or take up a skipped item again."""
    if assignment.state == Assignment.State.SKIPPED:
        take_up_again(assignment=assignment)
    elif assignment.current_rating and not can_be_undone(assignment, session_began(request)):
        return JsonResponse({"error": "too_late"}, status=409)
    else:
        had_change = has_open_change(assignment)
        withdraw_rating(assignment=assignment, user=request.user)
        return JsonResponse({"next": rate_url(assignment), "dropped_change": had_change})
    return JsonResponse({"next": rate_url(assignment)})


@rater_json
def reference(request: PersonRequest, assignment: Assignment, data: dict[str, Any]) -> JsonResponse:
    opened = read_reference(assignment, open_reference(assignment=assignment))
    return JsonResponse({"text": opened.text, "language": opened.language})


def _judged(assignment: Assignment, data: dict[str, Any]) -> Judged:
    rules, judgement = judgement_rules(assignment.rater.campaign), data.get("judgement")
    judged = read_judgement(judgement, rules)
    return replace(judged, evidence=read_evidence(assignment, judgement, rules.dimensions))


def _reason(data: dict[str, Any]) -> str:
    """It travels inside the judgement, which the page keeps until it is confirmed."""
    judgement = data.get("judgement")
    return read_text(judgement, "reason") if isinstance(judgement, dict) else ""


def _onward(assignment: Assignment, *, sitting_since: datetime | None = None) -> JsonResponse:
    """Where to go from a finished item, the way back to it, and whether to rest before the next."""
    rater = assignment.rater
    # Counted first: of several answers at once, the one that counts most knows the way.
    progress = progress_of(rater)
    following = next_assignment(rater, other_than=assignment)
    return JsonResponse(
        {
            "done": progress.done + progress.skipped,
            "next": rate_url(following) if following else None,
            "finished": reverse("campaigns:my_work"),
            "progress": progress_text(progress),
            "undo": rate_url(assignment, "undo"),
            "pause": pause_after(rater, sitting_since) if sitting_since and following else 0,
        }
    )


def _rater_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _own_or_none(request: HttpRequest, public_id: uuid.UUID) -> Assignment | None:
    try:
        return own_assignment(_rater_of(request), public_id)
    except Assignment.DoesNotExist:
        return None


def _own_or_404(request: HttpRequest, public_id: uuid.UUID) -> Assignment:
    assignment = _own_or_none(request, public_id)
    if assignment is None:
        raise Http404
    return assignment


def _to_her_own_work(request: HttpRequest) -> HttpResponse:
    """Who logs in where a colleague left off brings his address along; whether it exists is not told."""
    messages.info(request, _("That page is not part of your work. Your own work is here."))
    return redirect("campaigns:my_work")


def _page_or_part(request: HttpRequest, page: str, part: str, context: dict[str, Any]) -> HttpResponse:
    htmx = request.htmx  # type: ignore[attr-defined]
    is_part = htmx and not htmx.history_restore_request
    response = render(request, part if is_part else page, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
