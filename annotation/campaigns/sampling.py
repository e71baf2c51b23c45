"""Which questions a campaign takes: seeded, stratified by scenario and, inside it, by specialty. Pure."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence


def share_out(total: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """Split ``total`` over strata in proportion to their sizes, by largest remainder.

    No stratum gets more than it has; ties go to the stratum named first in sorted order. ``total`` above
    the sum of the sizes gives every stratum whole.
    """
    everything = sum(sizes.values())
    if total >= everything:
        return dict(sizes)
    exact = {name: total * size / everything for name, size in sizes.items()}
    shares = {name: int(value) for name, value in exact.items()}
    by_remainder = sorted(sizes, key=lambda name: (shares[name] - exact[name], name))
    for name in by_remainder[: total - sum(shares.values())]:
        shares[name] += 1
    return shares


def sample_questions(
    strata: Mapping[str, Sequence[tuple[int, str]]], per_scenario: int | None, seed: int
) -> list[int]:
    """Ids of the sampled questions, scenario by scenario.

    ``strata`` maps a scenario to its questions as (id, specialty), in a stable order; ``per_scenario``
    None takes them all. The same seed on the same questions gives the same sample.
    """
    chosen: list[int] = []
    for scenario in sorted(strata):
        # Each scenario has a generator of its own, so that one more scenario changes no other's sample.
        rng = random.Random(f"{seed}:{scenario}")
        groups: dict[str, list[int]] = defaultdict(list)
        for question_id, specialty in strata[scenario]:
            groups[specialty].append(question_id)
        wanted = len(strata[scenario]) if per_scenario is None else per_scenario
        shares = share_out(wanted, {name: len(ids) for name, ids in groups.items()})
        for name in sorted(groups):
            chosen.extend(sorted(rng.sample(groups[name], shares[name])))
    return chosen


def sample_evenly(groups: Sequence[Sequence[int]], most: int, seed: str) -> list[int]:
    """At most ``most`` of all groups, in an order of chance, no group ahead of another by more than one.

    A group that is too small gives what it has.
    """
    rng = random.Random(seed)
    shuffled = [rng.sample(group, len(group)) for group in groups]
    rng.shuffle(shuffled)
    rounds = max((len(group) for group in shuffled), default=0)
    in_turn = [group[turn] for turn in range(rounds) for group in shuffled if turn < len(group)]
    chosen = in_turn[:most]
    rng.shuffle(chosen)
    return chosen
