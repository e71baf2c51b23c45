"""The guided start: the rubric with its worked examples, then practice cases, then real work.

Every page works as a plain form; with htmx only the room is swapped. Practice that is already answered
shows the comparison, so a page that is reloaded or opened again later reads the same.
"""

from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotation.accounts.models import User
from annotation.accounts.permissions import rater_required
from annotation.campaigns.judgements import NOT_APPLICABLE, JudgementError
from annotation.campaigns.models import Rater, WorkedCase
from annotation.campaigns.rater_selectors import next_assignment
from annotation.campaigns.rating_page import compares_cases, rate_url
from annotation.campaigns.rendering import render_markdown
from annotation.campaigns.rubric_rows import rubric_rows
from annotation.campaigns.services.ratings import IncompleteJudgement
from annotation.campaigns.services.start import begin_work, record_practice_answer
from annotation.campaigns.start import own_rater, practice_cases
from annotation.campaigns.start_page import place_in_start, read_frame, read_practice_page
from annotation.campaigns.worked_cases import worked_examples


@rater_required
@require_GET
def start(request: HttpRequest, slug: str) -> HttpResponse:
    return redirect(place_in_start(_own_rater_or_404(request, slug)))


@rater_required
@require_GET
def start_rubric(request: HttpRequest, slug: str) -> HttpResponse:
    rater = _own_rater_or_404(request, slug)
    rubric = rater.campaign.rubric
    context = {
        "frame": read_frame(rater),
        "text": render_markdown(rubric.guidelines or rubric.guidelines_zh or rubric.guidelines_en),
        "dimensions": rubric_rows(rubric, {}),
        "examples": worked_examples(rubric),
    }
    return _page_or_part(request, "start/rubric.html", "rating/_guidelines.html", context)


@rater_required
@require_http_methods(["GET", "HEAD", "POST"])
def practice(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    rater = _own_rater_or_404(request, slug)
    case = _practice_case_or_404(rater, number)
    chosen = _posted_values(request.POST)
    missing: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            record_practice_answer(rater=rater, worked_case=case, values=chosen)
            if not request.htmx:  # type: ignore[attr-defined]
                return redirect("campaigns:practice", slug, number)
        except IncompleteJudgement as error:
            missing = error.missing
        except JudgementError as error:
            missing = (error.field,)
    page = read_practice_page(rater, case, number, chosen=chosen, missing=missing)
    status = 422 if missing else 200
    return _page_or_part(
        request, "start/practice.html", "start/_practice.html", {"page": page, "frame": page.frame}, status
    )


@rater_required
@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """To the first item, from the last practice case or from anywhere before it."""
    rater = _own_rater_or_404(request, slug)
    begin_work(rater=rater)
    following = next_assignment(rater)
    if following is None:
        return redirect("campaigns:my_work")
    return redirect(rate_url(following, "compare" if compares_cases(rater.campaign) else "rate"))


def _posted_values(form: QueryDict) -> dict[str, float | str]:
    """Values by dimension from the fields of the rating form; what is no number is left out."""
    values: dict[str, float | str] = {}
    for name, given in form.lists():
        code = name.removeprefix("value-")
        if code == name:
            continue
        for text in given:
            if text == NOT_APPLICABLE:
                values[code] = NOT_APPLICABLE
            elif values.get(code) != NOT_APPLICABLE:
                with suppress(ValueError):
                    values[code] = float(text)
    return values


def _own_rater_or_404(request: HttpRequest, slug: str) -> Rater:
    assert isinstance(request.user, User)
    try:
        return own_rater(request.user, slug)
    except Rater.DoesNotExist as error:
        raise Http404 from error


def _practice_case_or_404(rater: Rater, number: int) -> WorkedCase:
    cases = practice_cases(rater.campaign.rubric)
    if not 1 <= number <= len(cases):
        raise Http404
    return cases[number - 1]


def _page_or_part(
    request: HttpRequest, page: str, part: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    htmx = request.htmx  # type: ignore[attr-defined]
    is_part = htmx and not htmx.history_restore_request
    response = render(request, f"campaigns/{part if is_part else page}", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
