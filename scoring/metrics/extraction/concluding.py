"""The conclusion of a text that announces no answer: what it names after its last `因此`, `所以`, `综上`."""

from __future__ import annotations

import re
from collections import deque

from scoring.metrics.extraction import endings
from scoring.metrics.extraction.candidates import judged_candidates
from scoring.metrics.extraction.cues import CALLS_WRONG
from scoring.metrics.extraction.letters import NAMED, Letters, read_run
from scoring.metrics.extraction.negation import denied_before, supposed
from scoring.metrics.extraction.option_text import denied_choice, lowered, mentions_in
from scoring.metrics.extraction.reading import Reading
from scoring.metrics.extraction.statuses import Extraction

LENGTH = 120
WORD = re.compile(
    r"因此|所以|综上(?:所述)?|由此|总之|总的来[说看]|总体来[说看]|总而言之|综合(?:以上|来看|考虑|分析)|根据(?:以上|上述)的?分析|可见(?<![^,。;\n由]可见)|[,。;\n]\s?故|结论[:】\]]"
    r"|[Tt]herefore|[Tt]hus\b|[Hh]ence|\bSo\b"
    r"|[Ii]n (?:summary|conclusion)|[Oo]verall"
)
_HEADING = re.compile(
    r"(?:\A|\n)[\s【\[]{0,4}(?:最终|诊断)?(?:结论|总结)[】\]:\s]{1,6}|(?:\A|\n)\s{0,4}Conclusion\s?[:\n]\s*"
)
_COPULA = re.compile(r"[是为选用即:(]\s?\Z")
_LAST_LETTER = re.compile(r"[是为选用即:(]\s?(?:选项)?[A-Z]\)?(?:选项|项)?\Z")
# `A选项中的①正确` judges a part of A.
_A_PART = re.compile(r"(?:选项|项)?[中里]的?(?:[①-⑩]|第[一二三四1-4])")
_AFFIRMS = re.compile(r"(?:不是|没有|并非|不算)(?:错|不)|(?<![不非])正确(?!答案|选项)")
_ASKS_FOR_ERROR = re.compile(r"错|不正确|不对|有误|说法|叙述|描述|表述|不妥|不当|\A\Z")
_CHOOSES = re.compile(
    r"\A,?\s?(?:正确(?:的)?(?:答案|选项)(?:是|为):?\s?)?(?:选项)?[A-H](?:选项|项)?是?正确的?(?:选项|答案)?\Z"
)
_CLAUSES = re.compile(r"[^。!?\n]*")


def read_conclusion(reading: Reading) -> Extraction | None:
    """The one option, by letter or by its words, in the sentence that concludes."""
    if reading.multiple or reading.ordered or not reading.options.texts:
        return None
    text = reading.text
    last = deque(WORD.finditer(text), maxlen=1)
    if not last:
        return None
    start = last[0].end()
    sentence = _CLAUSES.match(text, start + len(text[start:]) - len(text[start:].lstrip(" \t\n:,")))
    if sentence is None or sentence.end() - start > LENGTH:
        return None
    named = _named(reading, start, sentence.end())
    if len(named) != 1 or (reading.seeks_wrong and _affirms(reading, sentence[0], *named)):
        return None
    if not _is_whole(text, sentence.end()) and not _ends_named(reading, *named):
        return None
    if any(found.meant for found in judged_candidates(text[sentence.end() :], reading.options)):
        return None
    return reading.decide(Letters(named.pop(), contiguous=False), start, sentence.end(), "conclusion")


def _affirms(reading: Reading, said: str, letter: str) -> bool:
    """What is called right answers no question for the wrong one."""
    if _AFFIRMS.search(said):
        # `选项C是正确的` chooses C where the question asks what something is not, not what is said in error.
        return _ASKS_FOR_ERROR.search(reading.question) is not None or _CHOOSES.search(said) is None
    at = lowered(said).find(reading.options.text_of(letter))
    return at > 0 and len(reading.options.text_of(letter)) > 1 and CALLS_WRONG.search(said, 0, at) is None


def read_headed(reading: Reading) -> Extraction | None:
    """The one option named in the first sentence below the last heading `结论`."""
    if reading.multiple or reading.ordered or reading.seeks_wrong or not reading.options.texts:
        return None
    if not any(word in reading.text for word in ("结论", "总结", "Conclusion")):
        return None
    last = deque(_HEADING.finditer(reading.text), maxlen=1)
    sentence = _CLAUSES.match(reading.text, last[0].end()) if last else None
    if sentence is None or not _is_whole(reading.text, sentence.end()):
        return None
    named = _named(reading, sentence.start(), sentence.end())
    if len(named) != 1:
        return None
    return reading.decide(Letters(named.pop(), contiguous=False), *sentence.span(), "conclusion")


def _is_whole(text: str, end: int) -> bool:
    if end < len(text.rstrip()):
        return not endings.breaks_off(text)
    return endings.is_closed(text) and not endings.stops_at_quote(text)


def _ends_named(reading: Reading, letter: str) -> bool:
    """Even without a full stop the sentence is whole: behind a copula it names its option and ends."""
    text, words = reading.text.rstrip(), reading.options.text_of(letter)
    if _LAST_LETTER.search(text):
        return True
    before = text[: -len(words)] if words and lowered(text).endswith(words) else ""
    return _COPULA.search(before[-3:]) is not None


def _named(reading: Reading, start: int, end: int) -> set[str]:
    text = reading.text
    mentions = mentions_in(text[start:end], reading.options)
    named = {mention.letter for mention in mentions}
    for run in NAMED.finditer(text, start, end):
        at = run.start() - start
        is_word = len(run["run"]) > 1 and run["run"].isascii() and run["run"].isalnum()
        if is_word or _A_PART.match(text, run.end("run")) or any(m.start <= at < m.end for m in mentions):
            continue
        said = not (
            denied_before(text, run.start())
            or denied_choice(text, run.end("run"), read_run(run["run"]).named, reading.options)
        )
        if said and not supposed(text, run.start(), run.end("run")):
            named |= set(read_run(run["run"]).named) & set(reading.options.letters)
    return named
