"""Django's administration pages: people and their roles, the names of models, the audit trail."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from annotation.accounts.services.people import create_person
from annotation.models import AuditEvent, Role, User
from tests.factories import make_campaign, make_language_model, make_user

PASSWORD = "correct horse battery"


@pytest.fixture
def administrator(db: None) -> Client:
    client = Client()
    client.force_login(create_person(username="admin-zhao", role=Role.ADMIN, password=PASSWORD))
    return client


def change_role(administrator: Client, user: User, role: str) -> User:
    form = {"username": user.username, "role": role, "is_active": "on", "first_name": "", "last_name": ""}
    address = reverse("admin:annotation_user_change", args=[user.pk])
    assert administrator.post(address, form).status_code == 302
    user.refresh_from_db()
    return user


@pytest.mark.parametrize(("role", "reaches"), [(Role.LEAD, False), (Role.ADMIN, True), (Role.RATER, False)])
def test_the_role_decides_who_reaches_the_administration(
    administrator: Client, role: str, reaches: bool
) -> None:
    user = change_role(administrator, make_user("somebody"), role)
    assert (user.role, user.is_staff, user.is_superuser) == (role, reaches, reaches)


def test_an_administrator_makes_a_lead(administrator: Client) -> None:
    form = {
        "username": "lead-wang",
        "role": Role.LEAD,
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert administrator.post(reverse("admin:annotation_user_add"), form).status_code == 302
    lead = User.objects.get(username="lead-wang")
    assert lead.role == Role.LEAD
    assert lead.check_password(PASSWORD)


def test_an_administrator_names_what_else_a_model_goes_by(administrator: Client) -> None:
    model = make_language_model("杏林-7B")
    address = reverse("admin:annotation_languagemodel_change", args=[model.pk])
    form = {"name": model.name, "group": "", "aliases": '["杏林", "XL-7B"]'}
    assert administrator.post(address, form).status_code == 302
    model.refresh_from_db()
    assert model.aliases == ["杏林", "XL-7B"]


def test_the_audit_trail_is_read_and_never_changed(administrator: Client) -> None:
    event = AuditEvent.objects.create(campaign=make_campaign(), action="opened")
    change = reverse("admin:annotation_auditevent_change", args=[event.pk])
    delete = reverse("admin:annotation_auditevent_delete", args=[event.pk])
    assert administrator.get(change).status_code == 200
    assert administrator.post(change, {"action": "closed"}).status_code == 403
    assert administrator.post(delete, {"post": "yes"}).status_code == 403
    assert administrator.get(reverse("admin:annotation_auditevent_add")).status_code == 403


def test_whoever_is_made_on_the_command_line_is_an_administrator(db: None) -> None:
    call_command("createsuperuser", "--no-input", username="root", email="root@example.org", verbosity=0)
    made = User.objects.get(username="root")
    assert (made.role, made.is_staff) == (Role.ADMIN, True)
