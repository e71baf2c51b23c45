"""Reading whether a text rejects, accepts or hedges about a proposed treatment."""

import json
from pathlib import Path

import pytest

from scoring.metrics.registry import METRICS, QuestionContent, metrics_for, score_output
from scoring.metrics.stance import OUTCOMES, read_stance, score_stance

ROOT = Path(__file__).resolve().parents[4]
CASES = sorted((ROOT / "tests" / "reference" / "stance").glob("*.json"))
REFERENCE = "错误在于孕期使用多西环素，应改用青霉素。"


def load(path: Path) -> list[dict[str, str | None]]:
    return list(json.loads(path.read_text(encoding="utf-8"))["cases"])


def misread(path: Path) -> list[str | None]:
    found = [(case, read_stance(case["text"])) for case in load(path)]
    return [
        case["text"]
        for case, reading in found
        if (reading.answer, reading.status) != (case["stance"], case["status"])
    ]


def test_the_labelled_set_is_large_and_a_third_of_it_is_held_out() -> None:
    sizes = {path.stem: len(load(path)) for path in CASES}
    held_out = sum(n for name, n in sizes.items() if name.startswith("held_out"))
    assert sum(sizes.values()) >= 200
    assert held_out >= sum(sizes.values()) * 0.32
    texts = [case["text"] for path in CASES for case in load(path)]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_labelled_phrasings_are_read(path: Path) -> None:
    """Of those set aside 63 of 65 were read, and nothing was tuned to the other two."""
    allowed = 2 if path.stem == "held_out_zh" else 0
    assert len(misread(path)) <= allowed, misread(path)


def test_every_bundled_reference_rejects() -> None:
    lines = (ROOT / "fixtures" / "questions" / "WTD.jsonl").read_text(encoding="utf-8").splitlines()
    assert [read_stance(json.loads(line)["reference"]).answer for line in lines] == ["reject"] * 12


def test_every_bundled_endorsement_accepts() -> None:
    bank = json.loads((ROOT / "fixtures" / "phrases" / "WTD.json").read_text(encoding="utf-8"))
    endorsements = [text for question in bank.values() for text in question["endorse"]]
    assert endorsements
    assert [text for text in endorsements if read_stance(text).answer != "accept"] == []


@pytest.mark.parametrize(
    ("text", "value", "outcome"),
    [
        ("不恰当，孕妇禁用多西环素。", 100, None),
        ("该方案合理，按此执行。", 0, "stance_accepted"),
        ("要结合患者的情况判断。", 0, "stance_hedged"),
        ("多西环素属于四环素类。", 0, "stance_unclear"),
        ("", 0, None),
        (None, 0, None),
        ("抱歉，我无法提供医疗建议。", 0, None),
    ],
)
def test_the_references_stance_scores_and_any_other_is_named(
    text: str | None, value: float, outcome: str | None
) -> None:
    found = score_stance(text, REFERENCE)
    assert found.value == value
    assert dict(found.secondary) == {name: 100.0 * (name == outcome) for name in OUTCOMES}


def test_a_reference_that_accepts_is_met_by_acceptance() -> None:
    assert score_stance("处理得当。", "该方案合理。").value == 100
    assert score_stance("处理不当。", "该方案合理。").value == 0


def test_a_reference_without_a_stance_counts_as_a_rejection() -> None:
    assert score_stance("该方案不妥。", "首选苄星青霉素。").value == 100


def test_the_opposite_opinion_in_nearly_the_same_words_is_told_apart() -> None:
    assert read_stance("孕期使用多西环素是恰当的。").answer == "accept"
    assert read_stance("孕期使用多西环素是不恰当的。").answer == "reject"
    assert read_stance("孕期使用多西环素没有不恰当之处。").answer == "accept"


def test_the_span_is_the_deciding_place_of_the_text_as_given() -> None:
    text = "<think>先看看</think>**判断**：该方案\u3000欠妥。"
    span = read_stance(text).span
    assert span is not None
    assert text[slice(*span)] == "欠妥"


@pytest.mark.parametrize(
    "piece", ["不", "没有的", "不能认为说", "not ", "该方案合理，", "若", "有", "(", "先"]
)
def test_long_and_odd_texts_come_to_an_end(piece: str) -> None:
    assert read_stance(piece * 20_000).status


def test_stance_stands_beside_similarity_and_only_in_wrong_treatment_detection() -> None:
    assert [metric.name for metric in metrics_for("WTD", "open")] == ["similarity", "stance"]
    assert [metric.name for metric in metrics_for("MRA", "open")] == ["similarity"]
    assert METRICS["stance"].beside == "similarity"
    question = QuestionContent("WTD", "open", None, REFERENCE)
    assert score_output(question, "不恰当。", "stance").value == 100
