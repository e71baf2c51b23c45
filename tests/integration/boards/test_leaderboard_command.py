"""The command: the JSON contract, the formats, and what it refuses."""

import csv
import io
import json
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError

from annotation.models import Campaign, LanguageModel, PublishedBoard
from annotation.selectors import CORE_SCENARIOS
from tests.factories import make_benchmark
from tests.integration.boards.worlds import make_rated_campaign, make_scored_benchmark

pytestmark = pytest.mark.django_db

TABLE2 = [
    ("ERNIE-Bot", 69.245),
    ("Qwen", 69.029),
    ("GPT4", 68.493),
    ("ChatGPT", 59.379),
    ("SparkDesk", 55.271),
    ("ChatGLM3", 50.171),
    ("Baichuan", 41.893),
    ("MedicalGPT", 38.736),
    ("HuatuoGPT", 32.350),
    ("BenTsao", 20.150),
    ("ChatMed", 15.143),
]


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def campaign() -> Campaign:
    return make_rated_campaign(make_scored_benchmark())


def run(*arguments: object) -> str:
    written = io.StringIO()
    call_command("leaderboard", *map(str, arguments), stdout=written)
    return written.getvalue()


def run_json(*arguments: object) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(run(*arguments, "--json"))
    return document


@pytest.fixture
def table2() -> PublishedBoard:
    path = settings.FIXTURES_ROOT / "published_table2.csv"
    call_command("import_board", path, name="CliMedBench Table 2", stdout=io.StringIO())
    return PublishedBoard.objects.get()


def test_the_published_table_has_the_macro_averages_of_the_paper_in_order(table2: PublishedBoard) -> None:
    rows = run_json("--board", table2.name)["rows"]
    assert [row["model"] for row in rows] == [model for model, _ in TABLE2]
    assert [row["overall"] for row in rows] == pytest.approx([value for _, value in TABLE2], abs=0.0006)
    assert [row["rank"] for row in rows] == list(range(1, 12))


def test_a_published_cell_stands_under_automatic(table2: PublishedBoard) -> None:
    document = run_json("--board", table2.name)
    qwen, gpt4 = document["rows"][1], document["rows"][2]
    assert gpt4["scenarios"]["CPR"]["automatic"] == 73.2
    assert qwen["capabilities"]["clinical_question_answering"] == pytest.approx(88.65)
    assert gpt4["capabilities"]["reasoning"] == pytest.approx(75.1)
    assert (gpt4["ci"], gpt4["ci_reason"]) == (None, "published")


def test_the_json_keeps_its_contract(campaign: Campaign) -> None:
    document = run_json("--benchmark", "CliMed test", "--campaign", campaign.name)
    assert (document["benchmark"], document["campaign"], document["human_weight"]) == (
        "CliMed test",
        "Pilot",
        0.5,
    )
    assert (document["draws"], document["permutations"]) == (2000, 10_000)
    for row in document["rows"]:
        assert row.keys() >= {
            "model",
            "rank",
            "overall",
            "ci",
            "rank_interval",
            "missing",
            "scenarios",
            "capabilities",
        }
        assert row["scenarios"].keys() >= set(CORE_SCENARIOS)
        for cell in row["scenarios"].values():
            assert cell.keys() >= {"automatic", "automatic_on_rated", "human", "combined"}
    assert document["rows"][0]["rank_interval"] == [1, 1]


def test_an_overall_score_lies_within_its_interval(campaign: Campaign) -> None:
    low, high = run_json("--benchmark", "CliMed test", "--no-campaign")["rows"][1]["ci"]
    assert low < 50 + 30 / 14 < high


def test_an_interval_that_one_rated_question_cannot_give_says_so(campaign: Campaign) -> None:
    row = run_json("--benchmark", "CliMed test")["rows"][0]
    assert (row["ci"], row["ci_reason"]) == (None, "one_question")


def test_every_null_has_its_reason_beside_it(campaign: Campaign) -> None:
    def nulls_without_reason(value: Any, path: str = "") -> list[str]:
        if isinstance(value, list):
            return [found for part in value for found in nulls_without_reason(part, path)]
        if not isinstance(value, dict):
            return []
        own = [
            f"{path}.{key}" for key, part in value.items() if part is None and not value.get(f"{key}_reason")
        ]
        return own + [
            found for key, part in value.items() for found in nulls_without_reason(part, f"{path}.{key}")
        ]

    assert nulls_without_reason(run_json("--benchmark", "CliMed test")["rows"]) == []


def test_the_newest_rated_campaign_is_taken_unless_told_otherwise(campaign: Campaign) -> None:
    assert run_json("--benchmark", "CliMed test")["campaign"] == "Pilot"
    alone = run_json("--benchmark", "CliMed test", "--no-campaign")
    assert alone["campaign"] is None
    assert alone["rows"][0]["scenarios"]["WTD"]["human_reason"] == "not_rated"


def test_the_weight_moves_the_combined_score(campaign: Campaign) -> None:
    row = run_json("--benchmark", "CliMed test", "--human-weight", 1)["rows"][0]
    assert row["scenarios"]["WTD"]["combined"] == row["scenarios"]["WTD"]["human"] == pytest.approx(75)


def test_the_same_seed_gives_the_same_board(campaign: Campaign) -> None:
    first = run_json("--benchmark", "CliMed test", "--seed", 3)
    cache.clear()
    again = run_json("--benchmark", "CliMed test", "--seed", 3)
    assert first["rows"] == again["rows"]


def test_the_csv_has_every_number_and_no_formula(campaign: Campaign) -> None:
    LanguageModel.objects.filter(name="乙").update(name="=HYPERLINK(1)")
    rows = list(csv.DictReader(io.StringIO(run("--benchmark", "CliMed test", "--csv"))))
    assert [row["model"] for row in rows] == ["甲", "'=HYPERLINK(1)", "丙"]
    assert float(rows[0]["WTD_human"]) == pytest.approx(75)
    assert (rows[2]["overall"], rows[2]["ID1_automatic"]) == ("", "0.0")
    assert rows[2]["missing"] == "KE"


def test_the_latex_table_escapes_names_and_marks_combined_scores(campaign: Campaign) -> None:
    LanguageModel.objects.filter(name="乙").update(name="a_b & 50%")
    text = run("--benchmark", "CliMed test", "--latex")
    assert r"a\_b \& 50\%" in text
    assert "72.5$^{*}$" in text
    assert text.count(r"\\") == 4


def test_the_markdown_table_has_one_row_a_model(campaign: Campaign) -> None:
    LanguageModel.objects.filter(name="乙").update(name="a|b")
    lines = run("--benchmark", "CliMed test", "--markdown").splitlines()
    assert "| 甲 |" in lines[2]
    assert r"a\|b" in lines[3]


def test_a_person_reads_a_table(campaign: Campaign) -> None:
    text = run("--benchmark", "CliMed test")
    assert "甲" in text
    assert "weight 0.5" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--benchmark", "nowhere"), "nowhere"),
        (("--board", "nowhere"), "nowhere"),
        (("--benchmark", "CliMed test", "--campaign", "nobody"), "nobody"),
        (("--benchmark", "CliMed test", "--condition", "cot"), "cot"),
        (("--benchmark", "CliMed test", "--human-weight", "1.5"), "between 0 and 1"),
        (("--benchmark", "CliMed test", "--seed", "-1"), "seed"),
        ((), "required"),
    ],
)
def test_what_does_not_exist_is_refused_with_its_name(
    campaign: Campaign, arguments: tuple[str, ...], message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        run(*arguments, "--json")


def test_a_campaign_on_another_benchmark_is_refused(campaign: Campaign) -> None:
    make_benchmark("Other")
    with pytest.raises(CommandError, match="not on the benchmark"):
        run("--benchmark", "Other", "--campaign", campaign.name)
