"""Fit a sentence encoder on a corpus of one's own; `score` can use the result at once."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from scoring.encoders.loading import PREFIX
from scoring.training import CorpusError, SimcseSettings, TrainingError, read_corpus
from scoring.training.card import Card, card_as_json
from scoring.training.simcse import check_extra, check_output, train_simcse


class Command(BaseCommand):
    help = "Fits unsupervised SimCSE on sentences (.txt, one text a line, or .jsonl with a text each)."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        defaults = SimcseSettings()
        parser.add_argument("--corpus", required=True, type=Path, metavar="FILE")
        parser.add_argument(
            "--base-model", required=True, metavar="PATH", help="directory or name of a model"
        )
        parser.add_argument("--output", required=True, type=Path, metavar="DIR", help="must not exist yet")
        parser.add_argument("--seed", type=int, default=defaults.seed)
        parser.add_argument("--batch-size", type=int, default=defaults.batch_size)
        parser.add_argument("--learning-rate", type=float, default=defaults.learning_rate)
        parser.add_argument("--epochs", type=int, default=defaults.epochs)
        parser.add_argument("--max-length", type=int, default=defaults.max_length, help="in tokens")
        parser.add_argument("--temperature", type=float, default=defaults.temperature)
        parser.add_argument("--skip-bad", action="store_true", help="leave bad lines out and count them")
        parser.add_argument("--json", action="store_true", help="the card on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        output = options["output"].absolute()
        try:
            card = train(output, options)
        except (TrainingError, CorpusError, ValueError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error}") from error
        result = {**card_as_json(card), "output": str(output)}
        self.stdout.write(json.dumps(result) if options["json"] else describe(card, output))


def train(output: Path, options: dict[str, Any]) -> Card:
    check_extra()
    check_output(output)
    names = ("seed", "batch_size", "learning_rate", "epochs", "max_length", "temperature")
    settings = SimcseSettings(**{name: options[name] for name in names})
    corpus = read_corpus(options["corpus"], skip_bad=options["skip_bad"])
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
    ) as bar:
        task = bar.add_task("loading", total=None)
        return train_simcse(
            corpus=corpus,
            base=options["base_model"],
            output=output,
            settings=settings,
            progress=lambda stage, done, total: bar.update(
                task, description=stage, completed=done, total=total
            ),
        )


def describe(card: Card, output: Path) -> str:
    before, after = card.before, card.after
    return (
        f"{output}: {card.n_trained} sentences in {card.seconds:.0f} s, loss {card.losses[0][1]:.3f} to "
        f"{card.losses[-1][1]:.3f}; alignment {before.alignment:.3f} to {after.alignment:.3f}, "
        f"uniformity {before.uniformity:.3f} to {after.uniformity:.3f}\n"
        f"Score with it: SIMILARITY_ENCODER={PREFIX}{output} manage.py score --benchmark NAME --wait"
    )
