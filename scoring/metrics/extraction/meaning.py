"""Which option some words mean, when they are not its text: `化疗` for `化学治疗`, `一年` for `1年`.

Words and options are compared by their characters and pairs of characters, each weighed by how well it tells
the options apart: what all options share says nothing, what stands in the question little. A denial that
only the words or only the option have forbids the match, and so do numbers or sides of an opposition
(`升高`, `降低`) on which they disagree.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from scoring.metrics.extraction.option_text import EDGES, Options

LONGEST = 120
# Shares of the weights, found on real answers: how near the words have to be, and how far the next option.
NEAR, FAR = 0.5, 0.62
SAME_ORDER = 0.9
# Words that are a large part of an option, and nothing else.
PART, PART_LEAST = 0.6, 0.3
# Characters of an abbreviation.
SHORT = 4
LEAST = 0.3
# Times as many words as the option has.
MORE = 3
UNKNOWN = 0.5
UNKNOWN_PAIR = 0.25
ASKED = 0.4
_TOKEN = re.compile(r"[a-z]+|\d+(?:\.\d+)?|[^\W_a-z0-9]")
_IDLE_ZH = "的了是为之及和与或者在于有其该所应可以会能个项种"
_IDLE_EN = "a an the of in on at to for with and or is are was be this that these which what following"
_IDLE = frozenset([*_IDLE_ZH, *_IDLE_EN.split()])
_DIGITS = "一二三四五六七八九"
# `二十年` is 20 years; `一百年` and `一年半` are left as they are written.
_NUMERAL = re.compile(
    r"(?<![一二两三四五六七八九十百千万])(?P<tens>[一二三四五六七八九]?十)?(?P<ones>[一二两三四五六七八九])?"
    r"(?<=[一二两三四五六七八九十])(?![一二两三四五六七八九十百千万]|[^\W\d]{1,2}半)"
)
_DENIAL = re.compile(r"不(?!同|仅|但|良|全|足|稳|规|适)|未|无|没有?|非(?!常|甾)|否|勿|禁|忌|避免|排除|缺")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十百千万半]")
_GENERIC = re.compile(r"治疗|疗法|方法|检查|处理|措施|方案|手段")
_LIST = re.compile(r"[、,和与及]+")
_UP = "升高 增高 上升 增加 增多 增强 增大 提高 亢进 扩张 加快 延长 促进 兴奋"
_DOWN = "降低 减低 下降 减少 减弱 减小 低下 收缩 减慢 缩短 抑制"
_WAYS = (tuple(_UP.split()), tuple(_DOWN.split()))
_FACING = "高低 左右 上下 前后 内外 大小 快慢 多少 早晚 急慢 阴阳 动静 长短 寒热 虚实 轻重 男女"
_PAIRS = tuple(_FACING.split())


class Meanings:
    """The options of one question, ready to be compared with words."""

    def __init__(self, options: Options, question: str) -> None:
        self.letters = options.letters
        self.whole = [fold(text) for text in options.texts]
        kept = [_GENERIC.sub("", text) for text in self.whole]
        # `手术切除` is `手术治疗` as long as that is not set against `手术探查`.
        self.drops_generic = all(kept) and len(set(kept)) == len(kept)
        self.folded = kept if self.drops_generic else self.whole
        self.grams = [_grams(text) for text in self.folded]
        self.sides = [_sides(text) for text in self.folded]
        self.asked = _grams(fold(question))
        count = len(self.grams)
        self.weights: dict[str, float] = {}
        for gram in set().union(*self.grams):
            shared = sum(gram in grams for grams in self.grams)
            tells = 1 - (shared - 1) / max(1, count - 1)
            self.weights[gram] = tells * (ASKED if gram in self.asked else 1.0)

    def closest(self, words: str, near: float = NEAR) -> str | None:
        """Letter of the one option that the words mean; None where none or more than one is near."""
        spoken = fold(words)
        said = (_GENERIC.sub("", spoken) or spoken) if self.drops_generic else spoken
        grams = _grams(said)
        if len(said) > LONGEST or grams <= self.asked:
            return None
        places = [place for place in range(len(self.grams)) if not self._forbids(said, place)]
        if sum(grams <= self.grams[place] for place in places) > 1:
            return None
        scores = sorted(((self._score(grams, place), place) for place in places), reverse=True)
        if not scores:
            return None
        (best, place), (second, other) = scores[0], scores[1] if len(scores) > 1 else (0.0, 0)
        if best < near:
            return self._abbreviated(spoken)
        if "、" in said and "、" not in self.whole[place]:
            return None  # one of several
        if second > FAR * best and not (best > second and self._in_order(said, place, other)):
            return None
        return self.letters[place]

    def _abbreviated(self, said: str) -> str | None:
        """`化疗` takes the first and some later characters of `化学治疗`, and of no other option."""
        short = said.strip(EDGES)
        if not 2 <= len(short) <= SHORT or short.isascii():
            return None
        named = [
            letter for letter, own in zip(self.letters, self.whole, strict=True) if _is_short_for(short, own)
        ]
        return named[0] if len(named) == 1 else None

    def _in_order(self, said: str, place: int, other: int) -> bool:
        """Options of the same words in another order: the sequence tells them apart."""
        ratios = [SequenceMatcher(None, said, self.folded[x], autojunk=False).ratio() for x in (place, other)]
        return ratios[0] >= SAME_ORDER and ratios[1] <= FAR * ratios[0]

    def _score(self, said: frozenset[str], place: int) -> float:
        own = self.grams[place]
        both = sum(self.weights[gram] for gram in own & said)
        whole = sum(self.weights[gram] for gram in own)
        spoken = sum(self._said(gram) for gram in said)
        # A number alone is no option that has more words to it.
        if not both or len(own & said) < LEAST * len(own):
            return 0.0
        part = PART if said <= own and len(said) >= PART_LEAST * len(own) else 0.0
        # An option's words scattered over a long sentence name it by chance.
        covered = 0.9 * both / whole if len(said) <= MORE * len(own) + 2 else 0.0
        return max(2 * both / (whole + spoken), covered, part)

    def _said(self, gram: str) -> float:
        """What words weigh that are said: to repeat the question costs nothing."""
        if gram in self.weights:
            return self.weights[gram]
        if gram in self.asked:
            return 0.0
        return UNKNOWN if _TOKEN.fullmatch(gram) else UNKNOWN_PAIR

    def _forbids(self, said: str, place: int) -> bool:
        own = self.folded[place]
        if bool(_DENIAL.search(said)) != bool(_DENIAL.search(own)):
            return True
        numbers, own_numbers = set(_NUMBER.findall(said)), set(_NUMBER.findall(own))
        if numbers and own_numbers and numbers != own_numbers:
            return True
        if not _same_items(said, own):
            return True
        sides = _sides(said)
        return any(
            ours and theirs and not ours & theirs
            for ours, theirs in zip(sides, self.sides[place], strict=True)
        )


@lru_cache(maxsize=1024)
def meanings_of(options: Options, question: str) -> Meanings:
    return Meanings(options, question)


def _is_short_for(short: str, own: str) -> bool:
    rest = iter(own)
    return own.startswith(short[0]) and all(char in rest for char in short)


def fold(text: str) -> str:
    return _NUMERAL.sub(_in_digits, text.lower())


def _in_digits(found: re.Match[str]) -> str:
    tens, ones = found["tens"] or "", (found["ones"] or "").replace("两", "二")
    return str(
        10 * (_DIGITS.find(tens[:-1]) + 1 if tens[1:] else bool(tens))
        + (_DIGITS.find(ones) + 1 if ones else 0)
    )


def size_of(text: str) -> int:
    """Characters, where an English word counts as one."""
    return len(_TOKEN.findall(text.lower()))


def pairs_in(text: str) -> frozenset[str]:
    """Neighbouring characters of a text, and its English words, idle ones left out."""
    tokens = [token for token in _TOKEN.findall(fold(text)) if token not in _IDLE]
    return frozenset(
        [a + b for a, b in pairwise(tokens) if not (_is_word(a) or _is_word(b))] + [*filter(_is_word, tokens)]
    )


def _is_word(token: str) -> bool:
    return token.isascii() and len(token) > 2 and token.isalpha()


@lru_cache(maxsize=4096)
def _grams(folded: str) -> frozenset[str]:
    tokens = [token for token in _TOKEN.findall(folded) if token not in _IDLE]
    return frozenset(tokens) | frozenset(a + b for a, b in pairwise(tokens))


def _same_items(said: str, own: str) -> bool:
    """Two lists name the same things, be it one as `合谷穴` and one as `合谷`."""
    mine, theirs = (_LIST.split(text.strip(EDGES)) for text in (said, own))
    if len(mine) < 2 or len(theirs) < 2:
        return True
    return len(mine) == len(theirs) and all(any(a in b or b in a for b in theirs) for a in mine)


def _sides(text: str) -> list[frozenset[str]]:
    """Of each opposition, the sides that stand in the text."""
    ways = frozenset(str(side) for side, words in enumerate(_WAYS) if any(word in text for word in words))
    return [ways, *(frozenset(side for side in pair if side in text) for pair in _PAIRS)]
