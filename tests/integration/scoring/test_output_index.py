"""Filtering and ordering by columns in memory gives what the database gives."""

from itertools import product
from typing import Any

import pytest
from django.utils import timezone

from annotation.models import Benchmark
from scoring.selectors.output_index import output_index
from scoring.selectors.outputs import FoundOutputs, find_outputs, outputs_for_list
from scoring.services.chunks import claim_chunk
from scoring.services.runs import plan_run, request_run
from scoring.services.scores import score_chunk
from tests.factories import make_output, make_question
from tests.integration.scoring.worlds import BAD, GOOD, make_mixed_benchmark, score_all

pytestmark = pytest.mark.django_db
FILTERS: dict[str, tuple[Any, ...]] = {
    "scenario": ("", "BKT", "DS", "DS-open", "KE"),
    "type": ("", "choice", "open"),
    "language_model": ("", GOOD),
    "status": ("", "ok", "refused", "unscored"),
    "sort": ("", "score", "-score"),
}
SCORES: dict[str, tuple[Any, ...]] = {
    "scenario": ("", "BKT"),
    "status": ("", "unscored"),
    "score_from": (None, 0.0, 66.7),
    "score_to": (None, 0.0, 99.9, 100.0),
    "sort": ("", "-score"),
}


@pytest.fixture
def benchmark() -> Benchmark:
    """Scored outputs, and one that came later."""
    made = make_mixed_benchmark()
    score_all(made)
    make_output(make_question(made, "M-new"), GOOD)
    made.imports.update(finished_at=timezone.now())
    return made


def keys(outputs: object) -> list[int]:
    return [output.pk for output in outputs]  # type: ignore[attr-defined]


@pytest.mark.parametrize("among", [FILTERS, SCORES], ids=["names", "scores"])
def test_every_combination_of_filters_and_orders_finds_the_same(
    among: dict[str, tuple[Any, ...]], benchmark: Benchmark
) -> None:
    for values in product(*among.values()):
        filters = dict(zip(among, values, strict=True))
        found = find_outputs(benchmark, **filters)
        assert isinstance(found, FoundOutputs)
        wanted = keys(outputs_for_list(benchmark, **filters))
        assert (len(found), keys(found[:])) == (len(wanted), wanted), filters


def test_an_import_that_ends_is_seen_at_once(benchmark: Benchmark) -> None:
    before = len(find_outputs(benchmark))
    make_output(make_question(benchmark, "M-newer"), BAD)
    benchmark.imports.update(finished_at=timezone.now())
    assert len(find_outputs(benchmark)) == before + 1


def test_a_small_benchmark_is_never_behind_while_a_run_is_at_work(benchmark: Benchmark) -> None:
    run = request_run(benchmark=benchmark)
    plan_run(run=run)
    assert len(find_outputs(benchmark, status="unscored")) == 1
    chunk = claim_chunk(run_id=run.pk)
    assert chunk is not None
    score_chunk(chunk=chunk)
    index = output_index(benchmark)
    assert index is not None
    assert index.as_of is None
    assert len(find_outputs(benchmark, status="unscored")) == 0
