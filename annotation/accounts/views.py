"""Ways in: a lead's one-time link for a clinician, what opens behind it, and the page of those locked out."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from annotation.accounts.models import Role, User
from annotation.accounts.permissions import PersonRequest, lead_required
from annotation.accounts.qr import qr_code
from annotation.accounts.services.invitations import accept_invitation, find_invitation, invite_person

PASSWORD_BACKEND = "django.contrib.auth.backends.ModelBackend"  # noqa: S105
# The browser tells other pages nothing of this address. Under "no-referrer" it would send the form with
# "Origin: null", which the check against forged requests refuses.
REFERRER_POLICY = "strict-origin"


def show_invitation(request: PersonRequest, user: User) -> HttpResponse:
    """Make a link and show it, on this answer alone: nothing on the site can show it again."""
    made = invite_person(user=user, actor=request.user)
    link = request.build_absolute_uri(reverse("accounts:invitation", args=[made.token]))
    context = {"invitation": made.invitation, "link": link, "qr": qr_code(link)}
    return render(request, "accounts/invitation_sheet.html", context)


@lead_required
@require_POST
def invite(request: PersonRequest, pk: int) -> HttpResponse:
    clinicians = User.objects.filter(role=Role.RATER, is_active=True, is_staff=False, is_superuser=False)
    return show_invitation(request, get_object_or_404(clinicians, pk=pk))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a password; only sending one uses the link up."""
    response = _take_up(request, token)
    response["Referrer-Policy"] = REFERRER_POLICY
    return response


def _take_up(request: HttpRequest, token: str) -> HttpResponse:
    found = find_invitation(token)
    if found is None:
        return _gone(request)
    form: SetPasswordForm[Any] = SetPasswordForm(
        found.user, request.POST if request.method == "POST" else None
    )
    if not form.is_valid():
        context = {"form": form, "invitation": found}
        return render(request, "accounts/invitation.html", context, status=422 if form.is_bound else 200)
    user = accept_invitation(token=token, password=form.cleaned_data["new_password1"])
    if user is None:
        return _gone(request)
    login(request, user, backend=PASSWORD_BACKEND)
    return redirect("campaigns:my_work")


def _gone(request: HttpRequest) -> HttpResponse:
    """One answer for used, expired, replaced and invented links: it does not say which."""
    return render(request, "accounts/invitation_gone.html", status=410)


def locked_out(request: HttpRequest, response: HttpResponse, credentials: Any = None) -> HttpResponse:
    """Called by django-axes in place of the log-in page's own answer."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    page = render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
    page["Retry-After"] = str(minutes * 60)
    page["Cache-Control"] = "no-store"
    return page
