"""Sentence vectors for everything that is scored by similarity: encoded and kept, then read again.

    .venv/bin/python benchmarks/encoding.py [--encoder light] [--texts 12180]

Outputs and references of the full-size benchmark go through the cache in pieces of work as a run has them,
on a site of its own that is thrown away.
"""

import argparse
import os
import resource
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.figures import Clock
from benchmarks.make_full_size import FULL_OUTPUTS, MODELS, FullSize

if TYPE_CHECKING:
    from scoring.encoders.interface import Vectors

CHUNK = 1000


def similarity_texts(seed: int) -> list[str]:
    """What is scored by similarity, answers to one question together, each with its reference."""
    from scoring.metrics.opentext import spoken_text
    from scoring.metrics.registry import SIMILARITY, metric_for

    full = FullSize(seed, FULL_OUTPUTS // len(MODELS))
    wanted = {
        question["id"]: [question["reference"]]
        for question in full.questions()
        if metric_for(question["scenario"], question["type"]) is SIMILARITY
    }
    for output in full.outputs():
        if output["question_id"] in wanted:
            wanted[output["question_id"]].append(spoken_text(output["text"])[0])
    return [text for texts in wanted.values() for text in texts]


class Counted:
    """The encoder as a run sees it, with the time it takes itself."""

    def __init__(self, spec: str) -> None:
        from scoring.encoders import load_encoder

        self.encoder = load_encoder(spec)
        self.identity = self.encoder.identity
        self.n_texts, self.cpu = 0, 0.0

    def encode(self, texts: Sequence[str]) -> "Vectors":
        with Clock() as clock:
            vectors = self.encoder.encode(texts)
        self.n_texts, self.cpu = self.n_texts + len(texts), self.cpu + clock.cpu
        return vectors


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def pass_through(encoder: Counted, texts: Sequence[str]) -> Clock:
    from scoring.services.embeddings import embed_texts

    with Clock() as clock:
        for start in range(0, len(texts), CHUNK):
            embed_texts(encoder=encoder, texts=texts[start : start + CHUNK])
    return clock


def measure(spec: str, limit: int | None) -> None:
    from scoring.models import Embedding

    texts = similarity_texts(seed=1)[:limit]
    length = sum(map(len, set(texts))) / len(set(texts))
    print(f"{len(texts):,} texts, {len(set(texts)):,} different ones of {length:.0f} characters on average")
    encoder = Counted(spec)
    with Clock() as loading:
        encoder.encoder.encode(["一句话。"])
    print(f"{encoder.identity}: loaded in {loading.wall:.1f} s, {peak():.0f} MB")
    first = pass_through(encoder, texts)
    print(
        f"first time: {encoder.n_texts:,} encoded, {encoder.n_texts / encoder.cpu:,.0f} texts/s of CPU; with "
        f"the cache {len(texts) / first.cpu:,.0f} texts/s of CPU, {first.wall:.1f} s; at most {peak():.0f} MB"
    )
    encoded = encoder.n_texts
    again = pass_through(encoder, texts)
    print(
        f"second time: {encoder.n_texts - encoded:,} encoded, {Embedding.objects.count():,} vectors cached, "
        f"{len(texts) / again.cpu:,.0f} texts/s of CPU, {again.wall:.1f} s; at most {peak():.0f} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--encoder", default="light", help="as in SIMILARITY_ENCODER")
    parser.add_argument("--texts", type=int, help="the first N alone")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="climed-encoding-") as home:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "climed_eval.settings", "CLIMED_HOME": home}
        os.environ["DATABASE_URL"] = f"sqlite:///{home}/climed.sqlite3"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        measure(options.encoder, options.texts)


if __name__ == "__main__":
    main()
