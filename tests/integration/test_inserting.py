"""Rows written past the model instances come out as those written through them."""

import pytest
from django.db import IntegrityError, transaction

from annotation.bank.models import Output
from annotation.inserting import insert_rows
from tests.factories import digest, make_benchmark, make_import, make_language_model, make_question

pytestmark = pytest.mark.django_db
NAMES = ("question", "language_model", "condition", "version", "imported_by", "text", "meta", "content_hash")
TEXTS = [None, "", "答案:B\n第二行\t制表", "\\N", "back\\slash", "😀"]


def rows() -> list[tuple[object, ...]]:
    question = make_question(make_benchmark(), "ID1-1")
    model, source = make_language_model(), make_import()
    return [
        (question.pk, model.pk, "vanilla", version, source.pk, text, {"注": [version, None]}, digest(version))
        for version, text in enumerate(TEXTS, start=1)
    ]


def test_every_value_comes_back_as_it_was_given() -> None:
    insert_rows(Output, NAMES, rows())
    read = Output.objects.order_by("version")
    assert [output.text for output in read] == TEXTS
    assert [output.meta for output in read] == [{"注": [n, None]} for n in range(1, len(TEXTS) + 1)]
    assert {output.superseded_by_id for output in read} == {None}


def test_what_is_there_stays_when_it_is_skipped_and_is_refused_otherwise() -> None:
    given = rows()
    insert_rows(Output, NAMES, given[:2])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Output, NAMES, given[:3])
    changed = [(*row[:5], "anders", *row[6:]) for row in given[:3]]
    insert_rows(Output, NAMES, changed, skip_existing=True)
    assert list(Output.objects.order_by("version").values_list("text", flat=True)) == [None, "", "anders"]


def test_no_rows_are_no_work() -> None:
    insert_rows(Output, NAMES, [])
    insert_rows(Output, NAMES, [], skip_existing=True)
    assert not Output.objects.exists()
