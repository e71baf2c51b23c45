"""A draft is saved over the version its writer saw, or not at all."""

import pytest

from annotation.campaigns.judgements import Judged
from annotation.campaigns.services.drafts import ReferenceNotOpen, open_reference, save_draft
from annotation.campaigns.services.open_work import NotWaiting, StaleDraft, WorkNotOpen
from annotation.models import Assignment, Campaign, Draft, Rater, User
from tests.builders_rating import Work, make_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater)


def test_the_first_click_makes_the_draft(work: Work) -> None:
    draft = save_draft(assignment=work.first, judged=Judged({"fluency": 4.0}), version=0)
    work.first.refresh_from_db()
    assert (draft.version, draft.values) == (1, {"fluency": 4.0})
    assert work.first.state == Assignment.State.DRAFTING


def test_each_save_is_the_next_version(work: Work) -> None:
    for version in range(3):
        save_draft(assignment=work.first, judged=Judged({"fluency": version + 1.0}), version=version)
    assert Draft.objects.get().version == 3


def test_other_content_over_an_old_version_is_a_conflict_and_overwrites_nothing(work: Work) -> None:
    save_draft(assignment=work.first, judged=Judged({"fluency": 4.0}), version=0)
    with pytest.raises(StaleDraft) as conflict:
        save_draft(assignment=work.first, judged=Judged({"fluency": 1.0}), version=0)
    assert conflict.value.draft.values == Draft.objects.get().values == {"fluency": 4.0}


def test_repeating_a_save_whose_answer_was_lost_succeeds_and_changes_nothing(work: Work) -> None:
    judged = Judged({"fluency": 4.0}, comment="好", active_seconds=5)
    save_draft(assignment=work.first, judged=judged, version=0)
    again = save_draft(
        assignment=work.first, judged=Judged({"fluency": 4.0}, comment="好", active_seconds=9), version=0
    )
    assert again.version == Draft.objects.get().version == 1


def test_time_counted_on_another_device_is_not_taken_back(work: Work) -> None:
    save_draft(assignment=work.first, judged=Judged(active_seconds=60), version=0)
    save_draft(assignment=work.first, judged=Judged({"fluency": 1.0}, active_seconds=5), version=1)
    assert Draft.objects.get().active_seconds == 60


@pytest.mark.parametrize("state", [Campaign.State.PAUSED, Campaign.State.CLOSED, Campaign.State.DRAFT])
def test_nothing_is_saved_while_the_campaign_is_not_open(work: Work, state: str) -> None:
    Campaign.objects.update(state=state)
    with pytest.raises(WorkNotOpen):
        save_draft(assignment=work.first, judged=Judged({"fluency": 4.0}), version=0)
    assert not Draft.objects.exists()


def test_a_rater_who_has_left_saves_nothing(work: Work) -> None:
    Rater.objects.update(state=Rater.State.LEFT)
    with pytest.raises(WorkNotOpen):
        save_draft(assignment=work.first, judged=Judged(), version=0)


def test_a_skipped_item_takes_no_draft(work: Work) -> None:
    Assignment.objects.filter(pk=work.first.pk).update(state=Assignment.State.SKIPPED)
    with pytest.raises(NotWaiting):
        save_draft(assignment=work.first, judged=Judged(), version=0)


def test_work_dealt_to_somebody_else_is_no_longer_there(work: Work, outsider: User) -> None:
    other = Rater.objects.create(campaign=work.campaign, user=outsider, label="o", pseudonym="o")
    Assignment.objects.filter(pk=work.first.pk).update(rater=other)
    with pytest.raises(Assignment.DoesNotExist):
        save_draft(assignment=work.first, judged=Judged(), version=0)


def test_opening_the_reference_freezes_what_was_judged_before(work: Work) -> None:
    save_draft(assignment=work.first, judged=Judged({"correctness": 2.0}), version=0)
    opened = open_reference(assignment=work.first)
    save_draft(assignment=work.first, judged=Judged({"correctness": 5.0}), version=opened.version)
    draft = open_reference(assignment=work.first)
    assert draft.values == {"correctness": 5.0}
    assert draft.values_before_reference == {"correctness": 2.0}
    assert draft.reference_opened_at == opened.reference_opened_at


def test_the_reference_once_read_is_open_for_the_whole_case_and_that_is_recorded(work: Work) -> None:
    second, third = work.assignments[1:3]
    save_draft(assignment=second, judged=Judged({"fluency": 3.0}), version=0)
    save_draft(assignment=work.first, judged=Judged({"correctness": 4.0}), version=0)
    open_reference(assignment=work.first)
    assert Draft.objects.get(assignment=second).values_before_reference == {"fluency": 3.0}
    untouched = Draft.objects.get(assignment=third)
    assert (untouched.values_before_reference, untouched.version) == ({}, 0)
    assert untouched.reference_opened_at is not None
    third.refresh_from_db()
    assert third.state == Assignment.State.WAITING
    assert save_draft(assignment=third, judged=Judged({"fluency": 1.0}), version=0).version == 1


def test_the_reference_stays_closed_before_the_first_judgement(work: Work) -> None:
    with pytest.raises(ReferenceNotOpen):
        open_reference(assignment=work.first)


@pytest.mark.parametrize("policy", ["hide", "show"])
def test_only_the_after_policy_has_something_to_open(work: Work, policy: str) -> None:
    save_draft(assignment=work.first, judged=Judged({"correctness": 2.0}), version=0)
    Campaign.objects.update(reference_policy=policy)
    with pytest.raises(ReferenceNotOpen):
        open_reference(assignment=work.first)
