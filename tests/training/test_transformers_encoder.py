"""The encoder over sentence-transformers, with a real library and a real, small BERT."""

from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.util import cos_sim

from scoring.encoders import EncoderError, load_encoder
from scoring.encoders.checkpoints import content_hash
from scoring.encoders.loading import PREFIX
from scoring.encoders.transformers import TransformersEncoder, within_sight
from scoring.metrics.similarity import cosines
from tests.training.tiny_bert import make_bert

TEXTS = ["这种用药不适合青霉素过敏者。", "对青霉素过敏者，该药适宜。", "今日天气很好。", "BNP 38.5 pg/ml"]


def test_the_vocabulary_holds_the_characters_that_are_used(bert: Path) -> None:
    tokens = SentenceTransformer(str(bert), device="cpu").tokenizer.tokenize("这适合发热38.5℃的患者")
    assert "[UNK]" not in tokens
    assert {"这", "适"} <= set(tokens)


def test_cosines_are_those_of_the_library(bert: Path) -> None:
    model = SentenceTransformer(str(bert), device="cpu")
    raw = model.encode(TEXTS)
    ours = TransformersEncoder(str(bert)).encode(TEXTS)
    theirs = cos_sim(raw, raw).numpy()
    assert ours @ ours.T == pytest.approx(theirs, abs=1e-6)
    assert cosines(ours[:2], ours[2:]) == pytest.approx(np.diag(cos_sim(raw[:2], raw[2:])), abs=1e-6)


def test_rows_have_unit_length_and_a_blank_text_a_row_of_zeros(bert: Path) -> None:
    vectors = TransformersEncoder(str(bert)).encode(["", "心衰", " \n", "\ud800\0心衰"])
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([0, 1, 0, 1], abs=1e-6)
    assert TransformersEncoder(str(bert)).encode([]).shape == (0, 32)


def test_a_text_has_the_same_vector_in_any_batch(bert: Path) -> None:
    together = TransformersEncoder(str(bert), batch_size=3).encode([*TEXTS, "长" * 100])
    alone = [TransformersEncoder(str(bert)).encode([text])[0] for text in TEXTS]
    assert together[:4] == pytest.approx(np.stack(alone), abs=1e-6)


def test_a_text_is_cut_at_the_models_length_and_the_identity_says_where(bert: Path) -> None:
    encoder = load_encoder(f"{PREFIX}{bert}?max_length=16&pooling=cls")
    same, other = encoder.encode(["心" * 14 + "好", "心" * 14 + "坏"])
    assert np.array_equal(same, other)
    assert encoder.identity == f"{PREFIX}tiny@{content_hash(bert)}:cls:max16"
    assert load_encoder(f"{PREFIX}{bert}").identity == f"{PREFIX}tiny@{content_hash(bert)}:mean:max128"


@pytest.mark.parametrize("beginning", ["", " " * 50_000, "a" * 9_000])
def test_of_a_text_without_end_no_more_is_read_than_the_model_sees(bert: Path, beginning: str) -> None:
    text = beginning + "患者血压升高，" * 10_000
    raw = SentenceTransformer(str(bert), device="cpu").encode([text])
    ours = TransformersEncoder(str(bert)).encode([text, text * 50])
    assert ours == pytest.approx(np.repeat(raw / np.linalg.norm(raw), 2, axis=0), abs=1e-6)
    assert len(within_sight(text * 50, 128)) == 12_800


def test_pooling_changes_the_vectors(bert: Path) -> None:
    mean, first = (TransformersEncoder(f"{bert}?pooling={p}").encode(TEXTS) for p in ("mean", "cls"))
    assert not np.allclose(mean, first, atol=1e-3)


def test_other_weights_under_the_same_name_are_another_encoder(bert: Path, tmp_path: Path) -> None:
    other = make_bert(tmp_path / "tiny", seed=8)
    assert TransformersEncoder(str(other)).identity != TransformersEncoder(str(bert)).identity


def test_a_directory_without_a_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="no sentence-transformers model"):
        TransformersEncoder(str(tmp_path)).encode(["心衰"])
