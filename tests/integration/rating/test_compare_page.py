"""The page that compares: every output of a case has its own draft, and nothing tells who wrote it."""

import html
import json
import re
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertTemplateNotUsed, assertTemplateUsed

from annotation.campaigns.judgements import Judged
from annotation.campaigns.services.drafts import save_draft
from annotation.campaigns.services.ratings import submit_rating
from annotation.models import Assignment, Campaign, Draft, User
from tests.builders_rating import COMPLETE, MODELS, Work, add_image, make_new_work, make_work
from tests.factories import make_assignment

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater, cases=2, mode="by_case")


def address(assignment: Assignment, name: str = "compare") -> str:
    return reverse(f"campaigns:{name}", args=[assignment.public_id])


def text_of(client: Client, assignment: Assignment) -> str:
    response = client.get(address(assignment))
    assert response.status_code == 200
    return response.content.decode()


def submit(work: Work, *places: int) -> None:
    for place in places:
        submit_rating(
            assignment=work.assignments[place],
            user=work.user,
            judged=COMPLETE,
            version=0,
            client_key=uuid.uuid4(),
        )


def letters(page: str) -> list[tuple[str, str]]:
    """Letter and id of every output, in their order on the page."""
    return re.findall(r'data-letter="(\w)" data-id="([\w-]+)"', page)


def value_of(page: str, name: str) -> str:
    found = re.search(rf'data-{name}="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


def test_every_output_of_the_case_stands_there_in_her_order(rater_client: Client, work: Work) -> None:
    expected = [(letter, str(item.public_id)) for letter, item in zip("ABCD", work.assignments, strict=False)]
    assert letters(text_of(rater_client, work.assignments[2])) == expected
    assert value_of(text_of(rater_client, work.assignments[2]), "case") == str(work.first.public_id)


def test_a_swap_gets_the_part_and_a_visit_the_page(rater_client: Client, work: Work) -> None:
    part = rater_client.get(address(work.first), headers={"HX-Request": "true"})
    assertTemplateNotUsed(part, "campaigns/rating/compare.html")
    assertTemplateUsed(rater_client.get(address(work.first)), "campaigns/rating/compare.html")


def test_the_next_case_follows_not_the_next_output(rater_client: Client, work: Work) -> None:
    assert value_of(text_of(rater_client, work.first), "next-url") == address(work.assignments[4])
    submit(work, 4, 5, 6, 7)
    assert value_of(text_of(rater_client, work.first), "next-url") == ""


def test_undo_names_every_submission_of_the_last_case(rater_client: Client, work: Work) -> None:
    assert value_of(text_of(rater_client, work.first), "undo-url") == ""
    submit(work, 0, 2)
    page = text_of(rater_client, work.assignments[4])
    steps = [address(work.first), address(work.first, "undo"), address(work.assignments[2], "undo")]
    assert value_of(page, "undo-url").split() == steps


def test_what_an_earlier_session_submitted_is_not_offered_for_undo(rater_client: Client, work: Work) -> None:
    submit(work, 0)
    rater_client.logout()
    rater_client.force_login(work.user)
    page = text_of(rater_client, work.first)
    assert value_of(page, "undo-url") == ""
    assert not re.search(r'data-action="reopen"[^>]*">', page)


def test_a_log_in_elsewhere_does_not_end_undo_here(rater_client: Client, work: Work) -> None:
    submit(work, 0)
    elsewhere = Client()
    elsewhere.force_login(work.user)
    page = text_of(rater_client, work.first)
    assert value_of(page, "undo-url").split() == [address(work.first), address(work.first, "undo")]
    assert re.search(r'data-action="reopen"[^>]*">', page)
    assert value_of(text_of(elsewhere, work.first), "undo-url") == ""


def test_a_draft_comes_back_from_the_page_as_it_was(rater_client: Client, work: Work) -> None:
    judged = Judged(
        {"fluency": 4.0}, comment="“剂量”需<核对>", harm="possible", harm_note="呼吸抑制", flagged=True
    )
    save_draft(assignment=work.first, judged=judged, version=0)
    page = text_of(rater_client, work.first)
    body = {
        "account": work.user.pk,
        "version": int(value_of(page, "version")),
        "judgement": json.loads(value_of(page, "judgement")) | {"values": {"fluency": 5}},
    }
    response = rater_client.post(address(work.first, "draft"), body, content_type="application/json")
    assert response.status_code == 200
    draft = Draft.objects.get(assignment=work.first)
    kept = (draft.values, draft.comment, draft.harm, draft.harm_note, draft.flagged)
    assert kept == ({"fluency": 5}, judged.comment, "possible", "呼吸抑制", True)


def test_marked_passages_survive_a_comparison(rater_client: Client, work: Work) -> None:
    single = rater_client.get(address(work.first, "rate")).content.decode()
    digest = re.search(r'data-part="output" data-text="([^"]+)"', single)
    assert digest
    passage = {"dimension": "fluency", "part": "output", "start": 3, "end": 8, "text": digest[1]}
    body: dict[str, Any] = {
        "account": work.user.pk,
        "version": 0,
        "judgement": {"values": {"fluency": 1}, "evidence": [passage]},
    }
    rater_client.post(address(work.first, "draft"), body, content_type="application/json")
    before = Draft.objects.get(assignment=work.first).evidence
    assert len(before) == 1
    page = text_of(rater_client, work.first)
    judgement = json.loads(value_of(page, "judgement"))
    body |= {"version": 1, "judgement": judgement | {"values": {"fluency": 2}}}
    rater_client.post(address(work.first, "draft"), body, content_type="application/json")
    draft = Draft.objects.get(assignment=work.first)
    assert (draft.values, draft.evidence) == ({"fluency": 2}, before)


def test_nothing_on_the_page_tells_who_wrote_what(rater_client: Client, work: Work) -> None:
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    (settings.MEDIA_ROOT / "secret-scan.png").write_bytes(b"\x89PNG")
    add_image(work.question)
    submit(work, 1)
    response = rater_client.get(address(work.first))
    answer = f"{dict(response.headers)} {response.content.decode()}"
    traces = (*MODELS, "百度", "SECRET", "secret", "vanilla", "output_id", "model_id", "external_id")
    assert [trace for trace in traces if trace in answer] == []


def test_a_hidden_repeat_stands_alone(rater_client: Client, work: Work) -> None:
    repeat = make_assignment(work.first.unit, work.rater, slot=1, purpose="repeat", position=99)
    assert letters(text_of(rater_client, repeat)) == [("A", str(repeat.public_id))]
    assert len(letters(text_of(rater_client, work.first))) == 4


def test_the_reference_is_hidden_until_it_was_opened_for_all(rater_client: Client, work: Work) -> None:
    Draft.objects.create(assignment=work.first, values={"fluency": 1}, reference_opened_at=timezone.now())
    page = text_of(rater_client, work.first)
    assert "不应使用该药" not in page
    for item in work.assignments[1:4]:
        Draft.objects.create(assignment=item, values={"fluency": 1}, reference_opened_at=timezone.now())
    assert "不应使用该药" in text_of(rater_client, work.first)


def test_another_clinicians_case_does_not_exist(outsider_client: Client, work: Work) -> None:
    assert outsider_client.get(address(work.first)).headers["Location"] == reverse("campaigns:my_work")


def test_one_output_at_a_time_stays_one_output_at_a_time(rater_client: Client, work: Work) -> None:
    Campaign.objects.update(mode="one")
    response = rater_client.get(address(work.first))
    assert (response.status_code, response["Location"]) == (302, address(work.first, "rate"))
    assert "view-switch" not in rater_client.get(address(work.first, "rate")).content.decode()


def test_a_newcomer_is_led_through_the_start_first(rater_client: Client, rater: User) -> None:
    work = make_new_work(rater, mode="by_case")
    response = rater_client.get(address(work.first), follow=True)
    assert response.redirect_chain[-1][0].startswith("/campaigns/start/")


def test_her_work_leads_to_the_comparison(rater_client: Client, work: Work) -> None:
    assert address(work.first) in rater_client.get(reverse("campaigns:my_work")).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_outputs(
    rater_client: Client, work: Work, rater: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many = make_work(rater, name="Many", mode="by_case", models=tuple(f"模型{n}号" for n in range(12)))
    rater_client.get(address(many.first))
    with django_assert_max_num_queries(24):
        rater_client.get(address(many.first))
