"""Everything that a browser could find from a page on, and everything that an answer says beside its body."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from http.client import responses
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

# Whatever is written like an address of this site: in attributes, in JSON, in scripts and in styles.
_QUOTED = re.compile(r"""["'(](/[A-Za-z0-9_~%./?&=+;:-]*)["')]""")
_IMPORTED = re.compile(r"""(?:from|import|url\()\s*["']?(\.{1,2}/[\w./-]+)""")
# Would end the crawl, or leave what it is about.
_LEFT_OUT = ("/accounts/logout/", "/i18n/")


@dataclass(frozen=True)
class Answer:
    """One answer as the browser gets it."""

    method: str
    address: str
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def body(self) -> str:
        return self.content.decode("utf-8", "replace")

    @property
    def name(self) -> str:
        """The name of its address, empty for static files."""
        try:
            return resolve(urlsplit(self.address).path).view_name
        except Resolver404:
            return ""

    @property
    def is_static(self) -> bool:
        return self.address.startswith("/static/")

    def read(self) -> str:
        """Status, headers and body; the body also as its entities and escapes are read."""
        told = [
            f"{self.status} {responses[self.status]} {self.headers} {self.address}",
            self.body,
            unescape(self.body),
        ]
        if "json" in self.headers.get("Content-Type", ""):
            told.append(json.dumps(json.loads(self.body), ensure_ascii=False))
        return "\n".join(told)


@dataclass
class Crawl:
    client: Client
    answers: list[Answer] = field(default_factory=list)

    def get(self, address: str, **headers: str) -> Answer:
        return self._keep("GET", address, self.client.get(address, headers=headers))

    def post(self, address: str, data: Any, *, as_json: bool = False) -> Answer:
        if as_json:
            response = self.client.post(address, json.dumps(data), content_type="application/json")
        else:
            response = self.client.post(address, data)
        return self._keep("POST", address, response)

    def follow(self, *starts: str) -> "Crawl":
        """GET whatever can be found from ``starts`` on, each once as a page and once as htmx asks."""
        waiting, seen = [*starts], set()
        while waiting:
            address = waiting.pop()
            if address in seen or address.startswith(_LEFT_OUT):
                continue
            seen.add(address)
            answer = self.get(address)
            waiting += addresses_in(answer)
            if not answer.is_static:
                waiting += addresses_in(self.get(address, **{"HX-Request": "true"}))
        return self

    def forms(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Every form that posts, with its fields as they stand."""
        found: dict[str, dict[str, str]] = {}
        for answer in self.answers:
            if "html" in answer.headers.get("Content-Type", ""):
                parser = _Forms(answer.address)
                parser.feed(answer.body)
                found |= parser.found
        yield from found.items()

    def visited(self, method: str) -> set[str]:
        return {answer.name for answer in self.answers if answer.method == method}

    def _keep(self, method: str, address: str, response: Any) -> Answer:
        content = b"".join(response) if response.streaming else response.content
        answer = Answer(method, address, response.status_code, dict(response.headers), content)
        self.answers.append(answer)
        return answer


def addresses_in(answer: Answer) -> set[str]:
    """Addresses of this site that the answer holds anywhere, the one it sends the browser to among them."""
    text = unescape(answer.body).replace("\\/", "/")
    found = {*_QUOTED.findall(text), *(urljoin(answer.address, path) for path in _IMPORTED.findall(text))}
    if "Location" in answer.headers:
        found.add(answer.headers["Location"])
    return {address for address in found if _is_here(address)}


def _is_here(address: str) -> bool:
    if address.startswith("/static/"):
        return "." in address
    try:
        resolve(urlsplit(address).path)
    except Resolver404:
        return False
    return not address.startswith("//")


class _Forms(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.found: dict[str, dict[str, str]] = {}
        self._open: dict[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self._open = self.found.setdefault(given.get("action") or self.address, {})
        elif tag in ("input", "textarea", "select", "button") and self._open is not None and "name" in given:
            self._open.setdefault(given["name"], given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
