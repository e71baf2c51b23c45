"""Exporting a campaign from the browser."""

import tempfile

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from annotation.selectors import lead_required
from scoring.exports.bundle import write_bundle
from scoring.forms.exports import ExportForm
from scoring.views.agreement import campaign_or_404

# Larger bundles go to disk while they are written.
IN_MEMORY_BYTES = 8 * 1024 * 1024


@lead_required
@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, slug: str) -> HttpResponse | FileResponse:
    campaign = campaign_or_404(slug)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        context = {"form": form, "campaign": campaign}
        return render(request, "scoring/exports/export.html", context, status=status)
    # The response closes the file when it has been sent.
    bundle = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115
    write_bundle(campaign=campaign, target=bundle, **form.cleaned_data)
    bundle.seek(0)
    return FileResponse(bundle, as_attachment=True, filename=f"{campaign.slug}.zip")
