"""Two versions of a judgement: the answer says what became of the item elsewhere, and what came of it."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from annotation.campaigns.judgements import Judged
from annotation.campaigns.services.changes import discard_change, save_change
from annotation.campaigns.services.drafts import save_draft
from annotation.campaigns.services.ratings import revise_rating, submit_rating, withdraw_rating
from annotation.campaigns.services.skips import skip_assignment
from annotation.models import Draft, Rating, User
from tests.builders_rating import COMPLETE, Work, make_work

pytestmark = pytest.mark.django_db
OTHER = Judged(COMPLETE.values, comment="elsewhere")


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater)


@pytest.fixture
def her(client: Client, work: Work) -> Client:
    client.force_login(work.user)
    # The session in which she submits what is submitted here.
    User.objects.filter(pk=work.user.pk).update(last_login=timezone.now() - timedelta(minutes=5))
    return client


def submit(work: Work, judged: Judged = OTHER, version: int = 0) -> Rating:
    rating = submit_rating(
        assignment=work.first, user=work.user, judged=judged, version=version, client_key=uuid.uuid4()
    )
    work.first.refresh_from_db()
    return rating


def revise(work: Work) -> Rating:
    key = uuid.uuid4()
    return revise_rating(
        assignment=work.first, user=work.user, judged=COMPLETE, reason="看错了", client_key=key
    )


def refused(client: Client, work: Work, name: str = "draft", version: int = 0) -> dict[str, Any]:
    """The answer to a click over another version than the server's."""
    judgement = {"values": {"correctness": 1}, "comment": "here"}
    sent = json.dumps({"account": work.user.pk, "version": version, "judgement": judgement})
    address = f"/campaigns/rate/{work.first.public_id}/{name}/"
    response = client.post(address, sent, content_type="application/json")
    assert response.status_code == 409
    answer: dict[str, Any] = response.json()
    return answer


def test_drafted_elsewhere(her: Client, work: Work) -> None:
    save_draft(assignment=work.first, judged=OTHER, version=0)
    answer = refused(her, work)
    assert (answer["error"], answer["became"], answer["version"]) == ("conflict", "drafted", 1)
    assert answer["judgement"]["comment"] == "elsewhere"


def test_submitted_elsewhere_can_be_taken_back_in_this_session_alone(her: Client, work: Work) -> None:
    submit(work)
    answer = refused(her, work)
    assert (answer["error"], answer["became"], answer["version"]) == ("not_waiting", "submitted", 1)
    assert answer["undoable"] is True
    Rating.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert refused(her, work)["undoable"] is False


def test_changed_elsewhere_is_not_called_submitted(her: Client, work: Work) -> None:
    submit(work)
    revise(work)
    answer = refused(her, work)
    assert (answer["became"], answer["undoable"], answer["version"]) == ("changed", False, 2)
    assert (answer["judgement"]["comment"], answer["judgement"]["reason"]) == ("可", "看错了")


def test_an_open_change_is_neither_undone_nor_saved_over(her: Client, work: Work) -> None:
    """What is shown is what counts; the change that was begun elsewhere is another version still."""
    submit(work)
    save_change(assignment=work.first, judged=COMPLETE, reason="", version=1)
    answer = refused(her, work)
    assert (answer["became"], answer["undoable"]) == ("submitted", False)
    assert answer["judgement"]["comment"] == "elsewhere"
    assert "version" not in answer


def test_skipped_elsewhere_shows_no_version_to_save_over(her: Client, work: Work) -> None:
    save_draft(assignment=work.first, judged=OTHER, version=0)
    skip_assignment(assignment=work.first, reason="cannot_judge", note="")
    answer = refused(her, work)
    assert (answer["became"], answer["undoable"], answer["judgement"]) == ("skipped", True, None)
    assert "version" not in answer


def test_an_imported_rating_without_a_draft_can_be_changed(her: Client, work: Work) -> None:
    submit(work)
    Draft.objects.all().delete()
    Rating.objects.update(kind=Rating.Kind.IMPORTED)
    answer = refused(her, work)
    assert (answer["became"], answer["undoable"], answer["version"]) == ("submitted", False, 1)


@pytest.mark.parametrize("name", ["change/draft", "revise"])
def test_a_change_says_what_became_of_the_other(her: Client, work: Work, name: str) -> None:
    def became() -> dict[str, Any]:
        sent = {"reason": "x", "values": COMPLETE.values, "comment": "here"}
        body = {"account": work.user.pk, "version": 0, "judgement": sent, "client_key": str(uuid.uuid4())}
        address = f"/campaigns/rate/{work.first.public_id}/{name}/"
        response = her.post(address, json.dumps(body), content_type="application/json")
        answer: dict[str, Any] = response.json()
        return {key: answer[key] for key in ("error", "became")} | {"reason": answer["judgement"]["reason"]}

    submit(work)
    assert became() == {"error": "conflict", "became": "submitted", "reason": ""}
    draft = save_change(assignment=work.first, judged=COMPLETE, reason="读错", version=1)
    assert became() == {"error": "conflict", "became": "changing", "reason": "读错"}
    discard_change(assignment=work.first, version=draft.version)
    assert became() == {"error": "conflict", "became": "discarded", "reason": ""}
    revise(work)
    assert became() == {"error": "conflict", "became": "changed", "reason": "看错了"}
    assert not Draft.objects.filter(change_begun_at__isnull=False).exists()
    withdraw_rating(assignment=work.first, user=work.user)
    assert became() == {"error": "not_waiting", "became": "taken_back", "reason": ""}


def test_a_refused_change_is_not_told_as_begun(her: Client, work: Work) -> None:
    submit(work)
    revise(work)
    answer = refused(her, work, "change/draft")
    assert (answer["became"], answer["change_begun"], answer["version"]) == ("changed", "", 2)
