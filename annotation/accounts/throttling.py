"""Who is locked out after wrong passwords: one name at one address, never a ward that shares the address."""

from typing import Any

from axes.backends import AxesStandaloneBackend
from django.conf import settings
from django.http import HttpRequest


class ThrottlingBackend(AxesStandaloneBackend):
    """Refuses a locked pair of name and address before a password is looked at."""

    def authenticate(self, request: HttpRequest | None, *args: Any, **credentials: Any) -> None:
        """Code that checks a password without a request has no address to lock."""
        if request is not None:
            super().authenticate(request, *args, **credentials)


def client_address(request: HttpRequest) -> str | None:
    """The address a request came from, as the outermost of our own proxies saw it.

    Each proxy appends to X-Forwarded-For; whatever stands before that is the client's own claim.
    """
    direct = request.META.get("REMOTE_ADDR") or None
    proxies: int = settings.TRUSTED_PROXIES
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    return hops[-proxies] if 0 < proxies <= len(hops) else direct
