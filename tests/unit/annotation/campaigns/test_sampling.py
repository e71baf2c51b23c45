"""Sampling is seeded, proportional to specialties, and stable when scenarios are added."""

from hypothesis import given
from hypothesis import strategies as st

from annotation.campaigns.sampling import sample_evenly, sample_questions, share_out


@given(st.dictionaries(st.text(min_size=1), st.integers(1, 50), min_size=1), st.integers(0, 200))
def test_shares_add_up_and_never_exceed_a_stratum(sizes: dict[str, int], total: int) -> None:
    shares = share_out(total, sizes)
    assert sum(shares.values()) == min(total, sum(sizes.values()))
    assert all(shares[name] <= size for name, size in sizes.items())


def test_shares_follow_the_sizes() -> None:
    assert share_out(10, {"cardiology": 60, "neurology": 30, "urology": 10}) == {
        "cardiology": 6,
        "neurology": 3,
        "urology": 1,
    }


def test_a_sample_is_repeatable_and_has_the_size_asked_for() -> None:
    strata = {"WTD": [(number, "abc"[number % 3]) for number in range(30)]}
    sample = sample_questions(strata, 9, seed=4)
    assert sample == sample_questions(strata, 9, seed=4)
    assert len(set(sample)) == 9
    assert sample != sample_questions(strata, 9, seed=5)


def test_another_scenario_does_not_change_the_sample_of_this_one() -> None:
    wtd = [(number, "") for number in range(20)]
    alone = sample_questions({"WTD": wtd}, 5, seed=4)
    assert sample_questions({"WTD": wtd, "MRA": [(100, ""), (101, "")]}, 5, seed=4)[-5:] == alone


def test_without_a_size_every_question_is_taken() -> None:
    assert sample_questions({"MRA": [(3, "x"), (1, "y"), (2, "x")]}, None, seed=1) == [2, 3, 1]


def test_a_sample_over_groups_is_even_and_the_same_for_a_seed() -> None:
    groups = [range(0, 30), range(30, 33), range(40, 70)]
    chosen = sample_evenly(groups, 20, "seed")
    sizes = [len({*chosen} & {*group}) for group in groups]
    assert sizes[1] == 3
    assert sum(sizes) == 20
    assert abs(sizes[0] - sizes[2]) <= 1
    assert chosen == sample_evenly(groups, 20, "seed") != sample_evenly(groups, 20, "other")
    assert sorted(sample_evenly([[1], []], 20, "seed")) == [1]
    assert sample_evenly([], 20, "seed") == []
