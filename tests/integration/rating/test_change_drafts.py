"""A change of a submitted rating is a draft: saved on every click, while the submitted rating counts."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from annotation.campaigns.changes import has_open_change, rated_values
from annotation.campaigns.judgements import Judged
from annotation.campaigns.services.changes import discard_change, save_change
from annotation.campaigns.services.drafts import open_reference, save_draft
from annotation.campaigns.services.guesses import begin_guessing
from annotation.campaigns.services.open_work import HasGuessed, NotWaiting, StaleDraft, WorkNotOpen
from annotation.campaigns.services.ratings import revise_rating, submit_rating, withdraw_rating
from annotation.campaigns.services.skips import skip_assignment
from annotation.models import Assignment, Campaign, Draft, HarmReport, Rating, User
from tests.builders_rating import COMPLETE, Work, make_work

pytestmark = pytest.mark.django_db

HALF = Judged({"correctness": 1.0}, comment="?", harm="severe", harm_note="呼吸抑制")
WHOLE = Judged({"correctness": 1.0, "completeness": 3.0, "fluency": 5.0, "friendliness": "na"})
SENT = {"values": HALF.values, "comment": "?", "harm": "severe", "harm_note": "呼吸抑制"}


@pytest.fixture
def work(rater: User) -> Work:
    """Its first item is submitted."""
    work = make_work(rater)
    submit(work, work.first)
    return work


def submit(work: Work, assignment: Assignment, judged: Judged = COMPLETE) -> Rating:
    return submit_rating(
        assignment=assignment, user=work.user, judged=judged, version=0, client_key=uuid.uuid4()
    )


def begin(work: Work, judged: Judged = HALF, reason: str = "看错了", version: int = 1) -> Draft:
    return save_change(assignment=work.first, judged=judged, reason=reason, version=version)


def revise(work: Work, version: int | None = None) -> Rating:
    return revise_rating(
        assignment=work.first,
        user=work.user,
        judged=WHOLE,
        reason="看错了",
        client_key=uuid.uuid4(),
        version=version,
    )


def post(client: Client, work: Work, name: str, **body: Any) -> Any:
    address = f"/campaigns/rate/{work.first.public_id}/{name}"
    sent = json.dumps({"account": work.user.pk, **body})
    return client.post(address, sent, content_type="application/json")


def page_of(client: Client, work: Work, name: str = "rate") -> str:
    return client.get(f"/campaigns/{name}/{work.first.public_id}/").content.decode()


def test_a_click_is_kept_and_the_submitted_rating_counts(work: Work) -> None:
    rating = work.first.ratings.get()
    draft = begin(work)
    work.first.refresh_from_db()
    assert (draft.values, draft.reason, draft.version) == (HALF.values, "看错了", 2)
    assert has_open_change(work.first)
    assert (work.first.state, work.first.current_rating) == (Assignment.State.SUBMITTED, rating)
    assert rated_values(rating) == COMPLETE.values
    assert Rating.objects.count() == 1


def test_severe_harm_in_a_change_is_reported_when_it_is_saved_and_not_before(work: Work) -> None:
    begin(work)
    assert not HarmReport.objects.exists()
    judged = Judged(WHOLE.values, harm="severe", harm_note="呼吸抑制")
    revise_rating(assignment=work.first, user=work.user, judged=judged, reason="x", client_key=uuid.uuid4())
    assert HarmReport.objects.count() == 1


def test_saving_the_change_writes_the_revision_and_clears_the_mark(work: Work) -> None:
    draft = begin(work)
    rating = revise(work, version=draft.version)
    draft.refresh_from_db()
    assert (rating.kind, rating.reason, rating.revision) == ("revised", "看错了", 2)
    assert (draft.change_begun_at, draft.reason, draft.values) == (None, "", WHOLE.values)


def test_what_says_nothing_new_begins_no_change(work: Work) -> None:
    assert begin(work, COMPLETE, reason=" ").version == 1
    assert not has_open_change(work.first)
    begin(work, COMPLETE, reason="a reason alone")
    assert has_open_change(work.first)


def test_two_windows_that_change_are_told_so_and_the_same_click_twice_is_one(work: Work) -> None:
    begin(work)
    assert begin(work).version == 2
    with pytest.raises(StaleDraft):
        begin(work, WHOLE)
    with pytest.raises(StaleDraft):
        begin(work, reason="another reason")
    with pytest.raises(StaleDraft):
        revise(work, version=1)
    assert Draft.objects.get().values == HALF.values
    assert Rating.objects.count() == 1


def test_discarding_restores_what_was_submitted(work: Work) -> None:
    draft = discard_change(assignment=work.first, version=begin(work).version)
    assert (draft.values, draft.comment, draft.harm) == (COMPLETE.values, COMPLETE.comment, "none")
    assert (draft.change_begun_at, draft.reason) == (None, "")
    assert discard_change(assignment=work.first, version=0).version == draft.version
    with pytest.raises(StaleDraft):
        begin(work, WHOLE, version=2)


def test_what_another_window_has_gone_on_with_is_not_discarded(work: Work) -> None:
    seen = begin(work).version
    begin(work, WHOLE, version=seen)
    with pytest.raises(StaleDraft):
        discard_change(assignment=work.first, version=seen)
    assert Draft.objects.get().values == WHOLE.values


def test_undo_opens_what_was_submitted_and_not_half_a_change(work: Work) -> None:
    seen = begin(work).version
    draft = withdraw_rating(assignment=work.first, user=work.user)
    assert (draft.values, draft.comment, draft.harm) == (COMPLETE.values, COMPLETE.comment, "none")
    assert not has_open_change(work.first)
    withdrawn = Rating.objects.get(kind="withdrawn")
    assert (withdrawn.comment, withdrawn.harm) == (COMPLETE.comment, "none")
    with pytest.raises(NotWaiting):
        begin(work, version=seen)
    with pytest.raises(NotWaiting):
        discard_change(assignment=work.first, version=seen)
    with pytest.raises(StaleDraft):
        save_draft(assignment=work.first, judged=HALF, version=seen)


def test_only_what_is_submitted_has_a_change(work: Work) -> None:
    with pytest.raises(NotWaiting):
        save_change(assignment=work.assignments[1], judged=HALF, reason="", version=0)
    with pytest.raises(NotWaiting):
        skip_assignment(assignment=work.first, reason="other")
    with pytest.raises(IntegrityError):
        Draft.objects.filter(assignment=work.first).update(reason="of nothing")


@pytest.mark.parametrize("state", [Campaign.State.PAUSED, Campaign.State.CLOSED])
def test_when_the_campaign_is_not_open_the_change_is_kept_and_nothing_accepted(
    client: Client, work: Work, state: str
) -> None:
    version = begin(work).version
    Campaign.objects.update(state=state)
    for refused in (
        lambda: begin(work, WHOLE, version=version),
        lambda: discard_change(assignment=work.first, version=version),
        lambda: revise(work),
    ):
        with pytest.raises(WorkNotOpen):
            refused()
    assert Draft.objects.get().values == HALF.values
    client.force_login(work.user)
    page = page_of(client, work)
    assert "The change you began" in page
    assert 'name="value-correctness" value="4"' in page
    assert 'value="呼吸抑制"' not in page, "what counts is shown, not what does not"


def test_after_the_source_guess_a_change_stays_what_it_was(client: Client, work: Work) -> None:
    Campaign.objects.update(asks_for_source=True)
    for assignment in work.assignments[1:]:
        submit(work, assignment)
    begin(work)
    client.force_login(work.user)
    warned = client.get(f"/campaigns/my-work/{work.campaign.slug}/guess/").content.decode()
    assert "begun to change 1 rating" in warned
    begin_guessing(rater=work.rater)
    with pytest.raises(HasGuessed):
        begin(work, WHOLE, version=2)
    assert rated_values(Rating.objects.get(current_for=work.first)) == COMPLETE.values


def test_a_change_made_after_the_reference_keeps_what_was_submitted_before_it(work: Work) -> None:
    Campaign.objects.update(reference_policy=Campaign.ReferencePolicy.AFTER)
    other = Assignment.objects.select_related("rater__campaign__rubric", "unit").get(
        pk=work.assignments[1].pk
    )
    save_draft(assignment=other, judged=HALF, version=0)
    opened = open_reference(assignment=other).reference_opened_at
    rating = revise(work, version=begin(work).version)
    assert (rating.reference_opened_at, rating.values_before_reference) == (opened, COMPLETE.values)


def test_the_reference_freezes_a_change_that_is_open(work: Work) -> None:
    Campaign.objects.update(reference_policy=Campaign.ReferencePolicy.AFTER)
    begin(work)
    other = Assignment.objects.select_related("rater__campaign__rubric", "unit").get(
        pk=work.assignments[1].pk
    )
    save_draft(assignment=other, judged=WHOLE, version=0)
    open_reference(assignment=other)
    begin(work, WHOLE, version=2)
    draft = Draft.objects.get(assignment=work.first)
    assert (draft.values_before_reference, draft.values) == (HALF.values, WHOLE.values)


def test_an_imported_rating_is_changed_over_its_own_content(client: Client, work: Work) -> None:
    Draft.objects.all().delete()
    client.force_login(work.user)
    page = client.get(f"/campaigns/rate/{work.first.public_id}/change/").content.decode()
    assert 'data-version="1"' in page
    assert begin(work, version=1).version == 2


def test_the_page_keeps_each_click_and_gives_it_back_anywhere(client: Client, work: Work) -> None:
    client.force_login(work.user)
    Rating.objects.update(created_at=timezone.now() - timedelta(days=1))
    saved = post(client, work, "change/draft/", version=1, judgement=SENT | {"reason": "看错了"}).json()
    assert saved["version"] == 2
    assert saved["change_begun"] == saved["saved_time"]
    # Wherever it is opened: at its own address, at that of the change, and as part of a page.
    for page in (page_of(client, work), client.get(f"/campaigns/rate/{work.first.public_id}/change/")):
        text = page if isinstance(page, str) else page.content.decode()
        assert 'data-status="changing"' in text
        assert 'value="看错了"' in text
        assert f'data-change-begun="{saved["change_begun"]}"' in text
    listed = client.get(f"/campaigns/my-work/{work.campaign.slug}/").content.decode()
    assert f"change begun {saved['change_begun']}" in listed
    conflict = post(client, work, "change/draft/", version=1, judgement=SENT).json()
    assert (conflict["error"], conflict["judgement"]["reason"]) == ("conflict", "看错了")
    assert (
        post(client, work, "change/discard/", version=2).json()["next"].endswith(f"{work.first.public_id}/")
    )
    assert 'data-status="submitted"' in page_of(client, work)
    assert "change begun" not in client.get(f"/campaigns/my-work/{work.campaign.slug}/").content.decode()


def test_a_change_of_days_ago_bears_its_date(client: Client, work: Work) -> None:
    begin(work)
    begun = timezone.now() - timedelta(days=3)
    Draft.objects.update(change_begun_at=begun)
    client.force_login(work.user)
    assert f'data-change-begun="{timezone.localtime(begun):%m/%d/%Y %H:%M}"' in page_of(client, work)


def test_undo_says_that_a_change_went_with_it(client: Client, work: Work) -> None:
    client.force_login(work.user)
    Rating.objects.update(created_at=timezone.now() + timedelta(minutes=1))
    begin(work)
    assert post(client, work, "undo/").json()["dropped_change"] is True
    gone = post(client, work, "change/draft/", version=2, judgement=SENT).json()
    assert (gone["error"], gone["became"]) == ("not_waiting", "taken_back")
    assert gone["judgement"]["values"] == COMPLETE.values


def test_another_account_saves_and_discards_nothing(client: Client, outsider: User, work: Work) -> None:
    client.force_login(outsider)
    begin(work)
    assert post(client, work, "change/draft/", version=2, judgement=SENT).json()["error"] == "other_account"
    assert post(client, work, "change/discard/", version=2).json()["error"] == "other_account"
    assert Draft.objects.get().values == HALF.values


def test_side_by_side_shows_what_counts(client: Client, rater: User) -> None:
    work = make_work(rater, name="By case", mode=Campaign.Mode.BY_CASE)
    submit(work, work.first)
    begin(work)
    client.force_login(rater)
    assert "呼吸抑制" not in page_of(client, work, "compare")
