"""Scoring runs: ask for one, watch it, steer it; and the scores that came of them."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from annotation.selectors import Benchmark, PersonRequest, lead_required
from scoring.forms.runs import RunForm
from scoring.models import ScoringRun
from scoring.selectors.runs import failed_chunks, run_progress, runs_for_list
from scoring.selectors.score_tables import condition_chips, score_table
from scoring.selectors.scores import Cell
from scoring.services.runs import cancel_run, pause_run, request_run, resume_run, retry_run
from scoring.tasks import invite_workers
from scoring.wording.codes import METRIC_LABELS, STATUS_LABELS, label
from scoring.workflow import RUN_TRANSITIONS, TransitionError

ACTS = {"pause": pause_run, "resume": resume_run, "cancel": cancel_run, "retry": retry_run}
RUNS_SHOWN = 50
FAILED_SHOWN = 50


@lead_required
@require_safe
def run_list(request: PersonRequest) -> HttpResponse:
    return render(request, "scoring/runs/run_list.html", _list_context())


def _list_context(refused: RunForm | None = None, benchmark: Benchmark | None = None) -> dict[str, Any]:
    forms = []
    for known in Benchmark.objects.all():
        form = RunForm(benchmark=known, prefix=known.slug)
        forms.append((known, refused if refused and known == benchmark else form))
    return {"forms": forms, "runs": runs_for_list()[:RUNS_SHOWN]}


@lead_required
@require_POST
def run_create(request: PersonRequest, slug: str) -> HttpResponse:
    benchmark = get_object_or_404(Benchmark, slug=slug)
    form = RunForm(request.POST, benchmark=benchmark, prefix=slug)
    if not form.is_valid():
        return render(request, "scoring/runs/run_list.html", _list_context(form, benchmark), status=422)
    run = request_run(benchmark=benchmark, created_by=request.user, **form.cleaned_data)
    invite_workers(run.pk)
    return redirect("scoring:run_detail", run.pk)


@lead_required
@require_GET
@vary_on_headers("HX-Request")
def run_detail(request: PersonRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(ScoringRun.objects.select_related("benchmark", "created_by"), pk=pk)
    whole = not request.htmx or request.htmx.history_restore_request
    template = "scoring/runs/run_detail.html" if whole else "scoring/runs/_run.html"
    return render(request, template, _detail_context(run))


def _detail_context(run: ScoringRun) -> dict[str, Any]:
    progress = run_progress(run)
    reachable = RUN_TRANSITIONS[run.state]
    return {
        "run": run,
        "progress": progress,
        "failed_chunks": [
            (chunk, label(METRIC_LABELS, chunk.metric)) for chunk in failed_chunks(run)[:FAILED_SHOWN]
        ],
        "n_more_failed": max(0, progress.n_failed_chunks - FAILED_SHOWN),
        "scorers": [(label(METRIC_LABELS, metric), scorer) for metric, scorer in run.scorers.items()],
        "can_pause": "paused" in reachable,
        "can_resume": run.state == ScoringRun.State.PAUSED,
        "can_cancel": "cancelled" in reachable,
        "can_retry": run.state == ScoringRun.State.FAILED,
        "polls": run.state in (ScoringRun.State.PLANNED, ScoringRun.State.RUNNING),
    }


@lead_required
@require_POST
def run_act(request: PersonRequest, pk: int, act: str) -> HttpResponse:
    run = get_object_or_404(ScoringRun, pk=pk)
    if act not in ACTS:
        raise Http404
    try:
        ACTS[act](run=run)
    except TransitionError:
        messages.error(request, _("The run is in another state by now; nothing was changed."))
    else:
        if act in ("resume", "retry"):
            invite_workers(run.pk)
    return redirect("scoring:run_detail", pk)


def _outputs_url(slug: str, cell: Cell) -> str:
    """The outputs that a number was made of."""
    place = cell.place
    query = {
        "scenario": place.scenario,
        "language_model": place.model,
        "condition": place.condition,
        "sort": "score",
    }
    return f"{reverse('scoring:output_list', args=[slug])}?{urlencode(query)}"


@lead_required
@require_safe
def benchmark_scores(request: PersonRequest, slug: str) -> HttpResponse:
    benchmark = get_object_or_404(Benchmark, slug=slug)
    chips = condition_chips(benchmark, request.GET.get("condition"))
    table = score_table(benchmark, next((chip["label"] for chip in chips if chip["current"]), None))
    rows = [
        {
            "row": row,
            "metric": label(METRIC_LABELS, row.metric),
            "cells": [(cell, _outputs_url(slug, cell) if cell else "") for cell in row.cells],
        }
        for row in table.rows
    ]
    statuses = [label(STATUS_LABELS, status) for status in table.statuses]
    context = {
        "benchmark": benchmark,
        "chips": chips,
        "table": table,
        "rows": rows,
        "statuses": statuses,
        "as_of": table.as_of,
    }
    return render(request, "scoring/runs/benchmark_scores.html", context)
