"""Agreement of a campaign: the page, the part that other pages fetch, and the API."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from annotation.selectors import Campaign, IsLead, User, lead_required
from scoring.charts import Axis, DotIntervalChart, Mark, Reference, Row, dot_interval_chart
from scoring.services.agreement import agreement_document

TICKS = (-1.0, -0.5, 0.0, 0.5, 1.0)


def campaign_or_404(slug: str) -> Campaign:
    return get_object_or_404(Campaign.objects.select_related("rubric", "benchmark"), slug=slug)


def agreement_context(campaign: Campaign) -> dict[str, Any]:
    document = agreement_document(campaign=campaign)
    names = {dimension.code: dimension.name for dimension in campaign.rubric.dimensions.all()}
    people = {rater.label: rater.user for rater in campaign.raters.select_related("user")}
    dimensions = [
        in_words(found) | {"code": code, "name": names[code], "pairs": _pairs(found, people)}
        for code, found in document["dimensions"].items()
    ]
    rated = any(found["n_ratings"] for found in dimensions)
    return {
        "campaign": campaign,
        "document": document,
        "dimensions": dimensions,
        "rated": rated,
        "few_raters": any("raters_like_these_note" in found["alpha"] for found in dimensions),
        "chart": agreement_chart(dimensions) if rated else None,
    }


def _pairs(found: dict[str, Any], people: Mapping[str, User | None]) -> list[dict[str, Any]]:
    """Kappa of every two clinicians, with their names beside the labels that the files have."""
    return [
        in_words(pair) | {"people": [(label, _full_name(people.get(label))) for label in pair["raters"]]}
        for pair in found["kappa_pairwise"]
    ]


def _full_name(user: User | None) -> str:
    return user.get_full_name() if user else ""


def in_words(document: dict[str, Any]) -> dict[str, Any]:
    """The same document with every reason in the reader's language."""
    return {
        key: _(value)
        if key.endswith(("_reason", "_note"))
        else in_words(value)
        if isinstance(value, dict)
        else value
        for key, value in document.items()
    }


def agreement_chart(dimensions: list[dict[str, Any]]) -> DotIntervalChart:
    """Alpha with both intervals (thick: these raters; thin: raters like these), and AC2, per dimension."""
    rows = [
        Row(
            found["name"],
            [
                _mark(found["alpha"], "these_raters", "α", outer=found["alpha"]["raters_like_these"]),
                _mark(found["ac2"], "ci", "AC2", shape="diamond"),
            ],
        )
        for found in dimensions
    ]
    lowest = min(
        (mark.lo if mark.lo is not None else mark.value or 0.0 for row in rows for mark in row.marks),
        default=0.0,
    )
    outer = min((mark.outer[0] or 0.0 for row in rows for mark in row.marks), default=0.0)
    axis = (
        Axis(-1.0, 1.0, TICKS)
        if min(lowest, outer) < -0.2
        else Axis(-0.2, 1.0, (0.0, 0.2, 0.4, 0.6, 0.8, 1.0))
    )
    return dot_interval_chart(rows, axis, references=[Reference(0.0, _("chance"))])


def _mark(
    estimate: dict[str, Any],
    interval: str,
    name: str,
    *,
    shape: str = "dot",
    outer: list[float] | None = None,
) -> Mark:
    low, high = estimate[interval] or (None, None)
    wide = (outer[0], outer[1]) if outer else (None, None)
    return Mark(estimate["value"], low, high, shape=shape, outer=wide, name=name)


@lead_required
@require_GET
def agreement(request: HttpRequest, slug: str) -> HttpResponse:
    context = agreement_context(campaign_or_404(slug))
    return render(request, "scoring/agreement/agreement.html", context)


@lead_required
@require_GET
def agreement_fragment(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture and the main numbers, for the campaign's page."""
    context = agreement_context(campaign_or_404(slug))
    return render(request, "scoring/agreement/_agreement.html", context)


class AgreementAPI(APIView):
    permission_classes = [IsLead]

    def get(self, request: Request, slug: str) -> Response:
        return Response(agreement_document(campaign=campaign_or_404(slug)))
