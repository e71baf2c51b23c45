"""Which clusters are resampled, and within which strata.

Scenarios linked by a shared case are resampled together; scenarios that share none keep their own number of
questions in every draw. Within that, clusters with a rated question and those without are separate strata.
A stratum of one cluster would never vary, so it joins the other stratum of its scenarios.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from scoring.ranking.human import RatedUnits
from scoring.ranking.inputs import BoardInputs, FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Strata:
    """Items 0..n_items-1 split into strata that are resampled independently."""

    members: tuple[IntArray, ...]
    n_items: int

    def draw(self, n_draws: int, rng: np.random.Generator) -> FloatArray:
        """Multiplicities of the items in `n_draws` resamples with replacement, shape (n_draws, n_items)."""
        weights = np.zeros((n_draws, self.n_items))
        for members in self.members:
            picks = rng.integers(0, members.size, size=(n_draws, members.size))
            picks += members.size * np.arange(n_draws)[:, None]
            counts = np.bincount(picks.ravel(), minlength=n_draws * members.size)
            weights[:, members] = counts.reshape(n_draws, members.size)
        return weights


def split_by_label(labels: IntArray) -> Strata:
    """One stratum per label, ordered by first member so that the order of scenarios does not matter."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    order = np.argsort(first)
    return Strata(tuple(np.flatnonzero(inverse == label) for label in order), labels.size)


def link_items(groups: list[IntArray], n_items: int) -> IntArray:
    """Labels of the items: one for all items of a group, and of the groups that share an item with it."""
    labels = np.full(n_items, -1, dtype=np.int64)
    if not groups:
        return labels
    rows = np.repeat(np.arange(len(groups)), [group.size for group in groups])
    columns = np.concatenate(groups)
    incidence = sparse.csr_array((np.ones(rows.size), (rows, columns)), shape=(len(groups), n_items))
    _, group_labels = csgraph.connected_components(incidence @ incidence.T, directed=False)
    labels[columns] = group_labels[rows]
    return labels


def index_clusters(inputs: BoardInputs) -> tuple[dict[str, IntArray], int]:
    """Index of every question's cluster by scenario, and the number of clusters on the board.

    Indices follow the sorted ids: the order in which questions arrive changes no draw.
    """
    ids = np.concatenate([scenario.clusters for scenario in inputs.scenarios])
    labels, inverse = np.unique(ids, return_inverse=True)
    ends = np.cumsum([scenario.n_questions for scenario in inputs.scenarios])
    parts = np.split(inverse.astype(np.int64), ends[:-1])
    return dict(zip(inputs.codes, parts, strict=True)), int(labels.size)


def stratify_clusters(
    clusters: Mapping[str, IntArray], n_clusters: int, units: Mapping[str, RatedUnits]
) -> Strata:
    """Strata of the board's clusters by linked scenarios and by having a rated question."""
    component = link_items([np.unique(index) for index in clusters.values()], n_clusters)
    rated = np.zeros(n_clusters, dtype=np.int64)
    for code, scenario_units in units.items():
        rated[clusters[code][scenario_units.question]] = 1
    labels = 2 * component + rated
    sizes = np.bincount(labels, minlength=2 * int(component.max()) + 2).reshape(-1, 2)
    lonely = (sizes == 1).any(axis=1)
    return split_by_label(np.where(lonely[component], 2 * component, labels))


def stratify_raters(units: Mapping[str, RatedUnits], n_raters: int) -> Strata:
    """Strata of the raters: those of one panel, or of panels that share a rater, are resampled together."""
    panels = [np.unique(scenario_units.given.indices).astype(np.int64) for scenario_units in units.values()]
    return split_by_label(link_items(panels, n_raters))
