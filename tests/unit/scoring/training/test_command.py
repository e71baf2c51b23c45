"""What `train_simcse` refuses before anything heavy is loaded."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from scoring.training import simcse


def call(tmp_path: Path, **options: object) -> None:
    call_command(
        "train_simcse",
        **{"corpus": tmp_path / "c.txt", "base_model": "base", "output": tmp_path / "out", **options},
    )


@pytest.fixture
def extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if everything needed were installed."""
    monkeypatch.setattr(simcse, "NEEDED", ())


def test_a_missing_extra_is_named_with_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasets", None)
    with pytest.raises(CommandError, match=r"datasets.*make train-env"):
        call(tmp_path)


@pytest.mark.usefixtures("extra")
def test_a_directory_in_the_way_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="exists"):
        call(tmp_path, output=tmp_path)


@pytest.mark.usefixtures("extra")
def test_a_corpus_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"cannot read .*c\.txt"):
        call(tmp_path)


@pytest.mark.usefixtures("extra")
def test_a_corpus_that_is_too_small_says_how_many_it_has(tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_text("双肺呼吸音清。\n腹软无压痛。\n", encoding="utf-8")
    with pytest.raises(CommandError, match="too small: 2 different sentences"):
        call(tmp_path)
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("extra")
def test_a_setting_that_cannot_work_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="batch_size must be at least 2"):
        call(tmp_path, batch_size=1)
