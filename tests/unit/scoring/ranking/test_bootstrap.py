from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from scoring.ranking import bootstrap
from scoring.ranking.bootstrap import Draws, bootstrap_scores, percentile_interval, wilson_interval
from scoring.ranking.human import rate_all_units
from scoring.ranking.inputs import BoardInputs, FloatArray
from scoring.ranking.strata import index_clusters, stratify_clusters, stratify_raters
from tests.unit.scoring.ranking.boards import full_ratings, random_board, scenario


def draw(inputs: BoardInputs, draws: int, seed: int = 0) -> Draws:
    return bootstrap_scores(inputs, rate_all_units(inputs), draws=draws, rng=np.random.default_rng(seed))


def single(scores: FloatArray) -> BoardInputs:
    names = [f"model-{model}" for model in range(scores.shape[1])]
    return BoardInputs(names, [scenario("KE", scores)], ["KE"])


def test_two_questions_have_the_three_known_draws() -> None:
    """Both alike with probability 1/4 each, one of each with 1/2."""
    sampled = draw(single(np.array([[0.0], [100.0]])), 4000).automatic[:, 0, 0]
    values, counts = np.unique(sampled, return_counts=True)
    assert values.tolist() == [0.0, 50.0, 100.0]
    np.testing.assert_allclose(counts / 4000, [0.25, 0.5, 0.25], atol=0.03)


def test_a_single_scenario_agrees_with_scipy() -> None:
    scores = np.random.default_rng(4).beta(2, 5, (60, 1)) * 100
    ours = draw(single(scores), 20_000).automatic[:, 0, 0]
    theirs = stats.bootstrap(
        (scores[:, 0],), np.mean, n_resamples=20_000, method="percentile", rng=np.random.default_rng(5)
    )
    tolerance = 0.12 * float(theirs.standard_error)
    interval = theirs.confidence_interval
    assert percentile_interval(ours) == pytest.approx((interval.low, interval.high), abs=tolerance)
    assert ours.std(ddof=1) == pytest.approx(theirs.standard_error, rel=0.03)


def test_multiplicities_equal_copying_cases_and_raters() -> None:
    inputs = random_board(np.random.default_rng(6), n_models=3, n_questions=8)
    units = rate_all_units(inputs)
    sampled = draw(inputs, 6, seed=7)
    clusters, n_clusters = index_clusters(inputs)
    rng = np.random.default_rng(7)
    cases = stratify_clusters(clusters, n_clusters, units).draw(6, rng).astype(int)
    raters = stratify_raters(units, inputs.n_raters).draw(6, rng).astype(int)
    for number in range(6):
        for row, scores in enumerate(inputs.scenarios):
            copies = np.repeat(scores.scores, cases[number][clusters[scores.code]], axis=0)
            np.testing.assert_allclose(sampled.automatic[number, row], copies.mean(axis=0))
        table = units["WTD"].values.toarray()[:, np.repeat(np.arange(3), raters[number])].mean(axis=1)
        times = cases[number][clusters["WTD"][units["WTD"].question]]
        for model in range(3):
            own = units["WTD"].model == model
            expected = np.repeat(table[own], times[own]).mean()
            assert sampled.human[number, 2, model] == pytest.approx(expected)


def test_questions_of_one_case_are_drawn_together() -> None:
    """Both scenarios hold the same cases, so that their draws are the same."""
    scores = np.random.default_rng(8).uniform(0, 100, (10, 2))
    cases = list(range(10))
    inputs = BoardInputs(
        ["a", "b"], [scenario("ID1", scores, cases), scenario("ID2", scores, cases)], ["ID1"]
    )
    sampled = draw(inputs, 50).automatic
    np.testing.assert_allclose(sampled[:, 0], sampled[:, 1])


def test_copies_of_a_question_in_its_case_do_not_narrow_the_draws() -> None:
    scores = np.random.default_rng(9).uniform(0, 100, (12, 1))
    copied = scenario("KE", np.repeat(scores, 4, axis=0), np.repeat(np.arange(12), 4).tolist())
    once = BoardInputs(["m"], [scenario("KE", scores, list(range(12)))], ["KE"])
    np.testing.assert_allclose(
        draw(BoardInputs(["m"], [copied], ["KE"]), 40).automatic, draw(once, 40).automatic
    )


def test_raters_add_to_the_width_of_human_scores() -> None:
    """Ratings that differ by rater alone: resampling questions would give no width at all."""
    table = np.broadcast_to(np.array([20.0, 50.0, 80.0]), (10, 1, 3))
    inputs = BoardInputs(
        ["m"], [scenario("WTD", np.full((10, 1), 50.0))], ["WTD"], {"WTD": full_ratings(table)}
    )
    sampled = draw(inputs, 2000).human[:, 0, 0]
    assert sampled.std() == pytest.approx(np.sqrt(600 / 3), rel=0.05)


def test_a_missing_model_stays_missing_in_every_draw() -> None:
    sampled = draw(single(np.array([[1.0, np.nan], [2.0, np.nan]])), 20).automatic
    assert np.isnan(sampled[:, 0, 1]).all()
    assert not np.isnan(sampled[:, 0, 0]).any()


def test_a_seed_gives_the_same_draws_and_another_seed_others() -> None:
    inputs = random_board(np.random.default_rng(10))
    np.testing.assert_array_equal(draw(inputs, 20, 1).automatic, draw(inputs, 20, 1).automatic)
    assert (draw(inputs, 20, 1).automatic != draw(inputs, 20, 2).automatic).any()


def test_many_blocks_keep_every_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "BLOCK_CELLS", 1)
    sampled = draw(random_board(np.random.default_rng(11)), 7)
    assert sampled.automatic.shape == (7, 4, 4)
    assert not np.isnan(sampled.automatic).any()


def test_no_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="draws must be at least 1, got 0"):
        draw(single(np.array([[1.0]])), 0)


def test_an_interval_leaves_undefined_draws_out() -> None:
    assert percentile_interval(np.array([np.nan, 5.0, 5.0])) == (5.0, 5.0)
    assert np.isnan(percentile_interval(np.array([np.nan]))).all()


@pytest.mark.parametrize(("right", "n"), [(0, 5), (5, 5), (0, 300), (300, 300), (7, 20), (1, 1)])
def test_wilson_agrees_with_scipy(right: int, n: int) -> None:
    theirs = stats.binomtest(right, n).proportion_ci(method="wilson")
    np.testing.assert_allclose(wilson_interval(right / n, n), (theirs.low, theirs.high), atol=1e-12)


@pytest.mark.parametrize(("share", "n"), [(1.1, 5), (-0.1, 5), (0.5, 0)])
def test_wilson_refuses_what_is_no_proportion(share: float, n: int) -> None:
    with pytest.raises(ValueError, match="share must lie"):
        wilson_interval(share, n)


def test_intervals_cover_the_true_macro_average() -> None:
    """Two scenarios sharing cases; nominal 95 %, 300 boards of 40 cases: standard error 1.3 points."""
    rng = np.random.default_rng(12)
    covered = 0
    for seed in range(300):
        skill = rng.beta(2, 2, 40)
        tables = [(rng.random((40, 1)) < skill[:, None]) * 100.0 for _ in range(2)]
        pair = [scenario(code, table, list(range(40))) for code, table in zip("AB", tables, strict=True)]
        sampled = draw(BoardInputs(["m"], pair, ["A", "B"]), 300, seed).automatic.mean(axis=1)[:, 0]
        low, high = percentile_interval(sampled)
        covered += low <= 50 <= high
    assert 0.90 <= covered / 300 <= 0.985
