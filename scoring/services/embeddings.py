"""Vectors of texts, each text encoded once per encoder and then read from the database."""

import math
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

import numpy as np

from annotation.selectors import Benchmark
from scoring.encoders import Encoder
from scoring.encoders.interface import Vectors, encodable
from scoring.metrics.similarity import baseline
from scoring.models import Embedding
from scoring.selectors.plans import reference_texts
from scoring.services.scorers import current_encoder
from scoring.services.turns import write_turn

# Texts encoded at a time: between two batches a worker shows that it is alive.
BATCH = 64
# Below the limit of parameters of every database.
HASHES_PER_QUERY = 500


def do_nothing() -> None:
    pass


def hash_text(text: str) -> str:
    return sha256(encodable(text).encode()).hexdigest()


def embed_texts(*, encoder: Encoder, texts: Sequence[str], keep: Callable[[], None] = do_nothing) -> Vectors:
    """One row per text. What no cached vector stands for is encoded and kept; ``keep`` is called between."""
    wanted = {hash_text(text): text for text in texts}
    vectors = _cached(encoder.identity, list(wanted))
    missing = [digest for digest in wanted if digest not in vectors]
    for start in range(0, len(missing), BATCH):
        keep()
        batch = missing[start : start + BATCH]
        rows = encoder.encode([wanted[digest] for digest in batch])
        fresh = dict(zip(batch, rows, strict=True))
        _store(encoder.identity, fresh)
        vectors |= fresh
    return np.stack([vectors[hash_text(text)] for text in texts])


def _cached(identity: str, digests: Sequence[str]) -> dict[str, Vectors]:
    found: dict[str, Vectors] = {}
    for start in range(0, len(digests), HASHES_PER_QUERY):
        rows = Embedding.objects.filter(
            encoder=identity, text_hash__in=digests[start : start + HASHES_PER_QUERY]
        )
        for digest, vector in rows.values_list("text_hash", "vector"):
            found[digest] = np.frombuffer(vector, dtype="<f4")
    return found


def _store(identity: str, vectors: dict[str, Vectors]) -> None:
    rows = [
        Embedding(encoder=identity, text_hash=digest, vector=np.asarray(row, dtype="<f4").tobytes())
        for digest, row in vectors.items()
    ]
    with write_turn():
        Embedding.objects.bulk_create(rows, ignore_conflicts=True)


def reference_baselines(*, benchmark: Benchmark, kinds: Iterable[tuple[str, str]]) -> dict[str, float | None]:
    """s0 of every scenario: the mean cosine between its different references; None with fewer than two."""
    baselines: dict[str, float | None] = {}
    for scenario, question_type in kinds:
        texts = reference_texts(benchmark, scenario, question_type)
        s0 = baseline(embed_texts(encoder=current_encoder(), texts=texts)) if texts else math.nan
        baselines[scenario] = None if math.isnan(s0) else s0
    return baselines
