"""Who gets what at every address of the site.

Each row of ``TABLE`` names one address and the status that anonymous visitors, a clinician with work in the
campaign, another clinician, a lead and an administrator get. An address without a row fails the tests, and
so does a row without an address.
"""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from PIL import Image

from annotation.accounts.services.invitations import invite_person
from annotation.accounts.services.people import create_person
from annotation.models import Benchmark, HarmReport, PublishedBoard, Question, QuestionImage, Role, User
from scoring.models import ScoringRun
from tests.factories import (
    DIMENSIONS,
    make_assignment,
    make_campaign,
    make_import,
    make_open_benchmark,
    make_rater,
    make_unit,
    make_user,
    make_worked_case,
)

ROLES = ("anonymous", "rater", "outsider", "lead", "admin")
ADMIN = "admin:"
Statuses = tuple[int, int, int, int, int]

PUBLIC: Statuses = (200, 200, 200, 200, 200)
PUBLIC_CORRECTED: Statuses = (422, 422, 422, 422, 422)
LOGGED_IN: Statuses = (302, 200, 200, 200, 200)
RATERS: Statuses = (302, 200, 200, 403, 403)
# Another clinician's work does not exist; leads do not rate, for they can see who wrote what.
HER_OWN: Statuses = (302, 200, 404, 403, 403)
HER_OWN_CORRECTED: Statuses = (302, 422, 404, 403, 403)
# The address of another's item leads to one's own work, as it may after a log-in.
HER_OWN_OR_ELSEWHERE: Statuses = (302, 200, 302, 403, 403)
HER_OWN_LATER: Statuses = (302, 302, 404, 403, 403)
HER_OWN_LATER_OR_ELSEWHERE: Statuses = (302, 302, 302, 403, 403)
NOBODYS_YET: Statuses = (302, 404, 404, 403, 403)
RATERS_BUT_NOT_SO: Statuses = (302, 405, 405, 403, 403)
HER_OWN_BY_SCRIPT: Statuses = (401, 200, 404, 403, 403)
LEADS: Statuses = (302, 403, 403, 200, 200)
LEADS_THEN_ELSEWHERE: Statuses = (302, 403, 403, 302, 302)
LEADS_CORRECTED: Statuses = (302, 403, 403, 422, 422)
LEADS_BUT_NOT_SO: Statuses = (302, 403, 403, 405, 405)
LEADS_BY_SCRIPT: Statuses = (403, 403, 403, 200, 200)
ADMINS: Statuses = (302, 302, 302, 302, 200)
ELSEWHERE: Statuses = (302, 302, 302, 302, 302)
NOT_SO: Statuses = (405, 405, 405, 405, 405)

JUDGEMENT = {"values": dict.fromkeys(DIMENSIONS, 4), "harm": "none"}


@dataclass(frozen=True)
class Row:
    """Statuses of GET and, where something can be posted, of POST.

    ``args`` name values of the world; ``data`` is posted as a form, ``body`` as JSON in which the page's
    own account is filled in.
    """

    get: Statuses
    args: tuple[str, ...] = ()
    post: Statuses | None = None
    data: dict[str, str] | None = None
    body: dict[str, Any] | None = None


def read_only(*args: str) -> Row:
    return Row(LEADS, args)


def action(*args: str, post: Statuses = LEADS_THEN_ELSEWHERE) -> Row:
    return Row(LEADS_BUT_NOT_SO, args, post=post)


def rating_step(**body: Any) -> Row:
    return Row(NOT_SO, ("assignment",), post=HER_OWN_BY_SCRIPT, body=body)


TABLE = {
    # Everybody
    "healthz": Row(PUBLIC),
    "favicon": Row(ELSEWHERE),
    "login": Row(PUBLIC, post=PUBLIC, data={"username": "nobody", "password": "wrong"}),
    "logout": Row(NOT_SO, post=ELSEWHERE),
    "set_language": Row(ELSEWHERE, post=ELSEWHERE, data={"language": "zh-hans"}),
    # Whoever is logged in
    "home": Row(ELSEWHERE),
    "password_change": Row(LOGGED_IN, post=LOGGED_IN, data={}),
    "password_change_done": Row(LOGGED_IN),
    # The way in for whoever holds the link
    "accounts:invitation": Row(PUBLIC, ("token",), post=PUBLIC_CORRECTED, data={}),
    # The guided start, and its practice
    "campaigns:start": Row(HER_OWN_LATER, ("campaign",)),
    "campaigns:start_rubric": Row(HER_OWN, ("campaign",)),
    "campaigns:practice": Row(HER_OWN, ("campaign", "one"), post=HER_OWN_CORRECTED, data={}),
    "campaigns:begin": Row(RATERS_BUT_NOT_SO, ("campaign",), post=HER_OWN_LATER),
    # The clinician's own work
    "campaigns:my_work": Row(RATERS),
    "campaigns:rate": Row(HER_OWN_OR_ELSEWHERE, ("assignment",)),
    # The world's campaign shows one output at a time.
    "campaigns:compare": Row(HER_OWN_LATER_OR_ELSEWHERE, ("assignment",)),
    "campaigns:done_work": Row((302, 200, 404, 403, 403), ("campaign",)),
    "campaigns:change": Row(HER_OWN_OR_ELSEWHERE, ("submitted",)),
    "campaigns:change_draft": Row(
        NOT_SO,
        ("submitted",),
        post=HER_OWN_BY_SCRIPT,
        body={"judgement": JUDGEMENT | {"reason": "misread"}, "version": 1},
    ),
    "campaigns:change_discard": Row(NOT_SO, ("submitted",), post=HER_OWN_BY_SCRIPT, body={"version": 1}),
    "campaigns:revise": Row(
        NOT_SO,
        ("submitted",),
        post=HER_OWN_BY_SCRIPT,
        body={
            "judgement": JUDGEMENT | {"reason": "misread"},
            "version": 1,
            "client_key": str(uuid.UUID(int=2)),
        },
    ),
    "campaigns:guidelines": Row(HER_OWN, ("assignment",)),
    "campaigns:image": Row(HER_OWN, ("assignment", "one")),
    "campaigns:draft": rating_step(judgement=JUDGEMENT, version=0),
    "campaigns:submit": rating_step(judgement=JUDGEMENT, version=0, client_key=str(uuid.UUID(int=1))),
    "campaigns:skip": rating_step(reason="outside_my_field"),
    "campaigns:undo": Row(NOT_SO, ("submitted",), post=HER_OWN_BY_SCRIPT, body={}),
    "campaigns:reference": Row(NOT_SO, ("drafted",), post=HER_OWN_BY_SCRIPT, body={}),
    # She has open work: nothing is asked yet.
    "campaigns:guess": Row(HER_OWN_LATER, ("campaign",)),
    "campaigns:guess_begin": Row(RATERS_BUT_NOT_SO, ("campaign",), post=HER_OWN_LATER),
    "campaigns:guess_save": Row(RATERS_BUT_NOT_SO, ("submitted",), post=NOBODYS_YET),
    # The bank
    "bank:image": Row(LEADS, ("image",)),
    "bank:benchmark_list": read_only(),
    "bank:benchmark_detail": read_only("benchmark"),
    "bank:question_list": read_only("benchmark"),
    "bank:question_detail": read_only("question"),
    "bank:import_list": read_only(),
    "bank:import_detail": read_only("import"),
    "bank:import_upload": Row(LEADS, post=LEADS_CORRECTED, data={"replace": "on"}),
    # The lead's side of campaigns
    "campaigns:campaign_list": read_only(),
    "campaigns:campaign_detail": read_only("campaign"),
    "campaigns:rubric_detail": read_only("rubric"),
    "campaigns:campaign_create": Row(LEADS, ("benchmark",), post=LEADS_CORRECTED, data={"name": ""}),
    "campaigns:rubric_create": Row(LEADS, post=LEADS_CORRECTED, data={}),
    "campaigns:clinician_create": Row(LEADS, post=LEADS_CORRECTED, data={"username": ""}),
    "accounts:invite": action("clinician", post=LEADS),
    "campaigns:harm_list": read_only(),
    "campaigns:harm_unread": read_only(),
    "campaigns:harm_report": read_only("harm"),
    "campaigns:harm_read": action("harm"),
    "campaigns:rater_release": action("rater"),
    "campaigns:campaign_open": action("campaign"),
    "campaigns:campaign_pause": action("campaign"),
    "campaigns:campaign_resume": action("campaign"),
    "campaigns:campaign_close": action("campaign"),
    "campaigns:campaign_unblind": action("campaign"),
    "campaigns:masked": read_only("campaign"),
    "campaigns:masked_name_add": action("campaign"),
    "campaigns:masked_name_remove": action("campaign"),
    # Scores
    "scoring:run_list": read_only(),
    "scoring:run_detail": read_only("run"),
    "scoring:run_create": action("benchmark"),
    "scoring:run_act": action("run", "pause"),
    "scoring:benchmark_scores": read_only("benchmark"),
    "scoring:instruction_following": read_only("benchmark"),
    "scoring:api_instruction_following": Row(LEADS_BY_SCRIPT, ("benchmark",)),
    "scoring:output_list": read_only("benchmark"),
    "scoring:output_detail": read_only("output"),
    # Results
    "scoring:agreement": read_only("campaign"),
    "scoring:agreement_fragment": read_only("campaign"),
    "scoring:api_agreement": Row(LEADS_BY_SCRIPT, ("campaign",)),
    "scoring:agreement_guesses": read_only("campaign"),
    "scoring:leaderboard_list": read_only(),
    "scoring:leaderboard": read_only("benchmark"),
    "scoring:leaderboard_file": read_only("benchmark", "csv"),
    "scoring:board": read_only("board"),
    "scoring:board_file": read_only("board", "csv"),
    "scoring:api_leaderboard": Row(LEADS_BY_SCRIPT, ("benchmark",)),
    "scoring:api_board": Row(LEADS_BY_SCRIPT, ("board",)),
    "scoring:export": Row(LEADS, ("campaign",), post=LEADS_CORRECTED, data={"human_weight": "2"}),
}


def names_of(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} below {prefix!r} has no name"
            yield prefix + pattern.name
        elif pattern.namespace == admin.site.name:
            yield ADMIN
        else:
            namespace = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names_of(pattern.url_patterns, namespace)


@dataclass(frozen=True)
class World:
    """One open campaign in which the clinician has work in every state, and one of everything else."""

    people: dict[str, User]
    clients: dict[str, Client]
    values: dict[str, Any]


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = tmp_path
    people = {
        "rater": make_user("dr-li", Role.RATER),
        "outsider": make_user("dr-outside", Role.RATER),
        "lead": make_user("lead-wang", Role.LEAD),
        "admin": create_person(username="admin-zhao", role=Role.ADMIN, password="correct horse battery"),
    }
    clients = {role: Client() for role in ROLES}
    for role, user in people.items():
        clients[role].force_login(user)
    benchmark = make_open_benchmark(n_questions=1)
    invited = invite_person(user=people["outsider"], actor=people["lead"])
    values: dict[str, Any] = {"one": 1, "pause": "pause", "csv": "csv"}
    values |= {"clinician": people["outsider"].pk, "token": invited.token}
    return World(people, clients, values | bank_values(benchmark, tmp_path) | work_values(benchmark, people))


def bank_values(benchmark: Benchmark, media: Path) -> dict[str, Any]:
    question = Question.objects.get(benchmark=benchmark)
    Image.new("L", (4, 4)).save(media / "scan.png")
    image = QuestionImage.objects.create(
        question=question, position=1, name="scan.png", file="scan.png", width=4, height=4
    )
    imported = make_import(benchmark, kind="board")
    board = PublishedBoard.objects.create(name="Published", slug="published", imported_by=imported)
    run = ScoringRun.objects.create(benchmark=benchmark, state=ScoringRun.State.RUNNING)
    return {
        "benchmark": benchmark.slug,
        "question": question.pk,
        "output": question.outputs.order_by("pk").values_list("pk", flat=True)[0],
        "image": image.pk,
        "import": imported.pk,
        "board": board.slug,
        "run": run.pk,
    }


def work_values(benchmark: Benchmark, people: dict[str, User]) -> dict[str, Any]:
    """Three assignments: one to begin, one with a draft, one submitted."""
    campaign = make_campaign(benchmark, scenarios=["WTD"])
    make_worked_case(campaign.rubric)
    rater = make_rater(campaign, people["rater"])
    outputs = list(Question.objects.get(benchmark=benchmark).outputs.order_by("pk"))
    waiting, drafted, submitted = (
        make_assignment(make_unit(campaign, output), rater, position=position)
        for position, output in enumerate(outputs, start=1)
    )
    client = Client()
    client.force_login(people["rater"])
    for assignment, step in ((drafted, "campaigns:draft"), (submitted, "campaigns:submit")):
        body = (TABLE[step].body or {}) | {"client_key": str(uuid.uuid4())}
        address = reverse(step, args=[assignment.public_id])
        assert post_json(client, address, people["rater"], body).status_code == 200
    return {
        "campaign": campaign.slug,
        "rubric": campaign.rubric_id,
        "rater": rater.pk,
        "assignment": waiting.public_id,
        "drafted": drafted.public_id,
        "submitted": submitted.public_id,
        "harm": HarmReport.objects.create(rating=submitted.ratings.get()).pk,
    }


def post_json(client: Client, address: str, user: User | None, body: dict[str, Any]) -> Any:
    account = {"account": user.pk} if user else {}
    return client.post(address, json.dumps(body | account), content_type="application/json")


def statuses(world: World, name: str, method: str) -> dict[str, int]:
    """What every role gets; the effects of each request are undone before the next."""
    row = TABLE[name]
    address = reverse(name, args=[world.values[value] for value in row.args])
    found = {}
    for role in ROLES:
        with transaction.atomic():
            if method == "get":
                answer = world.clients[role].get(address)
            elif row.body is not None:
                answer = post_json(world.clients[role], address, world.people.get(role), row.body)
            else:
                answer = world.clients[role].post(address, row.data or {})
            found[role] = answer.status_code
            # Reading a file to its end is what closes it.
            b"".join(answer)
            transaction.set_rollback(True)
    return found


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(names_of(get_resolver().url_patterns)) == sorted({*TABLE, ADMIN})


@pytest.mark.parametrize("name", TABLE)
def test_each_role_may_read_what_the_table_says(world: World, name: str) -> None:
    assert statuses(world, name, "get") == dict(zip(ROLES, TABLE[name].get, strict=True))


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if row.post])
def test_each_role_may_do_what_the_table_says(world: World, name: str) -> None:
    expected = TABLE[name].post
    assert expected is not None
    assert statuses(world, name, "post") == dict(zip(ROLES, expected, strict=True))


def test_only_an_administrator_reaches_the_administration(world: World) -> None:
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    ]
    for address in (reverse("admin:index"), *lists):
        found = {role: world.clients[role].get(address).status_code for role in ROLES}
        assert found == dict(zip(ROLES, ADMINS, strict=True)), address


def test_the_administration_holds_no_ratings() -> None:
    registered = {model._meta.object_name for model in admin.site._registry}
    assert not registered & {"Assignment", "Draft", "Rating", "RatingValue"}
