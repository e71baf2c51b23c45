"""Kendall's tau-a of an order of steps against the reference order.

An answer that is not an exact permutation of the reference's letters scores 0. Nothing is clipped or
rescaled: chance must stay at 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from scoring.metrics.extraction import extract_answer
from scoring.metrics.scored import ScoredOutput, from_extraction


def kendall_tau_a(order: Sequence[str], reference: Sequence[str]) -> float:
    """Kendall's tau-a between an order and the reference.

    With r_i the rank in the reference of the i-th step of the order, and I the number of pairs i < j
    with r_i > r_j,

        tau = 1 - 4 I / (n (n - 1)).

    Parameters
    ----------
    order : n distinct steps; a permutation of `reference`.
    reference : n distinct steps in their right order, n >= 2.

    Returns
    -------
    float
        From -1 (reversed) to 1 (equal); 0 is expected by chance.

    Raises
    ------
    ValueError
        When `reference` has fewer than two or repeated steps, or `order` is no permutation of it.

    References
    ----------
    Kendall (1938), "A New Measure of Rank Correlation", Biometrika 30, equation for S without ties.

    Examples
    --------
    >>> kendall_tau_a("DCBA", "DCAB")
    0.6666666666666667
    """
    n = len(reference)
    if n < 2 or len(set(reference)) != n:
        raise ValueError(f"reference {reference!r} is no order of at least two different steps")
    if sorted(order) != sorted(reference):
        raise ValueError(f"order {order!r} is no permutation of {reference!r}")
    rank = {step: place for place, step in enumerate(reference)}
    inversions = sum(rank[first] > rank[second] for first, second in combinations(order, 2))
    return 1 - 4 * inversions / (n * (n - 1))


def lenient_pairs(order: Sequence[str], reference: Sequence[str]) -> float:
    """Share of the reference's ordered pairs that an answer keeps, whatever else it holds, in [0, 1].

    Steps count at their first place; a pair with an absent step is lost.
    """
    place = {step: len(order) - 1 - index for index, step in enumerate(reversed(order))}
    pairs = list(combinations(reference, 2))
    kept = sum(a in place and b in place and place[a] < place[b] for a, b in pairs)
    return kept / len(pairs)


def score_sequence(text: str | None, options: Mapping[str, str] | None, reference: str) -> ScoredOutput:
    """100 x tau-a; 0 for an answer that is no permutation.

    Secondary: `validity` (100 or 0), `kendall_tau_valid` (valid answers only, so absent otherwise),
    `kendall_tau_strict` (invalid = -100), `pairs_lenient`.

    Raises
    ------
    ValueError
        When the reference is no order of at least two different letters.
    """
    right = reference_order(reference)
    found = extract_answer(text, options or dict.fromkeys(sorted(right), ""), ordered=True)
    given = found.answer or ""
    secondary = {"pairs_lenient": 100 * lenient_pairs(given, right)}
    if sorted(given) != sorted(right):
        return from_extraction(found, 0.0, secondary | {"validity": 0.0, "kendall_tau_strict": -100.0})
    tau = 100 * kendall_tau_a(given, right)
    return from_extraction(
        found, tau, secondary | {"validity": 100.0, "kendall_tau_valid": tau, "kendall_tau_strict": tau}
    )


def reference_order(reference: str) -> str:
    """Letters of a reference order (`DCBA`, `D、C、B、A`)."""
    right = extract_answer(reference, None, ordered=True).answer or ""
    if len(right) < 2 or len(set(right)) != len(right):
        raise ValueError(f"reference {reference!r} is no order of at least two different letters")
    return right
