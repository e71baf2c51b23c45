"""Who rates what, in which order: planned once, balanced, seeded. Pure.

A case goes to ``k`` raters with all its outputs. A rater so reads a case once and judges every model on
it, which makes each comparison of models a comparison within raters: severity cancels out of it. Raters
are drawn case by case: least loaded first, then least often together with those already drawn, then
least seen in this scenario, so loads differ by at most one case and pairs of raters share cases evenly.
The order of the outputs within a case is :mod:`annotation.campaigns.counterbalance`'s.
"""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from annotation.campaigns.counterbalance import Visit, balanced_orders

REGULAR, CALIBRATION, REPEAT = "regular", "calibration", "repeat"


@dataclass(frozen=True)
class Case:
    """A question with the outputs to it that are in the campaign. ``units`` are unit ids, by model."""

    key: int
    scenario: str
    units: tuple[int, ...]


@dataclass(frozen=True)
class PlannedAssignment:
    unit: int
    rater: int
    purpose: str
    slot: int
    position: int


@dataclass(frozen=True)
class _Work:
    case: Case
    slot: int
    purpose: str


def plan_assignments(
    cases: Sequence[Case],
    raters: Sequence[int],
    k: int,
    *,
    seed: int,
    calibration_share: float = 0.0,
    repeat_share: float = 0.0,
) -> list[PlannedAssignment]:
    """One row per assignment, ready to be stored.

    Every unit gets exactly ``k`` regular slots, except those of calibration cases, which go to every
    rater, first. ``repeat_share`` of each rater's regular units come a second time after the rest.

    Raises
    ------
    ValueError
        When there are fewer raters than ``k``, ``k`` is below 1, or there is nothing to rate.
    """
    if k < 1:
        raise ValueError(f"k must be at least 1, not {k}")
    if len(raters) < k:
        raise ValueError(f"{len(raters)} raters cannot give {k} ratings to every item")
    if not any(case.units for case in cases):
        raise ValueError("cases has no outputs to rate")
    rng = random.Random(seed)
    shuffled = sorted(cases, key=lambda case: case.key)
    rng.shuffle(shuffled)
    n_calibration = round(calibration_share * len(shuffled))
    work = _deal_cases(shuffled[n_calibration:], raters, k, rng)
    for number, rater in enumerate(raters):
        rng.shuffle(work[rater])
        work[rater][:0] = [_Work(case, number + 1, CALIBRATION) for case in shuffled[:n_calibration]]
    orders = _order_outputs(work, rng)
    planned: list[PlannedAssignment] = []
    for rater in raters:
        ordered = [
            (item.case.units[place], item.slot, item.purpose)
            for item in work[rater]
            for place in orders[rater, item.case.key]
        ]
        repeats = _pick_repeats([item for item in ordered if item[2] == REGULAR], repeat_share, rng)
        planned += [
            PlannedAssignment(unit, rater, purpose, slot, position)
            for position, (unit, slot, purpose) in enumerate(ordered + repeats, start=1)
        ]
    return planned


def _deal_cases(
    cases: Sequence[Case], raters: Sequence[int], k: int, rng: random.Random
) -> dict[int, list[_Work]]:
    load: dict[int, int] = defaultdict(int)
    in_scenario: dict[tuple[int, str], int] = defaultdict(int)
    together: dict[frozenset[int], int] = defaultdict(int)
    work: dict[int, list[_Work]] = {rater: [] for rater in raters}
    for case in cases:
        drawn: list[int] = []
        for slot in range(1, k + 1):
            free = [rater for rater in raters if rater not in drawn]
            rng.shuffle(free)
            chosen = min(
                free,
                key=lambda rater: (
                    load[rater],
                    sum(together[frozenset((rater, other))] for other in drawn),
                    in_scenario[rater, case.scenario],
                ),
            )
            work[chosen].append(_Work(case, slot, REGULAR))
            load[chosen] += 1
            in_scenario[chosen, case.scenario] += 1
            for other in drawn:
                together[frozenset((chosen, other))] += 1
            drawn.append(chosen)
    return work


def _order_outputs(work: dict[int, list[_Work]], rng: random.Random) -> dict[Visit, tuple[int, ...]]:
    """Cases with as many outputs are balanced together."""
    by_size: dict[int, list[Visit]] = defaultdict(list)
    for rater, items in work.items():
        for item in items:
            by_size[len(item.case.units)].append((rater, item.case.key))
    orders: dict[Visit, tuple[int, ...]] = {}
    for size, visits in sorted(by_size.items()):
        orders |= balanced_orders(visits, size, rng) if size else dict.fromkeys(visits, ())
    return orders


def _pick_repeats(
    regular: Sequence[tuple[int, int, str]], share: float, rng: random.Random
) -> list[tuple[int, int, str]]:
    """Drawn from the first half, so that what comes again was seen a good while ago."""
    early = list(regular[: max(1, len(regular) // 2)])
    chosen = rng.sample(early, min(len(early), round(share * len(regular))))
    return [(unit, slot, REPEAT) for unit, slot, _ in chosen]
