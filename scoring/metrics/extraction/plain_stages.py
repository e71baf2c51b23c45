"""Stages for texts that announce no answer: lists, single letters, judgements, an option's own words."""

from __future__ import annotations

import re
from collections import deque

from scoring.metrics.extraction import cues, endings
from scoring.metrics.extraction.blanket import all_letter, chosen_none, said_none
from scoring.metrics.extraction.candidates import Candidate, judged_candidates
from scoring.metrics.extraction.chosen_text import denies
from scoring.metrics.extraction.elimination import denied_groups
from scoring.metrics.extraction.letters import Letters, read_run
from scoring.metrics.extraction.listings import enumerates, heads_paragraphs, is_item, joined_texts
from scoring.metrics.extraction.negation import (
    called_wrong_after,
    denied_after,
    denied_before,
    offers_alternative,
    supposed,
)
from scoring.metrics.extraction.option_text import (
    Mention,
    denied_choice,
    denied_texts,
    lowered,
    mentions_in,
    places_undenied,
    repeats_options,
    searched,
    undenied_in,
)
from scoring.metrics.extraction.reading import LIST, Reading
from scoring.metrics.extraction.restating import repeats_asked
from scoring.metrics.extraction.statuses import Extraction, Status

LONGEST = 400
_LABEL = re.compile(r"\(?(?P<letter>[a-h])\)?(?:选项|项)?\s{0,2}[.:、),]?\s{0,3}")


def read_leading(reading: Reading) -> Extraction | None:
    lead = cues.LEADING.match(reading.text)
    if lead is None or denied_choice(reading.text, lead.end("run"), lead["run"], reading.options):
        return None
    if cues.JSON_KEY.match(reading.text, lead.end("run")):
        return None
    alone = lead["after"].endswith("\n") or lead.end() == len(reading.text)
    letters = read_run(lead["run"])
    if reading.ordered and not alone and sorted(letters.named) == sorted(reading.options.letters):
        return reading.decide(letters, *lead.span("run"), "leading_letter")
    several = len(letters.named) > 1 and not (reading.multiple and lead["after"].strip() in (".", "。"))
    if not alone and (several or enumerates(reading.text, reading.options.letters)):
        return None
    bracketed = reading.text.startswith("(", lead.end())
    if (
        not (alone or bracketed)
        and lead["after"].strip(" \t、") == ""
        and not _own_text_follows(reading, letters.named, lead.end())
    ):
        return None
    if _begins_a_walk(reading, lead, letters.named) or _begins_several(reading, lead, letters.named):
        return reading.end_in(Status.TRUNCATED, "cue_on_the_way", *lead.span("run"))
    return reading.decide(letters, *lead.span("run"), "leading_letter")


def _begins_a_walk(reading: Reading, lead: re.Match[str], letter: str) -> bool:
    """`A:分辨力高,而且`: the first option is discussed, not chosen, when the text is cut."""
    if letter != reading.options.letters[:1] or lead["after"].strip() not in (":", "、"):
        return False
    if reading.text[lead.end("run") :].startswith(("项", "选项")) and not endings.is_closed(reading.text):
        return True
    follows = _own_text_follows(reading, letter, lead.end() + _blank(reading.text, lead.end()))
    return not follows and endings.breaks_off(reading.text)


def _begins_several(reading: Reading, lead: re.Match[str], letter: str) -> bool:
    """`A: 分辨力高` without an end, where more letters may follow."""
    if not reading.multiple or lead["after"].strip() != ":" or endings.is_closed(reading.text):
        return False
    words = searched(reading.text[lead.end() :])
    return bool(words) and words != reading.options.text_of(letter)


def _blank(text: str, at: int) -> int:
    return len(text[at : at + 4]) - len(text[at : at + 4].lstrip())


def _own_text_follows(reading: Reading, letter: str, start: int) -> bool:
    wanted = reading.options.text_of(letter)
    return bool(wanted) and reading.text.lower().startswith(wanted[:4], start)


def read_called_wrong(reading: Reading) -> Extraction | None:
    """Asked for the wrong option, to call one wrong chooses it, and to call all others right does as well."""
    if not reading.seeks_wrong or reading.ordered:
        return None
    if exception := read_exception(reading):
        return exception
    denied = [
        one
        for one in denied_groups(reading.text, reading.options)
        if set(one[0]) <= set(reading.options.letters)
    ] or _texts_called_wrong(reading)
    concluded = [one for one in denied if cues.CONCLUDING.search(reading.text[max(0, one[1] - 20) : one[1]])]
    denied = concluded[-1:] or denied
    named = "".join(letters for letters, _, _ in denied)
    if not named:
        right = {x for found in judged_candidates(reading.text, reading.options) for x in found.letters.named}
        left = [letter for letter in reading.options.letters if letter not in right]
        if len(left) != 1 or endings.breaks_off(reading.text):
            return None
        return reading.decide(Letters(left[0], contiguous=False), 0, len(reading.text), "eliminated")
    return reading.decide(Letters(named, contiguous=False), denied[-1][1], denied[-1][2], "judged")


def _texts_called_wrong(reading: Reading) -> list[tuple[str, int, int]]:
    """`初乳量大是错误的`: an option's own words, and the judgement right behind them."""
    named = denied_texts(reading.text, reading.options)
    return [(m.letter, m.start, m.end) for m in named if called_wrong_after(reading.text, m.end)]


def read_summed_up(reading: Reading) -> Extraction | None:
    """`综上所述,选项B是正确的`: a judgement that sums up outweighs what was chosen on the way."""
    if reading.multiple or reading.ordered or reading.seeks_wrong:
        return None
    last = deque(cues.SUMMED_UP.finditer(reading.text), maxlen=1)
    return reading.decide(read_run(last[0]["run"]), *last[0].span(), "judged") if last else None


def read_judged(reading: Reading) -> Extraction | None:
    if reading.ordered:
        return None
    judged = [*judged_candidates(reading.text, reading.options)]
    right = [found for found in judged if found.meant]
    if not right:
        return None
    if exception := _only_wrong(reading, judged):
        return exception
    concluded = [found for found in right if _concludes(reading.text, found)]
    if len({found.letters.named for found in concluded}) > 1 and endings.breaks_off(reading.text):
        # A walk that called several right, one after the other, and was cut.
        return reading.end_in(Status.TRUNCATED, "cue_on_the_way", concluded[-1].start, concluded[-1].end)
    last = (concluded or right)[-1]
    is_last_word = concluded and (not reading.multiple or len(last.letters.named) > 1)
    named = last.letters.named if is_last_word else "".join(found.letters.named for found in right)
    blanket = all_letter(reading.options)
    if blanket and not reading.multiple and set(named) == set(reading.options.letters) - {blanket}:
        named = blanket
    return reading.decide(Letters(named, contiguous=False), last.start, last.end, "judged")


def _only_wrong(reading: Reading, judged: list[Candidate]) -> Extraction | None:
    """All options but one are called right: one answer is asked for, so it was the wrong one."""
    right = {letter for found in judged if found.meant for letter in found.letters.named}
    wrong = [found for found in judged if found.denied]
    named = {letter for found in wrong for letter in found.letters.named}
    rest = set(reading.options.letters) - named
    if reading.multiple or len(named) != 1 or len(rest) < LIST or right != rest:
        return None
    return reading.decide(Letters(named.pop(), contiguous=False), wrong[0].start, wrong[0].end, "judged")


def _concludes(text: str, found: Candidate) -> bool:
    """A judgement behind `因此` or `只有`, or one that weighs the options (`B更合适`)."""
    before = text[max(0, found.start - 20) : found.start]
    return bool(
        cues.CONCLUDING.search(before)
        or cues.ONLY.search(before)
        or cues.WEIGHED.search(text, found.start, found.end)
    )


def read_option_text(reading: Reading) -> Extraction | None:
    """The one option that is named by its words and chosen; one only mentioned may still tell of a cut."""
    mentions = undenied_in(reading.text, reading.options)
    if mentions and not reading.ordered and is_item(reading.text, mentions[-1], reading.options):
        return reading.end_in(Status.TRUNCATED, "cue_on_the_way", mentions[-1].start, mentions[-1].end)
    if not mentions or (repeats_options(reading.text, reading.options) and not reading.ordered):
        return None
    # To tell what is right answers no question for what is wrong.
    if reading.seeks_wrong and not cues.CALLS_WRONG.search(reading.text):
        return None
    if not (reading.multiple or reading.ordered):
        mentions = _but_alternatives(reading.text, mentions)
    named = "".join(mention.letter for mention in mentions)
    if reading.ordered and len(named) < len(reading.options.letters):
        return None
    found = reading.decide(
        Letters(named, contiguous=False), mentions[0].start, mentions[-1].end, "option_text"
    )
    chosen = reading.ordered or any(mention.chosen for mention in mentions)
    return found if chosen or (found and found.answer is None) else None


def _but_alternatives(text: str, mentions: list[Mention]) -> list[Mention]:
    """`一般是X,但也可以是Y`: what is named as rarer is no second answer."""
    first, *others = sorted(mentions, key=lambda mention: mention.start)
    usual = cues.USUALLY.search(text[max(0, first.start - 12) : first.start])
    if usual is None or not others or not cues.RARER.search(text, first.end, others[0].start):
        return mentions
    return [first]


def read_first_sentence(reading: Reading) -> Extraction | None:
    """`最常见的病因是乳头状瘤。`: the question's words, then one option's to the full stop."""
    if reading.multiple or reading.ordered or not reading.options.texts:
        return None
    sentence = cues.FIRST_SENTENCE.match(reading.text) or cues.FIRST_CLAUSE.match(reading.text)
    if sentence is None or cues.ABOUT_THE_QUESTION.search(sentence["said"]):
        return None
    if heads_paragraphs(reading.text, reading.options):
        return None
    if reading.seeks_wrong and not cues.CALLS_WRONG.search(sentence["said"]):
        return None
    named = mentions_in(sentence["said"], reading.options)
    first = min(named, key=lambda mention: mention.start, default=None)
    if first is None:
        return None
    before, after = sentence["said"][: first.start], sentence["said"][first.end :]
    if supposed(reading.text, sentence.start("said") + first.start, sentence.start("said") + first.end):
        return None
    # `首选X,其次Y` names its answer first.
    is_stem = cues.STEM.search(before) is not None and after[:1] in ("", ",", ";")
    if is_stem and len(joined_texts(sentence["said"], first.start, reading.options)[0]) > 1:
        return None
    if not is_stem and (sentence.re is cues.FIRST_CLAUSE or len(named) != 1 or after.strip(' "”’)')):
        return None
    offset = sentence.start("said")
    letters = Letters(first.letter, contiguous=False)
    rule = "strong_cue_text" if is_stem else "copula"
    return reading.decide(letters, offset + first.start, offset + first.end, rule)


def read_best(reading: Reading) -> Extraction | None:
    """`左归丸滋阴补肾,最适合此证`: the one option that its sentence calls the best."""
    if reading.multiple or reading.ordered or reading.seeks_wrong:
        return None
    named = places_undenied(reading.text, reading.options)
    best = [
        mention
        for mention in named
        if (found := cues.BEST.match(reading.text, mention.end))
        and not any(mention.end <= x.start < found.end() for x in named)
    ]
    if len({mention.letter for mention in best}) != 1:
        return None
    return reading.decide(Letters(best[0].letter, contiguous=False), best[0].start, best[0].end, "judged")


def read_sole_option(reading: Reading) -> Extraction | None:
    """The only option that a whole text names at all, where it weighs what fits."""
    if reading.seeks_wrong or cues.WEIGHS.search(reading.text) is None or endings.breaks_off(reading.text):
        return None
    found = undenied_in(reading.text, reading.options)
    if len(found) != 1 or denied_texts(reading.text, reading.options):
        return None
    (only,) = found
    return reading.decide(Letters(only.letter, contiguous=False), only.start, only.end, "option_text")


def read_only_option(reading: Reading) -> Extraction | None:
    """One option's text ends the first sentence, and no other stands anywhere.

    It comes again, or the sentence says again what was asked.
    """
    if reading.multiple or reading.ordered or reading.seeks_wrong or endings.breaks_off(reading.text):
        return None
    sentence = cues.FIRST_SENTENCE.match(reading.text)
    found = undenied_in(reading.text, reading.options) if sentence else []
    if sentence is None or len(found) != 1 or cues.ABOUT_THE_QUESTION.search(sentence["said"]):
        return None
    words = reading.options.text_of(found[0].letter)
    said, offset = lowered(sentence["said"]), sentence.start("said")
    again = lowered(reading.text).count(words) > 1 or repeats_asked(sentence["said"], reading.question)
    if not said.endswith(words) or not again:
        return None
    if denied_texts(reading.text, reading.options) or denies(said[: -len(words)]):
        return None
    start = offset + len(said) - len(words)
    return reading.decide(
        Letters(found[0].letter, contiguous=False), start, offset + len(said), "option_text"
    )


def read_subject(reading: Reading) -> Extraction | None:
    """`A抑制胃酸分泌的作用最强。` is all the text says: a letter is what the superlative is said of."""
    found = None if reading.multiple or reading.ordered else cues.SUBJECT.fullmatch(reading.text)
    if found is None or denied_after(reading.text, found.end("run")):
        return None
    return reading.decide(read_run(found["run"]), *found.span("run"), "copula")


def read_copula(reading: Reading) -> Extraction | None:
    """`首选的措施是D,...` names its option in passing; only when no other is named like this."""
    found = [
        x
        for x in cues.COPULA.finditer(reading.text)
        if not denied_before(reading.text, x.start() - reading.text.endswith("认", 0, x.start()))
        and not cues.IN_TURN.search(reading.text[max(0, x.start() - 4) : x.start()])
    ]
    named = dict.fromkeys(x["run"] for x in found)
    if reading.ordered or not found:
        return None
    if len(named) > 1 and not offers_alternative(reading.text, found[-1].start()):
        return None
    return reading.decide(Letters("".join(named), contiguous=False), *found[-1].span(), "copula")


def read_none_right(reading: Reading) -> Extraction | None:
    """`以上都不正确`: the option that says so, where there is one."""
    found = said_none(reading.text)
    if found is None or reading.ordered:
        return None
    in_words = read_option_text(reading)
    if in_words is not None and in_words.status is Status.OK:
        return None
    letter = chosen_none(reading.text, reading.options)
    if letter is None:
        return reading.end_in(Status.UNPARSED, "none_right", *found.span())
    return reading.decide(Letters(letter, contiguous=False), *found.span(), "none_in_words")


def read_exception(reading: Reading) -> Extraction | None:
    """`不正确的是B` answers a question that asks for the wrong option, when nothing else is said."""
    last = deque(cues.EXCEPTION.finditer(reading.text), maxlen=1)
    return reading.decide(read_run(last[0]["run"]), *last[0].span(), "exception_cue") if last else None


def read_exact(reading: Reading) -> Extraction | None:
    """The text or its first line, behind a cue or not, is the words of one option, were they only `是`."""
    end = _first_line_end(reading.text)
    if end > LONGEST or reading.ordered:
        return None
    if end < len(reading.text) and enumerates(reading.text, reading.options.letters):
        return None
    said = cues.SAID.match(reading.text)
    words = searched(reading.text[said.end() if said else 0 : end])
    same = [x for x, own in zip(reading.options.letters, reading.options.texts, strict=False) if own == words]
    if len(same) != 1:
        return _labelled_words(reading, words, end)
    if len(words) == 1 and words.isalpha() and words.isascii():
        return None
    if heads_paragraphs(reading.text, reading.options):
        return None
    return reading.decide(Letters(same[0], contiguous=False), 0, end, "exact_text")


def _labelled_words(reading: Reading, words: str, end: int) -> Extraction | None:
    """`B. 不构成犯罪` and nothing else: whatever its words say, they are that option's."""
    label = _LABEL.match(words)
    letter = label["letter"].upper() if label else ""
    if label is None or letter not in reading.options.letters or not reading.options.texts:
        return None
    if searched(words[label.end() :]) != reading.options.text_of(letter):
        return None
    return reading.decide(Letters(letter, contiguous=False), 0, end, "bare")


def _first_line_end(text: str) -> int:
    """The end of a first line that a blank line sets apart, or of the text."""
    apart = text.find("\n\n", len(text) - len(text.lstrip()))
    return apart if apart > 0 else len(text)
