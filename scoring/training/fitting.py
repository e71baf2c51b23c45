"""The part of a training that touches torch: the model, its noise, its trainer.

torch takes ten seconds to import and is not installed by default: everything heavy is imported inside.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from scoring.encoders.checkpoints import find_revision
from scoring.encoders.interface import EncoderError
from scoring.encoders.sources import parse_source
from scoring.encoders.transformers import load_model
from scoring.training.quality import alignment, uniformity
from scoring.training.settings import DROPOUT, SimcseSettings, TrainingError

# About as many losses as a picture can show.
POINTS = 400
MEASURED_AT_ONCE = 64

Progress = Callable[[str, int, int], None]


@dataclass
class Losses:
    """(step, mean loss since the point before)."""

    points: list[tuple[int, float]] = field(default_factory=list)


@dataclass(frozen=True)
class Quality:
    """See `scoring.training.quality`; the positive pairs are two passes of a text through dropout."""

    alignment: float
    uniformity: float


def load_base(base: str, settings: SimcseSettings) -> Any:
    """The base model with the first token as its vector, and dropout of 0.1 throughout.

    Raises
    ------
    TrainingError
        When the model cannot be had, or has no dropout and so no noise to learn from.
    """
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from torch.nn import Dropout
    from transformers import set_seed

    set_seed(settings.seed)
    try:
        body = load_model(parse_source(base))[0]
    except (EncoderError, ValueError) as error:
        raise TrainingError(str(error)) from error
    body.max_seq_length = min(settings.max_length, body.max_seq_length or settings.max_length)
    noise = [module for module in body.modules() if isinstance(module, Dropout)]
    if not noise:
        raise TrainingError(f"{base}: a model without dropout cannot be fitted by unsupervised SimCSE")
    for module in noise:
        module.p = DROPOUT
    return SentenceTransformer(modules=[body, Pooling(body.get_embedding_dimension(), "cls")])


def base_revision(base: str) -> str:
    return find_revision(parse_source(base)) or "unknown"


def measure(model: Any, texts: Sequence[str], *, seed: int) -> Quality:
    """Quality over texts the training does not see, on the same dropout masks each time."""
    from transformers import set_seed

    set_seed(seed)
    vectors = [_embed(model, texts, noisy=noisy) for noisy in (True, True, False)]
    return Quality(alignment(vectors[0], vectors[1]), uniformity(vectors[2]))


def _embed(model: Any, texts: Sequence[str], *, noisy: bool) -> Any:
    import torch

    model.train(noisy)
    rows = []
    with torch.no_grad():
        for start in range(0, len(texts), MEASURED_AT_ONCE):
            features = model.preprocess(list(texts[start : start + MEASURED_AT_ONCE]))
            features = {k: v.to(model.device) if hasattr(v, "to") else v for k, v in features.items()}
            rows.append(model(features)["sentence_embedding"].float().cpu().numpy())
    return np.concatenate(rows)


def fit(
    model: Any, sentences: Sequence[str], settings: SimcseSettings, *, scratch: Path, progress: Progress
) -> Losses:
    """Each sentence twice through dropout: near to itself, far from the others of its batch.

    Raises
    ------
    TrainingError
        When the loss stops being a number.
    """
    from datasets import Dataset
    from sentence_transformers import SentenceTransformerTrainer
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
    from transformers import PrinterCallback

    class Trainer(SentenceTransformerTrainer):  # type: ignore[misc, unused-ignore]
        def add_model_card_callback(self, default_args_dict: dict[str, Any]) -> None:
            """None: the library's own card would quote sentences of the corpus."""

    losses = Losses()
    trainer = Trainer(
        model=model,
        args=_arguments(settings, len(sentences), scratch),
        train_dataset=Dataset.from_dict({"anchor": list(sentences), "positive": list(sentences)}),
        loss=MultipleNegativesRankingLoss(model, scale=1 / settings.temperature),
        callbacks=[_reporter(losses, progress)],
    )
    # It prints to standard output, which belongs to the command's own answer.
    trainer.remove_callback(PrinterCallback)
    trainer.train()
    return losses


def _arguments(settings: SimcseSettings, n_sentences: int, scratch: Path) -> Any:
    from sentence_transformers import SentenceTransformerTrainingArguments

    steps = n_sentences // settings.batch_size * settings.epochs
    return SentenceTransformerTrainingArguments(
        output_dir=str(scratch),
        num_train_epochs=settings.epochs,
        per_device_train_batch_size=settings.batch_size,
        learning_rate=settings.learning_rate,
        seed=settings.seed,
        # A smaller last batch would have fewer negatives.
        dataloader_drop_last=True,
        dataloader_pin_memory=False,
        logging_steps=max(1, steps // POINTS),
        logging_nan_inf_filter=False,
        save_strategy="no",
        report_to="none",
        disable_tqdm=True,
    )


def _reporter(losses: Losses, progress: Progress) -> Any:
    from transformers import TrainerCallback

    class Reporter(TrainerCallback):  # type: ignore[misc, unused-ignore]
        def on_step_end(self, args: Any, state: Any, control: Any, **rest: Any) -> None:
            progress("training", state.global_step, state.max_steps)

        def on_log(self, args: Any, state: Any, control: Any, **rest: Any) -> None:
            loss = (rest.get("logs") or {}).get("loss")
            if loss is None:
                return
            if not math.isfinite(float(loss)):
                raise TrainingError(
                    f"the loss at step {state.global_step} is {loss}: try a smaller --learning-rate"
                )
            losses.points.append((state.global_step, float(loss)))

    return Reporter()
