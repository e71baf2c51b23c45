"""Whatever a rater can reach is crawled for models, question ids and file names: body, headers, address."""

import json
import re
import uuid
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from annotation.campaigns.judgements import Judged
from annotation.campaigns.services.drafts import open_reference, save_draft
from annotation.campaigns.services.ratings import submit_rating
from annotation.models import LanguageModel, User
from tests.builders_rating import COMPLETE, MODELS, Work, add_image, make_work

pytestmark = pytest.mark.django_db

TRACES = (
    *MODELS,
    "星杏大模型",
    "百度",
    "SECRET",
    "secret",
    "vanilla",
    "output_id",
    "model_id",
    "external_id",
)
ADDRESS = re.compile(r'(?:href|src|action|data-[a-z-]*url)="(/[^"#]*)"')


@pytest.fixture
def work(rater: User) -> Work:
    """Items in every state, with images, an opened reference and a finished rating."""
    work = make_work(rater, cases=2)
    LanguageModel.objects.filter(name="杏林-测试").update(aliases=["星杏大模型"])
    output = work.output(2)
    output.text = (
        "星杏大模型与杏林-测试均认为可行。![x](https://example.org/ChatGPT.png) [y](https://openai.com/x)"
    )
    output.save()
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    (settings.MEDIA_ROOT / "secret-scan.png").write_bytes(b"\x89PNG")
    add_image(work.question)
    save_draft(assignment=work.assignments[1], judged=Judged({"fluency": 4.0}), version=0)
    open_reference(assignment=work.assignments[1])
    submit_rating(assignment=work.first, user=rater, judged=COMPLETE, version=0, client_key=uuid.uuid4())
    return work


def crawl(client: Client, *starts: str) -> dict[str, str]:
    """Everything that can be read from ``starts`` on: status, headers and body by address."""
    found: dict[str, str] = {}
    waiting = [*starts]
    while waiting:
        address = waiting.pop()
        if address in found or address.startswith(("/static/", "/accounts/", "/admin/", "/i18n/")):
            continue
        response = client.get(address)
        body = response.content.decode("utf-8", "replace")
        found[address] = f"{response.status_code} {dict(response.headers)} {body}"
        waiting += ADDRESS.findall(body)
    return found


def test_nothing_a_rater_can_reach_tells_who_wrote_what(rater_client: Client, work: Work) -> None:
    items = [reverse("campaigns:rate", args=[item.public_id]) for item in work.assignments]
    reached = crawl(rater_client, reverse("home"), reverse("campaigns:my_work"), *items)
    assert all(reached[item].startswith("200") for item in items)
    assert any("/images/1/" in address for address in reached)
    found = [
        (trace, address)
        for address, answer in reached.items()
        for trace in TRACES
        if trace in answer or trace in address
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "**杏**林-测试答",
        "&#26447;林-测试答",
        "杏\u200b林-测试答",
        "[杏](/x)林-测试答",
        "作为杏林助手，答",
        "**C**hatGPT答",
    ],
)
def test_a_name_written_apart_is_read_in_neither_view(rater_client: Client, work: Work, text: str) -> None:
    output = work.first.unit.output
    assert output is not None
    output.text = text
    output.save()
    body = rater_client.get(reverse("campaigns:rate", args=[work.first.public_id])).content.decode()
    assert body.count('class="masked"') >= 2
    read = re.sub(r"<[^>]*>|[*\u200b\[\]]|\(/x\)", "", body)
    read = unescape(unescape(read))
    assert not [name for name in ("杏林", "ChatGPT", "hatGPT") if name in read]


def test_answers_to_the_page_tell_nothing_either(rater_client: Client, rater: User, work: Work) -> None:
    answers = []
    for name, body in (
        ("draft", {"version": 9, "judgement": {}}),
        ("draft", {"version": "x"}),
        ("submit", {"version": 1, "judgement": COMPLETE.content, "client_key": str(uuid.uuid4())}),
        ("skip", {"reason": "no such"}),
        ("reference", {}),
        ("undo", {}),
    ):
        response = rater_client.post(
            reverse(f"campaigns:{name}", args=[work.assignments[1].public_id]),
            json.dumps({"account": rater.pk} | body),
            content_type="application/json",
        )
        answers.append(f"{response.headers} {response.content.decode()}")
    assert not [trace for trace in TRACES for answer in answers if trace in answer]


def test_pages_of_the_lead_stay_closed(rater_client: Client, work: Work) -> None:
    question = work.question
    for address in ("/bank/", f"/bank/questions/{question.pk}/", "/scoring/", "/campaigns/", "/admin/"):
        response = rater_client.get(address)
        assert response.status_code in (302, 403, 404)
        assert not [trace for trace in TRACES if trace in response.content.decode()]


def test_addresses_do_not_sort_by_model(work: Work) -> None:
    assert all(item.public_id.version == 4 for item in work.assignments)
