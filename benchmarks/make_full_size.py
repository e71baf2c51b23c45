"""A benchmark of full size, made from the synthetic fixtures: 33,735 questions, 371,085 outputs.

    .venv/bin/python benchmarks/make_full_size.py --seed 1 --out DIR [--outputs 371085]

Scenarios have the proportions of CliMedBench's example cards. The same seed gives the same bytes.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.variants import SHIFTS, Variant, count_options, vary_question

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
QUESTIONS, OUTPUTS = "questions.jsonl", "outputs.jsonl"
FULL_OUTPUTS = 371_085
MODELS = tuple(f"Model {number:02}" for number in range(1, 12))
# Sizes of the example cards, which add up to less than the paper's 33,735 questions.
SIZES = {
    "ID1": 2639, "ID2": 6693, "ID3": 1748, "ID4": 2728, "BKT": 4160, "FIT": 3003, "FTT": 1114, "MC": 661,
    "WTD": 807, "DS": 4644, "CS": 320, "CPR": 95, "SSO": 472, "KE": 713, "MRA": 92,
}  # fmt: skip


def shares(total: int) -> dict[str, int]:
    """How many questions of each scenario; largest remainders, so that they add up to ``total``."""
    exact = {code: total * size / sum(SIZES.values()) for code, size in SIZES.items()}
    counts = {code: int(share) for code, share in exact.items()}
    by_remainder = sorted(exact, key=lambda code: counts[code] - exact[code])
    for code in by_remainder[: total - sum(counts.values())]:
        counts[code] += 1
    return counts


class Source:
    """The fixtures: questions by scenario, and the eight answers to each (six models, two of them twice)."""

    def __init__(self) -> None:
        self.questions = {
            path.stem: [json.loads(line) for line in path.read_text("utf-8").splitlines()]
            for path in sorted((FIXTURES / "questions").glob("*.jsonl"))
        }
        self.n_options = {q["id"]: count_options(q) for found in self.questions.values() for q in found}
        self.answers: dict[str, list[str | None]] = {name: [] for name in self.n_options}
        for path in sorted((FIXTURES / "outputs").glob("*.jsonl")):
            for line in path.read_text("utf-8").splitlines():
                row = json.loads(line)
                self.answers[row["question_id"]].append(row["text"])


class FullSize:
    """Which fixture each question varies, and how. Nothing is kept but the plan."""

    def __init__(self, seed: int, n_questions: int) -> None:
        self.source = Source()
        rng = random.Random(seed)
        first_rotation, first_shift = rng.randrange(5), rng.randrange(SHIFTS)
        self.plan: list[tuple[str, dict[str, Any], Variant]] = []
        for code, count in shares(n_questions).items():
            originals = self.source.questions[code]
            for number in range(count):
                original = originals[number % len(originals)]
                turn = number // len(originals)
                n = self.source.n_options[original["id"]]
                rotation = (turn + first_rotation) % n if n else 0
                variant = _variant(rotation, (turn + first_shift) % SHIFTS, n)
                self.plan.append((f"{code}-{number + 1:05}", original, variant))

    def questions(self) -> Iterator[dict[str, Any]]:
        for external_id, original, variant in self.plan:
            yield vary_question(original, variant, external_id)

    def outputs(self) -> Iterator[dict[str, Any]]:
        """Model after model, as files of outputs come."""
        for place, model in enumerate(MODELS):
            for external_id, original, variant in self.plan:
                text = self._answer(original["id"], place, variant)
                yield {"question_id": external_id, "model": model, "condition": "vanilla", "text": text}

    @lru_cache(maxsize=100_000)  # noqa: B019  one object a run
    def _answer(self, question_id: str, place: int, variant: Variant) -> str | None:
        answers = self.source.answers[question_id]
        text = answers[place % len(answers)]
        return None if text is None else variant.of(text)


@cache
def _variant(rotation: int, shift: int, n: int) -> Variant:
    return Variant(rotation, shift, n)


def write_lines(path: Path, rows: Iterator[dict[str, Any]], limit: int | None = None) -> int:
    written = 0
    with path.open("w", encoding="utf-8") as stream:
        for row in rows:
            if written == limit:
                break
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
            written += 1
    return written


def make(directory: Path, seed: int = 1, outputs: int = FULL_OUTPUTS) -> None:
    """Write both files, or leave them where they already are as asked for."""
    stamp = directory / "made.json"
    asked = json.dumps({"seed": seed, "outputs": outputs})
    if stamp.exists() and stamp.read_text() == asked:
        return
    directory.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    full = FullSize(seed, -(-outputs // len(MODELS)))
    n_questions = write_lines(directory / QUESTIONS, full.questions())
    n_outputs = write_lines(directory / OUTPUTS, full.outputs(), outputs)
    stamp.write_text(asked)
    seconds = time.perf_counter() - began
    print(f"{n_questions:,} questions and {n_outputs:,} outputs in {seconds:.1f} s below {directory}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--outputs", type=int, default=FULL_OUTPUTS)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    options = parser.parse_args()
    make(options.out, options.seed, options.outputs)


if __name__ == "__main__":
    main()
