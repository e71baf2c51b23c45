"""ROUGE-1 beside `rouge_score.RougeScorer.score` with the same tokenizer, in the same run.

.venv/bin/python benchmarks/rouge.py [--seconds 2]
"""

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rouge_score.rouge_scorer import RougeScorer

from benchmarks.figures import Clock
from scoring.metrics.rouge import rouge1
from scoring.metrics.tokens import CjkTokenizer

# Characters of the reference and of the answer.
SIZES = ((15, 40), (80, 200), (300, 500))
N_REFERENCES, N_MODELS = 40, 11
TOLERANCE = 1e-12
_PIECES = (
    "患者",
    "急性",
    "心肌梗死",
    "阿司匹林",
    "0.1g",
    "氯吡格雷",
    "75 mg",
    "冠状动脉",
    "造影",
    "示",
    "，",
    "。",
    "术后",
    "血压",
    "120/80 mmHg",
    "PCI",
    "予",
    "静脉",
    "滴注",
    "CT",
    "复查",
    "出院",
    "医嘱",
    "低盐",
    "饮食",
    "；",
    "NT-proBNP",
)
Pair = tuple[str, str]


def text_of(length: int, rng: random.Random) -> str:
    text = ""
    while len(text) < length:
        text += rng.choice(_PIECES)
    return text[:length]


def pairs_of(reference: int, answer: int, rng: random.Random) -> list[Pair]:
    """Every model's answer to each reference, one reference after the other, as chunks are scored."""
    references = [text_of(reference, rng) for _ in range(N_REFERENCES)]
    return [(wanted, text_of(answer, rng)) for wanted in references for _ in range(N_MODELS)]


def rate(score: Callable[[str, str], object], pairs: Sequence[Pair], seconds: float) -> float:
    """Pairs a second of CPU."""
    n, cpu = 0, 0.0
    while cpu < seconds:
        with Clock() as clock:
            for reference, answer in pairs:
                score(reference, answer)
        n, cpu = n + len(pairs), cpu + clock.cpu
    return n / cpu


def largest_difference(scorer: RougeScorer, pairs: Sequence[Pair]) -> float:
    differences = []
    for reference, answer in pairs:
        ours, theirs = rouge1(reference, answer), scorer.score(reference, answer)["rouge1"]
        differences += [
            abs(ours.precision - theirs.precision),
            abs(ours.recall - theirs.recall),
            abs(ours.f1 - theirs.fmeasure),
        ]
    return max(differences)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=2)
    options = parser.parse_args()
    scorer = RougeScorer(["rouge1"], tokenizer=CjkTokenizer())
    rng = random.Random(1)
    for reference, answer in SIZES:
        pairs = pairs_of(reference, answer, rng)
        difference = largest_difference(scorer, pairs)
        if difference > TOLERANCE:
            raise SystemExit(f"{reference}/{answer}: differs by {difference:g}")
        ours = rate(rouge1, pairs, options.seconds)
        theirs = rate(scorer.score, pairs, options.seconds)
        print(
            f"{reference}/{answer} characters: {ours:,.0f} outputs/s of CPU, RougeScorer {theirs:,.0f}, "
            f"ratio {ours / theirs:.1f} (goal 3), equal to {difference:.1e}"
        )


if __name__ == "__main__":
    main()
