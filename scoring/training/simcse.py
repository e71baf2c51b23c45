"""Unsupervised SimCSE (Gao et al. 2021, EMNLP) from sentences to a directory that `score` can use.

The directory appears when everything in it is written: a training that is broken off leaves nothing.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from scoring.encoders.checkpoints import CARD
from scoring.encoders.transformers import TransformersEncoder
from scoring.training.card import CURVE, Card, card_as_json, card_as_markdown, library_versions
from scoring.training.corpus import Corpus
from scoring.training.fitting import Progress, base_revision, fit, load_base, measure
from scoring.training.loss_curve import draw_losses
from scoring.training.settings import HELD_OUT, SimcseSettings, TrainingError

NEEDED = ("torch", "sentence_transformers", "datasets", "accelerate")


def check_extra() -> None:
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise TrainingError(f"{', '.join(missing)} not installed: run `make train-env` (the extra 'train')")


def check_output(output: Path) -> None:
    if output.exists():
        raise TrainingError(f"{output} exists: give another directory, or remove it")


def hold_out(sentences: Sequence[str], settings: SimcseSettings) -> tuple[list[str], list[str]]:
    """Sentences to train on and sentences for the report, drawn by the seed.

    Raises
    ------
    TrainingError
        When less than one batch is left to train on.
    """
    n = len(sentences)
    n_held = min(HELD_OUT, max(2, n // 10))
    if n - n_held < settings.batch_size:
        raise TrainingError(
            f"the corpus is too small: {n} different sentences, {n_held} of them held out for the report; "
            f"a batch takes {settings.batch_size}. Add sentences, or make --batch-size smaller"
        )
    held = set(np.random.default_rng(settings.seed).choice(n, size=n_held, replace=False).tolist())
    return [s for i, s in enumerate(sentences) if i not in held], [sentences[i] for i in sorted(held)]


def do_nothing(stage: str, done: int, total: int) -> None:
    pass


def train_simcse(
    *,
    corpus: Corpus,
    base: str,
    output: Path,
    settings: SimcseSettings,
    progress: Progress = do_nothing,
) -> Card:
    """Fit, measure before and after, and write model, card, picture and README.

    Raises
    ------
    TrainingError
        With what to do: an extra that is missing, a directory in the way, too few sentences, no such model.
    """
    check_extra()
    check_output(output)
    training, held = hold_out(corpus.sentences, settings)
    started = time.monotonic()
    model = load_base(base, settings)
    before = measure(model, held, seed=settings.seed)
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=f".{output.name}-") as scratch:
        losses = fit(model, training, settings, scratch=Path(scratch) / "trainer", progress=progress)
        card = Card(
            base=base,
            base_revision=base_revision(base),
            corpus=corpus,
            settings=settings,
            max_length=model.max_seq_length,
            n_trained=len(training),
            n_held_out=len(held),
            before=before,
            after=measure(model, held, seed=settings.seed),
            losses=tuple(losses.points),
            seconds=time.monotonic() - started,
            device=str(model.device),
            versions=library_versions(NEEDED),
        )
        ready = Path(scratch) / output.name
        model.save_pretrained(str(ready), create_model_card=False)
        card = replace(card, identity=TransformersEncoder(str(ready)).identity)
        write_card(card, ready)
        _share(ready)
        check_output(output)
        ready.rename(output)
    return card


def _share(directory: Path) -> None:
    """The weights are written for their owner alone; workers may run as somebody else."""
    for path in directory.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def write_card(card: Card, directory: Path) -> None:
    texts = {
        CARD: json.dumps(card_as_json(card), ensure_ascii=False, indent=1) + "\n",
        CURVE: draw_losses(card.losses),
        "README.md": card_as_markdown(card, directory.name),
    }
    for name, text in texts.items():
        (directory / name).write_text(text, encoding="utf-8", newline="\n")
