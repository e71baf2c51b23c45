"""The grammar of option letters: where a letter stands for an option, and which letters a run names.

A letter never touches an ASCII letter or digit (CT, ECG, HBV), and is not the letter of a clinical
name (AB型, B超, D-二聚体, 维生素D).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

OPEN = r"[\s\"'“”‘’「『《〈【\[({<]{0,8}"
CLOSE = r"[\s\"'“”‘’」』》〉】\])}>]{0,8}"

# Clinical names that begin with a letter: blood group, ultrasound, D-dimer, C-reactive protein ...
NAME_AFTER = (
    r"(?:[型超族级期组波肽链]|淋巴|细胞|反应蛋白|抗原|抗体|受体|病毒|肝炎|因子|蛋白|型肝"
    r"|[-‐‑–]\s?(?:二聚体|乳酸|葡萄糖|半乳糖|肽|胺|青霉胺|[A-Za-z0-9]))"
)
NAME_BEFORE = (
    r"(?<!维生素)(?<!维他命)(?<!血型)(?<!肝炎)(?<!蛋白)(?<!因子)(?<!Vit)(?<!vit)(?<!血型为)(?<!血型是)"
)
EDGE_BEFORE = r"(?<![A-Za-z0-9])"
EDGE_AFTER = rf"(?![A-Za-z0-9]|\s?{NAME_AFTER})"

# A comma or a blank may end the answer and begin the next clause (`答案是B,C选项不符合`).
_NEXT_STANDS_ALONE = (
    r"(?=(?!i\.\s?e\b|e\.\s?g\b)[\"'“]?[A-Za-z](?:$|[.。,;:、!(<)\]】>}\"'”’\n]|[和与或及]|->|→|(?:均|都|皆)(?!不|错|未|无|非|有误)"
    r"|是(?:正确|对的?)|正确|符合|[两三四]项|\sare\b"
    r"|[ \t]{1,3}(?:[A-Za-z](?![A-Za-z0-9])|and\b|or\b|[和与及]|$|\n)))"
)
_SURE_JOINT = (
    r"[、/&+|](?:或者?)?|->|[→>-]|,?\s?(?:或者?(?:是|选)?|抑或|还是)|以及|和|与|及|and|or"
    r"|,?\s?(?:也|又|还|亦)(?:有可能|可能|可以?)(?:是|为|选)?|,\s?(?:and|or)"
)
_BLANK = r"[ \t]{0,3}"
JOINT = (
    rf"(?:{_BLANK}(?:{_SURE_JOINT}){_BLANK}(?:选项|答案|[Oo]ption)?\s?|{_BLANK}[,;]{_BLANK}{_NEXT_STANDS_ALONE}"
    rf"|[ \t]{{1,3}}{_NEXT_STANDS_ALONE}|[ \t]?\n(?=[A-Z][ \t]{{0,2}}(?:\n|\Z)))"
)
ORDER_JOINT = rf"(?:{JOINT}|\s{{0,4}}\n\s{{0,4}}|[ \t]{{1,3}}|[ \t]{{0,3}}[,;][ \t]{{0,3}})"

_QUOTE_AROUND = r"[\"'“”‘’(\[{<【「『]?"
# In `B>A` the sign is a joint.
_QUOTED_END = r"(?:[\"'“”‘’)\]}】」』]|>(?![ \t]?[A-Za-z]))?"
_BRACKETED_NEXT = r"(?<=[)\]}>】])[,;]?\s?(?=[(\[{<【][A-Z][)\]}>】])"


def run_of(joint: str, letter: str = "A-Za-z") -> str:
    """Pattern of one letter, several joined ones, or several without anything between them."""
    one = rf"{_QUOTE_AROUND}[{letter}]{_QUOTED_END}(?:选项|项)?"
    # Atomic: a blank is a joint in more than one way, and twenty of them would be tried in a million ways.
    several = rf"(?>{_QUOTED_END}(?:选项|项)?(?:{joint}|{_BRACKETED_NEXT}){one}){{1,25}}"
    return rf"(?:[{letter}](?:{several}|[{letter}]{{0,25}}){EDGE_AFTER})"


RUN = run_of(JOINT)
UPPER_RUN = run_of(JOINT, "A-Z")
ORDER_RUN = run_of(ORDER_JOINT)
NAMED = re.compile(rf"{EDGE_BEFORE}{NAME_BEFORE}(?P<run>{UPPER_RUN})")
_LETTER = re.compile(r"[A-Za-z]")
# `选D,A、B、C、E都是正确叙述`: a clause of its own speaks of the others.
_OTHERS = re.compile(
    rf"(?:[A-Z]{_QUOTED_END}(?:选项|项)?[、/]?){{1,8}}?,\s?(?P<others>[A-Z](?:(?:选项|项)?\s?[、和与及]\s?[A-Z]){{1,7}}|[A-Z]{{2,8}})"
)
_ALL_OF_THEM = re.compile(r"(?:选项|[两三四五]?项)?\s?(?:都|均|皆|全)(?!可|有?可能|[。,\s]|选)")
_WORDS = re.compile(r"选项|项|答案|(?<![A-Za-z])(?:and|or|[Oo]ption(?=\s))(?![A-Za-z])|->")


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters as they were named, in order, without repetition of the same one after another."""

    named: str
    contiguous: bool

    def distinct(self) -> str:
        return "".join(dict.fromkeys(self.named))


def without_others(text: str, run: re.Match[str]) -> tuple[Letters, int]:
    """The letters of `run`, without those that the next clause speaks of together, and where they end."""
    others = _OTHERS.fullmatch(run["run"])
    if others is None or not _ALL_OF_THEM.match(text, run.end("run")):
        return read_run(run["run"]), run.end()
    start = others.start("others")
    return read_run(run["run"][:start]), run.start("run") + start


def read_run(run: str) -> Letters:
    bare = _WORDS.sub(" ", run)
    named = "".join(_LETTER.findall(bare))
    return Letters(named.upper(), bare.isalpha() and bare.isascii() and len(bare) > 1)
