"""How well the blinding held: what clinicians guessed about who wrote what."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from annotation.selectors import lead_required
from scoring.charts import DotIntervalChart, Mark, Reference, Row, dot_interval_chart, nice_axis
from scoring.services.guesses import guess_document
from scoring.views.agreement import campaign_or_404, in_words


@lead_required
@require_GET
def guesses(request: HttpRequest, slug: str) -> HttpResponse:
    campaign = campaign_or_404(slug)
    document = guess_document(campaign=campaign)
    rows = [(name, in_words(found)) for name, found in document["models"].items()]
    rows.append((_("All models"), in_words(document["overall"])))
    context = {
        "campaign": campaign,
        "document": document,
        "rows": rows,
        "overall": rows[-1][1],
        "chart": guess_chart(rows) if document["overall"]["index"] is not None else None,
    }
    return render(request, "scoring/agreement/guesses.html", context)


def guess_chart(rows: list[tuple[str, dict[str, Any]]]) -> DotIntervalChart:
    """The index of each model with its interval, chance drawn."""
    drawn = [Row(name, [_mark(found)], reason=found.get("index_reason", "")) for name, found in rows]
    ends = [end for row in drawn for mark in row.marks for end in (mark.value, mark.lo, mark.hi)]
    return dot_interval_chart(
        drawn, nice_axis(ends, include=[0.0, 1.0]), references=[Reference(0.0, _("chance"))]
    )


def _mark(found: dict[str, Any]) -> Mark:
    low, high = found["ci"] or (None, None)
    return Mark(found["index"], low, high)
