"""Reported severe harm before the leads, on whatever page they are."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from annotation.accounts.permissions import PersonRequest, lead_required
from annotation.campaigns.harm_page import read_harm_page
from annotation.campaigns.models import HarmReport
from annotation.campaigns.progress import harm_reports, unread_harm, whole_harm_reports
from annotation.campaigns.services.harm import mark_as_read

SHOWN = 200


@lead_required
@require_GET
def harm_list(request: PersonRequest) -> HttpResponse:
    return render(request, "campaigns/harm_list.html", {"reports": harm_reports()[:SHOWN], "shown": SHOWN})


@lead_required
@require_GET
def harm_report(request: PersonRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(whole_harm_reports(), pk=pk)
    return render(request, "campaigns/harm_report.html", {"page": read_harm_page(report)})


@lead_required
@require_GET
def harm_unread(request: PersonRequest) -> HttpResponse:
    """The mark in every lead page's header; it looks again by itself."""
    return render(request, "campaigns/_harm_unread.html", {"unread": unread_harm()})


@lead_required
@require_POST
def harm_read(request: PersonRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(HarmReport.objects.select_related("rating__assignment__unit__campaign"), pk=pk)
    mark_as_read(report=report, actor=request.user)
    messages.success(request, _("Marked as read."))
    return redirect("campaigns:harm_list")
