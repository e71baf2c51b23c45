"""Ratings collected elsewhere become a closed campaign with its rubric, raters and units."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotation.bank.models import Benchmark, Import, LanguageModel
from annotation.bank.reasons import readable_note
from annotation.bank.services.runs import ImportRefusedError
from annotation.campaigns.models import Assignment, Campaign, Rater, Rating, RatingValue, Rubric, Unit
from annotation.campaigns.selectors import ratings_for_campaign
from annotation.campaigns.services.imported_ratings import import_ratings
from tests.factories import make_campaign, make_rubric
from tests.integration.bank.conftest import RATING

pytestmark = pytest.mark.django_db
WriteTable = Callable[..., Path]


@pytest.fixture
def write_table(tmp_path: Path) -> WriteTable:
    """``write_table("r.csv", row, row)`` with all the columns that occur."""

    def write(name: str, *rows: dict[str, Any]) -> Path:
        path = tmp_path / name
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


def grid(raters: int = 3, questions: int = 2) -> list[dict[str, Any]]:
    return [
        RATING | {"question_id": f"Q-{q}", "rater": f"r{r}", "dimension": dimension, "value": 1 + (q + r) % 5}
        for dimension in ("fluency", "correctness")
        for q in range(1, questions + 1)
        for r in range(1, raters + 1)
    ]


def refused(**arguments: Any) -> list[tuple[int, str]]:
    with pytest.raises(ImportRefusedError) as caught:
        import_ratings(**arguments)
    assert caught.value.import_row is not None
    return [(problem["line"], problem["code"]) for problem in caught.value.import_row.problems]


def test_a_table_becomes_a_closed_campaign(write_table: WriteTable) -> None:
    import_row = import_ratings(path=write_table("r.csv", *grid()), campaign="Elsewhere")
    campaign = Campaign.objects.get()
    assert (campaign.state, campaign.source, campaign.raters_per_unit) == ("closed", "imported", 3)
    assert [dimension.code for dimension in campaign.rubric.dimensions.all()] == ["fluency", "correctness"]
    assert (campaign.rubric.name, campaign.rubric.scale_min, campaign.rubric.scale_max) == ("Elsewhere", 1, 5)
    assert (Unit.objects.count(), Assignment.objects.count(), Rating.objects.count()) == (2, 6, 6)
    assert set(Rating.objects.values_list("kind", flat=True)) == {"imported"}
    assert sorted(Assignment.objects.filter(unit=Unit.objects.first()).values_list("slot", flat=True)) == [
        1,
        2,
        3,
    ]
    assert [model.name for model in campaign.language_models.all()] == ["杏林-测试"]
    assert import_row.rows_new == 12
    assert readable_note(import_row.notes[0]).startswith("2 rated items are not in a benchmark")


def test_raters_have_no_account_and_a_random_name(write_table: WriteTable) -> None:
    import_ratings(path=write_table("r.csv", *grid()), campaign="Elsewhere")
    raters = list(Rater.objects.all())
    assert [rater.label for rater in raters] == ["r1", "r2", "r3"]
    assert all(rater.user is None for rater in raters)
    assert len({rater.pseudonym for rater in raters} - {rater.label for rater in raters}) == 3


def test_the_values_are_those_of_the_table(write_table: WriteTable) -> None:
    import_ratings(path=write_table("r.csv", *grid()), campaign="Elsewhere")
    given = {(row["question_id"], row["rater"], row["dimension"], float(row["value"])) for row in grid()}
    labels = dict(Rater.objects.values_list("pk", "label"))
    rows = ratings_for_campaign(Campaign.objects.get())
    assert {(row.question_key, labels[row.rater_id], row.dimension, row.value) for row in rows} == given


def test_the_same_file_twice_changes_nothing(write_table: WriteTable) -> None:
    path = write_table("r.csv", *grid())
    import_ratings(path=path, campaign="Elsewhere")
    again = import_ratings(path=path, campaign="Elsewhere")
    assert (again.rows_new, again.rows_unchanged, Rating.objects.count()) == (0, 12, 6)


def test_missing_and_not_applicable_are_no_numbers_and_counted_apart(write_table: WriteTable) -> None:
    rows = [RATING, RATING | {"rater": "r2", "value": ""}, RATING | {"rater": "r3", "value": "N/A"}]
    import_row = import_ratings(path=write_table("r.csv", *rows), campaign="Elsewhere")
    values = RatingValue.objects.order_by("rating__assignment__rater__label")
    assert [(row.value, row.not_applicable) for row in values] == [(4, False), (None, False), (None, True)]
    notes = [readable_note(note) for note in import_row.notes]
    assert notes[:2] == ["1 value is missing.", "1 value is “not applicable”."]


def test_a_value_outside_the_scale_is_an_error_with_its_line(write_table: WriteTable) -> None:
    path = write_table("r.csv", RATING, RATING | {"rater": "r2", "value": "0"})
    assert refused(path=path, campaign="Elsewhere") == [(3, "outside_scale")]
    assert not Campaign.objects.exists()
    assert not LanguageModel.objects.exists()
    assert not Rubric.objects.exists()


@pytest.mark.parametrize(("scale", "value"), [((-2.0, 2.0), "-2"), ((0.0, 100.0), "0"), ((0.0, 1.0), "0.5")])
def test_any_scale_may_be_given(write_table: WriteTable, scale: tuple[float, float], value: str) -> None:
    import_ratings(
        path=write_table("r.csv", RATING | {"value": value}), campaign="E", scale=scale, level="interval"
    )
    rubric = Rubric.objects.get()
    assert (rubric.scale_min, rubric.scale_max, rubric.level) == (*scale, "interval")
    assert RatingValue.objects.get().value == float(value)


def test_a_value_given_twice_names_both_lines(write_table: WriteTable) -> None:
    path = write_table("r.csv", RATING, RATING | {"value": "5"})
    assert refused(path=path, campaign="Elsewhere") == [(3, "duplicate_id")]


def test_a_changed_value_needs_replace_and_becomes_a_revision(write_table: WriteTable) -> None:
    import_ratings(path=write_table("r.csv", *grid()), campaign="Elsewhere")
    rows = grid()
    rows[0]["value"] = 5
    path = write_table("r2.csv", *rows)
    assert refused(path=path, campaign="Elsewhere") == [(2, "changed_value")]
    import_row = import_ratings(path=path, campaign="Elsewhere", replace=True)
    assert (import_row.rows_replaced, import_row.rows_unchanged) == (1, 11)
    revised = Rating.objects.get(kind="revised")
    assert (revised.revision, revised.reason) == (2, "replaced by import")
    assert revised.assignment.current_rating == revised
    assert {row.dimension.code: row.value for row in revised.values.all()} == {"fluency": 5, "correctness": 3}
    assert Rating.objects.filter(assignment=revised.assignment).count() == 2


def test_more_raters_and_questions_may_follow(write_table: WriteTable) -> None:
    import_ratings(path=write_table("r.csv", *grid(raters=2)), campaign="Elsewhere")
    import_row = import_ratings(
        path=write_table("r2.csv", *grid(raters=3, questions=3)), campaign="Elsewhere"
    )
    assert import_row.rows_new == 18 - 8
    campaign = Campaign.objects.get()
    assert (campaign.raters_per_unit, campaign.units.count(), campaign.raters.count()) == (3, 3, 3)


def test_what_an_existing_rubric_does_not_have_is_refused(write_table: WriteTable) -> None:
    import_ratings(path=write_table("r.csv", *grid()), campaign="Elsewhere")
    path = write_table("r2.csv", RATING | {"dimension": "charm"})
    assert refused(path=path, campaign="Elsewhere") == [(2, "unknown_dimension")]
    same = write_table("r3.csv", *grid())
    assert refused(path=same, campaign="Elsewhere", scale=(0.0, 5.0)) == [(0, "other_scale")]
    assert refused(path=same, campaign="Elsewhere", level="nominal") == [(0, "other_level")]


def test_an_existing_rubric_of_the_name_is_used(write_table: WriteTable) -> None:
    rubric = make_rubric("Elsewhere", scale_min=0, scale_max=10)
    import_ratings(path=write_table("r.csv", RATING | {"value": "9"}), campaign="Elsewhere")
    assert Campaign.objects.get().rubric == rubric


def test_a_campaign_that_collects_here_takes_no_imported_ratings(write_table: WriteTable) -> None:
    make_campaign(name="Pilot")
    assert refused(path=write_table("r.csv", RATING), campaign="Pilot") == [(0, "campaign_collects_here")]


def test_an_upside_down_scale_is_refused(write_table: WriteTable) -> None:
    assert refused(path=write_table("r.csv", RATING), campaign="E", scale=(5.0, 1.0)) == [(0, "scale_empty")]


def test_units_know_their_questions_when_a_benchmark_is_named(
    benchmark_of_three: Benchmark, write_table: WriteTable
) -> None:
    rows = [RATING, RATING | {"question_id": "Q-404", "scenario": "WTD"}]
    import_ratings(path=write_table("r.csv", *rows), campaign="Elsewhere", benchmark=benchmark_of_three)
    known, bare = Unit.objects.order_by("question_key")
    assert (known.question is not None, known.scenario) == (True, "BKT")
    assert (bare.question, bare.scenario) == (None, "WTD")
    assert Campaign.objects.get().benchmark == benchmark_of_three


def test_comment_time_and_date_are_kept(write_table: WriteTable) -> None:
    extra = {"comment": "剂量有误", "seconds": "30", "rated_at": "2026-03-01T10:00:00"}
    rows = [RATING | extra, RATING | extra | {"dimension": "fluency"}]
    import_ratings(path=write_table("r.csv", *rows), campaign="Elsewhere")
    rating = Rating.objects.get()
    assert (rating.comment, rating.active_seconds) == ("剂量有误", 30)
    assert str(rating.rated_at) == "2026-03-01 02:00:00+00:00"


def test_a_failure_while_writing_leaves_nothing(write_table: WriteTable) -> None:
    def cut(stage: str, done: int, total: int) -> None:
        if stage == "writing":
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        import_ratings(path=write_table("r.csv", *grid()), campaign="Elsewhere", progress=cut)
    for model in (Campaign, Rubric, Rater, Unit, Assignment, Rating, LanguageModel):
        assert not model._default_manager.exists(), model
    assert Import.objects.get().state == "failed"


def test_a_failed_addition_leaves_the_campaign_as_it_was(write_table: WriteTable) -> None:
    def cut(stage: str, done: int, total: int) -> None:
        if stage == "writing":
            raise OSError("the disk is full")

    import_ratings(path=write_table("r.csv", *grid(raters=2)), campaign="Elsewhere")
    before = list(ratings_for_campaign(Campaign.objects.get()))
    with pytest.raises(OSError, match="full"):
        import_ratings(path=write_table("r2.csv", *grid(questions=4)), campaign="Elsewhere", progress=cut)
    assert list(ratings_for_campaign(Campaign.objects.get())) == before
    assert (Unit.objects.count(), Rater.objects.count()) == (2, 2)


def test_unpublished_ratings_are_read_by_nobody(write_table: WriteTable) -> None:
    seen: list[int] = []

    def look(stage: str, done: int, total: int) -> None:
        if stage == "writing":
            seen.append(len(list(ratings_for_campaign(Campaign.objects.get()))))

    import_ratings(path=write_table("r.csv", *grid()), campaign="Elsewhere", progress=look)
    assert seen == [0]


@pytest.mark.parametrize("level", ["ordinal", "nominal"])
def test_half_a_level_is_no_level(write_table: WriteTable, level: str) -> None:
    path = write_table("r.csv", RATING, RATING | {"rater": "r2", "value": "3.5"})
    assert refused(path=path, campaign="E", level=level) == [(3, "not_a_level")]
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("level", "scale", "value"),
    [
        ("interval", (1, 5), "3.5"),
        ("ratio", (1, 5), "3.5"),
        ("ordinal", (0.5, 5), "3.5"),
        (None, None, "4.0"),
    ],
)
def test_decimals_are_values_where_the_scale_may_be_divided(
    write_table: WriteTable, level: str | None, scale: tuple[float, float] | None, value: str
) -> None:
    path = write_table("r.csv", RATING | {"value": value})
    assert import_ratings(path=path, campaign="E", level=level, scale=scale).rows_new == 1
