"""Marked passages on the server: checked against what the page shows, required where the rubric says so."""

import json
import re
import uuid
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from annotation.campaigns.evidence import MarkedTexts
from annotation.campaigns.judgements import Judged
from annotation.campaigns.passages import SIGN, digest
from annotation.campaigns.selectors import rating_records
from annotation.campaigns.services.ratings import EvidenceMissing, revise_rating, submit_rating
from annotation.models import Dimension, Draft, Rating, User
from tests.builders_rating import COMPLETE, Work, make_work

pytestmark = pytest.mark.django_db
VALUES = {"correctness": 2, "completeness": 3, "fluency": 5, "friendliness": "na"}


@pytest.fixture
def work(rater: User) -> Work:
    return make_work(rater)


@pytest.fixture
def strict(work: Work) -> Work:
    """The rubric wants a passage for correctness up to level 2."""
    Dimension.objects.filter(code="correctness").update(evidence_up_to=2)
    return work


def passage(work: Work, words: str, part: str = "output", **values: Any) -> dict[str, Any]:
    """What a page sends when ``words`` are marked in what it shows."""
    shown = MarkedTexts(work.first).by_part()[part].shown
    start = shown.index(words)
    place = {"start": start, "end": start + len(words), "text": digest(shown)}
    return {"dimension": "correctness", "part": part} | place | values


def send(client: Client, work: Work, *passages: Any, to: str = "draft", **values: Any) -> Any:
    judgement = {"values": VALUES, "evidence": [*passages]}
    key = {"client_key": str(uuid.uuid4())} if to == "submit" else {}
    body = {"account": work.user.pk, "version": 0, "judgement": judgement} | key | values
    url = reverse(f"campaigns:{to}", args=[work.first.public_id])
    return client.post(url, json.dumps(body), content_type="application/json")


def page_evidence(client: Client, work: Work) -> list[dict[str, Any]]:
    html = client.get(reverse("campaigns:rate", args=[work.first.public_id])).content.decode()
    found = re.search(r'data-evidence="([^"]*)"', html)
    assert found
    return json.loads(unescape(found[1]))


def test_the_server_fills_in_the_words(rater_client: Client, work: Work) -> None:
    marked = [passage(work, "低流量吸氧"), passage(work, "慢阻肺", "case", dimension="fluency")]
    assert send(rater_client, work, *marked).status_code == 200
    kept = Draft.objects.get().evidence
    quotes = [(found["part"], found["quote"]) for found in kept]
    assert quotes == [("output", "低流量吸氧"), ("case", "慢阻肺")]
    sources = {"output": work.output().text or "", "case": work.question.input}
    for found in kept:
        assert sources[found["part"]][found["start"] : found["end"]] == found["quote"]


def test_no_hidden_name_is_read_or_kept_through_a_passage(rater_client: Client, work: Work) -> None:
    send(rater_client, work, passage(work, f"作为{SIGN}，我认为"))
    kept = Draft.objects.get().evidence
    assert kept[0]["quote"] == f"作为{SIGN}，我认为"
    answer = rater_client.get(reverse("campaigns:rate", args=[work.first.public_id])).content.decode()
    for trace in (json.dumps(kept, ensure_ascii=False), answer):
        assert "ChatGPT" not in trace
    # Where it stands in the source would tell how long the name is.
    assert page_evidence(rater_client, work) == [passage(work, f"作为{SIGN}，我认为")]


def test_words_that_guess_a_hidden_name_are_refused(rater_client: Client, work: Work) -> None:
    guessed = passage(work, f"作为{SIGN}", quote="作为ChatGPT")
    assert send(rater_client, work, guessed).status_code == 400
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"part": "reference"},
        {"dimension": "harm"},
        {"end": 10_000},
        {"start": -1},
        {"start": 9, "end": 9},
        {"quote": "别的"},
        {"end": "9"},
    ],
)
def test_what_does_not_fit_the_text_is_refused(rater_client: Client, work: Work, wrong: Any) -> None:
    response = send(rater_client, work, passage(work, "低流量") | wrong)
    assert (response.status_code, response.json()["error"]) == (400, "bad_request")


def test_a_name_hidden_later_moves_no_passage_and_leaves_no_trace(rater_client: Client, work: Work) -> None:
    send(rater_client, work, passage(work, "避免镇静药"), passage(work, "控制性低流量吸氧"))
    model = work.campaign.language_models.first()
    assert model
    model.aliases = ["控制性低流量"]
    model.save()
    shown = MarkedTexts(work.first).output.shown
    words = [shown[found["start"] : found["end"]] for found in page_evidence(rater_client, work)]
    assert words == [f"{SIGN}吸氧", "避免镇静药"]


def test_a_changed_text_is_searched_and_a_lost_passage_kept(rater_client: Client, work: Work) -> None:
    send(rater_client, work, passage(work, "避免镇静药"), passage(work, "应控制性低流量吸氧"))
    output = work.output()
    output.text = "新的回答：避免镇静药。我是ChatGPT。"
    output.save()
    lost, found = page_evidence(rater_client, work)
    assert found == passage(work, "避免镇静药")
    assert (lost["quote"], "start" in lost) == ("应控制性低流量吸氧", False)
    assert send(rater_client, work, lost, found, version=1).status_code == 200
    again = page_evidence(rater_client, work)
    assert sorted(again, key=str) == sorted([lost, found], key=str)


def test_the_same_message_twice_is_one_save(rater_client: Client, work: Work) -> None:
    marked = passage(work, "低流量")
    send(rater_client, work, marked)
    again = send(rater_client, work, marked)
    assert (again.status_code, again.json()["version"]) == (200, 1)


def test_other_passages_over_another_version_are_a_conflict_that_shows_them(
    rater_client: Client, work: Work
) -> None:
    marked = passage(work, "低流量")
    send(rater_client, work, marked)
    other = send(rater_client, work, passage(work, "镇静药"))
    assert other.status_code == 409
    assert other.json()["judgement"]["evidence"] == [marked]


def test_a_low_level_without_a_passage_is_not_submitted(rater_client: Client, strict: Work) -> None:
    refused = send(rater_client, strict, to="submit")
    assert (refused.status_code, refused.json()) == (
        422,
        {"error": "evidence_missing", "missing": ["correctness"]},
    )
    for_another = send(rater_client, strict, passage(strict, "低流量", dimension="fluency"), to="submit")
    assert for_another.status_code == 422
    assert not Rating.objects.exists()
    assert send(rater_client, strict, passage(strict, "低流量"), to="submit").status_code == 200
    record = next(iter(rating_records(strict.campaign)))
    assert [found["quote"] for found in record.evidence] == ["低流量"]


def test_a_passage_of_the_case_counts(rater_client: Client, strict: Work) -> None:
    assert send(rater_client, strict, passage(strict, "地西泮", "case"), to="submit").status_code == 200


def test_a_lost_passage_does_not_count(rater_client: Client, strict: Work) -> None:
    stale = passage(strict, "低流量", text="older")
    assert send(rater_client, strict, stale, to="submit").json()["error"] == "evidence_missing"


def test_a_higher_level_needs_none(strict: Work) -> None:
    submit_rating(
        assignment=strict.first, user=strict.user, judged=COMPLETE, version=0, client_key=uuid.uuid4()
    )
    assert Rating.objects.count() == 1


@pytest.mark.parametrize("text", ["", " \n", None])
def test_an_empty_output_needs_none(rater_client: Client, strict: Work, text: str | None) -> None:
    output = strict.output()
    output.text = text
    output.save()
    assert send(rater_client, strict, to="submit").status_code == 200


def test_a_change_needs_one_too(strict: Work) -> None:
    submit_rating(
        assignment=strict.first, user=strict.user, judged=COMPLETE, version=0, client_key=uuid.uuid4()
    )
    lower = Judged(COMPLETE.values | {"correctness": 1.0})
    with pytest.raises(EvidenceMissing, match="correctness"):
        revise_rating(
            assignment=strict.first,
            user=strict.user,
            judged=lower,
            version=1,
            reason="Overlooked the dose",
            client_key=uuid.uuid4(),
        )


def test_passages_stay_with_each_revision(rater_client: Client, work: Work) -> None:
    send(rater_client, work, passage(work, "低流量"), to="submit")
    rater_client.post(
        reverse("campaigns:undo", args=[work.first.public_id]),
        json.dumps({"account": work.user.pk}),
        content_type="application/json",
    )
    version = Draft.objects.get().version
    send(rater_client, work, passage(work, "镇静药"), to="submit", version=version)
    revisions = Rating.objects.order_by("revision")
    assert [[found["quote"] for found in rating.evidence] for rating in revisions] == [
        ["低流量"],
        ["低流量"],
        ["镇静药"],
    ]


def test_the_text_is_read_with_passages_alone(
    rater_client: Client, work: Work, django_assert_max_num_queries: Any
) -> None:
    """A click that marks nothing costs no look at the texts."""
    with django_assert_max_num_queries(30) as queries:
        send(rater_client, work)
    assert not [query for query in queries if '"annotation_output"."text"' in query["sql"]]
