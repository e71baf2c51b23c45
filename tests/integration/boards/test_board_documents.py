"""From rows to the leaderboard's document: hand-computed scores, what counts, and the cache."""

import math
from typing import Any

import pytest
from django.core.cache import cache
from django.http import QueryDict
from django.utils import timezone

from annotation.models import Campaign, Dimension, Output, Question
from annotation.selectors import CORE_SCENARIOS
from scoring.models import RunChunk, Score, ScoringRun
from scoring.selectors.boards import BoardRequest, first_board, rated_campaigns
from scoring.services.boards import FoundBoard, compute_board, find_board
from scoring.views.board_query import BoardQuery
from tests.factories import make_assignment, make_import, make_output, make_question, make_rater
from tests.integration.boards.worlds import (
    call_large,
    make_rated_campaign,
    make_run,
    make_scored_benchmark,
    rate,
    score_output,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def campaign() -> Campaign:
    return make_rated_campaign(make_scored_benchmark())


def document_of(campaign: Campaign, **values: Any) -> dict[str, Any]:
    request = BoardRequest(campaign.benchmark_id or 0, campaign.pk, draws=200, **values)
    return compute_board(request=request)


def row_of(document: dict[str, Any], model: str) -> dict[str, Any]:
    return next(row for row in document["rows"] if row["model"] == model)


def wtd_of(campaign: Campaign, model: str, **values: Any) -> dict[str, Any]:
    cell: dict[str, Any] = row_of(document_of(campaign, **values), model)["scenarios"]["WTD"]
    return cell


def test_human_scores_average_dimensions_then_raters(campaign: Campaign) -> None:
    assert wtd_of(campaign, "甲")["human"] == pytest.approx((100 + 50) / 2)
    assert wtd_of(campaign, "乙")["human"] == pytest.approx((0 + 50) / 2)


def test_combined_is_the_weighted_mean_of_both(campaign: Campaign) -> None:
    cell = wtd_of(campaign, "甲", human_weight=0.25)
    assert cell["automatic"] == 70
    assert cell["automatic_on_rated"] == 80
    assert cell["combined"] == pytest.approx(0.25 * 75 + 0.75 * 70)
    assert (cell["n"], cell["n_units"], cell["n_raters"]) == (2, 1, 2)


def test_the_overall_score_replaces_only_the_rated_scenario(campaign: Campaign) -> None:
    document = document_of(campaign)
    assert row_of(document, "甲")["overall"] == pytest.approx((13 * 100 + (75 + 70) / 2) / 14)
    assert row_of(document, "甲")["overall_automatic"] == pytest.approx((13 * 100 + 70) / 14)
    assert row_of(document, "乙")["overall_human"] == pytest.approx((13 * 50 + 25) / 14)
    assert [row["model"] for row in document["rows"]] == ["甲", "乙", "丙"]


def test_dimension_weights_come_from_the_rubric(campaign: Campaign) -> None:
    Dimension.objects.filter(rubric=campaign.rubric).exclude(code="correctness").update(weight=0)
    assignment = campaign.units.get(language_model__name="甲").assignments.get(rater__label="Li")
    rate(assignment, (1, 5, 5, 5))
    assert wtd_of(campaign, "甲")["human"] == pytest.approx((0 + 50) / 2)


def test_a_score_of_zero_is_not_missing(campaign: Campaign) -> None:
    cell = row_of(document_of(campaign), "丙")["scenarios"]["ID1"]
    assert cell["automatic"] == 0
    assert "automatic_reason" not in cell
    assert cell["automatic_ci"][1] > 0


def test_a_model_without_outputs_in_a_scenario_has_no_overall_and_says_which(campaign: Campaign) -> None:
    row = row_of(document_of(campaign), "丙")
    assert row["missing"] == ["KE"]
    assert (row["overall"], row["overall_reason"]) == (None, "scenarios_missing")
    assert (row["rank"], row["ci"], row["rank_interval"]) == (None, None, None)
    assert row["scenarios"]["KE"]["automatic_reason"] == "no_outputs"
    assert row["capabilities"]["information_retrieval_reason"] == "scenarios_missing"


def test_an_absent_output_counts_zero_and_is_counted(campaign: Campaign) -> None:
    output = Output.objects.get(question__external_id="ID1-0", language_model__name="甲")
    output.scores.all().delete()
    output.delete()
    cell = row_of(document_of(campaign), "甲")["scenarios"]["ID1"]
    assert (cell["automatic"], cell["n"], cell["n_missing"]) == (50, 2, 1)


def test_an_output_without_a_score_leaves_its_scenario_undefined(campaign: Campaign) -> None:
    Score.objects.get(output__question__external_id="ID1-0", output__language_model__name="甲").delete()
    document = document_of(campaign)
    row = row_of(document, "甲")
    assert (row["scenarios"]["ID1"]["automatic"], row["scenarios"]["ID1"]["automatic_reason"]) == (
        None,
        "unscored",
    )
    assert row["missing"] == ["ID1"]
    assert document["n_unscored"] == 1


def test_a_model_without_ratings_where_others_have_them_keeps_its_automatic_overall() -> None:
    benchmark = make_scored_benchmark()
    run = benchmark.scoring_runs.get()
    for question in Question.objects.filter(benchmark=benchmark, scenario="KE"):
        score_output(run, make_output(question, "丙"), 20)
    row = row_of(document_of(make_rated_campaign(benchmark)), "丙")
    assert (row["missing"], row["missing_human"]) == ([], ["WTD"])
    assert row["overall_reason"] == "human_missing"
    assert row["overall_automatic"] == pytest.approx(20 / 14)


def test_only_regular_ratings_count(campaign: Campaign) -> None:
    rater = make_rater(campaign, label="trainee")
    unit = campaign.units.get(language_model__name="甲")
    rate(make_assignment(unit, rater, purpose="practice"), (1, 1, 1, 1))
    assert wtd_of(campaign, "甲")["human"] == pytest.approx(75)


def test_ratings_of_a_replaced_output_leave_the_board(campaign: Campaign) -> None:
    unit = campaign.units.get(language_model__name="甲")
    old = unit.output
    assert old is not None
    old.superseded_by = make_import(campaign.benchmark, "outputs")
    old.save()
    score_output(make_run(old.question.benchmark), make_output(old.question, "甲", "新", version=2), 100)
    document = document_of(campaign)
    cell = row_of(document, "甲")["scenarios"]["WTD"]
    assert (cell["automatic"], cell["human"], cell["human_reason"]) == (80, None, "not_rated")
    assert document["n_values_left_out"] == 8


def test_ratings_of_another_condition_are_not_mixed_in(campaign: Campaign) -> None:
    run = make_run(Question.objects.filter(scenario="WTD")[0].benchmark)
    for question in Question.objects.filter(scenario="WTD"):
        score_output(run, make_output(question, "甲", condition="cot"), 40)
    cell = wtd_of(campaign, "甲", condition="cot")
    assert (cell["automatic"], cell["human"]) == (40, None)


def test_severity_is_adjusted_beside_the_raw_score(campaign: Campaign) -> None:
    cell = wtd_of(campaign, "甲")
    assert cell["human_adjusted"] == pytest.approx(75)


def test_an_unseparable_design_gives_the_reason_instead(campaign: Campaign) -> None:
    for assignment in campaign.units.get(language_model__name="甲").assignments.filter(rater__label="Wu"):
        assignment.current_rating, assignment.state = None, "waiting"
        assignment.save()
    for assignment in campaign.units.get(language_model__name="乙").assignments.filter(rater__label="Li"):
        assignment.current_rating, assignment.state = None, "waiting"
        assignment.save()
    cell = wtd_of(campaign, "甲")
    assert cell["human"] == pytest.approx(100)
    assert cell["human_adjusted"] is None
    assert "separate" in cell["human_adjusted_reason"]


def test_rated_summaries_that_stand_in_for_ds_stay_outside_the_overall_score() -> None:
    benchmark = make_scored_benchmark(scenarios=tuple(code for code in CORE_SCENARIOS if code != "DS"))
    run = make_run(benchmark)
    for number in range(2):
        question = make_question(benchmark, f"DS-{number}", "DS", type="open")
        for model in ("甲", "乙"):
            score_output(run, make_output(question, model), 30)
    document = document_of(make_rated_campaign(benchmark, code="DS"))
    row = row_of(document, "甲")
    assert document["scenarios"]["DS"]["stand_in"] is True
    assert row["overall"] == pytest.approx((12 * 100 + 70 + 30) / 14)
    assert row["scenarios"]["DS"]["human"] is None
    assert row["scenarios"]["DS-open"]["human"] == pytest.approx(75)
    assert row["scenarios"]["DS-open"]["combined"] == pytest.approx((75 + 30) / 2)


def test_a_specialty_s_board_averages_the_scenarios_that_have_it(campaign: Campaign) -> None:
    Question.objects.filter(external_id__in=["ID1-1", "WTD-0"]).update(specialty="心内科")
    row = row_of(document_of(campaign, specialty="心内科", human_weight=0), "乙")
    assert row["overall"] == pytest.approx((0 + 90) / 2)


def test_a_benchmark_without_outputs_has_an_empty_board() -> None:
    document = compute_board(request=BoardRequest(make_scored_benchmark(scenarios=()).pk))
    assert document["rows"] == []


def test_the_same_question_is_answered_from_the_cache_until_something_changes(
    campaign: Campaign, django_assert_max_num_queries: Any
) -> None:
    before = document_of(campaign)
    with django_assert_max_num_queries(8):
        assert document_of(campaign) == before
    rate(campaign.units.get(language_model__name="甲").assignments.get(rater__label="Li"), (1, 1, 1, 1))
    assert wtd_of(campaign, "甲")["human"] == pytest.approx(25)


def test_a_large_board_is_left_to_a_worker_and_asked_for_once(campaign: Campaign) -> None:
    call_large(campaign.benchmark)
    request = BoardRequest(campaign.benchmark_id or 0, campaign.pk, draws=200)
    assert find_board(request=request) == FoundBoard(None, order=True)
    assert find_board(request=request) == FoundBoard(None, order=False)
    computed = compute_board(request=request)
    assert find_board(request=request) == FoundBoard(computed, order=False)


def test_while_a_run_is_at_work_a_large_board_stands_and_a_newer_one_is_asked_for_once(
    campaign: Campaign,
) -> None:
    call_large(campaign.benchmark)
    request = BoardRequest(campaign.benchmark_id or 0, campaign.pk, draws=200)
    run = ScoringRun.objects.create(benchmark_id=request.benchmark_id)
    assert find_board(request=request) == FoundBoard(None, order=True)
    computed = compute_board(request=request)
    assert find_board(request=request) == FoundBoard(computed, order=False)
    for position in range(2):
        done = {"metric": "accuracy", "output_ids": [], "n_outputs": 0, "state": RunChunk.State.DONE}
        run.chunks.create(position=position, **done)
        assert find_board(request=request) == FoundBoard(computed, order=False, is_old=True)
    ScoringRun.objects.filter(pk=run.pk).update(
        state=ScoringRun.State.FINISHED, n_outputs=1, finished_at=timezone.now()
    )
    assert find_board(request=request) == FoundBoard(None, order=True)


def test_the_board_that_is_read_ahead_is_the_one_the_page_asks_for_first(campaign: Campaign) -> None:
    assert campaign.benchmark is not None
    asked = BoardQuery.read(campaign.benchmark, QueryDict()).request
    assert first_board(campaign.benchmark) == asked


def test_the_default_campaign_is_the_newest_that_has_ratings(campaign: Campaign) -> None:
    assert campaign.benchmark is not None
    newer = make_rated_campaign(campaign.benchmark, "Second")
    assert rated_campaigns(campaign.benchmark, "vanilla") == [newer, campaign]
    assert rated_campaigns(campaign.benchmark, "cot") == []


def test_no_number_of_a_document_is_a_bare_nan(campaign: Campaign) -> None:
    def numbers(value: Any) -> list[float]:
        if isinstance(value, dict):
            value = list(value.values())
        return (
            [n for part in value for n in numbers(part)]
            if isinstance(value, list)
            else ([value] if isinstance(value, float) else [])
        )

    found = numbers(document_of(campaign))
    assert len(found) > 100
    assert not any(math.isnan(number) for number in found)
