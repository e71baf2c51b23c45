"""Sessions end on shared machines: after ``SESSION_COOKIE_AGE`` seconds without an act of the person.

An act is any request but those that a page makes by itself to stay current. Such a request says so with
``X-Quiet`` and is a GET; it neither prolongs a session nor keeps one that is over. A draft on an open page
is safe: its next save is answered 401, and the page keeps it until the same person is back.

A session knows when it began. The account knows only of its latest log-in, which may be that of another
device: what holds for a session must not end there with it.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

BEGAN = "began"
LAST_ACT = "last_act"
# A click a second must not write a session a second; a limit may come that much too early.
GRAIN_SECONDS = 60


def is_quiet(request: HttpRequest) -> bool:
    return request.method == "GET" and request.headers.get("X-Quiet") == "1"


def grain() -> float:
    return min(GRAIN_SECONDS, settings.SESSION_COOKIE_AGE / 20)


@receiver(user_logged_in, dispatch_uid="begin_session")
def begin_session(request: HttpRequest, **kwargs: Any) -> None:
    request.session[BEGAN] = request.session[LAST_ACT] = time.time()


def session_began(request: HttpRequest) -> datetime:
    """When the person logged in here.

    A session from before this was kept is taken to be as young as the account's latest log-in: it may be
    older, and then less can be undone in it, never more.
    """
    began = request.session.get(BEGAN)
    if began is not None:
        return datetime.fromtimestamp(began, UTC)
    return getattr(request.user, "last_login", None) or timezone.now()


class IdleSessionMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self.mind(request)
        return self.get_response(request)

    def mind(self, request: HttpRequest) -> None:
        """End the session that has been idle too long; note an act in the one that has not."""
        now = time.time()
        idle = now - request.session.get(LAST_ACT, now)
        if idle >= settings.SESSION_COOKIE_AGE:
            logout(request)
        elif LAST_ACT not in request.session or (idle >= grain() and not is_quiet(request)):
            request.session[LAST_ACT] = now
