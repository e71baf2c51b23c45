"""Every address of the site. `tests/integration/test_access.py` has a row for each of them."""

from django.contrib import admin
from django.urls import include, path

from climed_eval import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("accounts/", include("django.contrib.auth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("bank/", include("annotation.bank.urls")),
    path("campaigns/", include("annotation.campaigns.urls")),
    path("scoring/", include("scoring.urls")),
]
