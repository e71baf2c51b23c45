"""The front door: a rater goes to her work, a lead to an overview."""

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static

from annotation.accounts.permissions import can_see_results


@login_required
def home(request: HttpRequest) -> HttpResponse:
    if can_see_results(request.user):
        return redirect("campaigns:campaign_list")
    return redirect("campaigns:my_work")


def healthz(request: HttpRequest) -> JsonResponse:
    """Answers once the database does; for a load balancer and for the first-run command."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def favicon(request: HttpRequest) -> HttpResponse:
    """For what asks for it by its old name, such as a browser that opens a downloaded file."""
    return redirect(static("icons/favicon.svg"))
