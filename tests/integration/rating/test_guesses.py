"""At the end a clinician may be asked who wrote what; from then on her ratings stand."""

import json
import uuid
from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse

from annotation.campaigns.guesses import MOST, asked_assignments, guess_records
from annotation.campaigns.services.guesses import NoSuchSource, NotAsked, begin_guessing, record_guess
from annotation.campaigns.services.open_work import HasGuessed
from annotation.campaigns.services.raters import release_rater
from annotation.campaigns.services.ratings import revise_rating, submit_rating, withdraw_rating
from annotation.models import Assignment, LanguageModel, Rater, SourceGuess, User
from scoring.exports.guesses import guess_rows
from tests.builders_rating import COMPLETE, MODELS, Work, make_work
from tests.factories import make_assignment, make_output, make_question, make_rater, make_unit

pytestmark = pytest.mark.django_db


def judge(work: Work, items: list[Assignment]) -> None:
    for item in items:
        submit_rating(
            assignment=item,
            user=work.user,
            judged=COMPLETE,
            version=0,
            client_key=uuid.uuid4(),
            language="zh",
        )


@pytest.fixture
def work(rater: User) -> Work:
    """One case, everything judged; the fourth output is empty."""
    work = make_work(rater, asks_for_source=True, guided_start=False)
    judge(work, work.assignments)
    return work


@pytest.fixture
def begun(work: Work) -> Work:
    begin_guessing(rater=work.rater)
    return work


def page_of(client: Client, work: Work) -> str:
    return client.get(reverse("campaigns:guess", args=[work.campaign.slug])).content.decode()


def test_nobody_is_asked_before_everything_is_judged(rater: User, rater_client: Client) -> None:
    work = make_work(rater, asks_for_source=True, guided_start=False)
    judge(work, work.assignments[:3])
    address = reverse("campaigns:guess", args=[work.campaign.slug])
    assert rater_client.get(address).headers["Location"] == reverse("campaigns:my_work")
    rater_client.post(reverse("campaigns:guess_begin", args=[work.campaign.slug]))
    assert not SourceGuess.objects.exists()
    assert address not in rater_client.get(reverse("campaigns:my_work")).content.decode()


def test_nobody_is_asked_while_a_colleague_still_rates(
    rater_client: Client, work: Work, outsider: User
) -> None:
    colleague = make_rater(work.campaign, outsider)
    question = make_question(work.question.benchmark, "SECRET-other", "WTD", type="open")
    item = make_assignment(make_unit(work.campaign, make_output(question, MODELS[0])), colleague)
    address = reverse("campaigns:guess", args=[work.campaign.slug])
    body = rater_client.get(reverse("campaigns:my_work")).content.decode()
    assert "Once all the rating is done" in body
    assert address not in body
    with pytest.raises(NotAsked):
        begin_guessing(rater=work.rater)
    judge(Work(outsider, work.campaign, colleague), [item])
    body = rater_client.get(reverse("campaigns:my_work")).content.decode()
    assert "Once all the rating is done" not in body
    assert address in body
    begin_guessing(rater=work.rater)


def test_nobody_is_asked_who_rates_the_same_models_elsewhere(work: Work) -> None:
    other = make_work(work.user, guided_start=False, name="Second", slug="second")
    with pytest.raises(NotAsked):
        begin_guessing(rater=work.rater)
    Assignment.objects.filter(rater=other.rater).update(state=Assignment.State.SKIPPED)
    begin_guessing(rater=work.rater)


@pytest.mark.parametrize("change", [{"asks_for_source": False}, {"state": "paused"}])
def test_nobody_is_asked_where_the_campaign_does_not_ask(work: Work, change: dict[str, object]) -> None:
    type(work.campaign).objects.filter(pk=work.campaign.pk).update(**change)
    with pytest.raises(NotAsked):
        begin_guessing(rater=Rater.objects.get(pk=work.rater.pk))


def test_my_work_asks_whoever_has_finished_and_names_no_model(rater_client: Client, work: Work) -> None:
    body = rater_client.get(reverse("campaigns:my_work")).content.decode()
    assert reverse("campaigns:guess", args=[work.campaign.slug]) in body
    pages = body + page_of(rater_client, work)
    assert "your ratings stand" in pages
    assert not [name for name in MODELS if name in pages]


def test_a_closed_campaign_still_asks_until_it_is_unblinded(
    rater_client: Client, work: Work, lead: User
) -> None:
    type(work.campaign).objects.filter(pk=work.campaign.pk).update(state="closed")
    begin_guessing(rater=Rater.objects.get(pk=work.rater.pk))
    assert MODELS[0] in page_of(rater_client, work)
    type(work.campaign).objects.filter(pk=work.campaign.pk).update(unblinded_at="2026-11-22T00:00Z")
    assert page_of(rater_client, work) == ""


def test_each_judged_output_is_shown_masked_with_every_model_to_choose(
    rater_client: Client, begun: Work
) -> None:
    body = page_of(rater_client, begun)
    asked = asked_assignments(begun.rater)
    assert {item.pk for item in asked} == {item.pk for item in begun.assignments[:3]}
    assert body.count('<li class="guess"') == 3
    assert body.count('class="masked"') >= 2
    assert body.count(f"> {MODELS[1]}</label>") == 3
    assert "高浓度吸氧不当" in body


def test_each_click_is_saved_and_may_be_changed(rater_client: Client, begun: Work) -> None:
    item, other = begun.assignments[0], LanguageModel.objects.get(name="BenTsao")
    address = reverse("campaigns:guess_save", args=[item.public_id])
    answer = rater_client.post(address, {"source": other.pk}, headers={"HX-Request": "true"})
    assert answer.content.decode().strip() == "Saved: BenTsao"
    assert SourceGuess.objects.get(assignment=item).language_model == other
    assert "checked" in page_of(rater_client, begun)
    rater_client.post(address, {"source": ""})
    assert SourceGuess.objects.get(assignment=item).language_model is None


def test_a_guess_is_one_of_the_campaigns_models(begun: Work) -> None:
    stranger = LanguageModel.objects.create(name="Stranger")
    for source in (stranger.pk, 0, 10**17):
        with pytest.raises(NoSuchSource):
            record_guess(assignment=begun.first, source=source)


def test_what_is_not_answered_is_told_from_cannot_say(rater_client: Client, begun: Work) -> None:
    assert " checked" not in page_of(rater_client, begun)
    address = reverse("campaigns:guess_save", args=[begun.first.public_id])
    assert rater_client.post(address, {}).status_code == 404
    assert not SourceGuess.objects.filter(guessed_at__isnull=False).exists()
    rater_client.post(address, {"source": ""})
    assert page_of(rater_client, begun).count('value="" required checked') == 1
    records = [*guess_records(begun.campaign)]
    assert [record.guess for record in records] == [None, None, None]
    assert sum(record.guessed_at is not None for record in records) == 1
    assert [row["guessed_on"] for row in guess_rows(begun.campaign)].count(None) == 2


@pytest.mark.parametrize("source", ["x", "-1", "1" * 40, "１"])
def test_what_is_no_key_is_no_guess(rater_client: Client, begun: Work, source: str) -> None:
    address = reverse("campaigns:guess_save", args=[begun.first.public_id])
    assert rater_client.post(address, {"source": source}).status_code == 404


def test_an_output_that_was_not_drawn_takes_no_guess(rater_client: Client, begun: Work) -> None:
    address = reverse("campaigns:guess_save", args=[begun.assignments[3].public_id])
    assert rater_client.post(address, {"source": ""}).status_code == 404


def test_once_the_names_are_seen_nothing_judged_can_change(begun: Work, rater: User) -> None:
    item = begun.first
    with pytest.raises(HasGuessed):
        withdraw_rating(assignment=item, user=rater)
    with pytest.raises(HasGuessed):
        revise_rating(
            assignment=item, user=rater, judged=COMPLETE, reason="x", client_key=uuid.uuid4(), language="zh"
        )


def test_what_is_done_is_not_offered_for_a_change(rater_client: Client, work: Work) -> None:
    address = reverse("campaigns:done_work", args=[work.campaign.slug])
    assert "You can change a rating" in rater_client.get(address).content.decode()
    begin_guessing(rater=work.rater)
    body = rater_client.get(address).content.decode()
    assert "You can change a rating" not in body
    assert "your ratings stand as they are" in body


def test_the_page_says_why_it_cannot_be_undone(rater_client: Client, rater: User, begun: Work) -> None:
    body = rater_client.get(reverse("campaigns:rate", args=[begun.first.public_id])).content.decode()
    assert "your ratings stand as they are" in body
    assert 'data-action="reopen"' not in body
    answer = rater_client.post(
        reverse("campaigns:undo", args=[begun.first.public_id]),
        json.dumps({"account": rater.pk}),
        content_type="application/json",
    )
    assert (answer.status_code, answer.json()["error"]) == (409, "has_guessed")


def test_work_of_one_who_leaves_is_not_dealt_to_whoever_has_guessed(
    begun: Work, outsider: User, lead: User
) -> None:
    leaving = make_rater(begun.campaign, outsider)
    question = make_question(begun.question.benchmark, "SECRET-late", "WTD", type="open")
    make_assignment(make_unit(begun.campaign, make_output(question, MODELS[0])), leaving)
    assert release_rater(rater=leaving, actor=lead) == (0, 1)


def test_beginning_twice_draws_once(begun: Work) -> None:
    before = [item.pk for item in asked_assignments(begun.rater)]
    begin_guessing(rater=begun.rater)
    assert [item.pk for item in asked_assignments(begun.rater)] == before


def test_at_most_twenty_outputs_are_asked_about_evenly_over_models(rater: User) -> None:
    work = make_work(rater, cases=9, models=MODELS[:3], asks_for_source=True, guided_start=False)
    judge(work, work.assignments)
    begin_guessing(rater=work.rater)
    asked = asked_assignments(work.rater)
    models = Counter(item.unit.language_model.name for item in asked)
    assert len(asked) == MOST
    assert sorted(models.values()) == [6, 7, 7]
    assert [item.pk for item in asked] != sorted(item.pk for item in asked)


def test_another_clinician_has_no_such_page(outsider_client: Client, begun: Work) -> None:
    assert outsider_client.get(reverse("campaigns:guess", args=[begun.campaign.slug])).status_code == 404
    address = reverse("campaigns:guess_save", args=[begun.first.public_id])
    assert outsider_client.post(address, {"source": ""}).status_code == 404
