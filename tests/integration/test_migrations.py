"""A site that was installed with the first migrations reaches the latest ones with all it holds."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

FIRST = [("annotation", "0001_initial"), ("scoring", "0001_initial")]
OURS = ("annotation", "scoring")
# Fields that a later migration removes or changes on purpose, as "Model.field": none so far.
CHANGED: frozenset[str] = frozenset()
Rows = dict[str, list[dict[str, Any]]]


def drop_everything() -> None:
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        drop = connection.schema_editor().sql_delete_table
        for table in connection.introspection.table_names(cursor):
            cursor.execute(drop % {"table": connection.ops.quote_name(table)})


@pytest.fixture
def empty_database(transactional_db: None) -> Iterator[None]:
    """A database without a single table; the tests after this one find the latest schema again."""
    drop_everything()
    yield
    drop_everything()
    call_command("migrate", verbosity=0, interactive=False)


def migrate_to(targets: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    return executor.migrate(targets).apps


def latest() -> list[tuple[str, str]]:
    return MigrationExecutor(connection).loader.graph.leaf_nodes()


def rows_of(apps: Any) -> Rows:
    models: list[type[Model]] = [model for label in OURS for model in apps.get_app_config(label).get_models()]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def fill_bank(apps: Any) -> tuple[Any, Any, Any]:
    """A question that was replaced once, with an image, an output without text, and a published board."""

    def make(model: str, **values: Any) -> Any:
        return apps.get_model("annotation", model).objects.create(**values)

    lead = make("User", username="lead-wang", password="!", role="lead")
    benchmark = make("Benchmark", name="内科", slug="internal")
    first = make("Import", kind="questions", state="published", benchmark=benchmark, file_name="a.jsonl")
    second = make(
        "Import",
        kind="questions",
        state="published",
        benchmark=benchmark,
        file_name="b.jsonl",
        created_by=lead,
    )
    same = {"benchmark": benchmark, "external_id": "WTD-1", "scenario": "WTD", "type": "open"}
    make(
        "Question",
        **same,
        version=1,
        imported_by=first,
        superseded_by=second,
        content_hash="0" * 64,
        asked_hash="0" * 64,
    )
    question = make(
        "Question",
        **same,
        version=2,
        imported_by=second,
        input="患者，男，60 岁。",
        meta={"来源": "合成"},
        content_hash="1" * 64,
        asked_hash="1" * 64,
    )
    make("QuestionImage", question=question, position=1, name="ct.png", file="ab/cd.png", width=2, height=3)
    model = make("LanguageModel", name="杏林-7B", group="medical", aliases=["杏林"])
    output = make(
        "Output",
        question=question,
        language_model=model,
        imported_by=second,
        text=None,
        content_hash="2" * 64,
    )
    board = make("PublishedBoard", name="Table 2", slug="table-2", source="a paper", imported_by=first)
    make("BoardCell", board=board, model_name="GPT4", position=1, scenario="WTD", value=86.1)
    return benchmark, question, output


def fill_campaign(apps: Any, benchmark: Any, question: Any, output: Any) -> None:
    """One submitted rating with a value, a "not applicable", a comment, and the draft behind it."""

    def make(model: str, **values: Any) -> Any:
        return apps.get_model("annotation", model).objects.create(**values)

    rater_user = make("User", username="dr-li", password="!", role="rater")
    rubric = make("Rubric", name="Four", guidelines_zh="说明")
    dimensions = [make("Dimension", rubric=rubric, code=code) for code in ("correctness", "friendliness")]
    make("Anchor", dimension=dimensions[0], value=5, text_zh="完全正确")
    campaign = make(
        "Campaign",
        name="Pilot",
        slug="pilot",
        benchmark=benchmark,
        rubric=rubric,
        scenarios=["WTD"],
        state="open",
    )
    campaign.language_models.add(output.language_model)
    rater = make("Rater", campaign=campaign, user=rater_user, label="dr-li", pseudonym="R-1")
    unit = make(
        "Unit",
        campaign=campaign,
        question=question,
        output=output,
        question_key="WTD-1",
        scenario="WTD",
        language_model=output.language_model,
    )
    assignment = make("Assignment", unit=unit, rater=rater, slot=1, position=1)
    make("Draft", assignment=assignment, version=3, values={"correctness": 4, "friendliness": "na"})
    rating = make("Rating", assignment=assignment, revision=1, comment="剂量有误", harm="possible")
    make("RatingValue", rating=rating, dimension=dimensions[0], value=4)
    make("RatingValue", rating=rating, dimension=dimensions[1], value=None, not_applicable=True)
    assignment.state, assignment.current_rating = "submitted", rating
    assignment.save()
    make("AuditEvent", campaign=campaign, action="opened", details={"seed": 1})


def fill_scoring(apps: Any, benchmark: Any, question: Any, output: Any) -> None:
    def make(model: str, **values: Any) -> Any:
        return apps.get_model("scoring", model).objects.create(**values)

    run = make(
        "ScoringRun", benchmark_id=benchmark.pk, state="finished", scorers={"similarity": "similarity-1"}
    )
    make(
        "RunChunk",
        run=run,
        position=0,
        metric="similarity",
        output_ids=[output.pk],
        n_outputs=1,
        state="done",
    )
    make(
        "Score",
        output_id=output.pk,
        question_id=question.pk,
        run=run,
        metric="similarity",
        scorer="similarity-1",
        value=0,
        status="empty",
    )
    make("Embedding", encoder="light", text_hash="3" * 64, vector=b"\x00\x00\x80?")


def comparable(row: dict[str, Any], model: str, fields: set[str]) -> dict[str, Any]:
    return {
        name: bytes(value) if isinstance(value, memoryview) else value
        for name, value in row.items()
        if name in fields and f"{model}.{name}" not in CHANGED
    }


def test_what_the_first_migrations_hold_survives_to_the_latest(empty_database: None) -> None:
    first = migrate_to(FIRST)
    world = fill_bank(first)
    fill_campaign(first, *world)
    fill_scoring(first, *world)
    before = rows_of(first)
    assert all(before.values()), [name for name, rows in before.items() if not rows]

    after = rows_of(migrate_to(latest()))

    for model, rows in before.items():
        assert len(after[model]) == len(rows), model
        for old, new in zip(rows, after[model], strict=True):
            assert comparable(new, model, set(old)) == comparable(old, model, set(old)), model


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
