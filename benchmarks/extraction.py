"""Outputs read per second and core by the choice extractor: short answers, and 440-character reasoning.

.venv/bin/python benchmarks/extraction.py [--seconds 3]
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.figures import Clock
from scoring.metrics.extraction import extract_answer

OPTIONS = {
    "A": "静脉补液并限制含钾药物",
    "B": "立即予阿司匹林 300 mg 嚼服",
    "C": "口服阿莫西林 7 天后复查",
    "D": "急诊行冠状动脉造影及介入治疗",
    "E": "以上处理均不恰当",
}
SHORT = (
    "B",
    "答案:B",
    "答案：D。",
    "应选C。",
    "【答案】A",
    "\\boxed{D}",
    "Answer: C",
    "**答案：B**",
    "B。",
    "选D",
    "正确答案是A。",
    "B: 立即予阿司匹林 300 mg 嚼服",
    "不选A，选D",
    "答案是（Ｂ）",
    "The answer is E.",
    "A或B都有可能",
)
_STEPS = (
    "患者突发胸骨后压榨样疼痛超过二十分钟，向左肩放射，伴大汗，心电图提示下壁导联抬高，首先考虑急性心肌梗死。",
    "A项主要针对高钾血症或容量不足，与题干中的表现不符，可以排除。",
    "C项为感染的常规处理，题干没有发热，白细胞计数也正常，故不选C。",
    "D项可以尽快开通罪犯血管，是发病十二小时以内的首选处理，时间就是心肌。",
    "B项虽然是早期处理的一部分，但题目问的是最关键的再灌注措施，单用抗血小板药物并不充分。",
    "E项把所有处理都否定了，明显不正确。",
    "还要注意右室梗死时慎用硝酸酯类药物，监测血压和心律，准备好除颤设备。",
)
_ENDS = (
    "综上所述，正确答案是D。",
    "因此最终答案是D。",
    "故选D。",
    "\n\n答案：D",
    "所以应选择急诊行冠状动脉造影及介入治疗。",
)
LENGTH = 440


def reasoning() -> list[str]:
    """Texts of 440 characters: the options weighed one by one, then the conclusion."""
    texts = []
    for turn, end in enumerate(_ENDS * len(_STEPS)):
        place = turn % len(_STEPS)
        walk = "".join(_STEPS[place:] + _STEPS[:place]) * 2
        texts.append(walk[: LENGTH - len(end) - 1] + "。" + end)
    return texts


def measure(name: str, texts: Sequence[str], seconds: float, goal: int) -> None:
    statuses = {extract_answer(text, OPTIONS).status for text in texts}
    rounds = 0
    best = 0.0
    total = Clock()
    while total.cpu < seconds:
        with Clock() as clock:
            for _ in range(20):
                for text in texts:
                    extract_answer(text, OPTIONS)
        best = max(best, 20 * len(texts) / clock.cpu)
        total.cpu, total.wall, rounds = total.cpu + clock.cpu, total.wall + clock.wall, rounds + 20
    n = rounds * len(texts)
    print(
        f"{name}: {n / total.cpu:,.0f} outputs/s of CPU (best round {best:,.0f}; by the wall clock "
        f"{n / total.wall:,.0f}), goal {goal:,}; statuses {', '.join(sorted(statuses))}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=3)
    options = parser.parse_args()
    measure(f"short answers ({len(SHORT)})", SHORT, options.seconds, 20_000)
    measure(f"reasoning of {LENGTH} characters", reasoning(), options.seconds, 5_000)


if __name__ == "__main__":
    main()
