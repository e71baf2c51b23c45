"""The share of each status per model and scenario, on the page and from the API."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotation.models import Question
from scoring.selectors.instruction_following import count_statuses, instruction_following
from scoring.selectors.scores import score_cells
from tests.factories import make_benchmark, make_output
from tests.integration.scoring.worlds import BAD, GOOD, make_choice_benchmark, make_mixed_benchmark, score_all

pytestmark = pytest.mark.django_db


def page(client: Client, slug: str = "mixed", **query: str) -> str:
    return client.get(reverse("scoring:instruction_following", args=[slug]), query).content.decode()


def answer(client: Client, slug: str = "mixed", **query: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(
        reverse("scoring:api_instruction_following", args=[slug]), query
    ).json()
    return found


def test_each_model_has_its_shares_by_scenario_and_in_all() -> None:
    benchmark = make_mixed_benchmark()
    score_all(benchmark)
    found = instruction_following(benchmark, "vanilla")
    rows = {(row.model, row.scenario): row for row in found.rows}
    assert rows[BAD, "BKT"].counts == {"refused": 1}
    assert rows[BAD, "KE"].counts == {"empty": 1}
    assert rows[BAD, "WTD"].n_outputs == 2
    whole = rows[BAD, ""]
    assert whole.n_outputs == 8
    assert whole.share("refused") == 12.5
    assert sum(whole.share(status) for status in found.statuses) == pytest.approx(100)
    assert rows[GOOD, ""].share("ok") == 100


def test_the_best_model_comes_first_and_its_total_before_its_scenarios() -> None:
    benchmark = make_mixed_benchmark()
    score_all(benchmark)
    rows = instruction_following(benchmark, "vanilla").rows
    assert (rows[0].model, rows[0].scenario) == (GOOD, "")
    assert [row.scenario for row in rows if row.model == GOOD][1:3] == ["BKT", "FIT"]
    assert "DS-open" in {row.scenario for row in rows}


def test_the_counts_are_those_of_the_scores() -> None:
    benchmark = make_mixed_benchmark()
    score_all(benchmark)
    cells = {
        (cell.place.model, cell.place.scenario): dict(cell.status)
        for cell in score_cells(benchmark, condition="vanilla")
        if not cell.secondary
    }
    rows = instruction_following(benchmark, "vanilla").rows
    assert {(row.model, row.scenario): dict(row.counts) for row in rows if row.scenario} == cells


def test_outputs_are_counted_in_one_query() -> None:
    benchmark = make_mixed_benchmark()
    score_all(benchmark)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        count_statuses(benchmark, "vanilla")
    assert sum("GROUP BY" in query["sql"] for query in queries) == 1


def test_outputs_that_wait_for_a_score_are_counted_as_such(lead_client: Client) -> None:
    make_choice_benchmark(2)
    assert answer(lead_client, "choice")["statuses"] == ["unscored"]
    assert "not scored yet" in page(lead_client, "choice")


def test_the_page_leads_to_the_outputs_behind_a_number(lead_client: Client) -> None:
    score_all(make_mixed_benchmark())
    found = page(lead_client)
    address = reverse("scoring:output_list", args=["mixed"])
    assert f"{address}?scenario=BKT&amp;language_model=" in found
    assert "status=refused" in found
    assert "<rect class=" in found
    assert 'style="' not in found


def test_conditions_are_told_apart_by_chips(lead_client: Client) -> None:
    benchmark = make_choice_benchmark(1)
    make_output(Question.objects.get(), GOOD, "", condition="cot")
    score_all(benchmark)
    assert "?condition=cot" in page(lead_client, "choice")
    (whole, scenario) = answer(lead_client, "choice", condition="cot")["rows"]
    assert (whole["scenario"], scenario["scenario"]) == (None, "BKT")
    assert scenario["counts"] == {"empty": 1}
    assert scenario["shares"] == {"empty": 100.0}


def test_the_api_has_the_numbers_of_the_page(lead_client: Client) -> None:
    score_all(make_mixed_benchmark())
    found = answer(lead_client)
    assert (found["benchmark"], found["condition"]) == ("Mixed", "vanilla")
    bad = next(row for row in found["rows"] if (row["model"], row["scenario"]) == (BAD, None))
    assert bad["counts"]["refused"] == 1
    assert bad["shares"]["refused"] == 12.5
    assert "12.5 %" in page(lead_client)


def test_the_api_names_the_conditions_there_are(lead_client: Client) -> None:
    make_choice_benchmark(1)
    refused = lead_client.get(
        reverse("scoring:api_instruction_following", args=["choice"]), {"condition": "nowhere"}
    )
    assert refused.status_code == 400
    assert "vanilla" in refused.json()["condition"]


def test_a_benchmark_without_outputs_says_what_to_do(lead_client: Client) -> None:
    make_benchmark("Bare")
    assert "No outputs yet" in page(lead_client, "bare")


def test_the_scores_page_leads_here(lead_client: Client) -> None:
    score_all(make_choice_benchmark(1))
    scores = lead_client.get(reverse("scoring:benchmark_scores", args=["choice"])).content.decode()
    assert f"{reverse('scoring:instruction_following', args=['choice'])}?condition=vanilla" in scores
