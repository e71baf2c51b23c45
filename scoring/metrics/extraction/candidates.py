"""Places in a text that name an answer, from the last to the first, each with whether it is meant."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from scoring.metrics.extraction import cues
from scoring.metrics.extraction.letters import NAMED, Letters, read_run, without_others
from scoring.metrics.extraction.listings import labelled_items
from scoring.metrics.extraction.negation import denied_before, is_example, supposed
from scoring.metrics.extraction.option_text import (
    UNKNOWN,
    Options,
    after_own_words,
    denied_choice,
    in_own_text,
    option_starting,
)

LOOK_BACK = 32
MOST = 400
# In a row: no answer goes on like this.
LABELS = 3
# `C错误 D正确` denies C: only a negation of the subject itself reaches the letter after it.
_NOT_THIS = re.compile(
    r"(?:不是|并非|绝非|而非|不认为|不符合|不属于|不包括|[Nn]either|\bnor)\s{0,2}(?:选项|[Oo]ption\s)?\s{0,2}\Z"
)
_CAPITAL = re.compile(r"[A-Z]")
_TEXT_LINK = re.compile(r"[了的:\s是为择取\"'“”‘’「『《【\[(]{0,6}(?:(?:an?|the)\s)?")
_IN_BRACKETS = re.compile(r"\((?:[Aa]nswer|[Oo]ption|[Cc]hoice)s?\s[A-H]\)")
_RANGE = re.compile(r"(?<![A-Za-z0-9])(?P<first>[A-H])(?:选项|项)?\s?(?:到|至|[~—–-])\s?(?:选项)?\Z")
_PROSE = re.compile(r"[ \t]+(?!(?:because|since|as|is|due|and|or|for|which|based)\b)[a-z]")
_NEXT_LABEL = re.compile(
    r"[ \t]?[.:、)][^\n]{0,300}\n\s{0,4}(?:[-•]\s?)?(?:选项\s?)?(?P<letter>[A-Z])(?:选项|项)?[ \t]?[.:、)]"
)
# `答案:【A】:...【B】:...【C】:...`
_BRACKET_LABEL = re.compile(r"[(\[【](?P<letter>[A-Z])[)\]】]\s?:")
# `得出以下结论:` announces several.
_SEVERAL_AHEAD = re.compile(r"(?:以下|如下|下列)(?:几[点个条])?(?:结论|结果|判断)\Z")
_ANY_PROSE = re.compile(r"[ \t]*-?[ \t]*[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Candidate:
    letters: Letters
    start: int
    end: int
    rule: str
    denied: bool = False
    supposed: bool = False
    example: bool = False

    @property
    def meant(self) -> bool:
        return not (self.denied or self.supposed or self.example)


def strong_candidates(text: str, options: Options, *, ordered: bool) -> Iterator[Candidate]:
    pattern = cues.STRONG_ORDER if ordered else cues.STRONG_RUN
    said = _of_many(cues.STRONG.finditer(text))
    # `retinal vein occlusion (answer A)` tells which option that is, where the answer is announced elsewhere.
    outside = [cue for cue in said if not _IN_BRACKETS.match(text, max(0, cue.start() - 1))]
    for cue in reversed(outside or said):
        found = _before_cue(text, cue, options) or _after_cue(text, cue, pattern, options, "strong_cue")
        found = found or _text_after(text, cue, cues.LINK, options, "strong_cue_text")
        if found:
            yield found


def _of_many(found: Iterator[re.Match[str]]) -> list[re.Match[str]]:
    """The first and the last of cues that a text repeats without end."""
    said = list(found)
    return said if len(said) <= MOST else said[: MOST // 4] + said[-MOST * 3 // 4 :]


def weak_candidates(text: str, options: Options, *, ordered: bool) -> Iterator[Candidate]:
    pattern = cues.WEAK_ORDER if ordered else cues.WEAK_RUN
    for cue in reversed(_of_many(cues.WEAK.finditer(text))):
        found = _after_cue(text, cue, pattern, options, "weak_cue")
        found = found or _text_after(text, cue, _TEXT_LINK, options, "weak_cue_text")
        if found:
            yield found


def judged_candidates(text: str, options: Options = UNKNOWN) -> Iterator[Candidate]:
    """Letters called right or wrong, in the order of the text; `CT` and an option's own words are none."""
    end = 0
    for capital in _CAPITAL.finditer(text):
        named = NAMED.match(text, capital.start()) if capital.start() >= end else None
        if named is None:
            continue
        end = named.end("run")
        if _is_word(text, named, options):
            continue
        letters = _with_range(text, named)
        listed, after = (
            labelled_items(text, named.start(), options, joined=True)
            if len(letters.named) == 1
            else ("", end)
        )
        if len(listed) > 1:
            letters, end = Letters(listed, contiguous=False), after
        if denied_choice(text, end, letters.named, options):
            yield Candidate(letters, named.start(), end, "judged", denied=True)
            continue
        right = cues.JUDGED_RIGHT.match(text, end, end + LOOK_BACK)
        said = after_own_words(text, end, letters.named, options) if right is None else end
        if said > end:
            line_end = text.find("\n", said)
            stop = min(said + LOOK_BACK, line_end if line_end >= 0 else len(text))
            right = cues.JUDGED_RIGHT.match(text, said, stop)
        if right is None and len(letters.named) > 1:
            right = cues.BOTH_POSSIBLE.match(text, end, end + LOOK_BACK)
        only = cues.ONLY.search(text[max(0, named.start() - 8) : named.start()])
        if right or only:
            end = right.end() if right else end
            denied = _NOT_THIS.search(text, max(0, named.start() - 14), named.start()) is not None
            unsure = supposed(text, named.start(), end)
            yield Candidate(letters, named.start(), end, "judged", denied, unsure)


def _with_range(text: str, named: re.Match[str]) -> Letters:
    """`A到D都正确` speaks of all four."""
    letters = read_run(named["run"])
    begin = _RANGE.search(text, max(0, named.start() - 6), named.start())
    if begin is None or letters.named[1:] or begin["first"] >= letters.named:
        return letters
    between = range(ord(begin["first"]), ord(letters.named) + 1)
    return Letters("".join(map(chr, between)), contiguous=False)


def _is_word(text: str, named: re.Match[str], options: Options) -> bool:
    """A run like `CT` or `CAD` that names no options, or that an option's own text holds."""
    run = read_run(named["run"])
    ordered = list(run.named) == sorted(set(run.named))
    if run.contiguous and not (ordered and set(run.named) <= set(options.letters)):
        return True
    return in_own_text(text, named.start("run"), options)


def _judge(text: str, letters: Letters, start: int, end: int, rule: str, options: Options) -> Candidate:
    return Candidate(
        letters,
        start,
        end,
        rule,
        denied=denied_before(text, start) or denied_choice(text, end, letters.named, options),
        supposed=supposed(text, start, end),
        example=is_example(text, start, end),
    )


def _after_cue(
    text: str, cue: re.Match[str], pattern: re.Pattern[str], options: Options, rule: str
) -> Candidate | None:
    run = pattern.match(text, cue.end())
    if run is None or _is_prose(text, run) or _begins_walk(text, cue.end(), run):
        return None
    # `答案为A群链球菌`
    follows = len(text) - run.end("run") > 1
    own = option_starting(text, run.start("run"), options) if follows else None
    if own and own.end > run.end("run"):
        return None
    letters, end = without_others(text, run)
    first = run.start("run") + 1
    # `答案是B) X、Y消耗酸`: the letters behind the first are its option's words.
    if len(letters.named) > 1 and after_own_words(text, first, letters.named[0], options) > run.end("run"):
        letters, end = Letters(letters.named[0], contiguous=False), first
    return _judge(text, letters, cue.start(), end, rule, options)


def _is_prose(text: str, run: re.Match[str]) -> bool:
    """English words that look like letters: `the answer is a matter of ...`, `Answer: A patient ...`."""
    letters = run["run"]
    if letters.islower():
        # `It is a` was cut off.
        is_article = letters == "a" and not text[run.end() :].strip() and run.start("run") > LOOK_BACK
        return len(letters) > 1 or is_article or _ANY_PROSE.match(text, run.end()) is not None
    return letters in ("A", "I") and _PROSE.match(text, run.end()) is not None


def _begins_walk(text: str, cue_end: int, run: re.Match[str]) -> bool:
    """`分析各选项:` and on the next lines `A:...`, `B:...`: the options are taken one by one."""
    if _BRACKET_LABEL.match(text, run.start("run") - 1):
        labels = islice(_BRACKET_LABEL.finditer(text, run.start("run") - 1), LABELS)
        named = "".join(label["letter"] for label in labels)
        return named == "".join(chr(ord(named[0]) + step) for step in range(LABELS))
    if "\n" not in text[cue_end : run.start("run")]:
        return False
    if _SEVERAL_AHEAD.search(text, max(0, cue_end - 8), cue_end):
        return True
    following = _NEXT_LABEL.match(text, run.end())
    return following is not None and ord(following["letter"]) == ord(run["run"][-1]) + 1


def _before_cue(text: str, cue: re.Match[str], options: Options) -> Candidate | None:
    nearest = deque(NAMED.finditer(text, max(0, cue.start() - LOOK_BACK), cue.start()), maxlen=1)
    if not nearest:
        return None
    named = nearest[0]
    link = cues.BEFORE_CUE.match(text, named.end(), cue.end() + LOOK_BACK)
    if link is None or link.end() + 1 < cue.start():
        return None
    return _judge(text, read_run(named["run"]), named.start(), link.end(), "strong_cue", options)


def _text_after(
    text: str, cue: re.Match[str], link: re.Pattern[str], options: Options, rule: str
) -> Candidate | None:
    if not options.texts:
        return None
    linked = link.match(text, cue.end())
    start = linked.end() if linked else cue.end()
    option = option_starting(text, start, options)
    if option is None:
        return None
    letters = Letters(option.letter, contiguous=False)
    return _judge(text, letters, cue.start(), option.end, rule, options)
