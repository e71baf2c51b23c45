from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from scoring.metrics.extraction import Status
from scoring.metrics.sequencing import kendall_tau_a, lenient_pairs, score_sequence

STEPS = {"A": "切开皮肤", "B": "分离肌层", "C": "缝合切口", "D": "结扎止血"}


@given(st.integers(2, 12).flatmap(lambda n: st.tuples(*[st.permutations("ABCDEFGHIJKL"[:n])] * 2)))
def test_tau_equals_scipy_on_the_ranks_in_the_reference(orders):
    order, reference = orders
    ranks = [reference.index(step) for step in order]
    expected = kendalltau(range(len(ranks)), ranks).statistic
    assert kendall_tau_a(order, reference) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("order", ["".join(order) for order in permutations("ABCD")])
def test_the_columns_of_a_score_are_scipys_tau(order):
    found = score_sequence(f"正确顺序：{'、'.join(order)}", STEPS, "CADB")
    expected = 100 * kendalltau(range(4), ["CADB".index(step) for step in order]).statistic
    assert found.answer == order
    assert found.value == pytest.approx(expected, abs=1e-10)
    assert found.secondary["kendall_tau_valid"] == found.secondary["kendall_tau_strict"] == found.value


def test_the_mean_over_all_orders_is_zero():
    taus = [kendall_tau_a(order, "DCBA") for order in permutations("ABCD")]
    assert sum(taus) == pytest.approx(0, abs=1e-12)


def test_ranks_count_and_not_letter_codes():
    # Correlating letter codes by position would give 0 here.
    assert kendall_tau_a("BDAC", "BDCA") == pytest.approx(2 / 3)


def test_one_swapped_neighbour_costs_two_pairs():
    found = score_sequence("C、D、B、A", STEPS, "DCBA")
    assert found.value == pytest.approx(100 * (1 - 4 / 12))
    assert found.secondary["kendall_tau_valid"] == found.value
    assert found.secondary["validity"] == 100


def test_a_reversed_order_is_minus_100_and_is_not_clipped():
    assert score_sequence("ABCD", STEPS, "DCBA").value == -100


@pytest.mark.parametrize("text", ["DCB", "DDBA", "DCBAE", "我不知道", None, "<think>DCBA"])
def test_what_is_no_permutation_scores_zero_and_has_no_valid_tau(text):
    found = score_sequence(text, STEPS, "DCBA")
    assert found.value == 0
    assert "kendall_tau_valid" not in found.secondary
    assert (found.secondary["validity"], found.secondary["kendall_tau_strict"]) == (0, -100)


def test_an_incomplete_order_keeps_its_pairs_in_the_lenient_score():
    assert score_sequence("DCB", STEPS, "DCBA").secondary["pairs_lenient"] == 50
    assert lenient_pairs("", "AB") == 0


def test_an_empty_answer_is_empty():
    assert score_sequence("", STEPS, "DCBA").status is Status.EMPTY


@pytest.mark.parametrize("reference", ["A", "AAB", "", "先切开"])
def test_a_reference_that_is_no_order_is_an_error(reference):
    with pytest.raises(ValueError, match="reference"):
        score_sequence("AB", None, reference)


def test_an_order_of_other_steps_is_an_error():
    with pytest.raises(ValueError, match="order"):
        kendall_tau_a("ABX", "ABC")
