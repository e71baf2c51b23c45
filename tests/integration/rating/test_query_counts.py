"""What one request of the rating page asks of the database, whatever the size of the work.

Each query costs more in this process than in the database, so their number is what a clinician waits for.
A feature that needs one more raises the number here, on purpose.
"""

import json
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from annotation.models import Assignment, User
from tests.builders_rating import COMPLETE, MODELS, Work, make_work

pytestmark = pytest.mark.django_db
AtMost = Callable[[int], AbstractContextManager[Any]]
# Beginning and ending the transaction are two of those that write.
NEXT, FIRST_DRAFT, LATER_DRAFT, SUBMIT = 16, 10, 9, 18


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater, cases=3)


def ask_part(client: Client, assignment: Assignment) -> None:
    address = reverse("campaigns:rate", args=[assignment.public_id])
    answer = client.get(address, headers={"hx-request": "true"})
    assert answer.status_code == 200


def send(client: Client, assignment: Assignment, name: str, version: int, **more: Any) -> None:
    address = reverse(f"campaigns:{name}", args=[assignment.public_id])
    judgement = {"values": COMPLETE.values, "comment": f"{version}", "active_seconds": 40}
    body = {"account": assignment.rater.user_id, "version": version, "judgement": judgement, **more}
    answer = client.post(address, json.dumps(body), content_type="application/json")
    assert answer.status_code == 200, answer.content


def submit(client: Client, assignment: Assignment) -> None:
    send(client, assignment, "submit", 0, client_key=str(uuid.uuid4()))


def test_the_next_item_takes_few_queries(
    rater_client: Client, work: Work, django_assert_max_num_queries: AtMost
) -> None:
    for assignment in work.assignments[:4]:
        submit(rater_client, assignment)
    with django_assert_max_num_queries(NEXT):
        ask_part(rater_client, work.assignments[4])


def test_the_next_item_takes_no_more_queries_in_larger_work(
    rater_client: Client, rater: User, django_assert_max_num_queries: AtMost
) -> None:
    many = make_work(rater, name="Large", cases=8, models=(*MODELS, "Model E", "Model F", "Model G"))
    with django_assert_max_num_queries(NEXT):
        ask_part(rater_client, many.assignments[30])


def test_a_draft_takes_few_queries(
    rater_client: Client, work: Work, django_assert_max_num_queries: AtMost
) -> None:
    with django_assert_max_num_queries(FIRST_DRAFT):
        send(rater_client, work.first, "draft", 0)
    with django_assert_max_num_queries(LATER_DRAFT):
        send(rater_client, work.first, "draft", 1)


def test_a_submission_takes_few_queries(
    rater_client: Client, work: Work, django_assert_max_num_queries: AtMost
) -> None:
    for assignment in work.assignments[:4]:
        submit(rater_client, assignment)
    send(rater_client, work.assignments[4], "draft", 0)
    with django_assert_max_num_queries(SUBMIT):
        send(rater_client, work.assignments[4], "submit", 1, client_key=str(uuid.uuid4()))


def test_no_act_within_a_minute_writes_the_session(
    rater_client: Client, work: Work, django_assert_max_num_queries: AtMost
) -> None:
    with django_assert_max_num_queries(FIRST_DRAFT) as captured:
        send(rater_client, work.first, "draft", 0)
    assert not [query for query in captured if "UPDATE" in query["sql"] and "django_session" in query["sql"]]
