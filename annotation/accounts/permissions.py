"""Who may do what, by role. ``check_can_x`` raises, ``can_x`` wraps it; views use the two decorators.

A rater sees her own work and nothing else: neither models, nor scores, nor anybody's ratings.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_htmx.middleware import HtmxDetails
from rest_framework.permissions import BasePermission

from annotation.accounts.models import Role, User

View = Callable[..., HttpResponseBase]


class PersonRequest(HttpRequest):
    """What a guarded view gets: somebody is logged in. For type checking only."""

    user: User
    htmx: HtmxDetails


def check_can_see_results(user: User | AnonymousUser) -> None:
    """Only leads and administrators see models, scores, agreement and other people's ratings."""
    if not (user.is_authenticated and user.is_lead):
        raise PermissionDenied


def check_can_rate(user: User | AnonymousUser) -> None:
    """Only clinicians rate: whoever can see who wrote what cannot judge blind."""
    if not (user.is_authenticated and user.role == Role.RATER):
        raise PermissionDenied


def can_see_results(user: User | AnonymousUser) -> bool:
    try:
        check_can_see_results(user)
    except PermissionDenied:
        return False
    return True


def _guarded(check: Callable[[User | AnonymousUser], None]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            check(request.user)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


lead_required = _guarded(check_can_see_results)
rater_required = _guarded(check_can_rate)


class IsLead(BasePermission):
    """The same rule for the JSON API."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return can_see_results(request.user)
