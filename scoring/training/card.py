"""What is kept beside a fitted encoder, so that a reader of its scores can tell where it came from.

The card holds the hash of the corpus and never a sentence of it.
"""

from __future__ import annotations

import math
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from scoring.training.corpus import Corpus
from scoring.training.fitting import Quality
from scoring.training.settings import DROPOUT, SimcseSettings

CURVE = "loss.svg"
VERSION = 1


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True)
class Card:
    base: str
    base_revision: str
    corpus: Corpus
    settings: SimcseSettings
    # What the model can take may be less than what was asked for.
    max_length: int
    n_trained: int
    n_held_out: int
    before: Quality
    after: Quality
    losses: tuple[tuple[int, float], ...]
    seconds: float
    device: str
    versions: dict[str, str]
    identity: str = ""
    created: str = field(default_factory=now)


def library_versions(names: Iterable[str]) -> dict[str, str]:
    packages = {name: version(name.replace("_", "-")) for name in (*names, "transformers", "numpy")}
    return {"python": platform.python_version(), **packages}


def card_as_json(card: Card) -> dict[str, Any]:
    counts = {k: v for k, v in asdict(card.corpus).items() if k != "sentences"}
    used = {"max_length": card.max_length, "dropout": DROPOUT, "pooling": "cls"}
    return {
        "card": VERSION,
        "method": "unsupervised SimCSE",
        "created": card.created,
        "encoder": card.identity,
        "base_model": {"name": card.base, "revision": card.base_revision},
        "corpus": {**counts, "n_sentences": len(card.corpus.sentences)},
        "settings": {**asdict(card.settings), **used},
        "n_trained": card.n_trained,
        "n_held_out": card.n_held_out,
        "report": {"before": _quality(card.before), "after": _quality(card.after)},
        "loss": [list(point) for point in card.losses],
        "loss_curve": CURVE,
        "seconds": round(card.seconds, 1),
        "device": card.device,
        "versions": card.versions,
    }


def _quality(quality: Quality) -> dict[str, float | None]:
    return {name: None if math.isnan(value) else value for name, value in asdict(quality).items()}


def card_as_markdown(card: Card, name: str) -> str:
    corpus, settings = card.corpus, card.settings
    shown = {
        "base model": f"`{card.base}` ({card.base_revision})",
        "corpus": f"{corpus.name}, SHA-256 `{corpus.sha256}`",
        "sentences": f"{card.n_trained} trained on, {card.n_held_out} held out; left out: "
        f"{corpus.n_repeated} repeated, {corpus.n_short} too short, {corpus.n_bad} bad lines",
        "settings": f"seed {settings.seed}, batch {settings.batch_size}, "
        f"learning rate {settings.learning_rate:g}, {settings.epochs} epoch(s), "
        f"temperature {settings.temperature:g}, dropout {DROPOUT}, "
        f"first token, cut at {card.max_length} tokens",
        "training": f"{card.seconds:.0f} s on {card.device}, {card.created}",
        "versions": ", ".join(f"{package} {number}" for package, number in card.versions.items()),
    }
    rows = "\n".join(f"| {key} | {value.replace('|', '/')} |" for key, value in shown.items())
    before, after = card.before, card.after
    return f"""# {name}

A sentence encoder fitted by unsupervised SimCSE. Its identity in scores: `{card.identity}`.

| | |
|---|---|
{rows}

| held-out sentences | alignment | uniformity |
|---|---|---|
| before | {before.alignment:.4f} | {before.uniformity:.4f} |
| after | {after.alignment:.4f} | {after.uniformity:.4f} |

Both are better when lower: a sentence stays nearer to itself under dropout, different sentences are spread
more evenly. A fall of one is no gain when it is paid for by the other.

![training loss]({CURVE})

The vectors measure similarity of wording and topic. They do not tell agreement from contradiction.
"""
