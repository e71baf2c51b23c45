"""Benchmarks, questions and their images, as leads see them; and as nobody else does."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from annotation.bank.models import Benchmark, Question, QuestionImage
from annotation.bank.services.outputs import import_outputs
from annotation.bank.services.questions import import_questions
from annotation.models import User
from tests.factories import (
    make_assignment,
    make_campaign,
    make_import,
    make_output,
    make_question,
    make_rater,
    make_unit,
)
from tests.integration.bank.conftest import OUTPUT, QUESTION, WriteRows

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(benchmark_of_three: Benchmark) -> Question:
    return Question.objects.get(external_id="Q-1")


def test_a_lead_sees_the_benchmarks(lead_client: Client, benchmark_of_three: Benchmark) -> None:
    page = lead_client.get(reverse("bank:benchmark_list")).content.decode()
    assert "CliMed" in page
    assert reverse("bank:benchmark_detail", args=["climed"]) in page


def test_an_empty_bank_names_the_next_step(lead_client: Client) -> None:
    assert "Import questions" in lead_client.get(reverse("bank:benchmark_list")).content.decode()


def test_the_benchmark_page_counts_per_scenario_and_per_model(
    lead_client: Client, benchmark_of_three: Benchmark, write_rows: WriteRows
) -> None:
    path = write_rows("o.jsonl", OUTPUT, OUTPUT | {"question_id": "Q-2"})
    import_outputs(path=path, benchmark=benchmark_of_three)
    overview = lead_client.get(reverse("bank:benchmark_detail", args=["climed"])).context["overview"]
    (scenario,) = overview.scenarios
    assert (scenario.scenario.code, scenario.questions, scenario.outputs) == ("BKT", 3, 2)
    (model,) = overview.models
    assert (model.model, model.condition, model.outputs, model.missing) == ("杏林-测试", "vanilla", 2, 1)
    assert "WTD" in overview.absent


def test_the_counts_follow_the_next_import(
    lead_client: Client, benchmark_of_three: Benchmark, write_rows: WriteRows
) -> None:
    address = reverse("bank:benchmark_detail", args=["climed"])
    assert lead_client.get(address).context["overview"].questions == 3
    import_questions(path=write_rows("q.jsonl", QUESTION | {"id": "Q-9"}), benchmark="CliMed")
    assert lead_client.get(address).context["overview"].questions == 4


def test_questions_are_filtered_by_scenario_and_text(
    lead_client: Client, benchmark_of_three: Benchmark, write_rows: WriteRows
) -> None:
    other = QUESTION | {"id": "MC-1", "scenario": "MC", "input": "华法林与布洛芬"}
    import_questions(path=write_rows("q.jsonl", other), benchmark="CliMed")
    address = reverse("bank:question_list", args=["climed"])
    assert len(lead_client.get(address).context["page"].object_list) == 4
    assert [row.external_id for row in lead_client.get(address, {"scenario": "MC"}).context["page"]] == [
        "MC-1"
    ]
    assert [row.external_id for row in lead_client.get(address, {"q": "华法林"}).context["page"]] == ["MC-1"]
    assert "Nothing found" in lead_client.get(address, {"q": "青霉素"}).content.decode()


def test_a_scenario_that_is_not_there_is_not_found(
    lead_client: Client, benchmark_of_three: Benchmark
) -> None:
    address = reverse("bank:question_list", args=["climed"])
    assert lead_client.get(address, {"scenario": "XX"}).status_code == 404


def test_questions_of_an_unpublished_import_are_on_no_page(
    lead_client: Client, benchmark_of_three: Benchmark
) -> None:
    hidden = make_question(
        benchmark_of_three, "HIDDEN", imported_by=make_import(benchmark_of_three, state="writing")
    )
    address = reverse("bank:question_list", args=["climed"])
    assert "HIDDEN" not in lead_client.get(address).content.decode()
    assert lead_client.get(reverse("bank:question_detail", args=[hidden.pk])).status_code == 404


def test_a_question_shows_its_sections_options_and_reference(lead_client: Client, question: Question) -> None:
    page = lead_client.get(reverse("bank:question_detail", args=[question.pk])).content.decode()
    for text in ("<h3>题目</h3>", "下列哪项正确？", "甲", "right", "three.jsonl"):
        assert text in page


def test_text_of_a_file_is_never_markup(lead_client: Client, write_rows: WriteRows) -> None:
    hostile = QUESTION | {"input": "<script>alert(1)</script>", "specialty": "<b>x</b>"}
    import_questions(path=write_rows("q.jsonl", hostile), benchmark="CliMed")
    address = reverse("bank:question_detail", args=[Question.objects.get().pk])
    page = lead_client.get(address).content.decode()
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


def test_an_old_version_says_that_it_was_replaced(
    lead_client: Client, question: Question, write_rows: WriteRows
) -> None:
    import_questions(
        path=write_rows("q.jsonl", QUESTION | {"reference": "C"}), benchmark="CliMed", replace=True
    )
    page = lead_client.get(reverse("bank:question_detail", args=[question.pk])).content.decode()
    assert "Replaced" in page


@pytest.mark.parametrize(
    "address",
    [
        lambda question: reverse("bank:benchmark_list"),
        lambda question: reverse("bank:benchmark_detail", args=["climed"]),
        lambda question: reverse("bank:question_list", args=["climed"]),
        lambda question: reverse("bank:question_detail", args=[question.pk]),
    ],
)
def test_a_clinician_sees_none_of_it(
    rater_client: Client, question: Question, address: Callable[[Question], str]
) -> None:
    assert rater_client.get(address(question)).status_code == 403


@pytest.fixture
def image(benchmark_of_three: Benchmark) -> QuestionImage:
    question = make_question(benchmark_of_three, "M-1", "MRA", type=Question.Type.OPEN)
    path = Path(settings.MEDIA_ROOT) / "images" / "ab" / "abcdef.png"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"pixels")
    return QuestionImage.objects.create(
        question=question,
        position=1,
        name="gpt4/zhang-san.png",
        file="images/ab/abcdef.png",
        width=8,
        height=8,
    )


def image_of(client: Client, image: QuestionImage) -> int:
    return client.get(reverse("bank:image", args=[image.pk])).status_code


def test_an_image_comes_with_its_type_and_stays_in_no_cache(
    lead_client: Client, image: QuestionImage
) -> None:
    response = lead_client.get(reverse("bank:image", args=[image.pk]))
    assert response.content == b"pixels"
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_a_clinician_gets_no_image_from_the_bank_even_of_a_case_she_rates(
    rater_client: Client, rater: User, image: QuestionImage
) -> None:
    campaign = make_campaign(image.question.benchmark)
    make_assignment(make_unit(campaign, make_output(image.question)), make_rater(campaign, rater))
    assert image_of(rater_client, image) == 403


def test_an_image_whose_file_is_gone_is_not_found(lead_client: Client, image: QuestionImage) -> None:
    (Path(settings.MEDIA_ROOT) / image.file).unlink()
    assert image_of(lead_client, image) == 404
