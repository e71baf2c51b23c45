"""In which order a rater meets the outputs of a case: drawn by chance, and balanced whatever chance does.

Pure. The orders are the rows of a Latin square, so two different rows never have the same output in the
same place. Each visit (a rater at a case) is given a row such that

* the raters of a case have different rows, as long as there are no more raters than outputs;
* every block of ``size`` visits in a rater's own order uses every row once, so wherever she stops, each
  output has stood first, second ... for her equally often, give or take one (two, for an odd number).

Both at once is an edge colouring: raters and cases are the two sides of a graph, visits its edges, rows
the colours. Cut into blocks no node has more than ``size`` edges, and a bipartite graph always has a
colouring with as many colours as its largest degree (König 1916); chance decides which one.

The square is a zigzag (0, 1, n-1, 2, ...), turned row by row and relabelled by chance. Of an even number
of outputs each then follows each other one exactly once; of an odd number, once in each direction of
reading, so half of the cases are read backwards (Williams 1949).
"""

import random
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

Visit = tuple[int, int]
Node = tuple[Hashable, ...]


def balanced_orders(visits: Sequence[Visit], size: int, rng: random.Random) -> dict[Visit, tuple[int, ...]]:
    """For every ``(rater, case)`` the order in which she meets the case's outputs 0 to ``size - 1``.

    ``visits`` stand in each rater's own order.

    Raises
    ------
    ValueError
        When ``size`` is below 1, or the same visit stands twice.
    """
    if size < 1:
        raise ValueError(f"size must be at least 1, not {size}")
    if len(set(visits)) != len(visits):
        raise ValueError("visits has the same rater twice at one case")
    rows = latin_rows(size, rng)
    backwards = _read_backwards({case for _, case in visits}, size, rng)
    forth = [visit for visit in visits if visit[1] not in backwards]
    back = [visit for visit in visits if visit[1] in backwards]
    orders = {visit: rows[row] for visit, row in _colour(_edges(forth, size, rng), size, rng).items()}
    return orders | {
        visit: rows[row][::-1] for visit, row in _colour(_edges(back, size, rng), size, rng).items()
    }


def latin_rows(size: int, rng: random.Random) -> list[tuple[int, ...]]:
    """``size`` orders of ``size`` outputs: each output once in each order and once in each place."""
    zigzag = [(step + 1) // 2 if step % 2 else -(step // 2) for step in range(size)]
    labels = rng.sample(range(size), size)
    rows = [tuple(labels[(turn + step) % size] for step in zigzag) for turn in range(size)]
    rng.shuffle(rows)
    return rows


def _read_backwards(cases: set[int], size: int, rng: random.Random) -> set[int]:
    return set(rng.sample(sorted(cases), len(cases) // 2)) if size % 2 else set()


@dataclass(frozen=True, slots=True)
class _Edge:
    visit: Visit
    rater: Node
    case: Node


def _edges(visits: Iterable[Visit], size: int, rng: random.Random) -> list[_Edge]:
    """Each rater's visits cut into blocks in her order, each case's raters into blocks by chance."""
    seen: dict[Node, int] = defaultdict(int)
    by_case: dict[int, list[tuple[Visit, Node]]] = defaultdict(list)
    for visit in visits:
        rater, case = visit
        by_case[case].append((visit, ("rater", rater, seen["rater", rater] // size)))
        seen["rater", rater] += 1
    edges = []
    for case, met in by_case.items():
        rng.shuffle(met)
        edges += [
            _Edge(visit, rater, ("case", case, number // size)) for number, (visit, rater) in enumerate(met)
        ]
    rng.shuffle(edges)
    return edges


@dataclass
class _Colouring:
    """Which edge of a node has which colour, so far."""

    size: int
    at: dict[Node, dict[int, _Edge]] = field(default_factory=lambda: defaultdict(dict))

    def free(self, node: Node) -> list[int]:
        return [colour for colour in range(self.size) if colour not in self.at[node]]

    def swap_along(self, start: Node, first: int, second: int) -> None:
        """Exchange two colours on the path that leaves ``start`` by ``first``, which is free there then."""
        path, node, colour = [], start, first
        while edge := self.at[node].get(colour):
            path.append((edge, colour))
            node = edge.case if node == edge.rater else edge.rater
            colour = second if colour == first else first
        for edge, colour in path:
            for end in (edge.rater, edge.case):
                if self.at[end].get(colour) is edge:
                    del self.at[end][colour]
        for edge, colour in path:
            self.put(edge, second if colour == first else first)

    def put(self, edge: _Edge, colour: int) -> None:
        self.at[edge.rater][colour] = self.at[edge.case][colour] = edge


def _colour(edges: Sequence[_Edge], size: int, rng: random.Random) -> dict[Visit, int]:
    colouring = _Colouring(size)
    for edge in edges:
        at_rater, at_case = colouring.free(edge.rater), colouring.free(edge.case)
        both = [colour for colour in at_rater if colour in at_case]
        if both:
            colouring.put(edge, rng.choice(both))
            continue
        wanted = rng.choice(at_rater)
        colouring.swap_along(edge.case, wanted, rng.choice(at_case))
        colouring.put(edge, wanted)
    return {
        edge.visit: colour
        for node, coloured in colouring.at.items()
        if node[0] == "rater"
        for colour, edge in coloured.items()
    }
