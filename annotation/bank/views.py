"""Pages of what is in the bank, for leads. Clinicians get a case's images through their own work."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from annotation.accounts.permissions import lead_required
from annotation.bank.intake.sections import split_sections
from annotation.bank.models import Benchmark, Question, QuestionImage
from annotation.bank.overview import overview_of
from annotation.bank.scenarios import SCENARIOS
from annotation.bank.selectors import (
    PUBLISHED,
    current_questions,
    filter_questions,
    outputs_to_question,
    versions_of_question,
)

PAGE_SIZE = 50
CONTENT_TYPES = {".png": "image/png", ".jpg": "image/jpeg"}


@lead_required
def benchmark_list(request: HttpRequest) -> HttpResponse:
    current = Q(questions__superseded_by__isnull=True, questions__imported_by__state=PUBLISHED)
    benchmarks = Benchmark.objects.annotate(question_count=Count("questions", filter=current))
    return render(request, "bank/benchmark_list.html", {"benchmarks": benchmarks})


@lead_required
def benchmark_detail(request: HttpRequest, slug: str) -> HttpResponse:
    benchmark = get_object_or_404(Benchmark, slug=slug)
    context = {
        "benchmark": benchmark,
        "overview": overview_of(benchmark),
        "campaigns": benchmark.campaigns.all(),
        "imports": benchmark.imports.select_related("created_by")[:5],
    }
    return render(request, "bank/benchmark_detail.html", context)


@lead_required
def question_list(request: HttpRequest, slug: str) -> HttpResponse:
    benchmark = get_object_or_404(Benchmark, slug=slug)
    questions = current_questions(benchmark)
    codes = set(questions.order_by().values_list("scenario", flat=True).distinct())
    wanted, search = request.GET.get("scenario", ""), request.GET.get("q", "").strip()
    if wanted and wanted not in codes:
        raise Http404
    found = filter_questions(questions, scenario=wanted, search=search)
    page = Paginator(found.defer("prompt", "reference", "meta"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "benchmark": benchmark,
        "page": page,
        "scenario": wanted,
        "search": search,
        "chips": scenario_chips(request, [code for code in SCENARIOS if code in codes], wanted),
    }
    return render(request, "bank/question_list.html", context)


def scenario_chips(request: HttpRequest, codes: list[str], current: str) -> list[dict[str, Any]]:
    """One chip a scenario; they keep the search and start at the first page."""
    chips = []
    for code in ["", *codes]:
        query = request.GET.copy()
        query.pop("page", None)
        query["scenario"] = code
        label = code or _("All scenarios")
        chips.append({"label": label, "url": f"?{query.urlencode()}", "current": code == current})
    return chips


@lead_required
def question_detail(request: HttpRequest, pk: int) -> HttpResponse:
    published = Question.objects.filter(imported_by__state=PUBLISHED)
    question = get_object_or_404(published.select_related("benchmark", "imported_by"), pk=pk)
    context = {
        "question": question,
        "scenario": SCENARIOS[question.scenario],
        "sections": split_sections(question.input),
        "options": sorted((question.options or {}).items()),
        "images": question.images.all(),
        "outputs": outputs_to_question(question),
        "versions": versions_of_question(question),
    }
    return render(request, "bank/question_detail.html", context)


@lead_required
def image(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(QuestionImage.objects.select_related("question"), pk=pk)
    path = Path(settings.MEDIA_ROOT) / shown.file
    if not path.is_file():
        raise Http404
    response = HttpResponse(path.read_bytes(), content_type=CONTENT_TYPES[path.suffix])
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response
