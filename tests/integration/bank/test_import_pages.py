"""Uploading a file and watching what becomes of it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from annotation.bank.models import Benchmark, Import
from annotation.bank.services.uploads import run_upload
from tests.brokers import broker_at
from tests.factories import make_import
from tests.integration.bank.conftest import OUTPUT, QUESTION

pytestmark = pytest.mark.django_db
UPLOAD = "bank:import_upload"


@pytest.fixture(autouse=True)
def memory_broker() -> Iterator[None]:
    """Messages go to a queue that nobody reads; the tests play the worker."""
    with broker_at("memory://"):
        yield


def file_of(*rows: dict[str, Any], name: str = "rows.jsonl") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join(json.dumps(row) for row in rows).encode())


def post(client: Client, kind: str, **fields: Any) -> Any:
    return client.post(f"{reverse(UPLOAD)}?kind={kind}", fields)


@pytest.mark.parametrize(
    ("kind", "field"),
    [("questions", "images"), ("outputs", "condition"), ("ratings", "scale_min"), ("board", "source")],
)
def test_each_kind_of_file_has_its_form(lead_client: Client, kind: str, field: str) -> None:
    page = lead_client.get(reverse(UPLOAD), {"kind": kind}).content.decode()
    assert f'name="{field}"' in page
    assert "identifies a patient" in page


def test_an_upload_leads_to_the_page_of_its_import(lead_client: Client) -> None:
    response = post(lead_client, "questions", file=file_of(QUESTION), benchmark="CliMed")
    import_row = Import.objects.get()
    assert response.url == reverse("bank:import_detail", args=[import_row.pk])
    assert (import_row.state, import_row.kind) == ("queued", "questions")
    run_upload(import_id=import_row.pk)
    page = lead_client.get(response.url)
    assert "Published" in page.content.decode()
    assert page.context["import"].rows_new == 1


def test_options_of_the_form_reach_the_import(lead_client: Client, benchmark_of_three: Benchmark) -> None:
    fields = {"benchmark": benchmark_of_three.pk, "model": "丙", "condition": "cot", "skip_bad": "on"}
    post(lead_client, "outputs", file=file_of(OUTPUT, {"question_id": "Q-404", "text": ""}), **fields)
    import_row = Import.objects.get(kind="outputs")
    run_upload(import_id=import_row.pk)
    import_row.refresh_from_db()
    assert (import_row.state, import_row.rows_new, import_row.rows_bad) == ("published", 1, 1)
    assert benchmark_of_three.questions.get(external_id="Q-1").outputs.get().language_model.name == "丙"


def test_ratings_come_in_by_upload(lead_client: Client) -> None:
    table = SimpleUploadedFile("r.csv", b"question_id,model,rater,dimension,value\nQ,m,r,fluency,80\n")
    post(
        lead_client,
        "ratings",
        file=table,
        campaign="Elsewhere",
        scale_min="0",
        scale_max="100",
        level="ratio",
    )
    import_row = Import.objects.get()
    run_upload(import_id=import_row.pk)
    import_row.refresh_from_db()
    assert (import_row.state, import_row.rows_new) == ("published", 1)


def test_ratings_on_another_scale_are_refused_with_the_reason(lead_client: Client) -> None:
    for scale in ("100", "10"):
        table = SimpleUploadedFile("r.csv", b"question_id,model,rater,dimension,value\nQ,m,r,fluency,8\n")
        post(lead_client, "ratings", file=table, campaign="Elsewhere", scale_min="0", scale_max=scale)
        import_row = Import.objects.latest("pk")
        run_upload(import_id=import_row.pk)
    page = lead_client.get(reverse("bank:import_detail", args=[import_row.pk])).content.decode()
    assert "has the scale 0 to 100" in page


def test_a_board_comes_in_by_upload(lead_client: Client) -> None:
    table = SimpleUploadedFile("b.csv", "model,group,BKT\n甲,general,80\n".encode())
    post(lead_client, "board", file=table, name="Table 2", source="arXiv")
    import_row = Import.objects.get()
    run_upload(import_id=import_row.pk)
    import_row.refresh_from_db()
    assert import_row.state == "published"


@pytest.mark.parametrize(
    ("kind", "fields", "error"),
    [
        ("questions", {"benchmark": "CliMed"}, "file"),
        ("questions", {"file": "rows.jsonl"}, "benchmark"),
        ("questions", {"file": "rows.pdf", "benchmark": "CliMed"}, "file"),
        ("outputs", {"file": "rows.jsonl", "benchmark": "404"}, "benchmark"),
        ("ratings", {"file": "r.csv", "campaign": "C", "scale_min": "1"}, "scale_max"),
        ("ratings", {"file": "r.csv", "campaign": "C", "scale_min": "5", "scale_max": "1"}, "scale_max"),
        ("board", {"file": "b.csv"}, "name"),
    ],
)
def test_a_form_that_is_not_whole_comes_back_with_its_errors(
    lead_client: Client, kind: str, fields: dict[str, Any], error: str
) -> None:
    if "file" in fields:
        fields = fields | {"file": file_of(QUESTION, name=fields["file"])}
    response = post(lead_client, kind, **fields)
    assert response.status_code == 422
    assert error in response.context["form"].errors
    assert not Import.objects.exists()


def test_the_running_part_asks_again_and_the_finished_one_does_not(
    lead_client: Client, benchmark_of_three: Benchmark
) -> None:
    running = make_import(benchmark_of_three, state="writing", rows_total=10, rows_new=4)
    address = reverse("bank:import_detail", args=[running.pk])
    part = lead_client.get(address, headers={"HX-Request": "true"})
    assert part.templates[0].name == "bank/_import_state.html"
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part["Vary"]
    assert 'hx-trigger="every' in part.content.decode()
    assert "4 of 10 rows" in part.content.decode()
    running.state = "published"
    running.save()
    assert "hx-trigger" not in lead_client.get(address, headers={"HX-Request": "true"}).content.decode()


def test_coming_back_through_the_history_gives_the_whole_page(
    lead_client: Client, benchmark_of_three: Benchmark
) -> None:
    address = reverse("bank:import_detail", args=[make_import(benchmark_of_three).pk])
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in lead_client.get(address, headers=headers).content.decode()


def test_bad_lines_are_listed_in_the_readers_language(
    lead_client: Client, benchmark_of_three: Benchmark
) -> None:
    problems = [{"line": 7, "field": "id", "code": "missing", "params": {}}] * 60
    refused = make_import(benchmark_of_three, state="refused", problems=problems, rows_bad=60)
    page = lead_client.get(reverse("bank:import_detail", args=[refused.pk])).content.decode()
    assert page.count("<td>is missing</td>") == 50
    assert "1 to 50 of 60" in page


def test_the_list_shows_every_import(lead_client: Client, benchmark_of_three: Benchmark) -> None:
    assert "three.jsonl" in lead_client.get(reverse("bank:import_list")).content.decode()


def test_a_clinician_neither_sees_nor_uploads(rater_client: Client, benchmark_of_three: Benchmark) -> None:
    import_row = Import.objects.get()
    for address in (
        reverse("bank:import_list"),
        reverse(UPLOAD),
        reverse("bank:import_detail", args=[import_row.pk]),
    ):
        assert rater_client.get(address).status_code == 403
    assert post(rater_client, "questions", file=file_of(QUESTION), benchmark="X").status_code == 403
    assert Import.objects.count() == 1
