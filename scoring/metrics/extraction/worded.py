"""Stages for answers told in other words than an option's own, where no letter and no option's text decides.

Only what a text claims is compared: what it announces behind `答案:`, its concluding sentence, its first one,
or all of it where that is one sentence. A claim that denies, supposes or tells of the question is none.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from scoring.metrics.extraction import bodies, concluding, cues, endings, refusals
from scoring.metrics.extraction.chosen_text import denies
from scoring.metrics.extraction.letters import Letters
from scoring.metrics.extraction.meaning import meanings_of, pairs_in, size_of
from scoring.metrics.extraction.option_text import MIN_TEXT, Options, lowered, places_of, repeats_options
from scoring.metrics.extraction.reading import Reading
from scoring.metrics.extraction.restating import SENTENCES, asked_of, repeats_asked
from scoring.metrics.extraction.statuses import Extraction

SHORT = 80
# In characters of whatever kind; signs have no size.
LONGEST = 800
# How near its words have to be, the less a claim is announced.
ANNOUNCED, CONCLUDED, CONSIDERED, FIRST = 0.5, 0.6, 0.75, 0.8
_GREETING = re.compile(r"\s*(?:(?:您好|你好)[!,。]?\s{0,2})?")
_SENTENCE = re.compile(r"(?:[^。!?;\n.]|\.(?=\S))*")
# `Next step: ...` or `诊断:...` on a line of its own, above the reasons.
_HEADING = re.compile(
    r"\s*(?!(?:选项|[Oo]ption)?\s?\(?[A-Z]\)?\s?:)(?P<head>[^:\n。,]{2,40}):[ \t]{0,2}"
    r"(?P<said>[^\n]{2,160})(?:\n|\Z)"
)
_REASONS = re.compile(
    r"解析|分析|理由|解释|说明|原因|依据|考[点查]|[Rr]eason|[Ee]xplanation|[Aa]nalysis|[Rr]ationale|[Nn]ote"
)
# `辅助检查:` and the like tell of the case again.
_COMMON = re.compile(
    r"答案|(?:最可能的?|初步|临床)?诊断|结论|(?:最佳|首选|推荐)的?(?:治疗|处理|措施|检查)"
    r"|.{0,12}(?:[Aa]nswer|[Dd]iagnosis|[Tt]reatment|[Nn]ext [Ss]tep|[Cc]onclusion)"
)
_NEAR_HEADING = 24
_COPULA = re.compile(
    r"(?<![还或不而])[是为](?!否|何|什么)|应(?:该|当)?(?:选用?|做|行|用|予|首选)?|属于|首选|选[择用]|即|给予|进行|考虑|可能|[:=]|包括|\bis\b|\bare\b"
)
_CONSIDERS = re.compile(r"(?:考虑|诊断|可能|属于|应该)(?:属于|是|为)\Z")
_REASON_BEGINS = re.compile(
    r",|\b(?:because|since|which|where|in order|due)\b|(?<=\w) to (?=\w+ (?:the|a)\b)"
)
_ABOUT = re.compile(r"的?(?:症状|情况|表现|可能性?|现象|问题|引起的?|所致)[^,]{0,4}\Z")
_SUPPOSED = re.compile(r"如果|假如|假设|若是?|是否|是不是|有人|容易误|或其他|什么|哪[一个种项些]|[?？]")


@dataclass(frozen=True, slots=True)
class Claim:
    start: int
    end: int
    near: float


def read_meant(reading: Reading) -> Extraction | None:
    """The one option that a claim means, where all claims that mean any agree."""
    if reading.multiple or reading.ordered or not reading.options.texts:
        return None
    if refusals.EVASION.search(reading.text):
        return None
    walk = _walk(reading)
    found = [
        (letter, claim)
        for claim in _claims(reading.text, reading.question)
        if (claim.start not in walk or claim.near == ANNOUNCED) and (letter := _meant(reading, claim))
    ]
    if not found or len({letter for letter, _ in found}) > 1:
        return None
    letter, claim = found[0]
    return reading.decide(Letters(letter, contiguous=False), claim.start, claim.end, "option_meant")


def _walk(reading: Reading) -> range:
    """From the first option's words to the last one's where all are named: there each is explained."""
    if not repeats_options(reading.text, reading.options):
        return range(0)
    first = [lowered(reading.text).find(words) for words in reading.options.texts]
    return range(min(first) + 1, max(first) + 1)


def read_heading(reading: Reading) -> Extraction | None:
    """`Next step: ...` above the reasons, where the heading repeats what was asked or is a common one."""
    heading = None if reading.multiple or reading.ordered else _HEADING.match(reading.text)
    if heading is None or not reading.options.texts:
        return None
    head, said = heading["head"], heading["said"]
    repeated = pairs_in(head)
    asks = bool(repeated) and repeated <= asked_of(reading.question).pairs
    if _REASONS.search(head) or not (asks or _COMMON.fullmatch(head)):
        return None
    named = _mentioned(said, reading.options)
    late = bool(named) and lowered(said).find(reading.options.text_of(named[0])) > _NEAR_HEADING
    if late or denies(said) or len(named) > 1:
        return None
    letter = named[0] if named else meanings_of(reading.options, reading.question).closest(said, CONCLUDED)
    if letter is None:
        return None
    rule = "strong_cue_text" if named else "strong_cue_meant"
    return reading.decide(Letters(letter, contiguous=False), *heading.span("said"), rule)


def _claims(text: str, question: str) -> Iterator[Claim]:
    for cue in deque(cues.STRONG.finditer(text), maxlen=1):
        if link := bodies.ANNOUNCED.match(text, cue.end()):
            yield from _sentence(text, link.end(), ANNOUNCED)
    for cue in deque(concluding.WORD.finditer(text), maxlen=1):
        yield from _sentence(text, cue.end(), CONCLUDED)
    for sentence in islice(_SENTENCE.finditer(text), SENTENCES):
        if sentence[0].strip() and repeats_asked(sentence[0], question):
            yield from _sentence(text, sentence.start(), CONCLUDED)
    greeting = _GREETING.match(text)
    start = greeting.end() if greeting else 0
    first = _SENTENCE.match(text, start)
    is_all = first is not None and not text[first.end() :].strip(" \n。.!")
    yield from _sentence(text, start, CONCLUDED if is_all else FIRST)


def _sentence(text: str, start: int, near: float) -> Iterator[Claim]:
    sentence = _SENTENCE.match(text, start)
    if sentence is None or not sentence[0].strip() or sentence.end() - start > LONGEST:
        return
    if size_of(sentence[0]) > SHORT:
        return
    is_last = not text[sentence.end() :].strip()
    if is_last and endings.breaks_off(text):
        return
    yield Claim(start, sentence.end(), near)


def _meant(reading: Reading, claim: Claim) -> str | None:
    if reading.seeks_wrong and claim.near != ANNOUNCED:
        return None
    said = reading.text[claim.start : claim.end]
    if _SUPPOSED.search(said) or cues.ABOUT_THE_QUESTION.search(said):
        return None
    if len(_mentioned(said, reading.options)) > (claim.near == ANNOUNCED):
        return None
    meanings = meanings_of(reading.options, reading.question)
    if claim.near == ANNOUNCED and (letter := meanings.closest(said, claim.near)):
        return letter
    for copula in _COPULA.finditer(said):
        if denies(said[: copula.end()]):
            continue
        near = CONSIDERED if _CONSIDERS.search(said, 0, copula.end()) else claim.near
        words = _ABOUT.sub("", _REASON_BEGINS.split(said[copula.end() :])[0])
        if letter := meanings.closest(words, near) or meanings.closest(said[copula.end() :], claim.near):
            return letter
    return meanings.closest(said, claim.near) if not denies(said) else None


def _mentioned(said: str, options: Options) -> list[str]:
    """Options whose own texts stand there; where these chose anything, that was read before."""
    pairs = zip(options.letters, options.texts, strict=True)
    return [letter for letter, text in pairs if len(text) >= MIN_TEXT and places_of(said, text)]
