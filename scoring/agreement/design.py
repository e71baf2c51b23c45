"""Which ratings can be compared at all: the links between the raters and units of a design."""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from scoring.agreement.table import FloatArray, IntArray


def is_connected(rows: IntArray, columns: IntArray) -> bool:
    """Whether the bipartite graph of two factors is in one piece, given the codes of each rating.

    Effects of a row and of a column can only be told apart within one piece. No rating at all is one piece.
    """
    if not rows.size:
        return True
    row_codes, column_codes = (np.unique(x, return_inverse=True)[1] for x in (rows, columns))
    n_rows, n_columns = int(row_codes.max()) + 1, int(column_codes.max()) + 1
    n_nodes = n_rows + n_columns
    links = coo_array((np.ones(rows.size), (row_codes, n_rows + column_codes)), shape=(n_nodes, n_nodes))
    pieces, _ = connected_components(links, directed=False)
    return int(pieces) == 1


def within_groups(columns: FloatArray, groups: IntArray) -> FloatArray:
    """Subtract from each column its mean within each group: what is left once the group effects are fitted.

    `columns` is (n_ratings, n_columns), `groups` (n_ratings,) with codes from 0.
    """
    sizes = np.bincount(groups)
    sums = np.zeros((sizes.size, columns.shape[1]))
    np.add.at(sums, groups, columns)
    return columns - (sums / np.maximum(sizes, 1)[:, np.newaxis])[groups]
