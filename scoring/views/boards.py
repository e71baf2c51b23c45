"""Leaderboards: one's own benchmarks, published boards beside them, files and the API. Leads only.

A board that takes long is computed by a worker: the page then shows that it is on its way and looks again.
"""

from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from annotation.selectors import Benchmark, IsLead, PublishedBoard, lead_required
from scoring.presentation.documents import Document
from scoring.presentation.tables import WRITERS
from scoring.selectors.boards import benchmarks_for_list, published_document
from scoring.services.boards import FoundBoard, find_board
from scoring.tasks import compute_leaderboard
from scoring.views.board_page import board_context
from scoring.views.board_query import VIEWS, BoardQuery, filters_context, picture_chips, view_chips

LOOK_AGAIN_SECONDS = 2


def find_or_order(query: BoardQuery) -> FoundBoard:
    """The board if it can be had at once; where there is a newer one, a worker is asked for it.

    A broker that does not answer breaks no page: whoever looks again asks again.
    """
    found = find_board(request=query.request)
    if found.order:
        message = query.request.as_message()
        transaction.on_commit(partial(compute_leaderboard.delay, message), robust=True)
    return found


def board_tabs(current: object) -> list[dict[str, Any]]:
    """Every benchmark and every published board, as pages beside each other."""
    pages = [
        (row.name, reverse("scoring:leaderboard", args=[row.slug]), row == current)
        for row in Benchmark.objects.all()
    ] + [
        (row.name, reverse("scoring:board", args=[row.slug]), row == current)
        for row in PublishedBoard.objects.all()
    ]
    return [{"label": name, "url": url, "current": here} for name, url, here in pages]


@lead_required
@require_GET
def leaderboard_list(request: HttpRequest) -> HttpResponse:
    context = {
        "benchmarks": benchmarks_for_list(),
        "boards": PublishedBoard.objects.all(),
    }
    return render(request, "scoring/boards/leaderboard_list.html", context)


@lead_required
@require_GET
@vary_on_headers("HX-Request")
def leaderboard(request: HttpRequest, slug: str) -> HttpResponse:
    benchmark = get_object_or_404(Benchmark, slug=slug)
    query = BoardQuery.read(benchmark, request.GET)
    document, _ordered, is_old = find_or_order(query)
    context = filters_context(query) | {"benchmark": benchmark, "tabs": board_tabs(benchmark)}
    if document is None:
        context |= {"computing": True, "look_again": LOOK_AGAIN_SECONDS}
    else:
        context |= board_context(document, picture=query.picture, view=query.view)
        context["as_of"] = datetime.fromisoformat(document["computed_at"]) if is_old else None
        context["picture_chips"] = picture_chips(query, context["rated"])
    partial = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    template = "_leaderboard.html" if partial else "leaderboard.html"
    return render(request, f"scoring/boards/{template}", context)


@lead_required
@require_GET
def leaderboard_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    benchmark = get_object_or_404(Benchmark, slug=slug)
    document = find_or_order(BoardQuery.read(benchmark, request.GET)).document
    if document is None:
        text = _("The leaderboard is being computed. Ask again in a few seconds.")
        return HttpResponse(text, status=202, headers={"Retry-After": LOOK_AGAIN_SECONDS})
    return as_file(document, slug, kind)


@lead_required
@require_GET
def board(request: HttpRequest, slug: str) -> HttpResponse:
    published = get_object_or_404(PublishedBoard, slug=slug)
    view = request.GET.get("view", VIEWS[0])
    if view not in VIEWS:
        raise BadRequest(f"view must be one of {', '.join(VIEWS)}")
    context = board_context(published_document(published), view=view)
    context |= {
        "board": published,
        "tabs": board_tabs(published),
        "view_chips": view_chips(view, lambda name: f"?view={name}"),
    }
    return render(request, "scoring/boards/board.html", context)


@lead_required
@require_GET
def board_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    return as_file(published_document(get_object_or_404(PublishedBoard, slug=slug)), slug, kind)


def as_file(document: Document, slug: str, kind: str) -> HttpResponse:
    if kind not in WRITERS:
        raise Http404
    content_type, write = WRITERS[kind]
    # A byte order mark makes Excel read the Chinese in a CSV.
    text = f"\N{ZERO WIDTH NO-BREAK SPACE}{write(document)}" if kind == "csv" else write(document)
    disposition = f'attachment; filename="leaderboard-{slug}.{kind}"'
    return HttpResponse(text, content_type=content_type, headers={"Content-Disposition": disposition})


class LeaderboardAPI(APIView):
    """The document of ``leaderboard --json``; 202 while a worker computes it."""

    permission_classes = [IsLead]

    def get(self, request: Request, slug: str) -> Response:
        query = BoardQuery.read(get_object_or_404(Benchmark, slug=slug), request.query_params)
        document = find_or_order(query).document
        if document is None:
            return Response({"state": "computing"}, status=202, headers={"Retry-After": "2"})
        return Response(document)


class BoardAPI(APIView):
    permission_classes = [IsLead]

    def get(self, request: Request, slug: str) -> Response:
        return Response(published_document(get_object_or_404(PublishedBoard, slug=slug)))
