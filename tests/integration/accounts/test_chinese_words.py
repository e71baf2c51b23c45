"""The first page of a clinician is in Chinese to its last refusal, Django's own sentences among them."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from annotation.accounts.services.invitations import invite_person
from annotation.accounts.services.people import create_person
from annotation.models import Role, User

pytestmark = pytest.mark.django_db
LOGIN = reverse("login")
GOOD = "a quiet ward at night"
# What the site says is 您; Django's catalogue says 你.
FOREIGN = re.compile(r"[A-Za-z]{3,}|你|校验|: ")


@pytest.fixture(autouse=True)
def chinese(client: Client, rater_client: Client) -> Iterator[None]:
    for one in (client, rater_client):
        one.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    with override("en"):  # a request leaves its language behind
        yield


def refusals(body: str) -> list[str]:
    """The summary, the errors and the help beside the fields, as they are read."""
    found = re.findall(
        r"<(?:ul|div)[^>]*(?:form-errors|errorlist|field__help).*?</(?:ul|div)>", body, re.DOTALL
    )
    said = [" ".join(unescape(re.sub(r"<[^>]+>", " ", one)).split()) for one in found]
    assert said
    return said


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("", "", "必填"),
        ("123", "123", "至少"),
        (GOOD, GOOD + "!", "不一致"),
        ("password1234", "password1234", "常见"),
        ("zhangweiwei-1980", "zhangweiwei-1980", "用户名"),
        ("a\0b-quiet-ward", "a\0b-quiet-ward", "空字符"),
    ],
)
def test_a_refused_first_password(client: Client, lead: User, first: str, second: str, said: str) -> None:
    person = create_person(username="zhangweiwei-1980", role=Role.RATER, password=None, first_name="张")
    page = reverse("accounts:invitation", args=[invite_person(user=person, actor=lead).token])
    answer = client.post(page, {"new_password1": first, "new_password2": second})
    assert answer.status_code == 422
    told = refusals(answer.content.decode().replace(person.username, ""))
    assert any(said in one for one in told)
    assert [one for one in told if FOREIGN.search(one)] == []


@pytest.mark.parametrize(("name", "password"), [("nobody", "wrong"), ("", ""), ("a\0b", "x")])
def test_a_refused_log_in(client: Client, name: str, password: str) -> None:
    body = client.post(LOGIN, {"username": name, "password": password}).content.decode()
    assert [one for one in refusals(body) if FOREIGN.search(one)] == []


def test_a_refused_change_of_password(rater_client: Client) -> None:
    given = {"old_password": "wrong", "new_password1": "123", "new_password2": "123"}
    body = rater_client.post(reverse("password_change"), given).content.decode()
    assert any("旧密码" in one for one in refusals(body))
    assert [one for one in refusals(body) if FOREIGN.search(one)] == []
