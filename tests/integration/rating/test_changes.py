"""A submitted rating changed with a reason, what she has done, and the pause between items."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from annotation.campaigns.services.ratings import submit_rating
from annotation.models import Assignment, Campaign, Draft, Rating, User
from tests.builders_rating import COMPLETE, Work, make_work

pytestmark = pytest.mark.django_db

CHANGED = {"values": {"correctness": 1, "completeness": 1, "fluency": 5, "friendliness": 3}, "harm": "none"}


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater)


@pytest.fixture
def at_desk(client: Client, work: Work) -> Client:
    """Logged in, with the first item submitted."""
    client.force_login(work.user)
    submit_rating(assignment=work.first, user=work.user, judged=COMPLETE, version=0, client_key=uuid.uuid4())
    return client


def later_session(work: Work) -> None:
    """What was submitted was submitted in an earlier session."""
    Rating.objects.update(created_at=timezone.now() - timedelta(days=1))


def address(work: Work, name: str) -> str:
    return f"/campaigns/rate/{work.first.public_id}/{name}"


def change(client: Client, work: Work, reason: str = "看错了", version: int = 1, key: str = "") -> Any:
    body = {
        "account": work.user.pk,
        "version": version,
        "client_key": key or str(uuid.uuid4()),
        "judgement": CHANGED | {"reason": reason},
    }
    return client.post(address(work, "revise/"), json.dumps(body), content_type="application/json")


def test_a_change_is_one_more_revision_with_its_reason(at_desk: Client, work: Work) -> None:
    assert change(at_desk, work).json()["next"] == address(work, "")
    first, second = work.first.ratings.order_by("revision")
    assert (first.kind, second.kind, second.reason) == ("submitted", "revised", "看错了")
    assert [row.value for row in second.values.order_by("dimension__position")] == [1, 1, 5, 3]
    work.first.refresh_from_db()
    assert work.first.current_rating == second


def test_a_change_without_a_reason_changes_nothing(at_desk: Client, work: Work) -> None:
    answer = change(at_desk, work, reason="  ")
    assert (answer.status_code, answer.json()["error"]) == (409, "reason_missing")
    assert Rating.objects.count() == 1
    assert Draft.objects.get().values == COMPLETE.values


def test_a_change_sent_twice_is_one_revision(at_desk: Client, work: Work) -> None:
    key = str(uuid.uuid4())
    assert change(at_desk, work, key=key).status_code == change(at_desk, work, key=key).status_code == 200
    assert Rating.objects.count() == 2


def test_a_change_over_another_change_is_a_conflict(at_desk: Client, work: Work) -> None:
    change(at_desk, work)
    body = CHANGED | {"values": CHANGED["values"] | {"correctness": 3}, "reason": "x"}  # type: ignore[operator]
    sent = {"account": work.user.pk, "version": 1, "client_key": str(uuid.uuid4()), "judgement": body}
    answer = at_desk.post(address(work, "revise/"), json.dumps(sent), content_type="application/json")
    assert answer.json()["error"] == "conflict"
    assert answer.json()["judgement"]["values"]["correctness"] == 1
    assert Rating.objects.count() == 2


def test_the_page_offers_the_change_when_undo_is_over(at_desk: Client, work: Work) -> None:
    assert "Change this rating" not in at_desk.get(address(work, "")).content.decode()
    later_session(work)
    assert "Change this rating" in at_desk.get(address(work, "")).content.decode()
    page = at_desk.get(address(work, "change/")).content.decode()
    assert "Why do you change it?" in page
    assert 'data-status="changing"' in page


def test_what_became_of_it_is_told(at_desk: Client, work: Work) -> None:
    change(at_desk, work)
    assert "看错了" in at_desk.get(address(work, "")).content.decode()


@pytest.mark.parametrize("state", [Campaign.State.PAUSED, Campaign.State.CLOSED])
def test_nothing_is_changed_when_the_campaign_is_not_open(at_desk: Client, work: Work, state: str) -> None:
    Campaign.objects.update(state=state)
    assert at_desk.get(address(work, "change/")).url == address(work, "")  # type: ignore[attr-defined]
    assert change(at_desk, work).json()["error"] == "not_open"
    assert Rating.objects.count() == 1


def test_an_item_not_yet_submitted_has_nothing_to_change(at_desk: Client, work: Work) -> None:
    Assignment.objects.filter(pk=work.assignments[1].pk).update(state="drafting")
    other = f"/campaigns/rate/{work.assignments[1].public_id}/change/"
    assert at_desk.get(other).url == other.removesuffix("change/")  # type: ignore[attr-defined]


def test_what_is_done_is_listed_by_case_with_a_way_back(at_desk: Client, work: Work) -> None:
    Assignment.objects.filter(pk=work.assignments[1].pk).update(state="skipped", skip_reason="other")
    page = at_desk.get(f"/campaigns/my-work/{work.campaign.slug}/").content.decode()
    assert page.index(str(work.first.public_id)) < page.index(str(work.assignments[1].public_id))
    assert "skipped" in page
    assert str(work.assignments[2].public_id) not in page


def test_a_campaign_in_draft_is_nobodys_work(at_desk: Client, work: Work) -> None:
    Campaign.objects.update(state=Campaign.State.DRAFT)
    assert at_desk.get(f"/campaigns/my-work/{work.campaign.slug}/").status_code == 404


def test_a_pause_is_suggested_after_the_set_number_of_items(client: Client, rater: User) -> None:
    work = make_work(rater, name="Long day", stop_after=2)
    client.force_login(rater)
    pauses = []
    for assignment in work.assignments:
        body = {"account": rater.pk, "version": 0, "client_key": str(uuid.uuid4()), "judgement": CHANGED}
        answer = client.post(
            f"/campaigns/rate/{assignment.public_id}/submit/",
            json.dumps(body),
            content_type="application/json",
        )
        pauses.append(answer.json()["pause"])
    # The last one leads to the end, which is pause enough.
    assert pauses == [0, 2, 0, 0]


def test_a_log_in_elsewhere_does_not_begin_the_sitting_again(client: Client, rater: User) -> None:
    work = make_work(rater, name="Long day", stop_after=2)
    client.force_login(rater)
    body = {"account": rater.pk, "version": 0, "judgement": CHANGED}
    pauses = []
    for assignment in work.assignments[:2]:
        answer = client.post(
            f"/campaigns/rate/{assignment.public_id}/submit/",
            json.dumps(body | {"client_key": str(uuid.uuid4())}),
            content_type="application/json",
        )
        pauses.append(answer.json()["pause"])
        Client().force_login(rater)
    assert pauses == [0, 2]


def test_no_pause_is_suggested_unless_the_lead_set_one(client: Client, rater: User) -> None:
    work = make_work(rater, name="Short day")
    client.force_login(rater)
    body = {"account": rater.pk, "version": 0, "client_key": str(uuid.uuid4()), "judgement": CHANGED}
    answer = client.post(
        f"/campaigns/rate/{work.first.public_id}/submit/", json.dumps(body), content_type="application/json"
    )
    assert answer.json()["pause"] == 0
