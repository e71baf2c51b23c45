"""The plan of a campaign keeps its promises for any number of raters, cases and models."""

from collections import Counter, defaultdict
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.campaigns.allocation import CALIBRATION, REGULAR, REPEAT, Case, plan_assignments


def make_cases(n_cases: int, n_models: int) -> list[Case]:
    return [
        Case(key, "WTD" if key % 3 else "MRA", tuple(key * 100 + model for model in range(n_models)))
        for key in range(1, n_cases + 1)
    ]


@given(
    n_cases=st.integers(1, 25),
    n_models=st.integers(1, 6),
    n_raters=st.integers(1, 8),
    k=st.integers(1, 4),
    seed=st.integers(0, 2**32),
)
def test_every_unit_gets_exactly_k_different_raters(
    n_cases: int, n_models: int, n_raters: int, k: int, seed: int
) -> None:
    raters = list(range(n_raters))
    cases = make_cases(n_cases, n_models)
    if n_raters < k:
        with pytest.raises(ValueError, match="raters cannot give"):
            plan_assignments(cases, raters, k, seed=seed)
        return
    plan = plan_assignments(cases, raters, k, seed=seed)
    slots = defaultdict(list)
    for planned in plan:
        slots[planned.unit].append((planned.slot, planned.rater))
    assert set(slots) == {unit for case in cases for unit in case.units}
    for given_slots in slots.values():
        assert sorted(slot for slot, _ in given_slots) == list(range(1, k + 1))
        assert len({rater for _, rater in given_slots}) == k


@given(n_cases=st.integers(1, 30), n_raters=st.integers(2, 9), k=st.integers(1, 3), seed=st.integers(0, 999))
def test_loads_differ_by_at_most_one_case(n_cases: int, n_raters: int, k: int, seed: int) -> None:
    k = min(k, n_raters)
    plan = plan_assignments(make_cases(n_cases, 4), list(range(n_raters)), k, seed=seed)
    load = Counter(planned.rater for planned in plan)
    loads = [load[rater] // 4 for rater in range(n_raters)]
    assert max(loads) - min(loads) <= 1


@pytest.mark.parametrize(("n_raters", "k", "n_cases"), [(4, 3, 26), (4, 2, 26), (6, 2, 40), (10, 3, 60)])
def test_every_two_raters_share_cases_evenly(n_raters: int, k: int, n_cases: int) -> None:
    plan = plan_assignments(make_cases(n_cases, 5), list(range(n_raters)), k, seed=1)
    by_unit = defaultdict(set)
    for planned in plan:
        by_unit[planned.unit].add(planned.rater)
    shared = Counter(pair for raters in by_unit.values() for pair in combinations(sorted(raters), 2))
    counts = [shared[pair] // 5 for pair in combinations(range(n_raters), 2)]
    assert min(counts) >= 1
    assert max(counts) - min(counts) <= 3


def test_every_rater_sees_every_model_equally_often_and_in_every_place() -> None:
    cases = make_cases(20, 5)
    plan = plan_assignments(cases, [1, 2, 3, 4], 3, seed=7)
    for rater in (1, 2, 3, 4):
        mine = sorted((p for p in plan if p.rater == rater), key=lambda p: p.position)
        per_model = Counter(p.unit % 100 for p in mine)
        assert len(set(per_model.values())) == 1
        places = Counter((p.unit % 100, number % 5) for number, p in enumerate(mine))
        assert len(places) == 25
        assert max(places.values()) - min(places.values()) <= 2


def test_no_two_raters_of_a_case_begin_with_the_same_model() -> None:
    plan = plan_assignments(make_cases(26, 5), [1, 2, 3, 4], 3, seed=7, calibration_share=0.1)
    begun = defaultdict(list)
    for rater in (1, 2, 3, 4):
        mine = sorted((p for p in plan if p.rater == rater), key=lambda p: p.position)
        for first in mine[::5]:
            begun[first.unit // 100].append(first.unit % 100)
    assert len(begun) == 26
    assert all(len(set(models)) == len(models) for models in begun.values())


def test_cases_that_lack_an_output_are_balanced_among_themselves() -> None:
    cases = [*make_cases(9, 4), *(Case(key, "WTD", (key * 100, key * 100 + 1)) for key in range(50, 58))]
    plan = plan_assignments(cases, [1, 2], 2, seed=7)
    first: Counter[tuple[int, int]] = Counter()
    for rater in (1, 2):
        mine = sorted((p for p in plan if p.rater == rater and p.unit >= 5000), key=lambda p: p.position)
        first.update((rater, p.unit % 100) for p in mine[::2])
    assert set(first.values()) == {4}


def test_the_outputs_of_a_case_stay_together() -> None:
    plan = plan_assignments(make_cases(12, 4), [1, 2, 3], 2, seed=3)
    for rater in (1, 2, 3):
        mine = sorted((p for p in plan if p.rater == rater), key=lambda p: p.position)
        cases = [p.unit // 100 for p in mine]
        assert [cases[start : start + 4] for start in range(0, len(cases), 4)] == [
            [case] * 4 for case in cases[::4]
        ]


def test_the_same_seed_gives_the_same_plan_and_another_seed_another() -> None:
    cases = make_cases(10, 3)
    first = plan_assignments(cases, [1, 2, 3], 2, seed=5)
    assert first == plan_assignments(list(reversed(cases)), [1, 2, 3], 2, seed=5)
    assert first != plan_assignments(cases, [1, 2, 3], 2, seed=6)


def test_calibration_cases_come_first_and_go_to_everybody() -> None:
    plan = plan_assignments(make_cases(10, 2), [1, 2, 3], 2, seed=5, calibration_share=0.2)
    calibration = {p.unit for p in plan if p.purpose == CALIBRATION}
    assert len(calibration) == 4
    for rater in (1, 2, 3):
        mine = sorted((p for p in plan if p.rater == rater), key=lambda p: p.position)
        assert {p.unit for p in mine[:4]} == calibration
        assert all(p.unit not in calibration for p in mine if p.purpose == REGULAR)


def test_repeats_are_units_the_same_rater_has_already_judged() -> None:
    plan = plan_assignments(make_cases(10, 2), [1, 2, 3], 2, seed=5, repeat_share=0.25)
    for rater in (1, 2, 3):
        mine = sorted((p for p in plan if p.rater == rater), key=lambda p: p.position)
        regular = [p.unit for p in mine if p.purpose == REGULAR]
        repeats = [p.unit for p in mine if p.purpose == REPEAT]
        assert len(repeats) == round(0.25 * len(regular))
        assert set(repeats) <= set(regular[: len(regular) // 2])
        assert [p.purpose for p in mine[-len(repeats) :]] == [REPEAT] * len(repeats)


@pytest.mark.parametrize(("k", "match"), [(0, "at least 1"), (3, "cannot give")])
def test_an_impossible_k_is_refused(k: int, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        plan_assignments(make_cases(2, 2), [1, 2], k, seed=1)


def test_a_campaign_with_nothing_to_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="no outputs"):
        plan_assignments([Case(1, "WTD", ())], [1, 2], 2, seed=1)
