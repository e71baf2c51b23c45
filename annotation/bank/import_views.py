"""Pages of imports: the list, the upload form, and one import with its progress and its bad lines."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from annotation.accounts.permissions import lead_required
from annotation.bank.forms import FORMS, UploadForm
from annotation.bank.models import Benchmark, Import
from annotation.bank.reasons import readable_note, readable_problem
from annotation.bank.selectors import import_progress
from annotation.bank.services.uploads import keep_upload
from annotation.bank.tasks import send_import

PAGE_SIZE = 50


@lead_required
def import_list(request: HttpRequest) -> HttpResponse:
    imports = Import.objects.select_related("benchmark", "created_by").defer("problems")
    page = Paginator(imports, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "bank/import_list.html", {"page": page})


@lead_required
@require_http_methods(["GET", "POST"])
def import_upload(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("kind", Import.Kind.QUESTIONS)
    if kind not in FORMS:
        kind = Import.Kind.QUESTIONS
    posted = request.method == "POST"
    form = FORMS[kind](
        request.POST if posted else None, request.FILES if posted else None, initial=_initial(request)
    )
    if request.method == "POST" and form.is_valid():
        return _start(request, kind, form)
    context = {
        "form": form,
        "kind": kind,
        "tabs": [
            {"label": label, "url": f"?kind={value}", "current": value == kind}
            for value, label in Import.Kind.choices
        ],
        "benchmark_names": Benchmark.objects.values_list("name", flat=True),
    }
    return render(request, "bank/import_upload.html", context, status=422 if form.errors else 200)


def _initial(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in ("benchmark", "campaign") if name in request.GET}


def _start(request: HttpRequest, kind: str, form: UploadForm) -> HttpResponse:
    assert request.user.is_authenticated
    file = form.cleaned_data["file"]
    import_row = keep_upload(kind=kind, file=file, created_by=request.user, **form.upload())
    send_import(import_row.pk)
    return redirect("bank:import_detail", import_row.pk)


@lead_required
@vary_on_headers("HX-Request")
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; for htmx its changing part alone, which stops asking when the import has ended."""
    import_row = get_object_or_404(Import.objects.select_related("benchmark", "created_by"), pk=pk)
    page = Paginator(import_row.problems, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "import": import_row,
        "progress": import_progress(import_row),
        "poll_url": reverse("bank:import_detail", args=[pk]),
        "page": page,
        "problems": [readable_problem(problem) for problem in page],
        "notes": [readable_note(note) for note in import_row.notes],
        "stats": _stats(import_row),
    }
    partial = request.htmx and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    template = "bank/_import_state.html" if partial else "bank/import_detail.html"
    return render(request, template, context)


def _stats(import_row: Import) -> list[dict[str, object]]:
    return [
        {"label": _("rows read"), "value": import_row.rows_read},
        {"label": _("new"), "value": import_row.rows_new},
        {"label": _("replaced"), "value": import_row.rows_replaced},
        {"label": _("unchanged"), "value": import_row.rows_unchanged},
        {"label": _("bad lines"), "value": import_row.rows_bad},
    ]
