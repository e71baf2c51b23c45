"""Vectors are kept by encoder and text: nothing is encoded twice."""

from collections.abc import Sequence

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scoring.encoders import Encoder, load_encoder
from scoring.encoders.interface import Vectors
from scoring.models import Embedding, Score
from scoring.services.embeddings import BATCH, embed_texts
from tests.integration.scoring.worlds import make_mixed_benchmark, score_all

pytestmark = pytest.mark.django_db
TEXTS = ["头孢类过敏者禁用该药。", "建议观察。", "头孢类过敏者禁用该药。"]


class Counting:
    """The real encoder, and how many texts it was given."""

    def __init__(self, encoder: Encoder, identity: str | None = None) -> None:
        self.encoder = encoder
        self.identity = identity or encoder.identity
        self.n_texts = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.n_texts += len(texts)
        return self.encoder.encode(texts)


@pytest.fixture
def light() -> Counting:
    return Counting(load_encoder("light"))


def test_each_text_is_encoded_once(light: Counting) -> None:
    first = embed_texts(encoder=light, texts=TEXTS)
    assert light.n_texts == Embedding.objects.count() == 2
    again = embed_texts(encoder=light, texts=TEXTS[::-1])
    assert light.n_texts == 2
    assert np.array_equal(again, first[::-1])


def test_vectors_are_written_and_read_by_the_batch(light: Counting) -> None:
    texts = [f"第{number}日，无不适。" for number in range(2 * BATCH + 1)]
    with CaptureQueriesContext(connection) as first:
        embed_texts(encoder=light, texts=texts)
    written = [query["sql"] for query in first if query["sql"].startswith("INSERT")]
    assert len(written) == 3
    with CaptureQueriesContext(connection) as again:
        embed_texts(encoder=light, texts=texts * 10)
    assert len(again) == 1
    assert light.n_texts == len(texts)


def test_another_encoder_has_vectors_of_its_own(light: Counting) -> None:
    embed_texts(encoder=light, texts=TEXTS)
    other = Counting(light.encoder, "light:another")
    embed_texts(encoder=other, texts=TEXTS)
    assert (other.n_texts, Embedding.objects.count()) == (2, 4)


def test_scoring_again_encodes_nothing_even_when_the_scores_are_gone(
    light: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("scores", "embeddings", "scorers", "runs"):
        monkeypatch.setattr(f"scoring.services.{module}.current_encoder", lambda: light)
    benchmark = make_mixed_benchmark()
    score_all(benchmark, scenario="WTD")
    encoded = light.n_texts
    assert encoded == Embedding.objects.count() > 0
    Score.objects.all().delete()
    score_all(benchmark, scenario="WTD")
    assert light.n_texts == encoded
    assert Score.objects.exists()
