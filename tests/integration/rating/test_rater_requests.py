"""The rating page's requests: what works, whose they are, and what is refused."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from annotation.models import Assignment, Campaign, Draft, Rating, Role, User
from tests.builders_rating import COMPLETE, Work, make_work
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ENDPOINTS = ("draft", "submit", "skip", "undo", "reference")


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater)


def address(assignment: Assignment, name: str = "rate") -> str:
    return reverse(f"campaigns:{name}", args=[assignment.public_id])


def post(client: Client, name: str, assignment: Assignment, user: User, **body: Any) -> Any:
    return client.post(
        reverse(f"campaigns:{name}", args=[assignment.public_id]),
        json.dumps({"account": user.pk} | body),
        content_type="application/json",
    )


def submit(client: Client, work: Work, user: User, **body: Any) -> Any:
    defaults = {"version": 0, "judgement": COMPLETE.content, "client_key": str(uuid.uuid4())}
    return post(client, "submit", work.first, user, **(defaults | body))


def test_a_click_is_answered_with_the_next_version_and_the_time(
    rater_client: Client, rater: User, work: Work
) -> None:
    response = post(rater_client, "draft", work.first, rater, version=0, judgement={"values": {"fluency": 4}})
    answer = response.json()
    assert answer["version"] == 1
    assert len(answer["saved_time"]) == 5
    assert Draft.objects.get().values == {"fluency": 4}


def test_a_conflict_brings_the_other_version(rater_client: Client, rater: User, work: Work) -> None:
    post(rater_client, "draft", work.first, rater, version=0, judgement={"values": {"fluency": 4}})
    response = post(rater_client, "draft", work.first, rater, version=0, judgement={"values": {"fluency": 1}})
    assert response.status_code == 409
    assert response.json()["error"] == "conflict"
    assert response.json()["version"] == 1
    assert response.json()["judgement"]["values"] == {"fluency": 4}


def test_submitting_leads_to_the_next_item(rater_client: Client, rater: User, work: Work) -> None:
    answer = submit(rater_client, work, rater).json()
    assert answer["next"] == reverse("campaigns:rate", args=[work.assignments[1].public_id])
    assert answer["undo"] == reverse("campaigns:undo", args=[work.first.public_id])
    assert answer["progress"] == "1 of 4 done"


def test_the_last_submission_leads_nowhere(rater_client: Client, rater: User, work: Work) -> None:
    others = [item.pk for item in work.assignments[1:]]
    Assignment.objects.filter(pk__in=others).update(state=Assignment.State.SKIPPED)
    assert submit(rater_client, work, rater).json()["next"] is None


def test_an_incomplete_submission_names_what_is_missing(
    rater_client: Client, rater: User, work: Work
) -> None:
    response = submit(rater_client, work, rater, judgement={"values": {"fluency": 4}})
    assert response.status_code == 422
    assert response.json()["missing"] == ["correctness", "completeness", "friendliness"]


def test_a_submission_elsewhere_brings_what_was_submitted(
    rater_client: Client, rater: User, work: Work
) -> None:
    submit(rater_client, work, rater)
    response = post(rater_client, "draft", work.first, rater, version=1, judgement={"values": {"fluency": 1}})
    assert response.status_code == 409
    assert response.json()["error"] == "not_waiting"
    assert response.json()["judgement"]["values"]["fluency"] == 5


def test_skip_and_take_up_again(rater_client: Client, rater: User, work: Work) -> None:
    answer = post(rater_client, "skip", work.first, rater, reason="cannot_judge", note="图像模糊").json()
    assert answer["next"] == reverse("campaigns:rate", args=[work.assignments[1].public_id])
    work.first.refresh_from_db()
    assert (work.first.skip_reason, work.first.skip_note) == ("cannot_judge", "图像模糊")
    answer = post(rater_client, "undo", work.first, rater).json()
    assert answer["next"] == reverse("campaigns:rate", args=[work.first.public_id])


def test_undo_is_for_the_session_that_submitted(rater_client: Client, rater: User, work: Work) -> None:
    submit(rater_client, work, rater)
    rater_client.logout()
    rater_client.force_login(rater)
    response = post(rater_client, "undo", work.first, rater)
    assert (response.status_code, response.json()["error"]) == (409, "too_late")
    assert Rating.objects.count() == 1


def test_a_log_in_on_a_second_device_leaves_undo_to_the_first(
    rater_client: Client, rater: User, work: Work
) -> None:
    submit(rater_client, work, rater)
    second = Client()
    second.force_login(rater)
    assert post(second, "undo", work.first, rater).json()["error"] == "too_late"
    assert "Undo and rate again" in rater_client.get(address(work.first)).content.decode()
    assert "Change this rating" in second.get(address(work.first)).content.decode()
    assert post(rater_client, "undo", work.first, rater).status_code == 200
    kinds = work.first.ratings.order_by("revision").values_list("kind", flat=True)
    assert [*kinds] == ["submitted", "withdrawn"]


def test_undo_last_names_the_latest_submission_since_this_log_in(
    rater_client: Client, rater: User, work: Work
) -> None:
    """Wherever it was made: her work is one row of items, whichever device she sits at."""
    submit(rater_client, work, rater)
    second = Client()
    second.force_login(rater)
    assert 'data-undo-url=""' in second.get(address(work.assignments[2])).content.decode()
    body = {"version": 0, "judgement": COMPLETE.content, "client_key": str(uuid.uuid4())}
    assert post(second, "submit", work.assignments[1], rater, **body).status_code == 200
    for client in (rater_client, second):
        page = client.get(address(work.assignments[2])).content.decode()
        assert f'data-undo-url="{address(work.assignments[1], "undo")}"' in page


def test_the_reference_opens_after_the_first_judgement(rater_client: Client, rater: User, work: Work) -> None:
    assert post(rater_client, "reference", work.first, rater).status_code == 409
    post(rater_client, "draft", work.first, rater, version=0, judgement={"values": {"fluency": 4}})
    assert post(rater_client, "reference", work.first, rater).json()["text"] == "不应使用该药。"


@pytest.mark.parametrize("name", ENDPOINTS)
def test_another_raters_item_does_not_exist(
    name: str, outsider_client: Client, outsider: User, work: Work
) -> None:
    assert post(outsider_client, name, work.first, outsider).status_code == 404


@pytest.mark.parametrize("name", ENDPOINTS)
def test_leads_do_not_rate(name: str, lead_client: Client, lead: User, work: Work) -> None:
    assert post(lead_client, name, work.first, lead).status_code == 403


@pytest.mark.parametrize("name", ENDPOINTS)
def test_a_session_that_ended_is_said_so(name: str, client: Client, rater: User, work: Work) -> None:
    assert post(client, name, work.first, rater).status_code == 401


@pytest.mark.parametrize("name", ENDPOINTS)
def test_a_page_of_another_account_writes_nothing(
    name: str, rater_client: Client, outsider: User, work: Work
) -> None:
    response = post(rater_client, name, work.first, outsider, version=0, judgement=COMPLETE.content)
    assert (response.status_code, response.json()["error"]) == (403, "other_account")
    assert not Draft.objects.exists()


@pytest.mark.parametrize("name", ENDPOINTS)
def test_reading_an_address_that_writes_is_refused(name: str, rater_client: Client, work: Work) -> None:
    address = reverse(f"campaigns:{name}", args=[work.first.public_id])
    assert rater_client.get(address).status_code == 405


@pytest.mark.parametrize("body", ["", "[]", "{", "null", '"x"'])
def test_a_body_that_is_no_object_is_refused(body: str, rater_client: Client, work: Work) -> None:
    address = reverse("campaigns:draft", args=[work.first.public_id])
    assert rater_client.post(address, body, content_type="application/json").status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        {"version": "0", "judgement": {}},
        {"version": True, "judgement": {}},
        {"judgement": {}},
        {"version": 0},
        {"version": 0, "judgement": {"values": {"fluency": 9}}},
        {"version": 0, "judgement": {"values": {"fluency": "na"}}},
        {"version": 0, "judgement": COMPLETE.content, "client_key": "no-uuid"},
    ],
)
def test_a_malformed_submission_is_refused_and_writes_nothing(
    body: dict[str, Any], rater_client: Client, rater: User, work: Work
) -> None:
    assert post(rater_client, "submit", work.first, rater, **body).status_code == 400
    assert not Draft.objects.exists()


def test_a_forged_request_is_refused(rater: User, work: Work) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(rater)
    assert post(client, "draft", work.first, rater, version=0, judgement={}).status_code == 403
    assert not Draft.objects.exists()


def test_a_paused_campaign_takes_nothing(rater_client: Client, rater: User, work: Work) -> None:
    Campaign.objects.update(state=Campaign.State.PAUSED)
    response = submit(rater_client, work, rater)
    assert (response.status_code, response.json()["error"]) == (409, "not_open")


def test_somebody_without_work_can_do_nothing(work: Work) -> None:
    stranger = make_user("dr-new", Role.RATER)
    client = Client()
    client.force_login(stranger)
    assert post(client, "draft", work.first, stranger, version=0, judgement={}).status_code == 404
