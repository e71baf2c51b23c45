"""The lead's side of a campaign: plan, open, watch, close."""

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from annotation.accounts.models import Role
from annotation.accounts.permissions import PersonRequest, lead_required
from annotation.accounts.services.people import create_person, random_password
from annotation.accounts.views import show_invitation
from annotation.bank.models import Benchmark
from annotation.campaigns.lead_forms import CampaignForm, ClinicianForm, RubricUploadForm
from annotation.campaigns.models import Campaign, Rater, Rubric, WorkedCase
from annotation.campaigns.progress import campaign_progress, disagreements, harm_flags, rater_progress
from annotation.campaigns.services.campaigns import (
    create_campaign,
    move_campaign,
    open_campaign,
    unblind_campaign,
)
from annotation.campaigns.services.raters import release_rater
from annotation.campaigns.services.rubrics import create_rubric
from annotation.campaigns.worked_cases import shown_cases
from annotation.campaigns.workflow import TransitionError

# Raters who differ by half of the scale cannot both be right.
WIDE_SPREAD = 0.5


def posted(request: PersonRequest) -> QueryDict | None:
    """What a form is bound to: an empty POST is a form sent empty, not a form not sent."""
    return request.POST if request.method == "POST" else None


@lead_required
@require_GET
def campaign_list(request: PersonRequest) -> HttpResponse:
    campaigns = Campaign.objects.select_related("benchmark", "rubric").annotate(
        n_units=Count("units", distinct=True), n_raters=Count("raters", distinct=True)
    )
    context = {
        "campaigns": campaigns,
        "benchmarks": Benchmark.objects.all(),
        "rubrics": Rubric.objects.all(),
    }
    return render(request, "campaigns/campaign_list.html", context)


@lead_required
def campaign_create(request: PersonRequest, benchmark: str) -> HttpResponse:
    chosen = get_object_or_404(Benchmark, slug=benchmark)
    form = CampaignForm(posted(request), benchmark=chosen)
    if form.is_valid():
        fields = dict(form.cleaned_data)
        campaign = create_campaign(
            actor=request.user,
            raters=list(fields.pop("raters")),
            language_models=list(fields.pop("language_models")),
            benchmark=chosen,
            **fields,
        )
        return redirect("campaigns:campaign_detail", campaign.slug)
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/campaign_form.html", {"form": form, "benchmark": chosen}, status=status)


@lead_required
@require_GET
@vary_on_headers("HX-Request")
def campaign_detail(request: PersonRequest, slug: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.select_related("benchmark", "rubric"), slug=slug)
    scale = campaign.rubric.scale_max - campaign.rubric.scale_min
    context = {
        "campaign": campaign,
        "progress": campaign_progress(campaign),
        "raters": rater_progress(campaign),
        "harm_flags": harm_flags(campaign),
        "disagreements": disagreements(campaign, at_least=WIDE_SPREAD * scale),
        "events": campaign.audit_events.select_related("actor")[:20],
    }
    whole = not request.htmx or request.htmx.history_restore_request
    template = "campaigns/campaign_detail.html" if whole else "campaigns/_campaign_progress.html"
    return render(request, template, context)


def _acted(request: PersonRequest, campaign: Campaign, act: Callable[[], Any], done: str) -> HttpResponse:
    """Run one act and say in words what came of it."""
    try:
        act()
    except ValidationError as error:
        for said in error.messages:
            messages.error(request, said)
    except TransitionError:
        messages.error(request, _("The campaign has moved on in the meantime. Nothing was changed."))
    else:
        messages.success(request, done)
    return redirect("campaigns:campaign_detail", campaign.slug)


@lead_required
@require_POST
def campaign_open(request: PersonRequest, slug: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign, slug=slug)
    return _acted(
        request,
        campaign,
        lambda: open_campaign(campaign=campaign, actor=request.user),
        _("The campaign is open. The plan is frozen."),
    )


@lead_required
@require_POST
def campaign_move(request: PersonRequest, slug: str, to: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign, slug=slug)
    done: dict[str, str] = {
        Campaign.State.OPEN: _("The campaign is open again."),
        Campaign.State.PAUSED: _("The campaign is paused. Drafts are kept."),
        Campaign.State.CLOSED: _("The campaign is closed."),
    }
    return _acted(
        request, campaign, lambda: move_campaign(campaign=campaign, to=to, actor=request.user), done[to]
    )


@lead_required
@require_POST
def campaign_unblind(request: PersonRequest, slug: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign, slug=slug)
    return _acted(
        request,
        campaign,
        lambda: unblind_campaign(campaign=campaign, actor=request.user),
        _("The campaign is unblinded."),
    )


@lead_required
@require_POST
def rater_release(request: PersonRequest, pk: int) -> HttpResponse:
    rater = get_object_or_404(Rater.objects.select_related("campaign"), pk=pk)
    return _acted(
        request,
        rater.campaign,
        lambda: release_rater(rater=rater, actor=request.user),
        _("The clinician has left. Her open work was dealt to the others."),
    )


@lead_required
@require_GET
def rubric_detail(request: PersonRequest, pk: int) -> HttpResponse:
    rubric = get_object_or_404(Rubric.objects.prefetch_related("dimensions__anchors"), pk=pk)
    context = {
        "rubric": rubric,
        "examples": shown_cases(rubric, WorkedCase.Use.EXAMPLE),
        "practice": shown_cases(rubric, WorkedCase.Use.PRACTICE),
    }
    return render(request, "campaigns/rubric_detail.html", context)


@lead_required
def rubric_create(request: PersonRequest) -> HttpResponse:
    """Take an uploaded rubric, or the bundled one when the form says so."""
    bundled = request.method == "POST" and "bundled" in request.POST
    form = RubricUploadForm(
        *((request.POST, request.FILES) if request.method == "POST" and not bundled else ())
    )
    try:
        if bundled:
            content = json.loads((settings.FIXTURES_ROOT / "rubric.json").read_text(encoding="utf-8"))
            return redirect("campaigns:rubric_detail", create_rubric(content=content).pk)
        if form.is_valid():
            return redirect("campaigns:rubric_detail", create_rubric(content=form.cleaned_data["file"]).pk)
    except ValidationError as error:
        form.add_error("file", _by_field(error))
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/rubric_form.html", {"form": form}, status=status)


def _by_field(error: ValidationError) -> list[str]:
    """The messages; those of a model begin with the field of the file that they are about."""
    if not hasattr(error, "error_dict"):
        return error.messages
    return [f"{name}: {text}" for name, texts in error.message_dict.items() for text in texts]


@lead_required
def clinician_create(request: PersonRequest) -> HttpResponse:
    """Make a clinician's account; her invitation or password is shown once, on the answer to this form."""
    form = ClinicianForm(posted(request))
    made: dict[str, str] = {}
    if form.is_valid():
        password = random_password() if request.POST.get("with") == "password" else None
        clinician = create_person(role=Role.RATER, password=password, **form.cleaned_data)
        if password is None:
            return show_invitation(request, clinician)
        made = {"username": clinician.username, "password": password}
        form = ClinicianForm()
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/clinician_form.html", {"form": form, "made": made}, status=status)
