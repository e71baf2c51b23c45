"""The front door sends each role to its own work."""

import pytest
from django.test import Client
from django.urls import reverse

from annotation.models import User


def test_a_visitor_is_asked_to_log_in(db: None, client: Client) -> None:
    response = client.get(reverse("home"))
    assert response.status_code == 302
    assert reverse("login") in response["Location"]


def test_the_site_answers_for_its_health_without_a_login(db: None, client: Client) -> None:
    assert client.get(reverse("healthz")).json() == {"status": "ok"}


@pytest.mark.parametrize("role", ["lead", "admin"])
def test_leads_start_at_the_campaigns(role: str, request: pytest.FixtureRequest) -> None:
    client: Client = request.getfixturevalue(f"{role}_client")
    assert client.get(reverse("home"))["Location"] == reverse("campaigns:campaign_list")


def test_a_clinician_starts_at_her_own_work(rater_client: Client, rater: User) -> None:
    response = rater_client.get(reverse("home"))
    assert response["Location"] == reverse("campaigns:my_work")
    assert response["Cache-Control"] == "no-store, private"
