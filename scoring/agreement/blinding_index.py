"""Whether raters recognise who wrote what: the blinding index of their guesses, with its interval."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from scoring.agreement.intervals import percentile_interval
from scoring.agreement.outcome import Coefficient, Interval, Reason
from scoring.agreement.table import FloatArray, IntArray


@dataclass(frozen=True)
class GuessedSource:
    """The index of one source, or of all together, with the counts that it rests on."""

    index: Coefficient
    interval: Interval
    asked: int
    answered: int
    right: int
    n_raters: int


@dataclass(frozen=True)
class BlindingReport:
    """``sources`` in the order of the columns; ``overall`` over all of them."""

    sources: tuple[GuessedSource, ...]
    overall: GuessedSource


def blinding_index(asked: float, answered: float, right: float, n_sources: int) -> Coefficient:
    r"""How far guesses at the source are better than chance.

    .. math:: B = \frac{m \, r - a}{m - 1}

    with `m` sources, `r` the share of right guesses and `a` the share of answers, both of all that was asked.
    Without a refusal (a = 1) and with two sources it is 2r - 1.

    Parameters
    ----------
    asked : float
        Outputs that were asked about, refusals ("cannot say") included.
    answered : float
        Those with a guess.
    right : float
        Those with the right guess.
    n_sources : int
        Number of sources to choose from.

    Returns
    -------
    Coefficient
        1 where every source was recognised, 0 where guesses are as good as chance or nobody would say,
        -1/(m - 1) where every guess was wrong. Undefined with fewer than two sources or without a question.

    Raises
    ------
    ValueError
        If the counts are negative or not right <= answered <= asked, or `n_sources` is negative.

    References
    ----------
    Bang, H., Ni, L. and Davis, C. E. (2004). Assessment of blinding in clinical trials. Controlled Clinical
    Trials 25, 143-156: the index of an arm in a trial of two arms, (2r - a) here. For m sources chance is
    right once in m, so that the expected index of guessing at random is 0 for every m.

    Examples
    --------
    >>> blinding_index(asked=10, answered=8, right=6, n_sources=2).value.__round__(4)
    0.4
    >>> blinding_index(asked=10, answered=10, right=2, n_sources=5).value
    0.0
    """
    _check_counts(asked, answered, right, n_sources)
    if n_sources < 2:
        return Coefficient.undefined(Reason.ONE_SOURCE)
    if not asked:
        return Coefficient.undefined(Reason.NOBODY_ASKED)
    return Coefficient(float((n_sources * right - answered) / asked / (n_sources - 1)))


def blinding_report(
    asked: ArrayLike,
    answered: ArrayLike,
    right: ArrayLike,
    n_sources: int,
    rng: np.random.Generator,
    draws: int = 1000,
) -> BlindingReport:
    """The index of each source and of all together, with intervals over raters.

    Parameters
    ----------
    asked, answered, right : array_like of int, shape (n_raters, n_columns)
        Counts by rater and by the source that wrote the outputs.
    n_sources : int
        Number of sources to choose from; at least the number of columns.
    rng : numpy.random.Generator
        Source of the draws.
    draws : int
        Number of resamples.

    Returns
    -------
    BlindingReport
        Intervals are percentile 95 % over raters drawn with replacement, each with all her guesses, because
        one rater's guesses hang together. Undefined where the index is, and with fewer than two raters who
        were asked; a draw in which nobody was asked about a source does not count for it.

    Raises
    ------
    ValueError
        If the tables have not one shape, or as `blinding_index`, or if `draws` is below 1.

    References
    ----------
    As `blinding_index`; Efron, B. and Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman &
    Hall, chapter 13. Field, C. A. and Welsh, A. H. (2007). Bootstrapping clustered data. Journal of the Royal
    Statistical Society B 69, 369-390, for drawing whole clusters.

    Examples
    --------
    >>> asked, answered, right = [[2, 2], [2, 2]], [[2, 2], [2, 0]], [[2, 1], [1, 0]]
    >>> found = blinding_report(asked, answered, right, 2, np.random.default_rng(1))
    >>> [source.index.value for source in found.sources], found.overall.index.value
    ([0.5, 0.0], 0.25)
    """
    tables = _tables(asked, answered, right)
    if draws < 1:
        raise ValueError(f"draws must be at least 1, got {draws}")
    n_raters = tables.shape[1]
    weights = rng.multinomial(n_raters, np.full(n_raters, 1 / n_raters), size=draws) if n_raters else None
    columns = [
        _guessed(tables[:, :, [column]], n_sources, weights, draws) for column in range(tables.shape[2])
    ]
    return BlindingReport(tuple(columns), _guessed(tables, n_sources, weights, draws))


def _guessed(tables: IntArray, n_sources: int, weights: IntArray | None, draws: int) -> GuessedSource:
    """`tables` has shape (3, n_raters, n_columns): asked, answered, right."""
    by_rater = tables.sum(axis=2)
    asked, answered, right = (int(total) for total in by_rater.sum(axis=1))
    index = blinding_index(asked, answered, right, n_sources)
    n_raters = int((by_rater[0] > 0).sum())
    reason = index.reason or (Reason.ONE_GUESSER if n_raters < 2 else None)
    interval = (
        Interval(np.nan, np.nan, draws, draws, reason)
        if reason or weights is None
        else percentile_interval(_index_of_draws(by_rater, n_sources, weights))
    )
    return GuessedSource(index, interval, asked, answered, right, n_raters)


def _index_of_draws(by_rater: IntArray, n_sources: int, weights: IntArray) -> FloatArray:
    asked, answered, right = (weights @ counts for counts in by_rater)
    with np.errstate(invalid="ignore"):
        return np.asarray((n_sources * right - answered) / np.where(asked, asked, np.nan) / (n_sources - 1))


def _tables(asked: ArrayLike, answered: ArrayLike, right: ArrayLike) -> IntArray:
    tables = [np.asarray(table, dtype=np.intp) for table in (asked, answered, right)]
    shapes = {table.shape for table in tables}
    if len(shapes) != 1 or tables[0].ndim != 2:
        raise ValueError(
            f"asked, answered and right must be tables of one shape, got {sorted(map(str, shapes))}"
        )
    stacked = np.stack(tables)
    if stacked.size and ((stacked < 0).any() or (np.diff(stacked, axis=0) > 0).any()):
        raise ValueError("right, answered and asked must not be negative and must rise in this order")
    return stacked


def _check_counts(asked: float, answered: float, right: float, n_sources: int) -> None:
    if not 0 <= right <= answered <= asked:
        raise ValueError(f"0 <= right <= answered <= asked must hold, got {right}, {answered}, {asked}")
    if n_sources < 0:
        raise ValueError(f"n_sources must not be negative, got {n_sources}")
