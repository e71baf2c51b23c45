"""From a corpus to a checkpoint that `score` uses."""

import json
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings
from sentence_transformers import SentenceTransformer
from sentence_transformers.util import cos_sim

from scoring.encoders.loading import PREFIX
from scoring.encoders.transformers import TransformersEncoder
from scoring.models import Embedding, Score
from scoring.selectors.outputs import secondary_figures
from scoring.services.scorers import current_encoder
from scoring.training import read_corpus
from tests.integration.scoring.worlds import make_mixed_benchmark, score_all
from tests.training.tiny_bert import make_bert

SETTINGS: dict[str, Any] = {"batch_size": 8, "learning_rate": 3e-3, "epochs": 12, "max_length": 32}


def train(corpus: Path, base: Path, output: Path, **options: Any) -> dict[str, Any]:
    out = StringIO()
    chosen = {**SETTINGS, **options}
    call_command(
        "train_simcse", corpus=corpus, base_model=str(base), output=output, json=True, stdout=out, **chosen
    )
    return dict(json.loads(out.getvalue()))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, corpus: Path, bert: Path) -> dict[str, Any]:
    return train(corpus, bert, tmp_path_factory.mktemp("models") / "reports-simcse")


def test_the_card_says_where_the_encoder_came_from(trained: dict[str, Any], corpus: Path) -> None:
    output = Path(trained["output"])
    card = json.loads((output / "climed_card.json").read_text(encoding="utf-8"))
    assert card == {key: value for key, value in trained.items() if key != "output"}
    assert card["corpus"]["sha256"] == read_corpus(corpus).sha256
    assert (card["corpus"]["n_sentences"], card["n_trained"], card["n_held_out"]) == (80, 72, 8)
    expected = {"seed": 1, **SETTINGS, "temperature": 0.05, "dropout": 0.1, "pooling": "cls"}
    assert card["settings"] == expected
    assert {"torch", "sentence_transformers", "datasets", "accelerate"} <= set(card["versions"])
    assert len(card["loss"]) == 9 * 12


def test_no_sentence_of_the_corpus_is_left_beside_the_weights(trained: dict[str, Any], corpus: Path) -> None:
    kept = [p for p in Path(trained["output"]).rglob("*") if p.suffix in (".json", ".md", ".svg")]
    sentences = read_corpus(corpus).sentences
    assert not [p.name for p in kept for s in sentences if s in p.read_text(encoding="utf-8")]


def test_training_spreads_the_sentences_and_the_loss_falls(trained: dict[str, Any]) -> None:
    before, after = trained["report"]["before"], trained["report"]["after"]
    assert after["uniformity"] < before["uniformity"] - 1
    assert after["alignment"] < 0.5
    losses = [loss for _, loss in trained["loss"]]
    # It starts at chance, the logarithm of the batch size.
    assert np.mean(losses[:9]) == pytest.approx(np.log(8), abs=0.2)
    assert np.mean(losses[-9:]) < np.mean(losses[:9]) - 1


def test_the_readme_shows_the_loss_curve(trained: dict[str, Any]) -> None:
    output = Path(trained["output"])
    assert "![training loss](loss.svg)" in (output / "README.md").read_text(encoding="utf-8")
    picture = ElementTree.parse(output / "loss.svg").getroot()
    assert len(picture.findall("{http://www.w3.org/2000/svg}polyline")) == 2


def test_the_directory_is_complete_readable_and_alone(trained: dict[str, Any]) -> None:
    output = Path(trained["output"])
    assert [path.name for path in output.parent.iterdir()] == [output.name]
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in output.rglob("*"))


def test_the_same_seed_gives_the_same_encoder_and_another_seed_another(
    trained: dict[str, Any], corpus: Path, bert: Path, tmp_path: Path
) -> None:
    again = train(corpus, bert, tmp_path / "a" / "reports-simcse")
    other = train(corpus, bert, tmp_path / "b" / "reports-simcse", seed=2)
    texts = ["双肺未见异常。", "这不适合。"]
    vectors = [TransformersEncoder(card["output"]).encode(texts) for card in (trained, again, other)]
    assert vectors[0] == pytest.approx(vectors[1], abs=1e-5)
    assert not np.allclose(vectors[0], vectors[2], atol=1e-3)


def check_columns(checkpoint: Path) -> None:
    """Similarity and the corrected one, against the library's own `cos_sim` of its own vectors."""
    model = SentenceTransformer(str(checkpoint), device="cpu")
    scores = list(Score.objects.filter(metric="similarity").select_related("output__question"))
    answers = model.encode([score.output.text for score in scores])
    references = model.encode([score.output.question.reference for score in scores])
    expected = cos_sim(answers, references).numpy().diagonal()
    assert [score.value for score in scores] == pytest.approx(100 * expected, abs=1e-3)
    s0 = float(cos_sim(*model.encode(sorted({score.output.question.reference for score in scores}))))
    for score, cosine in zip(scores, expected, strict=True):
        corrected = secondary_figures(score.output, score)["similarity_corrected"]
        assert corrected == pytest.approx(100 * (cosine - s0) / (1 - s0), abs=0.01)


@pytest.mark.django_db
def test_a_run_uses_the_checkpoint_at_once_and_a_second_one_encodes_nothing(
    trained: dict[str, Any], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SIMILARITY_ENCODER = f"{PREFIX}{trained['output']}"
    benchmark = make_mixed_benchmark()
    run = score_all(benchmark, scenario="WTD")
    assert (run.state, run.error, run.encoder) == ("finished", "", trained["encoder"])
    good = Score.objects.filter(metric="similarity", output__text="头孢类过敏者禁用该药。").first()
    assert good is not None
    assert good.value == pytest.approx(100, abs=1e-3)
    assert set(Embedding.objects.values_list("encoder", flat=True)) == {trained["encoder"]}

    check_columns(Path(trained["output"]))

    def refuse(texts: list[str]) -> None:
        raise AssertionError(f"encoded again: {texts}")

    Score.objects.all().delete()
    monkeypatch.setattr(current_encoder(), "encode", refuse)
    assert score_all(benchmark, scenario="WTD").state == "finished"
    assert Score.objects.filter(metric="similarity").count() == 4


def test_a_base_model_that_is_not_there_is_named(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"no directory .*nowhere"):
        train(corpus, tmp_path / "nowhere", tmp_path / "out")
    assert not list(tmp_path.iterdir())


def test_a_loss_that_is_no_number_stops_the_training_and_leaves_nothing(
    corpus: Path, bert: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

    real = MultipleNegativesRankingLoss.forward
    monkeypatch.setattr(
        MultipleNegativesRankingLoss, "forward", lambda *a, **k: real(*a, **k) * torch.tensor(float("nan"))
    )
    with pytest.raises(CommandError, match=r"step 1 .*smaller --learning-rate"):
        train(corpus, bert, tmp_path / "out")
    assert not list(tmp_path.iterdir())


def test_dropout_is_a_tenth_whatever_the_base_model_had(corpus: Path, tmp_path: Path) -> None:
    silent = make_bert(tmp_path / "silent", dropout=0.0)
    card = train(corpus, silent, tmp_path / "out", epochs=1)
    assert card["report"]["before"]["alignment"] > 1e-3
