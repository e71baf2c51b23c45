"""Browsing outputs: a filtered list, and one output with everything that explains its score."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from annotation.selectors import Benchmark, Output, PersonRequest, Question, lead_required
from scoring.forms.outputs import OutputFilterForm
from scoring.selectors.outputs import (
    EXCERPT_CHARACTERS,
    FoundOutputs,
    OutputRow,
    counting_scores,
    find_outputs,
    mark_text,
    other_answers,
    output_row,
    scores_of,
    secondary_figures,
)
from scoring.wording.codes import METRIC_LABELS, RULE_LABELS, STANCE_LABELS, STATUS_LABELS, label

PAGE_SIZE = 50


@lead_required
@require_safe
def output_list(request: PersonRequest, slug: str) -> HttpResponse:
    benchmark = get_object_or_404(Benchmark, slug=slug)
    form = OutputFilterForm(request.GET, benchmark=benchmark)
    form.is_valid()
    # What is not understood filters nothing, and the page says so; the rest does.
    filters = form.cleaned_data
    outputs = find_outputs(benchmark, **filters)
    page = Paginator(outputs, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [_named(output_row(output)) for output in page]
    context = {
        "benchmark": benchmark,
        "form": form,
        "page": page,
        "rows": rows,
        "as_of": outputs.as_of if isinstance(outputs, FoundOutputs) else None,
    }
    return render(request, "scoring/outputs/output_list.html", context)


def _named(row: OutputRow) -> dict[str, Any]:
    return {
        "row": row,
        "status": label(STATUS_LABELS, row.status),
        "metric": label(METRIC_LABELS, row.metric or ""),
    }


def _excerpt(output: Output) -> dict[str, Any]:
    text = output.text or ""
    return {"excerpt": text[:EXCERPT_CHARACTERS], "is_cut": len(text) > EXCERPT_CHARACTERS}


@lead_required
@require_safe
def output_detail(request: PersonRequest, pk: int) -> HttpResponse:
    known = Output.objects.filter(imported_by__state="published")
    output = get_object_or_404(
        known.select_related("question__benchmark", "language_model", "superseded_by"), pk=pk
    )
    return render(request, "scoring/outputs/output_detail.html", _detail_context(output))


def _detail_context(output: Output) -> dict[str, Any]:
    scores = scores_of(output)
    counting = counting_scores(output, scores)
    readings = [_explained(output, score) for score in counting]
    # What was replaced counts nowhere, whatever its scorer.
    counts = set() if output.superseded_by else {score.pk for score in counting}
    span = next((found["span"] for found in readings if found["span"]), None)
    return {
        "output": output,
        "question": output.question,
        "options": _options_apart(output.question),
        "images": output.question.images.all(),
        "text": mark_text(output.text, tuple(span) if span else None),
        "counting": readings[0] if readings else None,
        "readings": readings,
        "scores": [_explained(output, score) | {"counts": score.pk in counts} for score in scores],
        "versions_compete": any(
            one.metric == other.metric and one.scorer != other.scorer for one in counting for other in scores
        ),
        "others": [_named(other) | _excerpt(other.output) for other in other_answers(output)],
    }


def _options_apart(question: Question) -> dict[str, str]:
    """The options, unless the input names them all itself."""
    options = question.options or {}
    return {} if all(text in question.input for text in options.values()) else options


def _explained(output: Output, score: Any) -> dict[str, Any]:
    figures = secondary_figures(output, score)
    return {
        "score": score,
        "metric": label(METRIC_LABELS, score.metric),
        "status": label(STATUS_LABELS, score.status),
        "rule": label(RULE_LABELS, score.rule) if score.rule else "",
        "answer": label(STANCE_LABELS, score.answer),
        "span": score.details.get("span"),
        "figures": [(label(METRIC_LABELS, name), value) for name, value in sorted(figures.items())],
        "traceback": score.details.get("traceback", ""),
        "of_old_question": score.question_id != output.question_id,
        "no_span": _("The rule rests on the text as a whole.") if "span" not in score.details else "",
    }
