"""Two requests about one item at the same moment: still one rating, one version after the other."""

import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from annotation.campaigns.judgements import Judged
from annotation.campaigns.services.changes import save_change
from annotation.campaigns.services.drafts import save_draft
from annotation.campaigns.services.open_work import Refusal
from annotation.campaigns.services.ratings import submit_rating, withdraw_rating
from annotation.campaigns.services.skips import skip_assignment
from annotation.models import Assignment, Draft, Rating, User
from tests.builders_rating import COMPLETE, Work, make_work

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater)


def all_at_once(*acts: Callable[[], object]) -> Counter[str]:
    """Run the acts in threads that start together; count what came of them."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait(timeout=10)
            act()
        except Refusal as refusal:
            return refusal.code
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(run, acts))


def submission(work: Work, key: uuid.UUID, judged: Judged = COMPLETE) -> Callable[[], Rating]:
    return lambda: submit_rating(
        assignment=work.first, user=work.user, judged=judged, version=0, client_key=key
    )


def judged(number: int) -> Judged:
    return Judged(COMPLETE.values, comment=f"window {number}")


def test_one_submission_sent_many_times_is_one_rating(work: Work) -> None:
    key = uuid.uuid4()
    assert all_at_once(*[submission(work, key)] * AT_ONCE) == {"done": AT_ONCE}
    assert Rating.objects.get().values.count() == 4


def test_of_submissions_that_disagree_one_counts_and_the_others_are_told(work: Work) -> None:
    acts = [submission(work, uuid.uuid4(), judged(number)) for number in range(AT_ONCE)]
    assert all_at_once(*acts) == {"done": 1, "not_waiting": AT_ONCE - 1}
    assert Rating.objects.count() == 1


def test_of_drafts_over_one_version_one_is_saved_and_the_others_are_told(work: Work) -> None:
    acts = [
        lambda number=number: save_draft(assignment=work.first, judged=judged(number), version=0)
        for number in range(AT_ONCE)
    ]
    assert all_at_once(*acts) == {"done": 1, "conflict": AT_ONCE - 1}
    assert Draft.objects.get().version == 1


def test_undo_pressed_many_times_is_one_undo(work: Work) -> None:
    submission(work, uuid.uuid4())()
    undo = lambda: withdraw_rating(assignment=work.first, user=work.user)  # noqa: E731
    assert all_at_once(*[undo] * AT_ONCE) == {"done": AT_ONCE}
    assert [rating.kind for rating in Rating.objects.order_by("revision")] == ["submitted", "withdrawn"]


def test_of_changes_begun_at_once_one_is_saved_and_undo_leaves_none_of_them(work: Work) -> None:
    submission(work, uuid.uuid4())()
    clicks = [
        lambda number=number, version=version: save_change(
            assignment=work.first, judged=judged(number), reason="", version=version
        )
        for version in (1, 2)
        for number in range(AT_ONCE)
    ]
    assert all_at_once(*clicks[:AT_ONCE]) == {"done": 1, "conflict": AT_ONCE - 1}
    all_at_once(*clicks[AT_ONCE:], lambda: withdraw_rating(assignment=work.first, user=work.user))
    draft = Draft.objects.get()
    assert (draft.change_begun_at, draft.comment) == (None, COMPLETE.comment)


def test_submitting_and_skipping_at_once_end_in_one_of_both(work: Work) -> None:
    came = all_at_once(
        submission(work, uuid.uuid4()), lambda: skip_assignment(assignment=work.first, reason="other")
    )
    work.first.refresh_from_db()
    assert came == {"done": 1, "not_waiting": 1}
    assert (work.first.state == Assignment.State.SUBMITTED) == (Rating.objects.count() == 1)
