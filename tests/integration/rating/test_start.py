"""The guided start: who has it before her, what practice keeps, and how it ends."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertRedirects, assertTemplateUsed

from annotation.campaigns.judgements import Judged
from annotation.campaigns.progress import rater_progress
from annotation.campaigns.services.campaigns import add_raters
from annotation.campaigns.services.drafts import save_draft
from annotation.campaigns.services.skips import SkipReason, skip_assignment
from annotation.models import Anchor, Campaign, LanguageModel, PracticeAnswer, Rater, Rating, User
from climed_eval.demo.content import load_campaign
from tests.builders_rating import MODELS, Work, make_new_work
from tests.factories import make_campaign, make_open_benchmark, make_rater, make_user, make_worked_case

pytestmark = pytest.mark.django_db
HTMX = {"hx-request": "true"}
ANSWER = {
    "value-correctness": "1",
    "value-completeness": "2",
    "value-fluency": "4",
    "value-friendliness": "na",
}
KEPT = {"correctness": 1.0, "completeness": 2.0, "fluency": 4.0, "friendliness": "na"}


@pytest.fixture
def work(rater: User) -> Work:
    return make_new_work(rater)


def url(work: Work, name: str, *args: int) -> str:
    return reverse(f"campaigns:{name}", args=[work.campaign.slug, *args])


def rate_url(work: Work) -> str:
    return reverse("campaigns:rate", args=[work.first.public_id])


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def is_started(work: Work) -> bool:
    work.rater.refresh_from_db()
    return work.rater.started_at is not None


# --- who has it before her


def test_a_newcomer_is_led_to_the_start_from_her_work_and_from_any_item(
    rater_client: Client, work: Work
) -> None:
    assert url(work, "start") in text_of(rater_client, reverse("campaigns:my_work"))
    assertRedirects(rater_client.get(rate_url(work)), url(work, "start"), target_status_code=302)
    assertRedirects(rater_client.get(url(work, "start")), url(work, "start_rubric"))


def test_who_has_a_draft_is_never_led_away_from_it(rater_client: Client, work: Work) -> None:
    save_draft(assignment=work.assignments[1], judged=Judged({"fluency": 4.0}), version=0)
    assert "Output A" in text_of(rater_client, rate_url(work))
    assert url(work, "start") not in text_of(rater_client, reverse("campaigns:my_work"))


def test_who_has_skipped_an_item_has_begun(rater_client: Client, work: Work) -> None:
    skip_assignment(assignment=work.assignments[1], reason=SkipReason.OUTSIDE_MY_FIELD, note="")
    assert "Output A" in text_of(rater_client, rate_url(work))


def test_the_lead_may_leave_the_start_out(rater_client: Client, work: Work) -> None:
    Campaign.objects.update(guided_start=False)
    assert "Output A" in text_of(rater_client, rate_url(work))


def test_a_rubric_with_nothing_to_show_has_no_start(rater_client: Client, work: Work) -> None:
    work.campaign.rubric.worked_cases.all().delete()
    assert rater_client.get(rate_url(work)).status_code == 302
    Anchor.objects.all().delete()
    assert "Output A" in text_of(rater_client, rate_url(work))


@pytest.mark.parametrize("state", ["paused", "closed"])
def test_a_campaign_that_is_not_open_says_so_instead(rater_client: Client, work: Work, state: str) -> None:
    Campaign.objects.update(state=state)
    assert state.title() in text_of(rater_client, rate_url(work))


def test_a_draft_campaign_has_no_start_yet(rater_client: Client, work: Work) -> None:
    Campaign.objects.update(state=Campaign.State.DRAFT)
    assert rater_client.get(url(work, "start")).status_code == 404


# --- the rubric and its examples


def test_the_first_page_shows_anchors_and_worked_examples(rater_client: Client, work: Work) -> None:
    page = text_of(rater_client, url(work, "start_rubric"))
    for part in ("Level 4 of fluency", "继续用药，观察即可。", "The course is too long.", "Step 1 of 4"):
        assert part in page
    assert "莫西沙星" not in page


def test_the_guidelines_come_as_a_part_for_the_dialog(rater_client: Client, work: Work) -> None:
    part = rater_client.get(url(work, "start_rubric"), headers=HTMX)
    assertTemplateUsed(part, "campaigns/rating/_guidelines.html")
    assert b"<header" not in part.content
    assert "HX-Request" in part["Vary"]


def test_the_guidelines_of_an_item_show_worked_examples_and_lead_back_to_practice(
    rater_client: Client, work: Work
) -> None:
    rater_client.post(url(work, "begin"))
    page = text_of(rater_client, reverse("campaigns:guidelines", args=[work.first.public_id]))
    assert "继续用药，观察即可。" in page
    assert url(work, "practice", 1) in page


def test_in_chinese_the_anchors_and_the_reasons_are_chinese(rater_client: Client, work: Work) -> None:
    rater_client.cookies["django_language"] = "zh-hans"
    page = text_of(rater_client, url(work, "start_rubric"))
    assert "疗程过长。" in page
    assert "The course is too long." not in page


# --- practice


def test_the_expert_is_not_shown_before_she_has_answered(rater_client: Client, work: Work) -> None:
    page = text_of(rater_client, url(work, "practice", 1))
    assert "莫西沙星" in page
    assert "The course is too long." not in page
    assert "You and the expert" not in page


def test_an_answer_is_kept_and_compared_without_scripts(rater_client: Client, work: Work) -> None:
    answer = rater_client.post(url(work, "practice", 1), ANSWER, follow=True)
    assert answer.redirect_chain == [(url(work, "practice", 1), 302)]
    assert PracticeAnswer.objects.get().values == KEPT
    page = answer.content.decode()
    for part in (
        "2 levels apart",
        "same level",
        "1 level apart",
        "The course is too long.",
        "of 4 dimensions",
    ):
        assert part in page
    assert "Level 1 of correctness" in page
    assert "Level 3 of correctness" in page


def test_with_htmx_the_comparison_comes_alone(rater_client: Client, work: Work) -> None:
    part = rater_client.post(url(work, "practice", 1), ANSWER, headers=HTMX)
    assertTemplateUsed(part, "campaigns/start/_comparison.html")
    assert b"<header" not in part.content


def test_not_applicable_against_a_level_has_no_distance(rater_client: Client, work: Work) -> None:
    page = rater_client.post(url(work, "practice", 1), ANSWER | {"value-friendliness": "2"}, follow=True)
    assert "another answer" in page.content.decode()


def test_the_first_answer_stays(rater_client: Client, work: Work) -> None:
    for level in "15":
        rater_client.post(url(work, "practice", 1), ANSWER | {"value-correctness": level})
    assert PracticeAnswer.objects.get().values == KEPT


@pytest.mark.parametrize("value", ["", "9", "nan", "four"])
def test_an_answer_with_a_gap_is_asked_for_again_and_the_rest_is_kept(
    rater_client: Client, work: Work, value: str
) -> None:
    answer = rater_client.post(url(work, "practice", 1), ANSWER | {"value-completeness": value})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Still to rate: Completeness" in page
    assert 'value="4" data-key="4" aria-describedby="level-3-4" checked' in page
    assert not PracticeAnswer.objects.exists()


def test_practice_is_taken_up_where_it_was_left(rater_client: Client, work: Work) -> None:
    rater_client.post(url(work, "practice", 1), ANSWER)
    assertRedirects(rater_client.get(url(work, "start")), url(work, "practice", 2))
    for number in (2, 3):
        rater_client.post(url(work, "practice", number), ANSWER)
    assertRedirects(rater_client.get(url(work, "start")), url(work, "practice", 3))
    assert "Begin real work" in text_of(rater_client, url(work, "practice", 3))
    assert not is_started(work)


def test_practice_is_no_rating(rater_client: Client, work: Work) -> None:
    rater_client.post(url(work, "practice", 1), ANSWER)
    assert not Rating.objects.exists()
    assert not work.rater.assignments.exclude(state="waiting").exists()


def test_there_are_only_as_many_cases_as_there_are(rater_client: Client, work: Work) -> None:
    assert rater_client.get(url(work, "practice", 4)).status_code == 404
    assert rater_client.get(url(work, "practice", 0)).status_code == 404


# --- real work


def test_beginning_leads_to_the_first_item_and_ends_the_start(rater_client: Client, work: Work) -> None:
    assertRedirects(rater_client.post(url(work, "begin")), rate_url(work))
    assert is_started(work)
    first = work.rater.started_at
    rater_client.post(url(work, "begin"))
    work.rater.refresh_from_db()
    assert work.rater.started_at == first


def test_who_has_learned_a_rubric_is_not_led_through_it_again(rater_client: Client, work: Work) -> None:
    waiting = make_campaign(work.campaign.benchmark, name="Begun before", rubric=work.campaign.rubric)
    other = make_rater(waiting, work.user, started_at=None)
    rater_client.post(url(work, "begin"))
    other.refresh_from_db()
    assert other.started_at is not None
    later = make_campaign(work.campaign.benchmark, name="Planned after", rubric=work.campaign.rubric)
    add_raters(campaign=later, users=[work.user])
    assert later.raters.get().started_at is not None


def test_begun_work_by_case_begins_by_case(rater_client: Client, work: Work) -> None:
    Campaign.objects.update(mode=Campaign.Mode.BY_CASE)
    begun = rater_client.post(url(work, "begin"))
    assert begun["Location"] == reverse("campaigns:compare", args=[work.first.public_id])


def test_nothing_given_yet_leads_back_to_her_work(rater_client: Client, work: Work) -> None:
    work.rater.assignments.all().delete()
    assertRedirects(rater_client.post(url(work, "begin")), reverse("campaigns:my_work"))


def test_it_can_be_read_again_later(rater_client: Client, work: Work) -> None:
    rater_client.post(url(work, "practice", 1), ANSWER)
    rater_client.post(url(work, "begin"))
    page = text_of(rater_client, url(work, "practice", 1))
    assert "You and the expert" in page
    assert "Skip the rest" not in page
    assert "Begin real work" not in page


def test_no_model_is_named_on_any_page_of_it(rater_client: Client, work: Work) -> None:
    pages = [
        text_of(rater_client, url(work, "start_rubric")),
        text_of(rater_client, url(work, "practice", 1)),
    ]
    pages.append(rater_client.post(url(work, "practice", 1), ANSWER, follow=True).content.decode())
    assert LanguageModel.objects.count() == len(MODELS)
    for page in pages:
        assert not [name for name in MODELS if name in page]


# --- what the lead sees


def test_the_lead_sees_how_far_each_clinician_is(
    rater_client: Client, lead_client: Client, work: Work
) -> None:
    campaign_url = reverse("campaigns:campaign_detail", args=[work.campaign.slug])
    assert "not started" in text_of(lead_client, campaign_url)
    for number, level in ((1, "1"), (2, "2")):
        rater_client.post(url(work, "practice", number), ANSWER | {"value-correctness": level})
    assert "in practice, 2 of 3" in text_of(lead_client, campaign_url)
    [row] = rater_progress(work.campaign)
    gaps = dict(row.start.gaps)
    assert (gaps["Correctness"].mean, gaps["Correctness"].n) == (1.5, 2)
    assert (gaps["Completeness"].mean, gaps["Friendliness"].n) == (0, 0)
    rater_client.post(url(work, "begin"))
    page = text_of(lead_client, campaign_url)
    assert "not started" not in page
    assert "in practice, 2" not in page


def test_who_worked_before_there_was_a_start_counts_as_started(lead_client: Client, work: Work) -> None:
    save_draft(assignment=work.first, judged=Judged({"fluency": 4.0}), version=0)
    [row] = rater_progress(work.campaign)
    assert row.start.state == "started"


def test_the_demo_s_clinicians_have_started_and_a_new_one_has_not(lead: User) -> None:
    clinicians = [make_user(name) for name in ("linqing", "zhouyan", "xuruo", "heyu")]
    benchmark = make_open_benchmark(models=("云杉-72B",))
    campaign = load_campaign(benchmark=benchmark, lead=lead, clinicians=clinicians)
    Rater.objects.create(campaign=campaign, user=make_user("new"), label="new", pseudonym="new")
    states = {row.rater.label: row.start for row in rater_progress(campaign)}
    assert states.pop("new").state == "not_started"
    assert {start.state for start in states.values()} == {"started"}
    assert {start.answered for start in states.values()} == {3}
    again = load_campaign(benchmark=benchmark, lead=lead, clinicians=clinicians)
    assert PracticeAnswer.objects.filter(rater__campaign=again).count() == 12


def test_a_long_scale_is_practised_by_number(rater_client: Client, rater: User) -> None:
    work = make_new_work(rater, practice=0)
    rubric = work.campaign.rubric
    rubric.scale_max = 100
    rubric.save()
    make_worked_case(rubric, expert_values={**KEPT, "correctness": 80})
    answer = rater_client.post(url(work, "practice", 1), ANSWER | {"value-correctness": "62.5"}, follow=True)
    assert "17.5" in answer.content.decode()
