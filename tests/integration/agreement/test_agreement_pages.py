"""Agreement of a campaign as command, page, part of a page, and API."""

import json
import math
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from annotation.models import Assignment, Campaign
from scoring.wording.sentences import SENTENCES
from tests.factories import (
    make_assignment,
    make_campaign,
    make_open_benchmark,
    make_rater,
    make_unit,
    rate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    """Six outputs, two raters: the ratings of correctness differ, those of fluency do not vary."""
    benchmark = make_open_benchmark(n_questions=3, models=("甲模型", "乙模型"))
    campaign = make_campaign(benchmark, raters_per_unit=2)
    raters = [make_rater(campaign, label=name) for name in ("王", "李")]
    outputs = [output for question in benchmark.questions.all() for output in question.outputs.order_by("pk")]
    given = [(1, 2), (3, 3), (5, 4), (2, 2), (4, 5), (1, 1)]
    for output, pair in zip(outputs, given, strict=True):
        unit = make_unit(campaign, output)
        for slot, (rater, value) in enumerate(zip(raters, pair, strict=True), start=1):
            rate(
                make_assignment(unit, rater, slot), {"correctness": value, "fluency": 5, "completeness": None}
            )
    return campaign


def run_agreement(campaign: Campaign) -> dict:
    out = StringIO()
    call_command("agreement", "--campaign", campaign.name, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_json_keeps_its_contract(campaign: Campaign) -> None:
    document = run_agreement(campaign)
    assert document["campaign"] == "Pilot"
    found = document["dimensions"]["correctness"]
    assert (found["n_units"], found["n_raters"], found["n_ratings"]) == (6, 2, 12)
    assert found["level"] == "ordinal"
    low, high = found["alpha"]["these_raters"]
    assert low <= found["alpha"]["value"] <= high
    assert len(found["alpha"]["raters_like_these"]) == 2
    assert "10 raters" in found["alpha"]["raters_like_these_note"]
    assert found["ac2"]["ci"][0] <= found["ac2"]["value"] <= found["ac2"]["ci"][1]
    assert found["percent_agreement"] == pytest.approx(0.5)
    (pair,) = found["kappa_pairwise"]
    assert sorted(pair["raters"]) == ["李", "王"]
    assert pair["n"] == 6
    assert found["system_means"] == {
        "甲模型": pytest.approx((1.5 + 4.5 + 4.5) / 3),
        "乙模型": pytest.approx(2.0),
    }


def test_what_is_undefined_is_null_and_says_why(campaign: Campaign) -> None:
    dimensions = run_agreement(campaign)["dimensions"]
    assert dimensions["fluency"]["alpha"]["value"] is None
    assert "same value" in dimensions["fluency"]["alpha"]["value_reason"]
    assert dimensions["completeness"]["alpha"]["value"] is None
    assert dimensions["completeness"]["n_ratings"] == 0
    assert not any(isinstance(v, float) and math.isnan(v) for v in dimensions["fluency"].values())


def test_the_same_ratings_give_the_same_numbers_and_new_ones_others(campaign: Campaign) -> None:
    first = run_agreement(campaign)
    assert run_agreement(campaign) == first
    withdrawn = Assignment.objects.latest("pk")
    withdrawn.state, withdrawn.current_rating = Assignment.State.DRAFTING, None
    withdrawn.save()
    assert run_agreement(campaign)["dimensions"]["correctness"]["n_ratings"] == 11


def test_repeats_and_calibration_do_not_count(campaign: Campaign) -> None:
    repeated = Assignment.objects.earliest("pk")
    again = make_assignment(repeated.unit, repeated.rater, purpose=Assignment.Purpose.REPEAT)
    rate(again, {"correctness": 5})
    assert run_agreement(campaign)["dimensions"]["correctness"]["n_ratings"] == 12


def test_an_unknown_campaign_is_named_with_those_there_are(campaign: Campaign) -> None:
    with pytest.raises(CommandError, match="Campaigns: Pilot"):
        call_command("agreement", "--campaign", "Nowhere", "--json")


def test_the_page_shows_every_dimension_and_explains_the_coefficients(
    lead_client: Client, campaign: Campaign
) -> None:
    text = lead_client.get(reverse("scoring:agreement", args=[campaign.slug])).content.decode()
    for name in ("Correctness", "Completeness", "Fluency", "Friendliness"):
        assert name in text
    assert "<svg" in text
    assert "What the coefficients mean" in text


def test_the_part_comes_without_the_page(lead_client: Client, campaign: Campaign) -> None:
    text = lead_client.get(reverse("scoring:agreement_fragment", args=[campaign.slug])).content.decode()
    assert "<svg" in text
    assert "<html" not in text


def test_a_campaign_without_ratings_says_so(lead_client: Client) -> None:
    empty = make_campaign(name="Empty")
    for name in ("agreement", "agreement_fragment"):
        text = lead_client.get(reverse(f"scoring:{name}", args=[empty.slug])).content.decode()
        assert "No ratings yet" in text


def test_the_api_says_what_the_command_says(lead_client: Client, campaign: Campaign) -> None:
    response = lead_client.get(reverse("scoring:api_agreement", args=[campaign.slug]))
    assert response.json() == run_agreement(campaign)


@pytest.mark.parametrize("name", ["agreement", "agreement_fragment", "api_agreement"])
def test_a_clinician_sees_no_agreement(rater_client: Client, campaign: Campaign, name: str) -> None:
    assert rater_client.get(reverse(f"scoring:{name}", args=[campaign.slug])).status_code == 403


def test_every_reason_can_be_translated() -> None:
    from scoring.agreement.outcome import Note, Reason

    assert {str(text) for text in (*Reason, *Note)} == set(SENTENCES)
