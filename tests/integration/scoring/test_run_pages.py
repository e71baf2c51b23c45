"""The pages of runs and scores: for leads, and for nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from scoring.models import Score, ScoringRun
from scoring.services.runs import plan_run, request_run
from scoring.services.work import advance_run
from tests.factories import make_output, make_question
from tests.integration.scoring.worlds import BAD, GOOD, make_choice_benchmark, make_mixed_benchmark, score_all

pytestmark = pytest.mark.django_db
POLLS = 'hx-trigger="every 2s"'


def planned_run() -> ScoringRun:
    run = request_run(benchmark=make_choice_benchmark(2))
    plan_run(run=run)
    return run


@pytest.mark.parametrize("name", ["run_list", "run_detail", "benchmark_scores"])
def test_a_rater_sees_no_run_and_no_score(rater_client: Client, name: str) -> None:
    run = planned_run()
    arguments: dict[str, list[object]] = {
        "run_list": [],
        "run_detail": [run.pk],
        "benchmark_scores": [run.benchmark.slug],
    }
    assert rater_client.get(reverse(f"scoring:{name}", args=arguments[name])).status_code == 403


def test_a_rater_cannot_start_or_steer_a_run(rater_client: Client) -> None:
    run = planned_run()
    assert rater_client.post(reverse("scoring:run_create", args=["choice"])).status_code == 403
    assert rater_client.post(reverse("scoring:run_act", args=[run.pk, "cancel"])).status_code == 403
    run.refresh_from_db()
    assert run.state == ScoringRun.State.RUNNING


def test_the_list_offers_every_benchmark_and_shows_the_runs(lead_client: Client) -> None:
    run = planned_run()
    page = lead_client.get(reverse("scoring:run_list")).content.decode()
    assert reverse("scoring:run_create", args=["choice"]) in page
    assert reverse("scoring:run_detail", args=[run.pk]) in page


def test_without_a_benchmark_the_list_says_what_to_do(lead_client: Client) -> None:
    assert "Import them first" in lead_client.get(reverse("scoring:run_list")).content.decode()


def test_the_button_requests_a_run_with_its_filters(lead_client: Client) -> None:
    make_choice_benchmark(1)
    answer = lead_client.post(reverse("scoring:run_create", args=["choice"]), {"choice-language_model": GOOD})
    run = ScoringRun.objects.get()
    assert answer["Location"] == reverse("scoring:run_detail", args=[run.pk])
    assert (run.filters, run.state) == ({"language_model": GOOD}, "planned")
    assert run.created_by is not None


def test_an_unknown_filter_is_refused_and_starts_nothing(lead_client: Client) -> None:
    make_choice_benchmark(1)
    answer = lead_client.post(reverse("scoring:run_create", args=["choice"]), {"choice-scenario": "XYZ"})
    assert answer.status_code == 422
    assert not ScoringRun.objects.exists()


def test_the_part_of_a_running_run_fetches_itself_and_lacks_the_page(lead_client: Client) -> None:
    url = reverse("scoring:run_detail", args=[planned_run().pk])
    whole = lead_client.get(url)
    part = lead_client.get(url, headers={"HX-Request": "true"})
    assert "HX-Request" in part["Vary"]
    assert POLLS in part.content.decode()
    assert "<html" not in part.content.decode()
    assert "<html" in whole.content.decode()
    restored = lead_client.get(url, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in restored.content.decode()


def test_an_ended_run_stops_asking(lead_client: Client) -> None:
    run = planned_run()
    advance_run(run_id=run.pk)
    page = lead_client.get(reverse("scoring:run_detail", args=[run.pk])).content.decode()
    assert POLLS not in page
    assert "4 of 4 scores" in page


def test_a_run_is_paused_resumed_and_cancelled_by_buttons(lead_client: Client) -> None:
    run = planned_run()
    for act, state in (("pause", "paused"), ("resume", "running"), ("cancel", "cancelled")):
        lead_client.post(reverse("scoring:run_act", args=[run.pk, act]))
        run.refresh_from_db()
        assert run.state == state
    page = lead_client.post(reverse("scoring:run_act", args=[run.pk, "resume"]), follow=True)
    assert "in another state by now" in page.content.decode()
    assert lead_client.post(reverse("scoring:run_act", args=[run.pk, "explode"])).status_code == 404


def test_a_failed_run_shows_why_and_can_be_tried_again(lead_client: Client) -> None:
    benchmark = make_choice_benchmark(1)
    make_output(make_question(benchmark, "Q-b", reference="Z", answer="Z"), GOOD)
    run = score_all(benchmark)
    page = lead_client.get(reverse("scoring:run_detail", args=[run.pk])).content.decode()
    assert "1 chunk failed" in page
    assert "names none of the options" in page
    lead_client.post(reverse("scoring:run_act", args=[run.pk, "retry"]))
    run.refresh_from_db()
    assert run.state == "running"


def test_a_failed_run_can_be_given_up_by_a_button(lead_client: Client) -> None:
    benchmark = make_choice_benchmark(1)
    make_output(make_question(benchmark, "Q-b", reference="Z", answer="Z"), GOOD)
    run = score_all(benchmark)
    url = reverse("scoring:run_act", args=[run.pk, "cancel"])
    assert url in lead_client.get(reverse("scoring:run_detail", args=[run.pk])).content.decode()
    lead_client.post(url)
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert Score.objects.exclude(status="error").count() == 2


def test_the_scores_page_shows_a_scenario_a_row_and_a_model_a_column(lead_client: Client) -> None:
    benchmark = make_mixed_benchmark()
    score_all(benchmark)
    page = lead_client.get(reverse("scoring:benchmark_scores", args=[benchmark.slug])).content.decode()
    for text in (GOOD, BAD, "DS-open", "Similarity above baseline", "refused"):
        assert text in page
    assert f"{reverse('scoring:output_list', args=[benchmark.slug])}?scenario=BKT" in page


def test_the_scores_page_follows_new_scores(lead_client: Client) -> None:
    benchmark = make_choice_benchmark(1)
    url = reverse("scoring:benchmark_scores", args=[benchmark.slug])
    assert "no score yet" in lead_client.get(url).content.decode()
    score_all(benchmark)
    assert "no score yet" not in lead_client.get(url).content.decode()


def test_the_scores_page_has_a_condition_in_its_address(lead_client: Client) -> None:
    benchmark = make_choice_benchmark(1)
    question = benchmark.questions.get()
    make_output(question, "只有思维链", "B", condition="cot")
    score_all(benchmark)
    url = reverse("scoring:benchmark_scores", args=[benchmark.slug])
    assert "只有思维链" not in lead_client.get(url).content.decode()
    assert "只有思维链" in lead_client.get(url, {"condition": "cot"}).content.decode()
    assert lead_client.get(url, {"condition": "unheard-of"}).status_code == 200


def test_a_benchmark_without_outputs_says_what_comes_next(lead_client: Client) -> None:
    make_choice_benchmark(0)
    page = lead_client.get(reverse("scoring:benchmark_scores", args=["choice"])).content.decode()
    assert "No outputs yet" in page
    assert not Score.objects.exists()
