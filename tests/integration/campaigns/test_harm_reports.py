"""Severe harm reaches the leads with the rating that reports it."""

import uuid
from dataclasses import replace

import pytest
from django.core import mail
from django.test import Client

from annotation.campaigns.services.harm import mail_report
from annotation.campaigns.services.ratings import revise_rating, submit_rating, withdraw_rating
from annotation.models import AuditEvent, HarmReport, Rating, User
from tests.brokers import broker_at
from tests.builders_rating import COMPLETE, Work, make_work

pytestmark = pytest.mark.django_db

SEVERE = replace(COMPLETE, harm="severe", harm_note="呼吸抑制")


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater)


def submit(work: Work, judged: object = SEVERE) -> Rating:
    return submit_rating(
        assignment=work.first,
        user=work.user,
        judged=judged,  # type: ignore[arg-type]
        version=0,
        client_key=uuid.uuid4(),
    )


@pytest.fixture
def lead_client(client: Client, lead: User) -> Client:
    client.force_login(lead)
    return client


def test_a_severe_rating_leaves_a_report_and_others_leave_none(work: Work) -> None:
    rating = submit(work)
    assert HarmReport.objects.get().rating == rating
    withdraw_rating(assignment=work.first, user=work.user)
    assert HarmReport.objects.count() == 1


@pytest.mark.parametrize("harm", ["none", "possible"])
def test_less_than_severe_waits_for_the_campaign_page(work: Work, harm: str) -> None:
    submit(work, replace(COMPLETE, harm=harm))
    assert not HarmReport.objects.exists()


def test_a_change_to_severe_is_a_report_of_its_own(work: Work) -> None:
    submit(work, COMPLETE)
    revised = revise_rating(
        assignment=work.first, user=work.user, judged=SEVERE, reason="再想", client_key=uuid.uuid4()
    )
    assert HarmReport.objects.get().rating == revised


def test_every_page_of_a_lead_says_that_there_is_something_new(lead_client: Client, work: Work) -> None:
    assert "harm/unread" in lead_client.get("/campaigns/").content.decode()
    assert lead_client.get("/campaigns/harm/unread/").content.strip() == b""
    submit(work)
    assert "Severe harm: 1 new report" in lead_client.get("/campaigns/harm/unread/").content.decode()


def test_the_list_says_what_could_happen_and_names_no_model(lead_client: Client, work: Work) -> None:
    submit(work)
    page = lead_client.get("/campaigns/harm/").content.decode()
    assert "呼吸抑制" in page
    assert work.campaign.name in page
    assert work.first.unit.language_model.name not in page


def test_a_report_taken_back_since_says_so(lead_client: Client, work: Work) -> None:
    submit(work)
    withdraw_rating(assignment=work.first, user=work.user)
    assert "taken back or changed since" in lead_client.get("/campaigns/harm/").content.decode()


def test_reading_has_a_name_and_a_time_and_is_done_once(
    lead_client: Client, lead: User, admin: User, work: Work
) -> None:
    submit(work)
    report = HarmReport.objects.get()
    answer = lead_client.post(f"/campaigns/harm/{report.pk}/read/", follow=True)
    assert "Marked as read." in answer.content.decode()
    report.refresh_from_db()
    first_read = report.seen_at
    assert report.seen_by == lead
    assert first_read
    lead_client.force_login(admin)
    lead_client.post(f"/campaigns/harm/{report.pk}/read/")
    report.refresh_from_db()
    assert (report.seen_by, report.seen_at) == (lead, first_read)
    assert AuditEvent.objects.filter(action="harm_read").count() == 1
    assert lead_client.get("/campaigns/harm/unread/").content.strip() == b""


def test_the_letter_goes_once_to_leads_with_an_address_and_tells_no_case(work: Work, lead: User) -> None:
    User.objects.filter(pk=lead.pk).update(email="lead@example.org")
    submit(work)
    report = HarmReport.objects.get()
    assert mail_report(report_id=report.pk) == 1
    assert mail_report(report_id=report.pk) == 0
    (letter,) = mail.outbox
    assert letter.bcc == ["lead@example.org"]
    assert work.campaign.name in letter.subject
    said = f"{letter.subject} {letter.body}"
    assert not any(word in said for word in ("呼吸抑制", "慢阻肺", work.first.unit.language_model.name))


def test_submitting_survives_a_broker_that_is_away(
    client: Client, work: Work, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(work.user)
    body = {
        "account": work.user.pk,
        "version": 0,
        "client_key": str(uuid.uuid4()),
        "judgement": {"values": SEVERE.values, "harm": "severe", "harm_note": "呼吸抑制"},
    }
    with broker_at("redis://127.0.0.1:1/0"):
        answer = client.post(
            f"/campaigns/rate/{work.first.public_id}/submit/", body, content_type="application/json"
        )
    assert answer.status_code == 200
    assert "No broker took annotation.campaigns.tasks.mail_harm_report" in caplog.text
    assert HarmReport.objects.get().mailed_at is None
