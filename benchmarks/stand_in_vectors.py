"""Fills the cache of embeddings with random vectors, so that a run encodes nothing and does all the rest.

The scores by similarity then mean nothing; what it costs to score and keep them is measured all the same.
"""

import os
import sys
from collections.abc import Iterator

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "climed_eval.settings")
    django.setup()
    from django.db import transaction

    from annotation.inserting import insert_rows
    from annotation.models import Output, Question
    from scoring.models import Embedding
    from scoring.services.embeddings import hash_text
    from scoring.services.scorers import current_encoder

    encoder = current_encoder()
    open_questions = Question.objects.filter(benchmark__name=sys.argv[1], type="open")
    by_similarity = open_questions.exclude(scenario__in=["KE", "DS"])
    digests = {hash_text(text) for text in texts_of(by_similarity, Output)}
    vectors = stand_ins(encoder.encode(["一句话。"]).shape[1], len(digests))
    with transaction.atomic():
        rows = [(encoder.identity, digest, next(vectors)) for digest in sorted(digests)]
        insert_rows(Embedding, ("encoder", "text_hash", "vector"), rows, skip_existing=True)
    print(f"{len(rows):,} stand-in vectors")


def texts_of(questions: object, outputs: type) -> Iterator[str]:
    from scoring.metrics.opentext import spoken_text

    yield ""
    yield from questions.values_list("reference", flat=True)  # type: ignore[attr-defined]
    for text in outputs.objects.filter(question__in=questions).values_list("text", flat=True).iterator():  # type: ignore[attr-defined]
        yield spoken_text(text)[0]


def stand_ins(width: int, count: int) -> Iterator[bytes]:
    import numpy as np

    rows = np.random.default_rng(1).normal(size=(count, width)).astype("<f4")
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return (row.tobytes() for row in rows)


if __name__ == "__main__":
    main()
