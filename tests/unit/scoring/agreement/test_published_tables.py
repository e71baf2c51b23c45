"""Coefficients against published tables, to the digits printed; each table names its source."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scoring.agreement.alpha import krippendorff_alpha
from scoring.agreement.gwet import gwet_ac
from scoring.agreement.icc import intraclass_correlation
from scoring.agreement.table import FloatArray

TABLES = sorted((Path(__file__).parents[3] / "reference" / "agreement").glob("*.json"))


def _fleiss_kappa(ratings: FloatArray, level: str) -> float:
    """Fleiss' kappa of complete ratings from alpha, which corrects it for the number of ratings."""
    n = ratings.size
    return 1 - (1 - krippendorff_alpha(ratings, level).value) * n / (n - 1)  # type: ignore[arg-type]


def _icc(ratings: FloatArray, kind: str) -> float:
    icc = intraclass_correlation(ratings)
    return (icc.single if kind == "icc_2_1" else icc.average).value


COEFFICIENTS: dict[str, Callable[[FloatArray, Any], float]] = {
    "alpha": lambda ratings, level: krippendorff_alpha(ratings, level).value,
    "gwet": lambda ratings, weights: gwet_ac(ratings, None, weights).value,
    "fleiss_kappa": _fleiss_kappa,
    "icc": _icc,
}


def _cases() -> list[Any]:
    return [
        pytest.param(
            table["ratings"], coefficient, variant, expected, id=f"{path.stem}-{coefficient}-{variant}"
        )
        for path in TABLES
        for table in [json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)]
        for coefficient, variants in table["expected"].items()
        for variant, expected in variants.items()
    ]


def test_the_published_tables_are_found() -> None:
    assert len(TABLES) == 8
    assert all(json.loads(path.read_text(encoding="utf-8"))["source"] for path in TABLES)


@pytest.mark.parametrize(("ratings", "coefficient", "variant", "expected"), _cases())
def test_a_published_table_gives_the_published_value(
    ratings: list[list[int | None]], coefficient: str, variant: str, expected: dict[str, Decimal]
) -> None:
    value = COEFFICIENTS[coefficient](np.array(ratings, dtype=np.float64), variant)

    assert value == pytest.approx(float(expected["computed"]), abs=float(expected["tolerance"]))
    if "published" in expected:
        assert Decimal(value).quantize(expected["published"]) == expected["published"]


def test_ordinal_alpha_is_krippendorffs_metric_and_not_ordinal_weights() -> None:
    table = json.loads(
        next(p for p in TABLES if p.stem == "gwet_2014_four_raters").read_text(encoding="utf-8")
    )

    assert round(krippendorff_alpha(np.array(table["ratings"], dtype=float), "ordinal").value, 3) == 0.815
