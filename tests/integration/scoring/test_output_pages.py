"""Browsing outputs: filters, order, pages; and one output with what explains its score."""

import pytest
from django.test import Client
from django.urls import reverse

from annotation.models import Output, Question
from scoring.metrics.registry import METRICS, Metric
from scoring.models import Score
from scoring.selectors.outputs import mark_text
from scoring.wording.codes import RULE_LABELS
from tests.factories import make_output, make_question
from tests.integration.scoring.worlds import (
    BAD,
    GOOD,
    REFUSAL,
    make_choice_benchmark,
    make_mixed_benchmark,
    score_all,
)

pytestmark = pytest.mark.django_db


def listed(client: Client, **query: str) -> list[tuple[str, str]]:
    answer = client.get(reverse("scoring:output_list", args=["mixed"]), query)
    rows = [found["row"].output for found in answer.context["rows"]]
    return [(output.question.external_id, output.language_model.name) for output in rows]


def output_page(client: Client, output: Output) -> str:
    return client.get(reverse("scoring:output_detail", args=[output.pk])).content.decode()


def test_a_rater_sees_neither_the_list_nor_an_output(rater_client: Client) -> None:
    make_choice_benchmark(1)
    assert rater_client.get(reverse("scoring:output_list", args=["choice"])).status_code == 403
    output = Output.objects.earliest("pk")
    assert rater_client.get(reverse("scoring:output_detail", args=[output.pk])).status_code == 403


def test_the_list_is_narrowed_by_scenario_model_and_status(lead_client: Client) -> None:
    score_all(make_mixed_benchmark())
    assert len(listed(lead_client)) == 16
    assert listed(lead_client, scenario="KE") == [("M-3", GOOD), ("M-3", BAD)]
    assert listed(lead_client, scenario="DS-open", language_model=BAD) == [("M-5", BAD)]
    assert listed(lead_client, status="refused") == [("M-0", BAD)]
    assert listed(lead_client, status="unscored") == []


def test_outputs_without_a_score_are_found_by_their_status(lead_client: Client) -> None:
    benchmark = make_mixed_benchmark()
    assert len(listed(lead_client, status="unscored")) == 16
    score_all(benchmark, scenario="KE")
    assert len(listed(lead_client, status="unscored")) == 14


def test_the_list_is_ordered_by_score_with_the_unscored_last(lead_client: Client) -> None:
    benchmark = make_mixed_benchmark()
    score_all(benchmark)
    make_output(make_question(benchmark, "M-new"), GOOD)
    assert listed(lead_client, scenario="BKT", sort="score") == [("M-0", BAD), ("M-0", GOOD), ("M-new", GOOD)]
    assert listed(lead_client, scenario="BKT", sort="-score") == [
        ("M-0", GOOD),
        ("M-0", BAD),
        ("M-new", GOOD),
    ]


def test_the_list_is_narrowed_by_score(lead_client: Client) -> None:
    benchmark = make_mixed_benchmark()
    score_all(benchmark)
    make_output(make_question(benchmark, "M-new"), GOOD)
    choice = {"type": "choice", "sort": "score"}
    wrong = [("M-0", BAD), ("M-1", BAD), ("M-4", BAD)]
    right = [("M-0", GOOD), ("M-1", GOOD), ("M-4", GOOD)]
    assert listed(lead_client, score_to="50", **choice) == wrong
    assert listed(lead_client, score_from="0.1", **choice) == right
    assert listed(lead_client, score_from="0", score_to="100", **choice) == wrong + right
    assert listed(lead_client, score_from="0", score_to="0", language_model=BAD, scenario="BKT") == wrong[:1]


def test_a_score_is_found_by_what_the_list_shows(lead_client: Client) -> None:
    score_all(make_mixed_benchmark())
    score = Score.objects.get(metric="accuracy", question__external_id="M-0", value=100)
    Score.objects.filter(pk=score.pk).update(value=200 / 3)
    assert listed(lead_client, score_from="66.7", score_to="66.7") == [("M-0", GOOD)]
    assert listed(lead_client, score_from="66.8", score_to="66.9") == []


@pytest.mark.parametrize("value", ["much", "1000", "nan"])
def test_a_score_that_is_none_filters_nothing_and_is_named_and_the_rest_does(
    value: str, lead_client: Client
) -> None:
    make_mixed_benchmark()
    asked = {"scenario": "KE", "score_from": value}
    assert len(listed(lead_client, **asked)) == 2
    page = lead_client.get(reverse("scoring:output_list", args=["mixed"]), asked).content.decode()
    assert '<a href="#id_score_from">Score from</a>: ' in page
    assert 'id="id_score_from_error"' in page


def test_an_upper_score_below_the_lower_one_is_named_and_does_not_narrow(lead_client: Client) -> None:
    score_all(make_mixed_benchmark())
    asked = {"score_from": "60", "score_to": "40"}
    assert listed(lead_client, **asked) == listed(lead_client) != []
    page = lead_client.get(reverse("scoring:output_list", args=["mixed"]), asked).content.decode()
    assert '<a href="#id_score_to">Score to</a>: The upper score is below' in page


def test_pages_keep_the_score_that_was_asked_for(lead_client: Client) -> None:
    benchmark = make_choice_benchmark(60)
    score_all(benchmark)
    page = lead_client.get(reverse("scoring:output_list", args=["choice"]), {"score_from": "50"})
    assert "score_from=50" in page.content.decode()
    assert 'value="50.0"' in page.content.decode() or 'value="50"' in page.content.decode()


def test_of_several_versions_the_one_that_counts_is_named_with_what_each_read(
    lead_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    benchmark = make_choice_benchmark(1)
    score_all(benchmark)
    Score.objects.update(answer="D")
    monkeypatch.setitem(METRICS, "accuracy", Metric("accuracy", "accuracy-next"))
    score_all(benchmark)
    output = Output.objects.get(language_model__name=GOOD)
    answer = lead_client.get(reverse("scoring:output_detail", args=[output.pk]))
    found = [(one["score"].scorer, one["answer"], one["counts"]) for one in answer.context["scores"]]
    assert found[0] == ("accuracy-next", "B", True)
    assert found[1][1:] == ("D", False)
    page = answer.content.decode()
    assert page.count("counts now") == page.count("does not count") == 1
    assert "Of several versions of a scorer the one counts" in page


def test_a_replaced_output_has_no_score_that_counts(lead_client: Client) -> None:
    benchmark = make_choice_benchmark(1)
    score_all(benchmark)
    output = Output.objects.get(language_model__name=GOOD)
    assert "counts now" in output_page(lead_client, output)
    Output.objects.filter(pk=output.pk).update(superseded_by=output.imported_by)
    assert "counts now" not in output_page(lead_client, output)


def test_a_long_list_has_pages_that_keep_the_filters(lead_client: Client) -> None:
    make_choice_benchmark(60)
    url = reverse("scoring:output_list", args=["choice"])
    page = lead_client.get(url, {"language_model": GOOD, "page": "2"})
    assert len(page.context["rows"]) == 10
    assert "language_model=" in page.content.decode()


def test_an_unknown_filter_shows_everything_and_a_page_beyond_the_last_the_last(lead_client: Client) -> None:
    make_mixed_benchmark()
    assert len(listed(lead_client, scenario="XYZ", page="99")) == 16


def test_an_output_shows_where_its_answer_was_read_and_by_which_rule(lead_client: Client) -> None:
    benchmark = make_choice_benchmark(1)
    text = "B项看似可取。<script>alert(1)</script>综上，答案：C"
    output = make_output(Question.objects.get(), "第三", text)
    score_all(benchmark)
    page = output_page(lead_client, output)
    score = Score.objects.get(output=output)
    start, end = score.details["span"]
    assert f'<mark id="decided">{text[start:end]}</mark>' in page
    assert str(RULE_LABELS[score.rule]) in page
    assert "<script>alert" not in page


def test_an_output_stands_beside_the_other_models_answers(lead_client: Client) -> None:
    benchmark = make_mixed_benchmark()
    score_all(benchmark)
    mine = Output.objects.get(question__external_id="M-0", language_model__name=GOOD)
    page = output_page(lead_client, mine)
    assert REFUSAL in page
    assert "refused" in page


def test_similarity_is_never_called_agreement(lead_client: Client) -> None:
    benchmark = make_mixed_benchmark()
    score_all(benchmark)
    output = Output.objects.get(question__external_id="M-6", language_model__name=GOOD)
    page = output_page(lead_client, output)
    assert "Similarity above baseline" in page
    assert "it does not say whether the output agrees" in page


def test_an_output_that_could_not_be_scored_shows_the_traceback(lead_client: Client) -> None:
    benchmark = make_choice_benchmark(1)
    output = make_output(make_question(benchmark, "Q-b", reference="Z", answer="Z"), GOOD)
    score_all(benchmark)
    assert "names none of the options" in output_page(lead_client, output)


def test_an_output_without_text_or_score_is_shown_as_such(lead_client: Client) -> None:
    make_choice_benchmark(1)
    page = output_page(lead_client, make_output(Question.objects.get(), "沉默", None))
    assert "The model gave no text." in page
    assert "No run has scored this output yet." in page


def test_a_very_long_output_is_cut_with_a_word(lead_client: Client) -> None:
    make_choice_benchmark(1)
    page = output_page(lead_client, make_output(Question.objects.get(), "冗长", "长" * 200_000))
    assert "The rest of this long output is not shown." in page
    assert page.count("长") < 70_000


def test_the_place_that_decided_is_shown_however_late_it_comes(lead_client: Client) -> None:
    benchmark = make_choice_benchmark(1)
    text = "无" * 70_000 + "\n答案：B"
    output = make_output(Question.objects.get(), "冗长", text)
    score_all(benchmark)
    start, end = Score.objects.get(output=output).details["span"]
    assert start > 60_000
    page = output_page(lead_client, output)
    assert f'<mark id="decided">{text[start:end]}</mark>' in page
    assert f"{start - 60_200:,} characters of this long output are left out here." in page
    assert "The rest of this long output is not shown." not in page
    assert page.count("无") < 61_000
    lead_client.cookies["django_language"] = "zh-hans"
    assert "此处略去这条长回答的" in output_page(lead_client, output)


@pytest.mark.parametrize(
    ("length", "span"),
    [
        (10, (2, 4)),
        (70_000, (2, 4)),
        (70_000, (59_999, 60_003)),
        (70_000, (60_100, 60_190)),
        (70_000, (60_200, 60_201)),
        (70_000, (60_201, 60_202)),
        (200_000, (150_000, 150_003)),
        (200_000, (199_998, 200_000)),
        (200_000, (0, 200_000)),
        (200_000, (70_000, 200_000)),
        (70_000, None),
    ],
)
def test_every_character_is_shown_or_told_to_be_left_out(length: int, span: tuple[int, int] | None) -> None:
    text = "".join(chr(0x4E00 + number % 20_000) for number in range(length))
    found = mark_text(text, span)
    head, near = found.beginning, found.before + found.marked + found.after
    start = len(head) + found.n_left_out
    assert text.startswith(head)
    assert text[start : start + len(near)] == near
    assert found.is_cut == (start + len(near) < length)
    assert len(head) + len(near) <= 120_400
    if span:
        assert found.marked == text[span[0] : min(span[1], span[0] + 60_000)]


def test_a_replaced_output_keeps_its_page_and_its_score(lead_client: Client) -> None:
    benchmark = make_choice_benchmark(1)
    score_all(benchmark)
    output = Output.objects.get(language_model__name=GOOD)
    Output.objects.filter(pk=output.pk).update(superseded_by=output.imported_by)
    page = output_page(lead_client, output)
    assert "replaced by a later import" in page
    assert "accuracy-" in page


def test_an_output_of_an_unpublished_import_does_not_exist(lead_client: Client) -> None:
    make_choice_benchmark(1)
    question = Question.objects.get()
    writing = question.imported_by
    writing.pk, writing.state = None, "writing"
    writing.save()
    hidden = make_output(question, BAD, "B", condition="cot", imported_by=writing)
    assert lead_client.get(reverse("scoring:output_detail", args=[hidden.pk])).status_code == 404
