"""One report of severe harm as a lead reads it: what was said, of which text, and nothing that unblinds."""

import uuid
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from annotation.campaigns.evidence import read_evidence
from annotation.campaigns.judgements import Judged
from annotation.campaigns.services.ratings import revise_rating, submit_rating, withdraw_rating
from annotation.models import (
    Assignment,
    Campaign,
    HarmReport,
    LanguageModel,
    Output,
    QuestionImage,
    Rating,
    Unit,
    User,
)
from tests.builders_rating import COMPLETE, MODELS, Work, add_image, make_work
from tests.factories import (
    DIMENSIONS,
    make_assignment,
    make_campaign,
    make_language_model,
    make_rater,
    make_user,
)

pytestmark = pytest.mark.django_db

SEVERE = replace(COMPLETE, harm="severe", harm_note="呼吸抑制", comment="地西泮应禁用")
NAMES = (*MODELS, "星杏大模型", "OpenAI")


@pytest.fixture
def work(rater: User) -> Work:
    LanguageModel.objects.create(name="杏林-测试", aliases=["星杏大模型"])
    return make_work(rater)


def marked(work: Work, quote: str, shown: str | None = None) -> Judged:
    """A severe judgement with a passage of the first output, told by its place in what its page shows."""
    start = (shown or work.output().text or "").index(quote)
    passage = {"dimension": "correctness", "part": "output", "start": start, "end": start + len(quote)}
    evidence = read_evidence(work.first, {"evidence": [passage | {"quote": quote}]}, DIMENSIONS)
    return replace(SEVERE, evidence=evidence)


def report(work: Work, judged: Judged = SEVERE, assignment: Assignment | None = None) -> HarmReport:
    rating = submit_rating(
        assignment=assignment or work.first,
        user=work.user,
        judged=judged,
        version=0,
        client_key=uuid.uuid4(),
    )
    return HarmReport.objects.get(rating=rating)


def also_rated(work: Work, name: str, judged: Judged) -> Assignment:
    """Another clinician's rating of the first output."""
    user = make_user(name)
    slot = work.first.unit.assignments.count() + 1
    other = make_assignment(work.first.unit, make_rater(work.campaign, user), slot=slot)
    submit_rating(assignment=other, user=user, judged=judged, version=0, client_key=uuid.uuid4())
    return other


def address(report: HarmReport) -> str:
    return reverse("campaigns:harm_report", args=[report.pk])


def body_of(client: Client, report: HarmReport) -> str:
    answer = client.get(address(report))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_it_shows_what_was_said_about_which_text(lead_client: Client, work: Work) -> None:
    page = body_of(lead_client, report(work))
    for said in ("呼吸抑制", "地西泮应禁用", "dr-li", work.campaign.name):
        assert said in page
    for shown in ("静脉推注地西泮10 mg", "不应使用该药。", ">高浓度吸氧不当</span></strong>", "Output A"):
        assert shown in page
    assert "Level 4 of correctness" in page
    assert "Level 3 of correctness" not in page
    assert "The clinician had not opened it." in page
    assert "Nobody else has rated it so far." in page
    assert reverse("bank:question_detail", args=[work.question.pk]) in page


def test_neither_body_nor_headers_name_a_model_while_the_campaign_is_blinded(
    lead_client: Client, work: Work
) -> None:
    work.output().text = "作为ChatGPT和星杏大模型，OpenAI与**文**心一言都认为可行。"
    work.output().save()
    reported = report(work, marked(work, "都认为可行"))
    also_rated(work, "dr-other", COMPLETE)
    answer = lead_client.get(address(reported))
    told = unescape(answer.content.decode()) + str(answer.headers)
    assert [name for name in NAMES if name.lower() in told.lower()] == []
    assert 'class="masked"' in told
    output = reverse("scoring:output_detail", args=[work.output().pk])
    assert output not in told
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("state", [Campaign.State.OPEN, Campaign.State.CLOSED])
def test_the_model_is_named_once_the_campaign_is_unblinded(
    lead_client: Client, work: Work, state: str
) -> None:
    reported = report(work)
    Campaign.objects.update(state=state)
    assert "Written by" not in body_of(lead_client, reported)
    Campaign.objects.update(unblinded_at=timezone.now())
    assert "Written by ChatGPT." in body_of(lead_client, reported)


def test_passages_are_listed_and_placed_by_what_the_page_shows(lead_client: Client, work: Work) -> None:
    shown = "作为\u2588，我认为**高浓度吸氧不当**：\n\n1. 应控制性低流量吸氧；\n2. 避免镇静药。"
    reported = report(work, marked(work, "避免镇静药", shown))
    page = body_of(lead_client, reported)
    start = shown.index("避免镇静药")
    assert f'data-start="{start}" data-end="{start + 5}" data-label="1 Correctness"' in page
    assert "<q>避免镇静药</q>" in page
    Output.objects.update(text="全部改写")
    page = body_of(lead_client, reported)
    assert "Passage no longer found" in page
    assert "<q>避免镇静药</q>" in page


def test_a_quote_that_names_what_is_hidden_by_now_is_masked(lead_client: Client, work: Work) -> None:
    reported = report(work, marked(work, "避免镇静药"))
    Output.objects.update(text="全部改写")
    Campaign.objects.update(masked_names=["镇静药"])
    assert "镇静药" not in body_of(lead_client, reported)


def test_what_became_of_the_rating_is_told_in_order(lead_client: Client, work: Work) -> None:
    reported = report(work)
    assert "Below is what was reported" not in body_of(lead_client, reported)
    revise: dict[str, Any] = {"assignment": work.first, "user": work.user, "reason": "看错剂量"}
    revise_rating(**revise, judged=replace(SEVERE, comment="仍然"), client_key=uuid.uuid4())
    page = body_of(lead_client, reported)
    again = HarmReport.objects.latest("pk")
    assert "it still says severe harm" in page
    assert address(again) in page
    assert "看错剂量" in page
    assert "地西泮应禁用" in page
    revise_rating(**revise, judged=replace(COMPLETE, harm="possible"), client_key=uuid.uuid4())
    assert "harm now: Possible" in body_of(lead_client, reported)
    withdraw_rating(assignment=work.first, user=work.user)
    page = body_of(lead_client, reported)
    assert "Taken back since." in page
    kinds = [page.index(f"</time> {kind}") for kind in ("Submitted", "Revised", "Withdrawn")]
    assert kinds == sorted(kinds)


def test_other_ratings_of_the_same_output_stand_beside_it(lead_client: Client, work: Work) -> None:
    reported = report(work)
    also_rated(work, "dr-other", replace(COMPLETE, harm="possible", harm_note="可能", comment="勉强"))
    repeat = make_assignment(work.first.unit, work.rater, purpose=Assignment.Purpose.REPEAT, slot=1)
    submit_rating(assignment=repeat, user=work.user, judged=COMPLETE, version=0, client_key=uuid.uuid4())
    page = body_of(lead_client, reported)
    others = page[page.index('id="others-title"') : page.index('id="history-title"')]
    assert all(word in others for word in ("dr-other", "Possible", "可能", "勉强", "Hidden repeat"))


def test_its_queries_do_not_grow_with_the_ratings(
    lead_client: Client, work: Work, django_assert_max_num_queries: Any
) -> None:
    reported = report(work)
    counts = []
    for number in range(3):
        also_rated(work, f"dr-{number}", COMPLETE)
        with django_assert_max_num_queries(40) as counted:
            lead_client.get(address(reported))
        counts.append(len(counted))
    # The first request also fills what is read once a process.
    assert counts[1] == counts[2]


def test_a_lead_has_the_images_of_the_case_without_their_names(
    lead_client: Client, work: Work, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    Image.new("L", (4, 4)).save(tmp_path / "secret-scan.png")
    add_image(work.question)
    add_image(work.question, "gone.png")
    page = body_of(lead_client, report(work))
    there, _gone = QuestionImage.objects.order_by("position")
    assert page.count(reverse("bank:image", args=[there.pk])) == 2
    assert "secret" not in page
    assert "Image 2 is missing." in page
    assert lead_client.get(reverse("bank:image", args=[there.pk])).status_code == 200


def test_a_bare_unit_says_that_there_is_no_text(lead_client: Client, rater: User) -> None:
    """Ratings that were imported without their questions."""
    campaign = make_campaign(None, source=Campaign.Source.IMPORTED)
    unit = Unit.objects.create(
        campaign=campaign, question_key="Q-9", scenario="WTD", language_model=make_language_model()
    )
    assignment = make_assignment(unit, make_rater(campaign, None))
    rating = Rating.objects.create(assignment=assignment, revision=1, kind="imported", harm="severe")
    Assignment.objects.filter(pk=assignment.pk).update(state="submitted", current_rating=rating)
    page = body_of(lead_client, HarmReport.objects.create(rating=rating))
    assert "imported without the text of the output" in page
    assert "imported without the text of the case" in page
    assert "Question in the bank" not in page
    assert "杏林" not in page


def test_her_sentences_are_in_the_language_that_she_worked_in(lead_client: Client, work: Work) -> None:
    reported = report(work, replace(SEVERE, harm_note="Respiratory arrest"))
    also_rated(work, "dr-other", COMPLETE)
    Rating.objects.update(language="zh-hans")
    Rating.objects.filter(harm_report=reported).update(language="en")
    page = body_of(lead_client, reported)
    assert '<blockquote lang="en">Respiratory arrest<' in page
    assert f'lang="zh-hans">{COMPLETE.comment or "–"}<' in page
    for address_of in (reverse("campaigns:harm_list"), f"/campaigns/of/{work.campaign.slug}/"):
        assert 'lang="en">Respiratory arrest<' in lead_client.get(address_of).content.decode()


def test_an_empty_output_says_so(lead_client: Client, work: Work) -> None:
    assert "nothing was answered" in body_of(lead_client, report(work, assignment=work.assignments[3]))


def test_the_list_and_the_campaign_lead_to_it_and_it_is_marked_as_read_there(
    lead_client: Client, lead: User, work: Work
) -> None:
    reported = report(work)
    for page in (reverse("campaigns:harm_list"), f"/campaigns/of/{work.campaign.slug}/"):
        assert address(reported) in lead_client.get(page).content.decode()
    read = reverse("campaigns:harm_read", args=[reported.pk])
    assert read in body_of(lead_client, reported)
    lead_client.post(read)
    page = body_of(lead_client, reported)
    assert read not in page
    assert "Read by lead-wang" in page


def test_only_leads_and_administrators_read_it(
    client: Client, rater_client: Client, admin_client: Client, work: Work
) -> None:
    reported = report(work)
    assert client.get(address(reported)).status_code == 302
    assert rater_client.get(address(reported)).status_code == 403
    assert admin_client.get(address(reported)).status_code == 200
    assert admin_client.get(reverse("campaigns:harm_report", args=[reported.pk + 1])).status_code == 404
    assert admin_client.post(address(reported)).status_code == 405
