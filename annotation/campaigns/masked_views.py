"""What is hidden from clinicians, and the lead's own list of names: shown, extended, shortened."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from annotation.accounts.permissions import PersonRequest, lead_required
from annotation.campaigns.blinding import Rule
from annotation.campaigns.masked_report import (
    Place,
    in_context,
    masked_names,
    masked_report,
    read_unmasked,
)
from annotation.campaigns.models import Campaign
from annotation.campaigns.services.masked_names import add_masked_names, remove_masked_name

PLACES_ON_A_PAGE = 50
RULES = {
    Rule.MODEL: gettext_lazy("name of one of the models"),
    Rule.LISTED: gettext_lazy("your list"),
    Rule.KNOWN: gettext_lazy("well-known model or maker"),
    Rule.TEMPLATE: gettext_lazy("template mark"),
    Rule.FAMILY: gettext_lazy("family of one of the models"),
    Rule.INTRODUCED: gettext_lazy("said of itself"),
}


@lead_required
@require_GET
@vary_on_headers("HX-Request")
def masked(request: PersonRequest, slug: str) -> HttpResponse:
    """The report; while outputs are still being read, its part fetches itself."""
    campaign = get_object_or_404(Campaign.objects.select_related("rubric"), slug=slug)
    report = masked_report(campaign)
    written, rule = request.GET.get("written", ""), request.GET.get("rule", "")
    places = [place for place in report.places if _is_asked_for(place, written, rule)]
    page = Paginator(places, PLACES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "campaign": campaign,
        "unmasked": read_unmasked(campaign),
        "report": report,
        "names": [(name, RULES[name.rule]) for name in masked_names(report)],
        "page": page,
        "rows": [(row, RULES[row.rule]) for row in in_context([*page.object_list])],
        "written": written,
    }
    whole = not request.htmx or request.htmx.history_restore_request
    template = "campaigns/masked.html" if whole else "campaigns/_masked_report.html"
    return render(request, template, context)


@lead_required
@require_POST
def masked_name_add(request: PersonRequest, slug: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign, slug=slug)
    try:
        add_masked_names(
            campaign=campaign, names=request.POST.get("names", "").splitlines(), actor=request.user
        )
    except ValidationError as error:
        for said in error.messages:
            messages.error(request, said)
    else:
        messages.success(request, _("Hidden from the next page that a clinician opens."))
    return redirect("campaigns:masked", campaign.slug)


@lead_required
@require_POST
def masked_name_remove(request: PersonRequest, slug: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign, slug=slug)
    remove_masked_name(campaign=campaign, name=request.POST.get("name", ""), actor=request.user)
    messages.success(request, _("Taken from your list. Another rule may hide it still."))
    return redirect("campaigns:masked", campaign.slug)


def _is_asked_for(place: Place, written: str, rule: str) -> bool:
    return (not written or place.written == written) and (not rule or place.rule == rule)
