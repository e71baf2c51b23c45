"""Clinicians at work over HTTP: each has her own connection, session and CSRF cookie, and thinks a while.

They do what the rating page does: the next item as a part, a draft on every click, the submission, and at
once the item the answer names. Whatever was not heard is sent again unchanged. What the server confirmed is
kept, to be looked for in the database afterwards.
"""

import json
import random
import re
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from benchmarks.rating_room_browser import Browser, RefusedError

TRIES = 5
NEXT, DRAFT, SUBMIT = "next", "draft", "submit"
ACTIONS = (NEXT, DRAFT, SUBMIT)


@dataclass
class Confirmed:
    """What the server acknowledged, and how long it took to."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)
    ratings: list[dict[str, Any]] = field(default_factory=list)
    sent_again: int = 0
    refused: list[str] = field(default_factory=list)

    def add(self, other: "Confirmed") -> None:
        for action, seconds in other.seconds.items():
            self.seconds[action] += seconds
        self.drafts |= other.drafts
        self.ratings += other.ratings
        self.sent_again += other.sent_again
        self.refused += other.refused


class Clinician(threading.Thread):
    """Rates one item after the other until the time is over, then finishes the one at hand."""

    def __init__(self, port: int, login: dict[str, Any], pause: float, seconds: float) -> None:
        super().__init__(daemon=True)
        self.browser, self.account = Browser(port, login["session"]), login["account"]
        self.pause, self.length = pause, seconds
        self.random = random.Random(self.account)
        self.confirmed = Confirmed()
        self.first = ""

    def arrive(self) -> None:
        """Her work and its first page, with everything around it: gives the CSRF cookie, is not timed."""
        work = self.browser.ask("GET", "/campaigns/my-work/")
        found = re.search(r'href="(/campaigns/rate/[^/"]+/)"', work)
        if not found:
            raise SystemExit("A clinician has nothing left to rate: remove the site and begin again.")
        self.first = found[1]
        self.browser.ask("GET", self.first)

    def run(self) -> None:
        until = time.monotonic() + self.length
        path: str | None = self.first
        time.sleep(self.random.uniform(0, self.pause))
        while path and time.monotonic() < until:
            try:
                path = self._rate(path)
            except RefusedError as refusal:
                self.confirmed.refused.append(str(refusal))
                path = None
            except (OSError, HTTPException) as failure:
                self.confirmed.refused.append(f"{path}: {failure!r}")
                path = None
        self.browser.close()

    def _rate(self, path: str) -> str | None:
        began = time.monotonic()
        part = self._timed(NEXT, "GET", path)
        version = int(re.findall(r'data-version="(\d+)"', part)[0])
        values: dict[str, float] = {}
        for code in dict.fromkeys(re.findall(r'data-code="([^"]+)"', part)):
            self._think()
            # Low scores may ask for evidence.
            values[code] = float(self.random.randint(3, 5))
            body = self._body(values, version, began)
            version = json.loads(self._timed(DRAFT, "POST", f"{path}draft/", body))["version"]
            self.confirmed.drafts[_id(path)] = {"version": version, "values": dict(values)}
        self._think()
        key = str(uuid.uuid4())
        body = self._body(values, version, began) | {"client_key": key}
        answer = json.loads(self._timed(SUBMIT, "POST", f"{path}submit/", body))
        self.confirmed.ratings.append({"id": _id(path), "key": key, "values": values})
        following: str | None = answer["next"]
        return following

    def _body(self, values: dict[str, float], version: int, began: float) -> dict[str, Any]:
        seconds = round(time.monotonic() - began, 1)
        judgement = {"values": values, "harm": "none", "active_seconds": seconds}
        return {"account": self.account, "version": version, "judgement": judgement}

    def _think(self) -> None:
        """The pause, half of it to half as much again, so that nobody walks in step."""
        if self.pause:
            time.sleep(self.pause * self.random.uniform(0.5, 1.5))

    def _timed(self, action: str, method: str, path: str, body: dict[str, Any] | None = None) -> str:
        began = time.perf_counter()
        for attempt in range(1, TRIES + 1):
            try:
                text = self.browser.ask(method, path, body, part=action == NEXT)
                break
            except (OSError, HTTPException):
                if attempt == TRIES:
                    raise
                self.confirmed.sent_again += 1
        self.confirmed.seconds[action].append(time.perf_counter() - began)
        return text


def _id(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def let_work(
    port: int, logins: Sequence[dict[str, Any]], pause: float, seconds: float
) -> tuple[Confirmed, float]:
    """All of them at once; what was confirmed, and how long it took from the first to the last."""
    crowd = [Clinician(port, login, pause, seconds) for login in logins]
    for clinician in crowd:
        clinician.arrive()
    began = time.perf_counter()
    for clinician in crowd:
        clinician.start()
    for clinician in crowd:
        clinician.join()
    together = Confirmed()
    for clinician in crowd:
        together.add(clinician.confirmed)
    return together, time.perf_counter() - began
