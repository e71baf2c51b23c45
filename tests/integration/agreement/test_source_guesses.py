"""From guesses to the lead's page, the JSON and the bundle."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from annotation.models import Campaign, LanguageModel, SourceGuess
from scoring.services.guesses import guess_document
from tests.factories import (
    make_assignment,
    make_benchmark,
    make_campaign,
    make_language_model,
    make_output,
    make_question,
    make_rater,
    make_unit,
    rate,
)

pytestmark = pytest.mark.django_db
# Of each rater, what she takes the outputs of 甲, 乙 and 丙 for; None is "cannot say".
GUESSES = {"dr-a": ("甲", "乙", "丙"), "dr-b": ("甲", "丙", None), "dr-c": ("乙", "乙", None)}


@pytest.fixture
def campaign() -> Campaign:
    benchmark = make_benchmark()
    campaign = make_campaign(benchmark, name="Guessed", asks_for_source=True, raters_per_unit=3)
    question = make_question(benchmark, "Q-1", "WTD", type="open")
    units = [make_unit(campaign, make_output(question, name, f"{name}答")) for name in "甲乙丙"]
    campaign.language_models.set(LanguageModel.objects.all())
    for slot, (label, guesses) in enumerate(GUESSES.items(), start=1):
        rater = make_rater(campaign, label=label)
        for unit, guess in zip(units, guesses, strict=True):
            assignment = make_assignment(unit, rater, slot)
            rate(assignment, {"correctness": 4})
            model = make_language_model(guess) if guess else None
            SourceGuess.objects.create(assignment=assignment, language_model=model)
    return campaign


def test_the_index_is_what_is_computed_by_hand(campaign: Campaign) -> None:
    found = guess_document(campaign=campaign)
    assert found["n_models"] == 3
    # (3 x 2/3 - 1) / 2, (3 x 2/3 - 1) / 2, (3 x 1/3 - 1/3) / 2
    assert [round(found["models"][name]["index"], 4) for name in "甲乙丙"] == [0.5, 0.5, 0.3333]
    overall = found["overall"]
    assert (overall["asked"], overall["answered"], overall["right"]) == (9, 7, 5)
    assert overall["index"] == pytest.approx((3 * 5 / 9 - 7 / 9) / 2)
    assert overall["ci"][0] <= overall["index"] <= overall["ci"][1]


def test_the_lead_sees_chart_table_and_what_it_means(lead_client: Client, campaign: Campaign) -> None:
    body = lead_client.get(reverse("scoring:agreement_guesses", args=[campaign.slug])).content.decode()
    assert 'id="guess-chart-title"' in body
    assert "It misleads" in body
    assert body.count("0.50") >= 2
    detail = lead_client.get(reverse("campaigns:campaign_detail", args=[campaign.slug])).content.decode()
    assert reverse("scoring:agreement_guesses", args=[campaign.slug]) in detail


def test_one_clinician_has_no_interval_and_the_page_says_why(lead_client: Client, campaign: Campaign) -> None:
    SourceGuess.objects.exclude(assignment__rater__label="dr-a").delete()
    assert guess_document(campaign=campaign)["overall"]["ci"] is None
    body = lead_client.get(reverse("scoring:agreement_guesses", args=[campaign.slug])).content.decode()
    assert "Fewer than two clinicians" in body


@pytest.mark.parametrize(("asks", "title"), [(True, "Nobody has guessed yet"), (False, "does not ask")])
def test_without_guesses_the_page_says_so(
    lead_client: Client, campaign: Campaign, asks: bool, title: str
) -> None:
    SourceGuess.objects.all().delete()
    Campaign.objects.update(asks_for_source=asks)
    body = lead_client.get(reverse("scoring:agreement_guesses", args=[campaign.slug])).content.decode()
    assert title in body


def test_the_json_has_it_where_the_campaign_asks(
    lead_client: Client, campaign: Campaign, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("agreement", campaign=campaign.name, json=True)
    assert json.loads(capsys.readouterr().out)["source_guesses"]["overall"]["right"] == 5
    Campaign.objects.update(asks_for_source=False)
    answer = lead_client.get(reverse("scoring:api_agreement", args=[campaign.slug])).json()
    assert "source_guesses" not in answer


def test_the_bundle_has_every_guess_under_a_pseudonym(campaign: Campaign, tmp_path: Path) -> None:
    call_command("export", campaign.name, tmp_path / "bundle.zip", verbosity=0)
    with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
        text = archive.read("guesses.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 9
    assert sorted(row["guess"] for row in rows) == ["", "", "丙", "丙", "乙", "乙", "乙", "甲", "甲"]
    assert "dr-" not in text
    assert {row["rater"] for row in rows} == {*campaign.raters.values_list("pseudonym", flat=True)}
