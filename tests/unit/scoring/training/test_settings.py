from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scoring.training import SimcseSettings, TrainingError
from scoring.training.simcse import check_output, hold_out

SENTENCES = [f"第{number}句话。" for number in range(100)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"batch_size": 1},
        {"max_length": 4},
        {"epochs": 0},
        {"seed": -1},
        {"learning_rate": 0.0},
        {"learning_rate": float("nan")},
        {"temperature": 2.0},
    ],
)
def test_a_setting_that_cannot_work_is_named(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        SimcseSettings(**wrong)


def test_sentences_held_out_are_drawn_by_the_seed_and_not_trained_on() -> None:
    training, held = hold_out(SENTENCES, SimcseSettings(seed=3, batch_size=8))
    assert sorted([*training, *held]) == sorted(SENTENCES)
    assert len(held) == 10
    assert (training, held) == hold_out(SENTENCES, SimcseSettings(seed=3, batch_size=8))
    assert held != hold_out(SENTENCES, SimcseSettings(seed=4, batch_size=8))[1]


@pytest.mark.parametrize("n", [0, 1, 9])
def test_a_corpus_of_less_than_a_batch_is_too_small(n: int) -> None:
    with pytest.raises(TrainingError, match=rf"too small: {n} different sentences.* a batch takes 8"):
        hold_out(SENTENCES[:n], SimcseSettings(batch_size=8))


def test_a_directory_that_exists_is_never_written_over(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="exists"):
        check_output(tmp_path)
