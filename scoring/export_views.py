"""Exporting a campaign from the browser."""

import tempfile

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from annotation.selectors import lead_required
from scoring.agreement_views import campaign_or_404
from scoring.exports.bundle import write_bundle

# Larger bundles go to disk while they are written.
IN_MEMORY_BYTES = 8 * 1024 * 1024


class ExportForm(forms.Form):
    human_weight = forms.FloatField(
        label=_("Weight of the human score"),
        min_value=0,
        max_value=1,
        initial=0.5,
        widget=forms.NumberInput(attrs={"step": "0.05"}),
    )
    with_comments = forms.BooleanField(
        label=_("Include comments"),
        required=False,
        help_text=_("Comments are free text: read them for names before you publish them."),
    )


@lead_required
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, slug: str) -> HttpResponse | FileResponse:
    campaign = campaign_or_404(slug)
    form = ExportForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        context = {"form": form, "campaign": campaign}
        return render(request, "scoring/exports/export.html", context, status=status)
    # The response closes the file when it has been sent.
    bundle = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115
    write_bundle(campaign=campaign, target=bundle, **form.cleaned_data)
    bundle.seek(0)
    return FileResponse(bundle, as_attachment=True, filename=f"{campaign.slug}.zip")
