"""A session ends after a while without an act; looking for news is no act."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from annotation.accounts import sessions
from annotation.accounts.services.invitations import invite_person
from annotation.models import Draft, User
from tests.builders_rating import make_work

pytestmark = pytest.mark.django_db
HOUR = 3600
QUIET = {"X-Quiet": "1"}


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(sessions, "time", made)
    return made


@pytest.fixture
def at_work(clock: Clock, rater: User) -> Client:
    """Logged in when the clock began."""
    client = Client()
    client.force_login(rater)
    return client


def look(client: Client, **headers: str) -> int:
    return client.get(reverse("campaigns:my_work"), headers=headers).status_code


def test_two_hours_are_the_limit() -> None:
    assert site.SESSION_COOKIE_AGE == 2 * HOUR


def test_an_act_prolongs_a_session(at_work: Client, clock: Clock) -> None:
    for _ in range(4):
        clock.now += 1.5 * HOUR
        assert look(at_work) == 200


def test_two_idle_hours_end_it(at_work: Client, clock: Clock) -> None:
    clock.now += 2 * HOUR
    assert look(at_work) == 302
    assert not Session.objects.exists()


def test_polling_does_not_prolong_it(at_work: Client, clock: Clock) -> None:
    for _ in range(11):
        clock.now += HOUR / 6
        assert look(at_work, **QUIET) == 200
    clock.now += HOUR / 6
    assert look(at_work, **QUIET) == 302


def test_a_post_is_an_act_whatever_it_says(at_work: Client, clock: Clock) -> None:
    clock.now += 1.5 * HOUR
    at_work.post(reverse("set_language"), {"language": "en"}, headers=QUIET)
    clock.now += 1.5 * HOUR
    assert look(at_work) == 200


def test_an_act_renews_the_cookie_and_polling_does_not(at_work: Client, clock: Clock) -> None:
    address = reverse("campaigns:my_work")
    clock.now += HOUR
    assert site.SESSION_COOKIE_NAME not in at_work.get(address, headers=QUIET).cookies
    assert at_work.get(address).cookies[site.SESSION_COOKIE_NAME]["max-age"] == 2 * HOUR


def test_quick_clicks_do_not_write_a_session_each(at_work: Client, clock: Clock) -> None:
    clock.now += 30
    response = at_work.get(reverse("campaigns:my_work"))
    assert site.SESSION_COOKIE_NAME not in response.cookies


def test_a_draft_sent_too_late_is_told_so_and_nothing_is_lost(
    at_work: Client, clock: Clock, rater: User
) -> None:
    work = make_work(rater)
    address = reverse("campaigns:draft", args=[work.first.public_id])

    def send(version: int, fluency: int) -> Any:
        body = {"account": rater.pk, "version": version, "judgement": {"values": {"fluency": fluency}}}
        return at_work.post(address, json.dumps(body), content_type="application/json")

    assert send(0, 4).status_code == 200
    clock.now += 2 * HOUR
    late = send(1, 5)
    assert (late.status_code, late.json()["error"]) == (401, "signed_out")
    assert Draft.objects.get().values == {"fluency": 4}
    at_work.force_login(rater)
    assert send(1, 5).status_code == 200
    assert Draft.objects.get().values == {"fluency": 5}


def began(client: Client, user: User) -> datetime:
    request = HttpRequest()
    request.session, request.user = client.session, User.objects.get(pk=user.pk)
    return sessions.session_began(request)


def test_a_session_knows_when_it_began_whatever_else_logs_in(
    at_work: Client, clock: Clock, rater: User
) -> None:
    logged_in = datetime.fromtimestamp(clock.now, UTC)
    clock.now += HOUR
    assert look(at_work) == 200
    elsewhere = Client()
    elsewhere.force_login(rater)
    assert began(at_work, rater) == logged_in
    assert began(elsewhere, rater) == datetime.fromtimestamp(clock.now, UTC)


def test_after_idle_hours_the_next_session_is_a_new_one(at_work: Client, clock: Clock, rater: User) -> None:
    clock.now += 2 * HOUR
    assert look(at_work) == 302
    at_work.force_login(rater)
    assert began(at_work, rater) == datetime.fromtimestamp(clock.now, UTC)


def test_an_invitation_begins_a_session_too(client: Client, clock: Clock, rater: User, lead: User) -> None:
    token = invite_person(user=rater, actor=lead).token
    words = {"new_password1": "correct horse battery", "new_password2": "correct horse battery"}
    assert client.post(reverse("accounts:invitation", args=[token]), words).status_code == 302
    assert began(client, rater) == datetime.fromtimestamp(clock.now, UTC)


def test_a_session_of_an_earlier_version_began_with_the_latest_log_in(at_work: Client, rater: User) -> None:
    """Such a session is in use while the site is upgraded."""
    kept = at_work.session
    del kept[sessions.BEGAN]
    kept.save()
    assert look(at_work) == 200
    rater.refresh_from_db()
    assert began(at_work, rater) == rater.last_login
