"""The rating page and its neighbours: works, wrong owner, wrong role, every state."""

import re
import uuid

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertTemplateUsed

from annotation.campaigns.judgements import Judged
from annotation.campaigns.services.drafts import open_reference, save_draft
from annotation.campaigns.services.ratings import submit_rating
from annotation.campaigns.services.skips import skip_assignment
from annotation.models import Assignment, Campaign, Draft, Rater, User
from tests.builders_rating import COMPLETE, Work, add_image, make_work
from tests.factories import make_assignment, make_rubric

pytestmark = pytest.mark.django_db
PAGES = ("rate", "guidelines")


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater)


def rate_url(assignment: Assignment, name: str = "rate") -> str:
    return reverse(f"campaigns:{name}", args=[assignment.public_id])


def text_of(client: Client, assignment: Assignment, name: str = "rate") -> str:
    response = client.get(rate_url(assignment, name))
    assert response.status_code == 200
    return response.content.decode()


def submit(work: Work) -> None:
    submit_rating(
        assignment=work.first,
        user=work.user,
        judged=COMPLETE,
        version=0,
        client_key=work.first.public_id,
    )


def test_the_page_shows_case_output_and_rubric(rater_client: Client, work: Work) -> None:
    page = text_of(rater_client, work.first)
    for part in (
        "入院情况",
        "慢阻肺急性加重",
        "高浓度吸氧不当",
        "Correctness",
        "Level 4 of fluency",
        "Output A",
    ):
        assert part in page


def test_looking_writes_nothing(rater_client: Client, work: Work) -> None:
    text_of(rater_client, work.first)
    work.first.refresh_from_db()
    assert work.first.state == Assignment.State.WAITING
    assert not hasattr(work.first, "draft")


def test_the_part_has_no_chrome_and_says_that_it_varies(rater_client: Client, work: Work) -> None:
    whole = rater_client.get(rate_url(work.first))
    part = rater_client.get(rate_url(work.first), headers={"hx-request": "true"})
    assertTemplateUsed(part, "campaigns/rating/_room.html")
    assert "HX-Request" in whole["Vary"]
    assert "HX-Request" in part["Vary"]
    assert b"<header" in whole.content
    assert b"<header" not in part.content
    restored = rater_client.get(
        rate_url(work.first), headers={"hx-request": "true", "hx-history-restore-request": "true"}
    )
    assert b"<header" in restored.content


def test_the_draft_is_on_the_page(rater_client: Client, work: Work) -> None:
    save_draft(assignment=work.first, judged=Judged({"fluency": 4.0}, comment="可再精简"), version=0)
    page = text_of(rater_client, work.first)
    assert 'data-version="1"' in page
    assert "可再精简" in page
    assert re.search(r'name="value-fluency" value="4"[^>]* checked>', page)
    assert not re.search(r'name="value-correctness"[^>]* checked>', page)


def test_another_raters_guidelines_do_not_exist(outsider_client: Client, work: Work) -> None:
    assert outsider_client.get(rate_url(work.first, "guidelines")).status_code == 404


@pytest.mark.parametrize("name", ["rate", "change", "compare"])
def test_who_brings_another_raters_address_is_led_to_her_own_work(
    name: str, outsider_client: Client, work: Work
) -> None:
    """As after logging in where a colleague left off; an item that nobody has is answered alike."""
    answers = [
        outsider_client.get(reverse(f"campaigns:{name}", args=[item]), follow=True)
        for item in (work.first.public_id, uuid.uuid4())
    ]
    assert {answer.redirect_chain[0] for answer in answers} == {(reverse("campaigns:my_work"), 302)}
    pages = {re.sub(r"\w{64}", "token", answer.content.decode()) for answer in answers}
    assert ["That page is not part of your work." in page for page in pages] == [True]


@pytest.mark.parametrize("name", PAGES)
def test_leads_do_not_rate(name: str, lead_client: Client, work: Work) -> None:
    assert lead_client.get(rate_url(work.first, name)).status_code == 403
    assert lead_client.get(reverse("campaigns:my_work")).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_strangers_log_in_first(name: str, client: Client, work: Work) -> None:
    assert client.get(rate_url(work.first, name))["Location"].startswith(reverse("login"))


def test_the_reference_follows_the_policy(rater_client: Client, work: Work) -> None:
    text = "不应使用该药。"
    assert not any(text in text_of(rater_client, item) for item in work.assignments[:2])
    save_draft(assignment=work.first, judged=Judged({"fluency": 4.0}), version=0)
    open_reference(assignment=work.first)
    assert text in text_of(rater_client, work.first)
    # It is the case's, and she has read it now.
    assert text in text_of(rater_client, work.assignments[1])
    Draft.objects.all().delete()
    Campaign.objects.update(reference_policy="show")
    assert text in text_of(rater_client, work.assignments[1])
    Campaign.objects.update(reference_policy="hide")
    hidden = text_of(rater_client, work.first)
    assert text not in hidden
    assert "part-reference" not in hidden


def test_a_submitted_item_offers_undo_and_no_form(rater_client: Client, work: Work) -> None:
    submit(work)
    page = text_of(rater_client, work.first)
    assert "Undo and rate again" in page
    assert 'id="rubric-fields" disabled' in page


def test_a_skipped_item_says_why_and_can_be_taken_up(rater_client: Client, work: Work) -> None:
    skip_assignment(assignment=work.first, reason="outside_my_field")
    page = text_of(rater_client, work.first)
    assert "Rate it after all" in page


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("paused", "has paused this campaign"), ("closed", "This campaign is closed")],
)
def test_a_campaign_that_is_not_open_keeps_the_draft_and_says_so(
    state: str, sentence: str, rater_client: Client, work: Work
) -> None:
    save_draft(assignment=work.first, judged=Judged({"fluency": 4.0}, comment="未完"), version=0)
    Campaign.objects.update(state=state)
    page = text_of(rater_client, work.first)
    assert sentence in page
    assert "未完" in page
    assert "Submit and next" not in page


def test_a_rater_who_left_is_told(rater_client: Client, work: Work) -> None:
    Rater.objects.update(state=Rater.State.LEFT)
    assert "You no longer take part" in text_of(rater_client, work.first)


def test_an_empty_output_is_said_to_be_empty(rater_client: Client, work: Work) -> None:
    assert "The output is empty" in text_of(rater_client, work.assignments[3])


def test_outputs_of_a_case_have_letters_in_the_raters_order(rater_client: Client, work: Work) -> None:
    assert "Output C" in text_of(rater_client, work.assignments[2])


def test_a_hidden_repeat_is_not_listed_beside_its_original(rater_client: Client, work: Work) -> None:
    repeat = make_assignment(work.first.unit, work.rater, slot=9, position=99, purpose="repeat")
    assert str(repeat.public_id) not in text_of(rater_client, work.first)
    assert str(work.first.public_id) not in text_of(rater_client, repeat).replace(
        f'data-next-url="{rate_url(work.first)}"', ""
    )


def test_long_scales_have_a_number_field_and_signed_ones_have_levels(
    rater: User, rater_client: Client
) -> None:
    long = make_work(rater, name="Long", rubric=make_rubric("Long", scale_min=0, scale_max=100))
    page = text_of(rater_client, long.first)
    assert 'type="number"' in page
    assert 'min="0"' in page
    assert 'max="100"' in page
    signed = make_work(rater, name="Signed", rubric=make_rubric("Signed", scale_min=-2, scale_max=2))
    page = text_of(rater_client, signed.first)
    assert 'value="-2" data-key="1"' in page


def test_a_page_takes_few_queries(
    rater_client: Client, rater: User, django_assert_max_num_queries: object
) -> None:
    work = make_work(rater, name="Large", cases=10)
    with django_assert_max_num_queries(18):  # type: ignore[operator]
        text_of(rater_client, work.first)


def test_images_are_served_by_place_without_a_name(rater_client: Client, work: Work) -> None:
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    (settings.MEDIA_ROOT / "secret-scan.png").write_bytes(b"\x89PNG")
    add_image(work.question)
    address = reverse("campaigns:image", args=[work.first.public_id, 1])
    assert address in text_of(rater_client, work.first)
    response = rater_client.get(address)
    assert (response.content, response["Content-Type"]) == (b"\x89PNG", "image/png")
    assert "secret" not in str(response.headers)
    assert "no-store" in response["Cache-Control"]
    assert rater_client.get(reverse("campaigns:image", args=[work.first.public_id, 2])).status_code == 404
    assert rater_client.get(reverse("campaigns:image", args=[work.first.public_id, 0])).status_code == 404


def test_images_belong_to_the_item(outsider_client: Client, lead_client: Client, work: Work) -> None:
    add_image(work.question)
    address = reverse("campaigns:image", args=[work.first.public_id, 1])
    assert outsider_client.get(address).status_code == 404
    assert lead_client.get(address).status_code == 403


def test_a_missing_image_is_said_to_be_missing(rater_client: Client, work: Work) -> None:
    add_image(work.question, "gone.png")
    assert "Image 1 is missing" in text_of(rater_client, work.first)


def test_guidelines_show_every_anchor(rater_client: Client, work: Work) -> None:
    assert "Level 5 of friendliness" in text_of(rater_client, work.first, "guidelines")


def test_my_work_shows_what_is_left(rater_client: Client, work: Work) -> None:
    page = rater_client.get(reverse("campaigns:my_work")).content.decode()
    assert "0 of 4 done" in page
    assert "Start" in page
    submit(work)
    page = rater_client.get(reverse("campaigns:my_work")).content.decode()
    assert "1 of 4 done" in page
    assert "Continue" in page


def test_time_left_follows_the_raters_own_pace(rater_client: Client, work: Work) -> None:
    for item in work.assignments[:3]:
        judged = Judged(COMPLETE.values, active_seconds=90)
        submit_rating(assignment=item, user=work.user, judged=judged, version=0, client_key=item.public_id)
    page = rater_client.get(reverse("campaigns:my_work")).content.decode()
    assert "about 2 min left" in page


def test_somebody_without_work_sees_a_friendly_page(outsider_client: Client) -> None:
    assert b"Nothing to rate yet" in outsider_client.get(reverse("campaigns:my_work")).content


def test_finished_work_says_so(rater_client: Client, work: Work) -> None:
    Assignment.objects.update(state=Assignment.State.SKIPPED)
    assert b"You have been through everything" in rater_client.get(reverse("campaigns:my_work")).content


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"state": "paused"}, "has paused this campaign"),
        ({"state": "closed"}, "This campaign is closed"),
        ({"unblinded_at": "2026-11-01T00:00Z"}, "This campaign is closed"),
    ],
)
def test_the_list_says_why_there_is_nothing_to_do(
    values: dict[str, str], sentence: str, rater_client: Client, work: Work
) -> None:
    Campaign.objects.update(**values)
    page = rater_client.get(reverse("campaigns:my_work")).content.decode()
    assert sentence in page
    assert "Start" not in page


def test_the_list_tells_a_rater_who_left(rater_client: Client, work: Work) -> None:
    Rater.objects.update(state=Rater.State.LEFT)
    page = rater_client.get(reverse("campaigns:my_work")).content.decode()
    assert "You no longer take part" in page


def test_campaigns_with_work_come_first(rater_client: Client, rater: User, work: Work) -> None:
    make_work(rater, name="Paused later", state="paused")
    page = rater_client.get(reverse("campaigns:my_work")).content.decode()
    assert page.index("Pilot") < page.index("Paused later")
