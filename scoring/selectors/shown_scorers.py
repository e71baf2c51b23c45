"""Which scorers' scores a page shows: those that count, known without counting all scores again.

Whatever is computed and kept asks :mod:`scoring.selectors.counting` itself.
"""

from annotation.selectors import Benchmark
from scoring.selectors.counting import counting_scorers, most_complete, planned_scorers
from scoring.selectors.kept import Kept, keep_read


def shown_scorers(benchmark: Benchmark) -> dict[str, str]:
    """:func:`counting_scorers`, where versions compete as it was when a worker counted last."""
    planned = planned_scorers(benchmark)
    if all(len(scorers) == 1 for scorers in planned.values()):
        return {metric: scorer for metric, [scorer] in planned.items()}
    kept = kept_scorers(benchmark).value
    return {
        metric: kept[metric] if kept.get(metric) in scorers else most_complete(benchmark, metric, scorers)
        for metric, scorers in planned.items()
    }


def kept_scorers(benchmark: Benchmark, *, exact: bool = False) -> Kept[dict[str, str]]:
    return keep_read(benchmark, "counting-scorers", None, lambda: counting_scorers(benchmark), exact=exact)
