"""Whatever a rater can reach is crawled for models, makers, question ids and file names."""

import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image, PngImagePlugin

from annotation.bank.services.images import ImageStore
from annotation.campaigns import rater_views
from annotation.campaigns.judgements import Judged
from annotation.campaigns.services.campaigns import open_campaign
from annotation.campaigns.services.drafts import open_reference, save_draft
from annotation.campaigns.services.ratings import submit_rating
from annotation.campaigns.services.skips import skip_assignment
from annotation.models import Assignment, Campaign, LanguageModel, User
from tests.builders_rating import COMPLETE, MODELS, Work, add_image, make_work
from tests.crawling import Answer, Crawl
from tests.factories import make_planned_campaign, make_user, make_worked_case
from tests.integration.test_access import TABLE

pytestmark = pytest.mark.django_db

NAMES = (*MODELS, "星杏大模型", "百度", "OpenAI", "Anthropic", "DeepSeek", "杏林")
TRACES = (
    *NAMES,
    *("secret", "vanilla", "output_id", "model_id", "external_id", "language_model", "unit_id"),
)
# What tells how long, how large or since when: never sent with a page, an answer or an image.
TELLING_HEADERS = {
    *("Server-Timing", "X-Runtime", "X-Request-Duration", "ETag", "Last-Modified", "Content-Disposition"),
    *("X-Sendfile", "X-Accel-Redirect", "Content-Location", "Server", "X-Powered-By"),
}
# Whatever looks like a mark of a chat template, as a page writes it.
MARK = re.compile(r"(?:&lt;|\\u003C)\|?/?[a-z_]+\|?(?:&gt;|\\u003E)|\[/?eo[a-z]\]", re.IGNORECASE)
MARKS = "<think></think>应停药。</s><eoa>[eoa]<|im_end|>"
RATER = 1
TEXT = "星杏大模型与杏林-测试均认为可行。![x](https://example.org/ChatGPT.png) [y](https://openai.com/x)"


@pytest.fixture
def scan(tmp_path: Path) -> bytes:
    """A scanner's image that tells a lot about itself, on its way through the import."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Software", "ChatGPT SECRET-scan.png")
    picture = Image.new("L", (20, 10))
    exif = picture.getexif()
    exif[0x010E] = "ChatGPT/secret-name.png"
    picture.save(tmp_path / "secret.png", pnginfo=told, exif=exif)
    return (tmp_path / "secret.png").read_bytes()


@pytest.fixture
def work(rater: User, scan: bytes, tmp_path: Path) -> Work:
    """Items in every state, with images, an opened reference, and a finished, a begun and a skipped one."""
    work = make_work(rater, cases=2)
    LanguageModel.objects.filter(name="杏林-测试").update(aliases=["星杏大模型"])
    work.output(2).text = TEXT
    work.output(2).save()
    work.output(1).text = MARKS
    work.output(1).save()
    add_image(work.question, ImageStore(tmp_path).keep("secret.png").file)
    save_draft(assignment=work.assignments[1], judged=Judged({"fluency": 4.0}), version=0)
    open_reference(assignment=work.assignments[1])
    submit_rating(assignment=work.first, user=rater, judged=COMPLETE, version=0, client_key=uuid.uuid4())
    skip_assignment(assignment=work.assignments[4], reason="other", note="")
    return work


@pytest.fixture
def world(work: Work, rater: User) -> Work:
    """Beside it a campaign by case, one with its guided start before her, and one that is judged."""
    by_case = make_work(rater, name="By case", mode=Campaign.Mode.BY_CASE)
    save_draft(assignment=by_case.first, judged=COMPLETE, version=0)
    starting = make_work(rater, name="Starting")
    make_worked_case(starting.campaign.rubric)
    starting.campaign.raters.update(started_at=None)
    judged = make_work(rater, name="Judged", asks_for_source=True)
    for item in judged.assignments:
        submit_rating(assignment=item, user=rater, judged=COMPLETE, version=0, client_key=uuid.uuid4())
    return work


def told(answers: Iterable[Answer], traces: Iterable[str] = TRACES) -> list[tuple[str, str, str]]:
    """Which answers say what they must not."""
    return [
        (trace, answer.method, answer.address)
        for answer in answers
        for trace in (NAMES if answer.is_static else traces)
        if trace.lower() in answer.read().lower()
    ]


def reachable(method: str) -> set[str]:
    """Addresses at which a clinician is answered, by the table of who gets what."""
    rows = {name: row.get if method == "GET" else row.post for name, row in TABLE.items()}
    return {name for name, row in rows.items() if row and row[RATER] not in (403, 405)} - ELSEWHERE


# How one gets in and out has no output on it.
ELSEWHERE = {"logout", "accounts:invitation", "set_language", "favicon", "healthz", "password_change_done"}


@pytest.fixture
def crawl(rater_client: Client, world: Work) -> Crawl:
    items = Assignment.objects.values_list("public_id", "rater__campaign__slug")
    starts = [reverse("home"), reverse("campaigns:my_work"), reverse("login"), reverse("password_change")]
    for public_id, slug in items:
        starts += [reverse("campaigns:rate", args=[public_id]), reverse("campaigns:change", args=[public_id])]
        starts += [reverse("campaigns:compare", args=[public_id]), reverse("campaigns:guess", args=[slug])]
    return Crawl(rater_client).follow(*starts)


def test_neither_body_nor_header_nor_cookie_of_any_page_tells_who_wrote_what(crawl: Crawl) -> None:
    assert told(crawl.answers) == []
    pages = [answer for answer in crawl.answers if not answer.is_static]
    assert [page.address for page in pages if TELLING_HEADERS & page.headers.keys()] == []
    cookies = str([morsel.OutputString() for morsel in crawl.client.cookies.values()]).lower()
    assert [trace for trace in TRACES if trace.lower() in cookies] == []
    assert [(page.address, mark[0]) for page in pages if (mark := MARK.search(page.body))] == []
    # It has been where outputs are read, and has read what pages load.
    assert any("name hidden" in page.body for page in pages)
    assert any("/images/1/" in page.address for page in pages)
    assert any(answer.address.endswith(".js") for answer in crawl.answers)
    assert reachable("GET") - crawl.visited("GET") == set()


POSTS: dict[str, dict[str, Any]] = {
    "campaigns:draft": {"version": 9, "judgement": {}},
    "campaigns:submit": {"version": 1, "judgement": COMPLETE.content, "client_key": str(uuid.UUID(int=7))},
    "campaigns:change_draft": {"version": 1, "judgement": {"values": {"correctness": 2}, "reason": "x"}},
    "campaigns:change_discard": {"version": 1},
    "campaigns:revise": {
        **{"version": 1, "judgement": COMPLETE.content, "client_key": str(uuid.UUID(int=8)), "reason": ""},
    },
    "campaigns:skip": {"reason": "no such"},
    "campaigns:reference": {},
    "campaigns:undo": {},
}


@pytest.fixture
def posted(crawl: Crawl, rater: User, work: Work) -> Crawl:
    """Every request that changes something: right, wrong, too late, and the forms of all pages."""
    for item in (*work.assignments[:3], work.assignments[4]):
        for name, body in POSTS.items():
            address = reverse(name, args=[item.public_id])
            for account in (rater.pk, 0):
                crawl.post(address, body | {"account": account}, as_json=True)
            crawl.post(address, [], as_json=True)
    unfinished = {
        "version": 0,
        "judgement": {"values": {}},
        "client_key": str(uuid.UUID(int=9)),
        "account": rater.pk,
    }
    crawl.post(reverse("campaigns:submit", args=[work.assignments[5].public_id]), unfinished, as_json=True)
    ends = {reverse("campaigns:guess_begin", args=["judged"])}
    for address, fields in [*crawl.forms()]:
        if address not in ends and "logout" not in address:
            crawl.post(address, fields)
    return crawl


def test_no_answer_to_what_a_rater_sends_tells_who_wrote_what(posted: Crawl) -> None:
    answers = [answer for answer in posted.answers if answer.method == "POST"]
    assert told(answers) == []
    assert [answer.address for answer in answers if TELLING_HEADERS & answer.headers.keys()] == []
    assert {200, 302, 400, 403, 409, 422} <= {answer.status for answer in answers}
    asked_at_the_end = {"campaigns:guess_begin", "campaigns:guess_save"}
    assert reachable("POST") - posted.visited("POST") - asked_at_the_end == set()


def test_whoever_has_judged_everything_reads_names_as_choices_alone(
    rater_client: Client, world: Work
) -> None:
    crawl = Crawl(rater_client)
    item = Assignment.objects.filter(rater__campaign__slug="judged").earliest("pk")
    # Nowhere else is she still to rate these models.
    others = Assignment.objects.exclude(rater__campaign__slug="judged").filter(
        state__in=("waiting", "drafting")
    )
    others.update(state=Assignment.State.SKIPPED)
    begun = crawl.post(reverse("campaigns:guess_begin", args=["judged"]), {})
    page = crawl.get(begun.headers["Location"])
    crawl.post(reverse("campaigns:guess_save", args=[item.public_id]), {"source": ""})
    assert MODELS[0] in page.body
    without_choices = re.sub(r'<label><input type="radio".*?</label>', "", page.body)
    assert [trace for trace in TRACES if trace.lower() in unescape(without_choices).lower()] == []


@pytest.fixture
def errors(rater_client: Client, work: Work, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Answer]:
    """One answer for each thing that can go wrong; the texts of errors name what must not be read."""
    stranger = make_work(make_user("dr-other"), name="ChatGPT of another")
    client = Client(raise_request_exception=False)
    client.cookies = rater_client.cookies
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = rater_client.cookies
    own = reverse("campaigns:rate", args=[work.first.public_id])
    other = reverse("campaigns:guidelines", args=[stranger.first.public_id])

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("ChatGPT SECRET-1 vanilla")

    def answer(status: int) -> Answer:
        match status:
            case 400:
                return Crawl(client).get(own, Host="ChatGPT.example.org")
            case 403:
                return Crawl(strict).post(reverse("campaigns:begin", args=[work.campaign.slug]), {})
            case 404:
                return Crawl(client).get(other)
            case 405:
                return Crawl(client).post(own, {})
        monkeypatch.setattr(rater_views, "read_rating_page", fail)
        return Crawl(client).get(own)

    return answer


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500])
def test_pages_of_errors_tell_nothing(errors: Callable[[int], Answer], status: int) -> None:
    answer = errors(status)
    assert answer.status == status
    assert told([answer]) == []


def test_pages_of_the_lead_stay_closed(rater_client: Client, work: Work) -> None:
    pages = ("/bank/", f"/bank/questions/{work.question.pk}/", "/scoring/", "/campaigns/", "/admin/")
    masked = reverse("campaigns:masked", args=[work.campaign.slug])
    for address in (*pages, masked, reverse("scoring:agreement_guesses", args=[work.campaign.slug])):
        answer = Crawl(rater_client).get(address)
        assert answer.status in (302, 403, 404)
        assert told([answer]) == []


def test_an_image_is_the_same_whoever_wrote_beside_it_and_bears_no_metadata(
    rater_client: Client, work: Work, scan: bytes
) -> None:
    assert b"ChatGPT" in scan
    addresses = [reverse("campaigns:image", args=[item.public_id, 1]) for item in work.assignments[:4]]
    answers = [Crawl(rater_client).get(address) for address in addresses]
    assert len({answer.content for answer in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1
    picture = Image.open(BytesIO(answers[0].content))
    assert (picture.info, dict(picture.getexif())) == ({}, {})


def test_the_server_does_the_same_for_every_model(
    rater_client: Client, rater: User, django_assert_max_num_queries: Any
) -> None:
    """Outputs alike but for their model cost the same queries: none is waited for longer than another."""
    work = make_work(rater, name="Alike")
    for place in range(4):
        output = work.output(place)
        output.text = "应控制性低流量吸氧。"
        output.save()
    counts = set()
    for item in work.assignments[:3]:  # after the last one nothing follows
        with django_assert_max_num_queries(1000) as counted:
            rater_client.get(reverse("campaigns:rate", args=[item.public_id]))
        counts.add(len(counted))
    assert len(counts) == 1


def test_neither_addresses_nor_letters_sort_by_model(lead: User) -> None:
    people = [make_user(f"dr-{number}") for number in range(6)]
    campaign = open_campaign(campaign=make_planned_campaign(people, k=3), actor=lead)
    items = Assignment.objects.filter(rater__campaign=campaign).select_related("unit__language_model")
    assert all(item.public_id.version == 4 for item in items)
    assert all(
        len({*firsts}) > 1 for firsts in (_first_models(items, "position"), _first_models(items, "public_id"))
    )


def _first_models(items: Iterable[Assignment], order: str) -> Iterator[str]:
    """The model of output A of each rater and case, were outputs ordered so."""
    cases: dict[tuple[int, str], list[Assignment]] = {}
    for item in items:
        cases.setdefault((item.rater_id, item.unit.question_key), []).append(item)
    for of_case in cases.values():
        yield min(of_case, key=lambda item: str(getattr(item, order)).zfill(40)).unit.language_model.name


@pytest.mark.parametrize(
    "text",
    [
        "**杏**林-测试答",
        "&#26447;林-测试答",
        "杏\u200b林-测试答",
        "[杏](/x)林-测试答",
        "作为杏林助手，答",
        "**C**hatGPT答",
        "СhаtGРТ答",
        "Ｃｈａｔ－ＧＰＴ答",
    ],
)
def test_a_name_in_disguise_is_read_in_neither_view(rater_client: Client, work: Work, text: str) -> None:
    output = work.first.unit.output
    assert output is not None
    output.text = text
    output.save()
    body = rater_client.get(reverse("campaigns:rate", args=[work.first.public_id])).content.decode()
    assert body.count('class="masked"') >= 2
    read = re.sub(r"<[^>]*>|[*\u200b\[\]]|\(/x\)", "", body)
    read = unescape(unescape(read))
    assert not [name for name in ("杏林", "ChatGPT", "hatGPT", "hаtG", "Ｃｈａｔ") if name in read]
