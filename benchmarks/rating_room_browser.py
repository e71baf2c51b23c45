"""A browser as far as the rating page needs one: a connection that is kept, cookies, the CSRF header."""

import json
import time
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any

# The web server closes what was silent for two seconds; a browser then opens another connection.
SILENCE = 1.5


class RefusedError(Exception):
    """The server answered with something a clinician would not have gone on from."""


class Browser:
    """One connection with its cookies."""

    def __init__(self, port: int, session: str) -> None:
        self.port, self.cookies = port, {"sessionid": session}
        self.connection: HTTPConnection | None = None
        self.last = 0.0

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None, *, part: bool = False) -> str:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"HX-Request": "true"} if part else {}
        content = None
        if body is not None:
            content = json.dumps(body).encode()
            headers |= {"Content-Type": "application/json", "X-CSRFToken": self.cookies["csrftoken"]}
        try:
            connection = self._connection()
            connection.request(method, path, content, headers)
            response = connection.getresponse()
            text = response.read().decode()
        except (OSError, HTTPException):
            self.close()
            raise
        self.last = time.monotonic()
        self._keep_cookies(response)
        if response.status != 200:
            raise RefusedError(f"{method} {path}: {response.status} {text[:200]}")
        return text

    def _connection(self) -> HTTPConnection:
        if self.connection is None or time.monotonic() - self.last > SILENCE:
            self.close()
            self.connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        return self.connection

    def _keep_cookies(self, response: HTTPResponse) -> None:
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None


def is_up(port: int) -> bool:
    """Whether the site answers, not only its listening socket."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
