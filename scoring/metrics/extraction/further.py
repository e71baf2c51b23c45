"""Texts that answer and go on: to a prompt of their own making, round and round, or to the next part.

A base model does not stop after its answer; it invents the next prompt and answers that as well, goes on
with a program (`B#include`), or repeats itself until it is cut off. Only what stands before the first such
prompt, and the first turn of a loop, answers the question that was asked. Numbered answers are different:
nothing tells which of them is meant.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass

from scoring.metrics.extraction.listings import item_at
from scoring.metrics.extraction.option_text import Options, lowered

_PROMPT = re.compile(
    r"#{2,4}\s?(?:Input|Question|Instruction|User|Human|输入|问题|指令)\s?:"
    r"|\n\s{0,4}【(?:题干|题目|例题|问题)】"
    r"|\n[\s#>*=-]{0,8}(?:请你?(?:回答|选出正确的?答案|阅读|根据|运用|严格|从)"
    r"|(?:问题|题目|提问|用户|指令|输入|下一[题个问])\s?\d{0,3}\s?[:.]"
    r"|(?:Human|User|Question|Instruction|Input|Problem)\s?\d{0,3}\s?:|Q\d{0,3}:)"
)
# `2、下列属于... A. 鼠疫 B. 麻疹`, or a stem whose next lines are options.
_STEM = r"(?:[(第]?\d{1,3}题?[.、:)]|题目|问题|下列|以下|[Qq]uestion)[^\n]{2,300}?[\n \t。?:)]"
# `A、E不属于...;B、C的...` names options of this question.
_NO_LETTER = r"(?!\s?[A-H](?![A-Za-z0-9]))"
_AHEAD = (
    rf"\(?A\)?\s?[.、:)]{_NO_LETTER}[^\n]{{1,160}}?[\n \t;]\s{{0,4}}(?:[-•]\s?)?\(?B\)?\s?[.、:)]{_NO_LETTER}"
)
_QUESTION = re.compile(
    rf"(?:\A|\n)\s{{0,4}}{_STEM}\s{{0,4}}(?:[-•]\s?)?(?P<a>{_AHEAD})"
    rf"|(?:\A|\n)[ \t]*\n(?![A-H][.、:)])[^\n]{{6,600}}?(?:\n|[。?:)]|_)\s{{0,4}}"
    rf"(?:(?:Options|选项)\s?:\s{{0,4}})?(?:[-•]\s?)?(?P<a2>{_AHEAD})"
)
# What makes a stem of what stands before labelled items: `a matches C. Check: A: ...; B: ...` is none.
_ASKS = re.compile(
    r"[?_]|\(\s{0,6}\)|下列|以下|哪|题目|问题|什么|[是为于]\s{0,2}:?\s{0,4}\Z"
    r"|[Ww]hich|[Ww]hat|[Qq]uestion|of the following"
)
_WALKS = re.compile(r"分析|逐[一个项]|排除|评估|比较|[Aa]naly|[Cc]heck|[Ee]valuat|[Cc]ompar")
_ANSWERED = re.compile(r"答案|[Aa]nswer|ANSWER|正确选项")
_ANSWER_REACH = 800
_INSTRUCTION = re.compile(r"\s{0,4}请你?[^\n。]{0,20}从\s?A[,、]\s?B[^\n]{0,160}例如")
_ASKED_NOW = re.compile(r"\n\s{0,4}请你?回答\s?:")
_LAST_LETTER = re.compile(r"\n\s{0,4}(?:我?选择?:?)?\(?[A-H]\)?[.。]?\s{0,4}\Z")
_HEADING = re.compile(
    r"(?:\A|\n)[\s#*【\[]{0,6}(?:示例|例题|题目|题干|问题|[Ee]xample|[Qq]uestion)\s?\d{0,2}\s?(?:[】\]]|:)"
)
_SAYS_LETTER = re.compile(r"(?<![A-Za-z])[A-H](?![A-Za-z0-9])")
_ANSWER_GIVEN = re.compile(r"(?:答案|[Aa]nswer)\s?[】\]]?\s?:?\s?\(?[A-H](?![A-Za-z])")
_ENDS_ASKING = re.compile(r"(?:【(?:答案|回答)】|(?:答案|回答|答|[Aa]nswer)\s?:)[\s\"'“(\[<【]*\Z")
_PART = re.compile(r"(?:\A|\n)\s{0,4}\(?(?:\d{1,2}\)?[.、):]?|[A-Z]\)?[.、):])\s?(?=\S)")
_CODE = re.compile(r"\s{0,3}[A-H](?:[ \t]?[,、]?[ \t]?[A-H]){0,7}(?=#)")
_EDGE = " \n.。,;"
# As much as nobody says twice in the same words.
LOOP_WINDOW = 60
STEM_LENGTH = 6
ASKING_REACH = 40
_STEM_PARTS = re.compile(r"[。?!;\n(]")


def first_answer_end(text: str) -> int | None:
    """Where the text has answered and goes on to a further prompt, or round again; None when it does not."""
    prompt = _PROMPT.search(text)
    ends = [prompt.start()] if prompt and text[: prompt.start()].strip() else []
    if code := _CODE.match(text):
        ends.append(code.end())
    if (loop := loop_end(text)) is not None:
        ends.append(loop)
    return min(ends, default=None)


@dataclass(frozen=True, slots=True)
class Question:
    """Another question inside a text: where it begins, and whether its options are other ones."""

    start: int
    foreign: bool


def next_question(text: str, options: Options) -> Question | None:
    """The question with options and an answer that a text goes on to when it has said something."""
    found = _QUESTION.search(text) if "\n" in text else None
    if found is None:
        return None
    first = found.start("a") if found["a"] else found.start("a2")
    asks = _ASKS.search(text, found.start(), first) and not _WALKS.search(text, found.start(), first)
    foreign = bool(asks and options.texts) and item_at(text, first, options) is None
    foreign = foreign and _ANSWERED.search(text, first, first + _ANSWER_REACH) is not None
    foreign = foreign and not _names_any(text[first : first + _ANSWER_REACH], options)
    if not text[: found.start()].strip():
        # It begins with another question, and names none of the options that were asked.
        return Question(found.start(), foreign) if foreign and not _names_any(text, options) else None
    return Question(found.start(), foreign)


def is_about_others(text: str, options: Options) -> bool:
    """What follows names none of the options that were asked."""
    return bool(options.texts) and not _names_any(text, options)


def _names_any(text: str, options: Options) -> bool:
    low = lowered(text)
    return any(words and words in low for words in options.texts)


def repeats_prompt(text: str) -> bool:
    """A prompt with its examples, up to the place where the answer was to stand."""
    if begins_prompt(text):
        asked = deque(_ASKED_NOW.finditer(text), maxlen=1)
        begin = asked[0].end() if asked else _example_end(text)
        if not begin or _LAST_LETTER.search(text, begin):
            return False
        return _ANSWERED.search(text, begin) is None
    asks = _ENDS_ASKING.search(text, max(0, len(text) - ASKING_REACH))
    heading = _HEADING.search(text) if asks else None
    return heading is not None and _SAYS_LETTER.search(text, 0, heading.start()) is None


def _example_end(text: str) -> int:
    """Behind the answer to the example that a prompt gives (`下面是一个例子:...[正确答案]A`), or 0."""
    example = text.find("例子")
    answer = _ANSWER_GIVEN.search(text, example) if example > 0 else None
    return answer.end() if answer else 0


def begins_prompt(text: str) -> bool:
    """`请从A,B,C,D中选出一个正确的答案,...例如[正确答案]A`: the text is a prompt said again."""
    return _INSTRUCTION.match(text) is not None


def examples_end(text: str, question: str) -> int:
    """Where the question itself is repeated behind examples with their answers; 0 where it is not."""
    if begins_prompt(text) and (asked := deque(_ASKED_NOW.finditer(text), maxlen=1)):
        return asked[0].end()
    if not question:
        return 0
    stem = max(_STEM_PARTS.split(question), key=len, default="").strip()
    at = text.rfind(stem) if len(stem) >= STEM_LENGTH else -1
    heading = _HEADING.search(text, 0, at) if at > 0 else None
    if heading is None or _SAYS_LETTER.search(text, 0, heading.start()):
        return 0
    return at + len(stem) if _ANSWER_GIVEN.search(text, heading.end(), at) else 0


def loop_end(text: str) -> int | None:
    """Where the first turn ends of a loop that the text runs in until it stops."""
    again = text.rfind(text[-LOOP_WINDOW:], 0, len(text) - 1) if len(text) > 2 * LOOP_WINDOW else -1
    if again < 0:
        return None
    period = len(text) - LOOP_WINDOW - again
    start = again
    while start > 0 and text[start - 1] == text[start - 1 + period]:
        start -= 1
    return start + period


def answers_by_part(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether every answer at `spans` ends a numbered or lettered part of the text of its own."""
    starts = [part.start() for part in _PART.finditer(text)]
    if len(spans) < 2 or len(starts) < len(spans):
        return False
    ends = [min((at for at in starts if at >= end), default=len(text)) for _, end in spans]
    return len(set(ends)) == len(spans) and all(
        not text[end:stop].strip(_EDGE) for (_, end), stop in zip(spans, ends, strict=True)
    )
