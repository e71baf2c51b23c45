"""One-time links: who makes them, what opens behind them, and that they open once."""

import logging
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from annotation.accounts.services.invitations import (
    NewInvitation,
    accept_invitation,
    find_invitation,
    invite_person,
)
from annotation.accounts.services.people import create_person
from annotation.models import Campaign, Invitation, Role, User
from tests.factories import make_planned_campaign, make_user

pytestmark = pytest.mark.django_db
GOOD = "a quiet ward at night"


@pytest.fixture
def clinician() -> User:
    return create_person(username="dr-new", role=Role.RATER, password=None, first_name="李")


@pytest.fixture
def invited(clinician: User, lead: User) -> NewInvitation:
    return invite_person(user=clinician, actor=lead)


def address(token: str) -> str:
    return reverse("accounts:invitation", args=[token])


def take_up(client: Client, token: str, password: str = GOOD) -> object:
    return client.post(address(token), {"new_password1": password, "new_password2": password})


def test_a_new_clinician_s_link_is_shown_to_the_lead_with_its_code(lead_client: Client, lead: User) -> None:
    response = lead_client.post(reverse("campaigns:clinician_create"), {"username": "dr-new"})
    page = response.content.decode()
    token = response.context["link"].rstrip("/").rsplit("/", 1)[1]
    assert response.context["link"].startswith("http://testserver/")
    assert response.context["link"] in page
    assert '<path d="M' in page
    assert "style=" not in page
    assert response["Cache-Control"] == "no-store, private"
    made = Invitation.objects.get()
    assert (made.user.username, made.created_by, made.used_at) == ("dr-new", lead, None)
    assert made.expires_at - made.created_at == timedelta(days=14)
    assert not made.user.has_usable_password()
    assert find_invitation(token) == made


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_sheet_speaks_both_languages_whatever_the_lead_reads(
    lead_client: Client, clinician: User, language: str
) -> None:
    url = reverse("accounts:invite", args=[clinician.pk])
    page = lead_client.post(url, headers={"Accept-Language": language}).content.decode()
    assert "Choose a password. You are then logged in." in page
    assert "设置密码" in page


def test_the_database_keeps_no_token(invited: NewInvitation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM annotation_invitation")
        assert invited.token not in str(cursor.fetchall())


def test_whoever_looks_at_a_link_uses_nothing_up(client: Client, invited: NewInvitation) -> None:
    before = Invitation.objects.values().get()
    for _ in range(3):
        assert client.head(address(invited.token)).status_code == 200
        page = client.get(address(invited.token))
        assert "dr-new" in page.content.decode()
    assert Invitation.objects.values().get() == before
    assert not client.cookies.get("sessionid")


def test_the_link_leaves_no_trace_in_caches_and_referrers(client: Client, invited: NewInvitation) -> None:
    page = client.get(address(invited.token))
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "strict-origin"
    assert '<meta name="referrer" content="strict-origin">' in page.content.decode()


def test_choosing_a_password_logs_in_and_leads_to_the_work(client: Client, invited: NewInvitation) -> None:
    response = take_up(client, invited.token)
    assert response["Location"] == reverse("campaigns:my_work")  # type: ignore[index]
    assert client.get(reverse("campaigns:my_work")).status_code == 200
    assert Client().login(username="dr-new", password=GOOD)


@pytest.mark.parametrize("password", ["short", "12345678", "password123", "dr-new"])
def test_a_weak_password_is_refused_and_the_link_still_opens(
    client: Client, invited: NewInvitation, password: str
) -> None:
    assert take_up(client, invited.token, password).status_code == 422  # type: ignore[attr-defined]
    assert find_invitation(invited.token) is not None


def test_a_link_that_opens_nothing_never_says_why(
    client: Client, clinician: User, lead: User, invited: NewInvitation
) -> None:
    newer = invite_person(user=clinician, actor=lead)
    used = invite_person(user=make_user("dr-used"), actor=lead)
    accept_invitation(token=used.token, password=GOOD)
    late = invite_person(user=make_user("dr-late"), actor=lead)
    Invitation.objects.filter(pk=late.invitation.pk).update(
        created_at=timezone.now() - timedelta(days=15), expires_at=timezone.now() - timedelta(days=1)
    )
    pages = set()
    for token in (invited.token, used.token, late.token, "never-made"):
        for response in (client.get(address(token)), take_up(client, token)):
            assert response.status_code == 410  # type: ignore[attr-defined]
            page = response.content.decode()  # type: ignore[attr-defined]
            pages.add(re.sub(r'(csrf\w*" value="|X-CSRFToken": ")\w+', "", page.replace(token, "")))
    assert len(pages) == 1
    assert client.get(address(newer.token)).status_code == 200
    assert not clinician.has_usable_password()


def test_a_link_opens_once(invited: NewInvitation) -> None:
    assert accept_invitation(token=invited.token, password=GOOD)
    assert accept_invitation(token=invited.token, password="another one entirely") is None
    assert User.objects.get(username="dr-new").check_password(GOOD)


def test_a_password_that_cannot_be_stored_leaves_the_link_open(
    invited: NewInvitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(User, "save", fail)
    with pytest.raises(OSError, match="disk full"):
        accept_invitation(token=invited.token, password=GOOD)
    assert find_invitation(invited.token) is not None


def test_an_account_that_was_closed_or_raised_is_not_opened(invited: NewInvitation) -> None:
    for change in ({"is_active": False}, {"is_active": True, "role": Role.LEAD}):
        User.objects.filter(username="dr-new").update(**change)
        assert accept_invitation(token=invited.token, password=GOOD) is None


@pytest.mark.parametrize("role", [Role.LEAD, Role.ADMIN])
def test_nobody_takes_over_a_lead_by_inviting_her(lead_client: Client, lead: User, role: str) -> None:
    other = create_person(username="other", role=role, password=GOOD)
    assert lead_client.post(reverse("accounts:invite", args=[other.pk])).status_code == 404
    with pytest.raises(ValueError, match="no clinician"):
        invite_person(user=other, actor=lead)


def test_a_forgotten_password_is_replaced_only_when_the_link_is_used(rater: User, lead: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(rater)
    made = invite_person(user=rater, actor=lead)
    assert elsewhere.get(reverse("campaigns:my_work")).status_code == 200
    accept_invitation(token=made.token, password=GOOD)
    assert elsewhere.get(reverse("campaigns:my_work")).status_code == 302


def test_whoever_was_logged_in_on_the_machine_is_not_any_more(
    rater_client: Client, invited: NewInvitation
) -> None:
    assert "dr-li" in rater_client.get(address(invited.token)).content.decode()
    take_up(rater_client, invited.token)
    assert rater_client.get(reverse("campaigns:my_work")).wsgi_request.user.get_username() == "dr-new"


def test_the_campaign_page_invites_those_who_are_in_it(lead_client: Client) -> None:
    users = [make_user(f"dr-{number}") for number in range(3)]
    campaign: Campaign = make_planned_campaign(users)
    page = lead_client.get(reverse("campaigns:campaign_detail", args=[campaign.slug])).content.decode()
    for user in users:
        assert f'action="{reverse("accounts:invite", args=[user.pk])}"' in page


@pytest.mark.parametrize("logger", ["django.request", "django.security.csrf", "axes.handlers.database"])
def test_no_log_tells_a_link(logger: str) -> None:
    """The site's own handler takes the token out of whatever reaches it."""
    console = next(handler for handler in logging.getLogger().handlers if handler.name == "console")
    record = logging.LogRecord(logger, logging.WARNING, "", 0, "Gone: %s", (address("secret-token"),), None)
    assert console.filter(record)
    assert record.getMessage() == "Gone: /accounts/invitation/…/"


def test_django_s_own_loggers_take_the_token_out_before_any_handler(
    client: Client, invited: NewInvitation, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    take_up(client, invited.token, "short")
    Client(enforce_csrf_checks=True).post(address(invited.token))
    assert "/accounts/invitation/…/" in caplog.text
    assert invited.token not in "".join(
        r.getMessage() for r in caplog.records if r.name.startswith("django.re")
    )
    assert invited.token not in "".join(r.getMessage() for r in caplog.records if "csrf" in r.name)
