"""Ratings are written once, as revisions that stay."""

import uuid
from dataclasses import replace

import pytest

from annotation.campaigns.judgements import Judged
from annotation.campaigns.services.drafts import open_reference, save_draft
from annotation.campaigns.services.open_work import NotWaiting, StaleDraft, WorkNotOpen
from annotation.campaigns.services.ratings import (
    ClientKeyTaken,
    HarmNoteMissing,
    IncompleteJudgement,
    ReasonMissing,
    revise_rating,
    submit_rating,
    withdraw_rating,
)
from annotation.models import Assignment, Campaign, Draft, Rating, User
from tests.builders_rating import COMPLETE, Work, make_work

pytestmark = pytest.mark.django_db

OTHER = Judged({"correctness": 1.0, "completeness": 1.0, "fluency": 1.0, "friendliness": 1.0})


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater)


def submit(work: Work, judged: Judged = COMPLETE, version: int = 0, key: uuid.UUID | None = None) -> Rating:
    return submit_rating(
        assignment=work.first,
        user=work.user,
        judged=judged,
        version=version,
        client_key=key or uuid.uuid4(),
        language="zh-hans",
    )


def revise(work: Work, judged: Judged = OTHER, reason: str = "看错了") -> Rating:
    return revise_rating(
        assignment=work.first, user=work.user, judged=judged, reason=reason, client_key=uuid.uuid4()
    )


def test_submitting_writes_the_first_revision(work: Work) -> None:
    rating = submit(work)
    work.first.refresh_from_db()
    assert (rating.revision, rating.kind, rating.language) == (1, "submitted", "zh-hans")
    assert work.first.state == Assignment.State.SUBMITTED
    assert work.first.current_rating == rating
    given = {row.dimension.code: (row.value, row.not_applicable) for row in rating.values.all()}
    assert given["correctness"] == (4.0, False)
    assert given["friendliness"] == (None, True)
    assert len(given) == 4


def test_the_same_client_key_is_the_same_rating(work: Work) -> None:
    key = uuid.uuid4()
    assert submit(work, key=key) == submit(work, key=key)
    assert Rating.objects.count() == 1


def test_a_repeated_submission_is_confirmed_after_the_campaign_closed(work: Work) -> None:
    key = uuid.uuid4()
    first = submit(work, key=key)
    Campaign.objects.update(state=Campaign.State.CLOSED)
    assert submit(work, key=key) == first


def test_two_windows_that_say_the_same_are_one_rating(work: Work) -> None:
    assert submit(work) == submit(work)


def test_two_windows_that_disagree_are_told_so(work: Work) -> None:
    first = submit(work)
    with pytest.raises(NotWaiting):
        submit(work, judged=OTHER)
    assert [*Rating.objects.all()] == [first]


def test_every_dimension_needs_an_answer(work: Work) -> None:
    with pytest.raises(IncompleteJudgement) as refusal:
        submit(work, judged=Judged({"correctness": 4.0, "friendliness": "na"}))
    assert refusal.value.missing == ("completeness", "fluency")
    assert not Rating.objects.exists()


def test_severe_harm_needs_a_sentence(work: Work) -> None:
    severe = replace(COMPLETE, harm="severe", harm_note="")
    with pytest.raises(HarmNoteMissing):
        submit(work, severe)
    assert not Rating.objects.exists()
    submit(work, replace(severe, harm_note="可能延误溶栓"))
    assert Rating.objects.get().harm_note == "可能延误溶栓"


def test_submitting_over_somebody_elses_draft_is_a_conflict(work: Work) -> None:
    save_draft(assignment=work.first, judged=OTHER, version=0)
    with pytest.raises(StaleDraft):
        submit(work, version=0)
    assert not Rating.objects.exists()


def test_a_key_of_another_item_is_refused(work: Work) -> None:
    key = uuid.uuid4()
    submit(work, key=key)
    with pytest.raises(ClientKeyTaken):
        submit_rating(
            assignment=work.assignments[1],
            user=work.user,
            judged=COMPLETE,
            version=0,
            client_key=key,
        )


def test_nothing_is_submitted_while_paused(work: Work) -> None:
    Campaign.objects.update(state=Campaign.State.PAUSED)
    with pytest.raises(WorkNotOpen):
        submit(work)


def test_nothing_is_submitted_once_the_names_are_known(work: Work) -> None:
    Campaign.objects.update(unblinded_at="2026-11-01T00:00Z")
    with pytest.raises(WorkNotOpen):
        submit(work)


def test_a_skipped_item_is_not_submitted(work: Work) -> None:
    Assignment.objects.filter(pk=work.first.pk).update(state=Assignment.State.SKIPPED)
    with pytest.raises(NotWaiting):
        submit(work)


def test_undo_writes_a_withdrawn_revision_and_reopens_the_item_with_its_draft(work: Work) -> None:
    submit(work)
    draft = withdraw_rating(assignment=work.first, user=work.user)
    work.first.refresh_from_db()
    assert work.first.state == Assignment.State.DRAFTING
    assert work.first.current_rating is None
    assert (draft.values, draft.comment) == (COMPLETE.values, "可")
    assert [rating.kind for rating in work.first.ratings.all()] == ["submitted", "withdrawn"]


def test_undo_twice_is_undo_once(work: Work) -> None:
    submit(work)
    withdraw_rating(assignment=work.first, user=work.user)
    withdraw_rating(assignment=work.first, user=work.user)
    assert Rating.objects.count() == 2


def test_what_was_never_submitted_cannot_be_undone(work: Work) -> None:
    with pytest.raises(NotWaiting):
        withdraw_rating(assignment=work.first, user=work.user)


def test_submitting_after_undo_is_a_third_revision(work: Work) -> None:
    submit(work)
    draft = withdraw_rating(assignment=work.first, user=work.user)
    again = submit(work, judged=OTHER, version=draft.version)
    assert again.revision == 3
    assert {row.value for row in again.values.all()} == {1.0}


def test_a_revision_keeps_what_it_replaces_and_says_why(work: Work) -> None:
    first = submit(work)
    revised = revise(work)
    work.first.refresh_from_db()
    assert work.first.current_rating == revised
    assert (revised.kind, revised.reason, revised.revision) == ("revised", "看错了", 2)
    assert first.values.count() == 4


def test_a_revision_needs_a_reason(work: Work) -> None:
    submit(work)
    with pytest.raises(ReasonMissing):
        revise(work, reason="  ")


def test_a_draft_is_not_revised_but_saved(work: Work) -> None:
    with pytest.raises(NotWaiting):
        revise(work)


def test_what_was_judged_before_the_reference_stays_with_the_rating(work: Work) -> None:
    save_draft(assignment=work.first, judged=Judged({"correctness": 2.0}), version=0)
    open_reference(assignment=work.first)
    rating = submit(work, version=1)
    assert rating.values_before_reference == {"correctness": 2.0}
    assert rating.reference_opened_at is not None


def test_undo_without_a_draft_gives_back_what_the_rating_said(work: Work) -> None:
    submit(work)
    Draft.objects.all().delete()
    draft = withdraw_rating(assignment=work.first, user=work.user)
    assert (draft.values, draft.comment) == (COMPLETE.values, "可")
