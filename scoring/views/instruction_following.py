"""How far each model keeps to the form that it was asked for: a page and an API with the same numbers."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from annotation.selectors import Benchmark, IsLead, PersonRequest, lead_required
from scoring.charts.stack import stack_segments
from scoring.selectors.instruction_following import StatusShares, as_document, instruction_following
from scoring.selectors.score_tables import condition_chips
from scoring.wording.codes import STATUS_LABELS, label


@lead_required
@require_safe
def instruction_following_page(request: PersonRequest, slug: str) -> HttpResponse:
    benchmark = get_object_or_404(Benchmark, slug=slug)
    chips = condition_chips(benchmark, request.GET.get("condition"))
    condition = next((chip["label"] for chip in chips if chip["current"]), "")
    found = instruction_following(benchmark, condition or None)
    context = {
        "benchmark": benchmark,
        "chips": chips,
        "condition": condition,
        "as_of": found.as_of,
        "statuses": [(status, label(STATUS_LABELS, status)) for status in found.statuses],
        "rows": [_drawn(benchmark, condition, row, found.statuses) for row in found.rows],
    }
    return render(request, "scoring/runs/instruction_following.html", context)


def _drawn(benchmark: Benchmark, condition: str, row: StatusShares, statuses: Any) -> dict[str, Any]:
    counts = [row.counts.get(status, 0) for status in statuses]
    address = reverse("scoring:output_list", args=[benchmark.slug])
    query = {"scenario": row.scenario, "language_model": row.model, "condition": condition}
    return {
        "row": row,
        "segments": [(statuses[part.index], part) for part in stack_segments(counts)],
        "cells": [
            {
                "n": n,
                "share": row.share(status),
                "url": f"{address}?{urlencode(query | {'status': status})}",
            }
            for status, n in zip(statuses, counts, strict=True)
        ],
    }


class InstructionFollowingAPI(APIView):
    permission_classes = [IsLead]

    def get(self, request: Request, slug: str) -> Response:
        benchmark = get_object_or_404(Benchmark, slug=slug)
        wanted = request.query_params.get("condition")
        chips = condition_chips(benchmark, wanted)
        known = [chip["label"] for chip in chips]
        if wanted is not None and wanted not in known:
            raise ValidationError({"condition": f"must be one of {', '.join(known)}"})
        condition = next((chip["label"] for chip in chips if chip["current"]), None)
        return Response(as_document(benchmark, condition))
