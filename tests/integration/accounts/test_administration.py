"""Administrators make accounts; the role alone decides who is an administrator."""

import pytest
from django.test import Client
from django.urls import reverse

from annotation.accounts.services.people import create_person
from annotation.models import AuditEvent, Role, User
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db
PASSWORD = "a long and odd passphrase"


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(create_person(username="admin", role=Role.ADMIN, password=PASSWORD))
    return client


@pytest.mark.parametrize("role", [Role.RATER, Role.LEAD])
def test_other_roles_do_not_reach_the_administration(client: Client, role: str) -> None:
    client.force_login(create_person(username="somebody", role=role, password=PASSWORD))
    assert client.get(reverse("admin:annotation_user_changelist")).status_code == 302


@pytest.mark.parametrize(("role", "is_staff"), [("rater", False), ("lead", False), ("admin", True)])
def test_a_new_account_gets_what_its_role_says(administrator: Client, role: str, is_staff: bool) -> None:
    fields = {"username": "new", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    response = administrator.post(reverse("admin:annotation_user_add"), fields | {"role": role})
    assert response.status_code == 302
    made = User.objects.get(username="new")
    assert (made.role, made.is_staff, made.is_superuser) == (role, is_staff, is_staff)


def test_nobody_edits_the_audit_trail(administrator: Client) -> None:
    event = AuditEvent.objects.create(campaign=make_campaign(), action="opened")
    page = reverse("admin:annotation_auditevent_change", args=[event.pk])
    assert administrator.get(page).status_code == 200
    assert administrator.post(page, {"action": "changed"}).status_code == 403
    assert (
        administrator.post(reverse("admin:annotation_auditevent_delete", args=[event.pk])).status_code == 403
    )
