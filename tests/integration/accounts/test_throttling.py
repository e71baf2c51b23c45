"""Wrong passwords: one name at one address is locked out for a while, and nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessLog
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from annotation.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
WARD, HOME = "10.0.0.7", "192.0.2.9"


def attempt(username: str, password: str, address: str = WARD, **extra: Any) -> Any:
    data = {"username": username, "password": password}
    return Client(REMOTE_ADDR=address).post(reverse("login"), data, **extra)


@pytest.fixture
def locked(rater: User) -> User:
    statuses = [attempt(rater.username, f"wrong {number}").status_code for number in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    return rater


def test_the_right_password_does_not_open_while_locked_out(locked: User) -> None:
    response = attempt(locked.username, PASSWORD)
    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    assert not response.wsgi_request.user.is_authenticated


def test_a_colleague_at_the_same_address_gets_in(locked: User, outsider: User) -> None:
    assert attempt(outsider.username, PASSWORD).status_code == 302


def test_she_gets_in_elsewhere(locked: User) -> None:
    assert attempt(locked.username, PASSWORD, HOME).status_code == 302


def test_another_browser_at_the_same_address_is_the_same_place(locked: User) -> None:
    response = attempt(locked.username, PASSWORD, headers={"User-Agent": "another"})
    assert response.status_code == 429


def test_the_lock_ends_after_a_quarter_of_an_hour_however_often_she_tries(locked: User) -> None:
    began = AccessAttempt.objects.get().attempt_time
    attempt(locked.username, "wrong again")
    assert AccessAttempt.objects.get().attempt_time == began
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert attempt(locked.username, PASSWORD).status_code == 302


def test_getting_in_forgets_the_wrong_ones(rater: User) -> None:
    for _ in range(2):
        assert [attempt(rater.username, "wrong").status_code for _ in range(4)] == [200] * 4
        assert attempt(rater.username, PASSWORD).status_code == 302
    assert not AccessAttempt.objects.exists()


def test_an_invented_name_is_locked_like_a_real_one() -> None:
    assert [attempt("nobody", "wrong").status_code for _ in range(6)] == [200] * 4 + [429] * 2


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Too many wrong passwords"), ("zh-hans", "密码错误次数过多")]
)
def test_the_page_says_what_to_do(locked: User, language: str, title: str) -> None:
    page = attempt(locked.username, PASSWORD, headers={"Accept-Language": language}).content.decode()
    assert title in page
    assert "15" in page


def test_no_password_is_kept_and_no_diary_of_log_ins(rater: User) -> None:
    attempt(rater.username, "nearly right")
    assert "nearly right" not in str(list(AccessAttempt.objects.values()))
    attempt(rater.username, PASSWORD)
    assert not AccessLog.objects.exists()


def test_a_claimed_address_counts_only_behind_a_known_proxy(rater: User, settings: Any) -> None:
    def claim(number: int) -> Any:
        return attempt(rater.username, "wrong", headers={"X-Forwarded-For": f"198.51.100.{number}"})

    assert [claim(number).status_code for number in range(5)][-1] == 429
    settings.TRUSTED_PROXIES = 1
    assert claim(1).status_code == 200
