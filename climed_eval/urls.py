"""Every address of the site. `tests/integration/test_access.py` has a row for each of them."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from climed_eval import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("favicon.ico", views.favicon, name="favicon"),
    # No reset by mail: the project lead makes accounts, and invitations to them.
    path("accounts/login/", auth.LoginView.as_view(), name="login"),
    path("accounts/logout/", auth.LogoutView.as_view(), name="logout"),
    path("accounts/password_change/", auth.PasswordChangeView.as_view(), name="password_change"),
    path(
        "accounts/password_change/done/",
        auth.PasswordChangeDoneView.as_view(),
        name="password_change_done",
    ),
    path("accounts/", include("annotation.accounts.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("bank/", include("annotation.bank.urls")),
    path("campaigns/", include("annotation.campaigns.urls")),
    path("scoring/", include("scoring.urls")),
]
