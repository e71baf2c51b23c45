"""Leaving an item out, and taking it up again."""

import pytest

from annotation.campaigns.judgements import Judged
from annotation.campaigns.services.drafts import save_draft
from annotation.campaigns.services.open_work import NotWaiting, WorkNotOpen
from annotation.campaigns.services.ratings import submit_rating
from annotation.campaigns.services.skips import NoSuchReason, skip_assignment, take_up_again
from annotation.models import Assignment, Campaign, Draft, User
from tests.builders_rating import COMPLETE, Work, make_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater)


def test_a_skip_keeps_its_reason_and_the_draft(work: Work) -> None:
    save_draft(assignment=work.first, judged=Judged({"fluency": 2.0}), version=0)
    held = skip_assignment(assignment=work.first, reason="outside_my_field", note=" 眼科 ")
    assert (held.state, held.skip_reason, held.skip_note) == ("skipped", "outside_my_field", "眼科")
    assert Draft.objects.get().values == {"fluency": 2.0}


def test_skipping_twice_keeps_the_first_reason(work: Work) -> None:
    skip_assignment(assignment=work.first, reason="outside_my_field")
    assert skip_assignment(assignment=work.first, reason="other").skip_reason == "outside_my_field"


def test_a_skip_needs_a_known_reason(work: Work) -> None:
    with pytest.raises(NoSuchReason):
        skip_assignment(assignment=work.first, reason="tired")


def test_a_submitted_item_is_not_skipped(work: Work) -> None:
    submit_rating(
        assignment=work.first,
        user=work.user,
        judged=COMPLETE,
        version=0,
        client_key=work.first.public_id,
    )
    with pytest.raises(NotWaiting):
        skip_assignment(assignment=work.first, reason="other")


def test_nothing_is_skipped_while_paused(work: Work) -> None:
    Campaign.objects.update(state=Campaign.State.PAUSED)
    with pytest.raises(WorkNotOpen):
        skip_assignment(assignment=work.first, reason="other")


def test_a_skipped_item_is_taken_up_where_it_was_left(work: Work) -> None:
    save_draft(assignment=work.first, judged=Judged({"fluency": 2.0}), version=0)
    skip_assignment(assignment=work.first, reason="other")
    skip_assignment(assignment=work.assignments[1], reason="other")
    assert take_up_again(assignment=work.first).state == Assignment.State.DRAFTING
    assert take_up_again(assignment=work.assignments[1]).state == Assignment.State.WAITING
