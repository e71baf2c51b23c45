"""Addresses of every section, for rendering the navigation by itself."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path


def blank(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def section(namespace: str, *names: str) -> tuple[list[URLPattern | URLResolver], str]:
    return [path(name, blank, name=name) for name in names], namespace


urlpatterns = [
    path("bank/", include(section("bank", "benchmark_list", "import_list", "import_detail"))),
    path(
        "campaigns/",
        include(section("campaigns", "campaign_list", "campaign_detail", "harm_unread", "my_work", "rate")),
    ),
    path(
        "scoring/", include(section("scoring", "run_list", "leaderboard_list", "board_detail", "agreement"))
    ),
    path("admin/", include(section("admin", "index"))),
]
