"""The lead's pages: what works, who is refused, what bad input is told."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from annotation.accounts.services.people import create_person
from annotation.campaigns.progress import disagreements
from annotation.campaigns.services.campaigns import open_campaign
from annotation.models import Assignment, Campaign, LanguageModel, Role, Rubric, User
from tests.factories import make_open_benchmark, make_planned_campaign, make_rubric, make_user, rate

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinicians() -> list[User]:
    return [make_user(f"dr-{number}") for number in range(3)]


@pytest.fixture
def campaign(clinicians: list[User], lead: User) -> Campaign:
    return open_campaign(campaign=make_planned_campaign(clinicians), actor=lead)


def plan_fields(clinicians: list[User], **changed: object) -> dict[str, object]:
    fields: dict[str, object] = {
        "name": "急诊评审",
        "rubric": make_rubric().pk,
        "condition": "vanilla",
        "raters_per_unit": 2,
        "calibration_share": 0,
        "repeat_share": 0,
        "mode": "one",
        "reference_policy": "after",
        "seed": 7,
        "scenarios": ["WTD"],
        "language_models": list(LanguageModel.objects.values_list("pk", flat=True)),
        "raters": [user.pk for user in clinicians],
    }
    return fields | changed


def test_a_plan_is_saved_and_opened_from_the_browser(lead_client: Client, clinicians: list[User]) -> None:
    benchmark = make_open_benchmark()
    url = reverse("campaigns:campaign_create", args=[benchmark.slug])
    assert "WTD (6)" in lead_client.get(url).content.decode()
    response = lead_client.post(url, plan_fields(clinicians))
    campaign = Campaign.objects.get()
    assert response["Location"] == reverse("campaigns:campaign_detail", args=[campaign.slug])
    assert campaign.state == Campaign.State.DRAFT
    lead_client.post(reverse("campaigns:campaign_open", args=[campaign.slug]))
    assert Assignment.objects.filter(unit__campaign=campaign).count() == 36


def test_a_clinician_is_chosen_by_her_name(lead_client: Client) -> None:
    create_person(username="linqing", role=Role.RATER, password=None, first_name="林清")
    url = reverse("campaigns:campaign_create", args=[make_open_benchmark().slug])
    assert "林清 linqing" in lead_client.get(url).content.decode()


def test_more_ratings_than_clinicians_is_refused_at_the_field(
    lead_client: Client, clinicians: list[User]
) -> None:
    benchmark = make_open_benchmark()
    response = lead_client.post(
        reverse("campaigns:campaign_create", args=[benchmark.slug]),
        plan_fields(clinicians, raters_per_unit=4),
    )
    assert response.status_code == 422
    assert "3 clinicians cannot give 4 ratings" in response.content.decode()
    assert not Campaign.objects.exists()


def test_the_campaign_page_shows_progress_and_clinicians(lead_client: Client, campaign: Campaign) -> None:
    text = lead_client.get(reverse("campaigns:campaign_detail", args=[campaign.slug])).content.decode()
    assert "of 36 planned" in text
    assert "dr-0" in text


def test_the_progress_part_comes_without_the_page(lead_client: Client, campaign: Campaign) -> None:
    response = lead_client.get(
        reverse("campaigns:campaign_detail", args=[campaign.slug]), headers={"HX-Request": "true"}
    )
    assert next(template.name for template in response.templates) == "campaigns/_campaign_progress.html"
    assert "HX-Request" in response["Vary"]
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize(
    ("name", "state"),
    [("campaign_pause", "paused"), ("campaign_close", "closed"), ("campaign_unblind", "open")],
)
def test_an_act_moves_the_campaign_or_says_why_not(
    lead_client: Client, campaign: Campaign, name: str, state: str
) -> None:
    response = lead_client.post(reverse(f"campaigns:{name}", args=[campaign.slug]), follow=True)
    campaign.refresh_from_db()
    assert campaign.state == state
    assert ("Close the campaign before" in response.content.decode()) == (name == "campaign_unblind")


def test_acts_need_a_post(lead_client: Client, campaign: Campaign) -> None:
    assert lead_client.get(reverse("campaigns:campaign_close", args=[campaign.slug])).status_code == 405


def test_a_clinician_who_left_is_released(lead_client: Client, campaign: Campaign) -> None:
    rater = campaign.raters.earliest("pk")
    lead_client.post(reverse("campaigns:rater_release", args=[rater.pk]))
    rater.refresh_from_db()
    assert rater.state == "left"
    assert not rater.assignments.exists()


def test_a_rubric_is_uploaded_once_and_versioned_when_it_changes(lead_client: Client) -> None:
    content = {
        "name": "Short",
        "dimensions": [{"code": "correctness", "anchors": [{"value": 1, "text_en": "x"}]}],
    }

    def upload(data: object) -> int:
        file = SimpleUploadedFile("rubric.json", json.dumps(data).encode())
        return lead_client.post(reverse("campaigns:rubric_create"), {"file": file}).status_code

    assert [upload(content), upload(content)] == [302, 302]
    assert Rubric.objects.count() == 1
    assert upload(content | {"scale_max": 7}) == 302
    assert Rubric.objects.latest("version").version == 2


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b'{"name": "x"}',
        b'{"dimensions": []}',
        b'{"name": "x", "dimensions": 3}',
        b'{"name": "x", "dimensions": ["correctness"]}',
        b'{"name": "x", "dimensions": [{"code": "c", "anchors": {}}]}',
        b'{"name": "x", "dimensions": [{"code": "c", "anchors": [{"value": "one"}]}]}',
        b'{"name": "x", "dimensions": [{"code": "c", "evidence_up_to": "low"}]}',
        b'{"name": "x", "scale_min": "low", "dimensions": []}',
    ],
)
def test_a_broken_rubric_is_refused_and_leaves_nothing(lead_client: Client, content: bytes) -> None:
    file = SimpleUploadedFile("rubric.json", content)
    response = lead_client.post(reverse("campaigns:rubric_create"), {"file": file})
    assert response.status_code == 422
    assert not Rubric.objects.exists()


def test_a_wrong_value_is_told_with_its_field(lead_client: Client) -> None:
    file = SimpleUploadedFile("rubric.json", b'{"name": "x", "scale_min": "low", "dimensions": []}')
    response = lead_client.post(reverse("campaigns:rubric_create"), {"file": file})
    assert "scale_min: " in response.content.decode()


def test_a_new_clinician_can_log_in_with_the_password_shown_once(lead_client: Client) -> None:
    response = lead_client.post(
        reverse("campaigns:clinician_create"), {"username": "dr-new", "with": "password"}
    )
    made = response.context["made"]
    assert made["password"] in response.content.decode()
    assert Client().login(username="dr-new", password=made["password"])
    assert User.objects.get(username="dr-new").role == "rater"
    again = lead_client.post(reverse("campaigns:clinician_create"), {"username": "dr-new"})
    assert again.status_code == 422


def test_the_widest_disagreements_come_first_and_name_no_model(
    lead_client: Client, campaign: Campaign
) -> None:
    units = list(campaign.units.order_by("pk")[:2])
    for unit, pair in zip(units, [(2, 4), (1, 5)], strict=True):
        for assignment, value in zip(unit.assignments.order_by("slot"), pair, strict=True):
            rate(assignment, {"correctness": value, "fluency": 3}, harm="severe" if value == 5 else "none")
    found = disagreements(campaign, at_least=2)
    assert [(row.unit_id, row.spread, row.dimension.code) for row in found] == [
        (units[1].pk, 4, "correctness"),
        (units[0].pk, 2, "correctness"),
    ]
    text = lead_client.get(reverse("campaigns:campaign_detail", args=[campaign.slug])).content.decode()
    table = text[text.index("disagreement-title") : text.index("plan-title")]
    assert "Correctness" in table
    assert not any(name in table for name in ("甲模型", "乙模型", "丙模型"))
    assert "Severe" in text
