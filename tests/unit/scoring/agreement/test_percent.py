from itertools import combinations

import numpy as np
import pytest

from scoring.agreement.outcome import Reason
from scoring.agreement.percent import percent_agreement, prevalence
from scoring.agreement.table import FloatArray


def test_it_is_the_share_of_agreeing_pairs_averaged_over_units(sparse_ratings: FloatArray) -> None:
    units = [row[~np.isnan(row)] for row in sparse_ratings]
    shares = [np.mean([a == b for a, b in combinations(u, 2)]) for u in units if u.size > 1]

    assert percent_agreement(sparse_ratings).value == pytest.approx(np.mean(shares), abs=1e-14)


def test_a_unit_with_many_raters_weighs_no_more_than_one_with_two() -> None:
    assert percent_agreement([[1.0, 1.0, 1.0, 1.0], [1.0, 2.0, np.nan, np.nan]]).value == 0.5


def test_without_a_pair_it_is_undefined() -> None:
    assert percent_agreement([[1], [2]]).reason is Reason.NO_OVERLAP
    assert np.isnan(percent_agreement(np.zeros((0, 2))).value)


def test_prevalence_counts_every_rating_and_lists_unused_levels() -> None:
    shares = prevalence([[1, 1, np.nan], [5, np.nan, np.nan], [1, np.nan, np.nan]], levels=[5, 3, 1])

    assert [(s.level, s.share) for s in shares] == [(1, 0.75), (3, 0), (5, 0.25)]


def test_prevalence_without_ratings_is_empty() -> None:
    assert prevalence(np.full((2, 2), np.nan), levels=[1, 2]) == ()
