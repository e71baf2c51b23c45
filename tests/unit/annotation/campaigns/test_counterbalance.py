"""Whatever the seed draws, no output profits from its place."""

import random
from collections import Counter, defaultdict
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.campaigns.counterbalance import Visit, balanced_orders, latin_rows


def draw_visits(n_raters: int, n_cases: int, k: int, rng: random.Random) -> list[Visit]:
    """Every case goes to ``k`` raters drawn by chance; each rater has her own order."""
    visits = [(rater, case) for case in range(n_cases) for rater in rng.sample(range(n_raters), k)]
    rng.shuffle(visits)
    return visits


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[Visit], int, random.Random]:
    size, n_raters = draw(st.integers(1, 7)), draw(st.integers(1, 9))
    rng = random.Random(draw(st.integers(0, 2**32)))
    k = draw(st.integers(1, n_raters))
    return draw_visits(n_raters, draw(st.integers(1, 30)), k, rng), size, rng


@given(plans())
def test_every_visit_gets_each_output_once(plan: tuple[list[Visit], int, random.Random]) -> None:
    visits, size, rng = plan
    orders = balanced_orders(visits, size, rng)
    assert set(orders) == set(visits)
    assert all(sorted(order) == list(range(size)) for order in orders.values())


@given(plans())
def test_each_output_stands_in_each_place_equally_often_for_every_rater_wherever_she_stops(
    plan: tuple[list[Visit], int, random.Random],
) -> None:
    visits, size, rng = plan
    orders = balanced_orders(visits, size, rng)
    counts: dict[int, Counter[tuple[int, int]]] = defaultdict(Counter)
    for rater, case in visits:
        counts[rater].update(enumerate(orders[rater, case]))
        cells = [counts[rater][place, output] for place in range(size) for output in range(size)]
        assert max(cells) - min(cells) <= (2 if size % 2 else 1)


@given(plans())
def test_the_raters_of_a_case_read_first_what_others_read_later(
    plan: tuple[list[Visit], int, random.Random],
) -> None:
    visits, size, rng = plan
    orders = balanced_orders(visits, size, rng)
    counts: dict[int, Counter[tuple[int, int]]] = defaultdict(Counter)
    raters = Counter(case for _, case in visits)
    for visit, order in orders.items():
        counts[visit[1]].update(enumerate(order))
    for case, cells in counts.items():
        assert max(cells.values()) == -(-raters[case] // size)


@pytest.mark.parametrize("size", range(1, 9))
def test_the_rows_are_a_latin_square(size: int) -> None:
    rows = latin_rows(size, random.Random(3))
    assert all(sorted(row) == list(range(size)) for row in rows)
    assert all(sorted(column) == list(range(size)) for column in zip(*rows, strict=True))


@pytest.mark.parametrize("size", [2, 4, 6])
def test_of_an_even_number_each_follows_each_other_once(size: int) -> None:
    followed = Counter(pair for row in latin_rows(size, random.Random(3)) for pair in pairwise(row))
    assert set(followed.values()) == {1}
    assert len(followed) == size * (size - 1)


@pytest.mark.parametrize("size", [3, 5, 7])
def test_of_an_odd_number_each_follows_each_other_once_in_each_direction(size: int) -> None:
    rows = latin_rows(size, random.Random(3))
    followed = Counter(pair for row in rows for order in (row, row[::-1]) for pair in pairwise(order))
    assert set(followed.values()) == {2}
    assert len(followed) == size * (size - 1)


def test_over_a_campaign_no_output_has_a_favoured_place_or_neighbour() -> None:
    rng = random.Random(20241003)
    orders = balanced_orders(draw_visits(8, 80, 3, rng), 5, rng)
    places = Counter((place, output) for order in orders.values() for place, output in enumerate(order))
    followed = Counter(pair for order in orders.values() for pair in pairwise(order))
    assert max(places.values()) - min(places.values()) <= 8
    assert max(followed.values()) < 1.5 * min(followed.values())


def test_chance_decides_which_rater_reads_what_first() -> None:
    visits = draw_visits(4, 40, 3, random.Random(1))
    drawn = [balanced_orders(visits, 5, random.Random(seed)) for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]
    assert len(set(drawn[0].values())) == 10


def test_a_visit_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        balanced_orders([(1, 1), (1, 1)], 3, random.Random(1))
    with pytest.raises(ValueError, match="at least 1"):
        balanced_orders([(1, 1)], 0, random.Random(1))
