"""Stages for answers told in an option's own words, where no letter decides."""

from __future__ import annotations

import re
from itertools import islice

from scoring.metrics.extraction import cues, endings, wrong_stages
from scoring.metrics.extraction.blanket import chosen_none, said_none
from scoring.metrics.extraction.chosen_text import denies
from scoring.metrics.extraction.letters import NAMED, Letters, read_run
from scoring.metrics.extraction.listings import enumerates, heads_paragraphs, is_item, joined_texts
from scoring.metrics.extraction.meaning import meanings_of
from scoring.metrics.extraction.negation import called_wrong_after, denied_before, denies_next, supposed
from scoring.metrics.extraction.option_text import (
    Mention,
    Options,
    denied_texts,
    lowered,
    mentions_in,
    option_starting,
    places_undenied,
    repeats_options,
    searched,
    undenied_in,
)
from scoring.metrics.extraction.reading import Reading
from scoring.metrics.extraction.restating import repeats_asked
from scoring.metrics.extraction.statuses import Extraction, Status

LONGEST = 400
MOST = 60
NEARLY = 0.8
WORD = 6
# `阿奇霉素片` for 阿奇霉素.
_KIND = re.compile(r"(?<=[^\s,。]{2})(?:片剂?|胶囊|颗粒|口服液|注射液|治疗|检查|手术|疗法|方案|阳性|损伤)\Z")
_JOINED = re.compile(r"[和与及、或]")
_LABEL = re.compile(r"\(?(?P<letter>[a-h])\)?(?:选项|项)?\s{0,2}[.:、),]?\s{0,3}")


def read_option_text(reading: Reading) -> Extraction | None:
    """The one option that is named by its words and chosen; one only mentioned may still tell of a cut."""
    mentions = undenied_in(reading.text, reading.options)
    if mentions and cues.JSON_LIST.match(reading.text) and not endings.is_closed(reading.text):
        return reading.end_in(Status.TRUNCATED, "cue_on_the_way", mentions[0].start, mentions[-1].end)
    if mentions and not reading.ordered and is_item(reading.text, mentions[-1], reading.options):
        return reading.end_in(Status.TRUNCATED, "cue_on_the_way", mentions[-1].start, mentions[-1].end)
    if reading.seeks_wrong and not (reading.multiple or reading.ordered):
        return wrong_stages.read_wrong_text(reading, mentions)
    if not mentions or (repeats_options(reading.text, reading.options) and not reading.ordered):
        return None
    if not (reading.multiple or reading.ordered):
        mentions = _but_alternatives(reading.text, mentions)
        mentions = [one for one in mentions if not cues.OF_A_LIST.match(reading.text, one.end)]
    if not mentions:
        return None
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
    if others and cues.IF_NEEDED.search(text, first.end, others[0].start):
        return [first]
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


def read_superlative(reading: Reading) -> Extraction | None:
    """`最可能的诊断是输卵管妊娠破裂(选项C)`: one stands behind what was asked for, others elsewhere."""
    if reading.multiple or reading.ordered or reading.seeks_wrong or not reading.options.texts:
        return None
    found = [
        option
        for cue in islice(cues.SUPERLATIVE.finditer(reading.text), MOST)
        if (
            option := option_starting(reading.text, cue.end(), reading.options) or _nearly(reading, cue.end())
        )
        and (
            (cue["what"] or "") in (reading.question or reading.text) or _has_its_letter(reading.text, option)
        )
        and len(joined_texts(reading.text, option.start, reading.options)[0]) < 2
        and not denied_before(reading.text, cue.start())
        and not supposed(reading.text, cue.start(), option.end)
        and cues.FILLED_END.match(reading.text, option.end)
    ]
    if len({option.letter for option in found}) != 1:
        return None
    last = found[-1]
    return reading.decide(Letters(last.letter, contiguous=False), last.start, last.end, "strong_cue_text")


def _has_its_letter(text: str, option: Mention) -> bool:
    """`心房颤动(选项C)`"""
    behind = cues.LETTER_BEHIND.match(text, option.end)
    return behind is not None and behind["letter"] == option.letter


def read_called_superlative(reading: Reading) -> Extraction | None:
    """`细动脉扩张,是最先出现的`: one option is called what the question asks for (`哪一种最先出现`)."""
    if reading.multiple or reading.ordered or reading.seeks_wrong or not reading.options.texts:
        return None
    asked = {found[0] for found in cues.ASKED_MOST.finditer(reading.question)}
    called = [
        found for found in islice(cues.CALLED_MOST.finditer(reading.text), MOST) if found["most"] in asked
    ]
    if any(_is_doubted(reading.text, found) for found in called):
        return None
    subjects = [_subject(reading, found.start()) for found in called]
    # Something that is no option was called so as well.
    if len({option.letter if option else "" for option in subjects}) != 1 or subjects[-1] is None:
        return None
    last = subjects[-1]
    return reading.decide(Letters(last.letter, contiguous=False), last.start, last.end, "judged")


def _is_doubted(text: str, called: re.Match[str]) -> bool:
    """The sentence is supposed, reported or taken back (`有人认为X是最先出现的,其实不是`)."""
    start = max(text.rfind(mark, 0, called.start()) for mark in "。!?\n") + 1
    stop = cues.SENTENCE_END.search(text, called.end())
    sentence = text[start : stop.start() if stop else len(text)]
    return cues.DOUBTED.search(sentence) is not None or denies_next(text, stop.start() if stop else len(text))


def _subject(reading: Reading, end: int) -> Mention | None:
    """The option whose words are the clause that ends at `end`."""
    start = max(reading.text.rfind(mark, 0, end) for mark in "。!?;:,\n") + 1
    words = searched(reading.text[start:end])
    if reading.options.texts.count(words) == 1:
        return Mention(reading.options.letters[reading.options.texts.index(words)], start, end)
    letter = meanings_of(reading.options, reading.question).closest(words, NEARLY)
    own = reading.options.text_of(letter) if letter else ""
    joined = len(_JOINED.findall(words)) > len(_JOINED.findall(own))
    return Mention(letter, start, end) if letter and not joined else None


def _nearly(reading: Reading, start: int) -> Mention | None:
    """An option's words but for a word or two, up to the end of their clause."""
    end = cues.CLAUSE_END.search(reading.text, start)
    stop = end.start() if end else len(reading.text)
    letter = meanings_of(reading.options, reading.question).closest(reading.text[start:stop], NEARLY)
    return Mention(letter, start, stop) if letter else None


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
    """The only option that a whole text names at all, behind words that conclude (`可以看出,B...`)."""
    if reading.seeks_wrong or endings.breaks_off(reading.text):
        return None
    found = undenied_in(reading.text, reading.options)
    if len(found) != 1 or denied_texts(reading.text, reading.options):
        return None
    (only,) = found
    fits = cues.FITS_HERE.match(reading.text, only.end)
    if not (fits or cues.WEIGHS.search(reading.text[max(0, only.start - 16) : only.start])):
        return None
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


def read_sole_english(reading: Reading) -> Extraction | None:
    """`It is inherited in an X-linked recessive manner.`: a short English text names one option only."""
    text = reading.text
    if reading.multiple or reading.ordered or reading.seeks_wrong or len(text) > LONGEST:
        return None
    is_whole = endings.is_closed(text) and not endings.breaks_off(text)
    if not is_whole or cues.ENGLISH.match(text) is None or said_none(text):
        return None
    found = places_undenied(text, reading.options)
    if len({mention.letter for mention in found}) != 1 or denied_texts(text, reading.options):
        return None
    only = found[0]
    in_passing = text.startswith(",", only.end) or supposed(text, only.start, only.end)
    if only.end - only.start < WORD or in_passing or _names_others(text, only.letter, reading.options):
        return None
    return reading.decide(Letters(only.letter, contiguous=False), only.start, only.end, "option_text")


def _names_others(text: str, letter: str, options: Options) -> bool:
    named = {one for run in NAMED.finditer(text) for one in read_run(run["run"]).named}
    return bool(named & set(options.letters) - {letter})


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


def read_exact(reading: Reading) -> Extraction | None:
    """The text or its first line, behind a cue or not, is the words of one option, were they only `是`."""
    end = _first_line_end(reading.text)
    if end > LONGEST or reading.ordered:
        return None
    if end < len(reading.text) and enumerates(reading.text, reading.options.letters):
        return None
    said = cues.SAID.match(reading.text)
    words = searched(reading.text[said.end() if said else 0 : end])
    if reading.options.texts.count(words) != 1:
        words = _KIND.sub("", words) or words
    if reading.options.texts.count(words) != 1:
        return _labelled_words(reading, words, end)
    if len(words) == 1 and words.isalpha() and words.isascii():
        return None
    if heads_paragraphs(reading.text, reading.options):
        return None
    letter = reading.options.letters[reading.options.texts.index(words)]
    return reading.decide(Letters(letter, contiguous=False), 0, end, "exact_text")


def _labelled_words(reading: Reading, words: str, end: int) -> Extraction | None:
    """`B. 不构成犯罪` and nothing else: whatever its words say, they are that option's."""
    label = _LABEL.match(words)
    letter = label["letter"].upper() if label else ""
    if label is None or letter not in reading.options.letters or not reading.options.texts:
        return None
    own, said = reading.options.text_of(letter), searched(words[label.end() :])
    # `c.用浓茶送服(错,茶中...)`
    explained = reading.text.lstrip()[:1].islower() and own and said.startswith((f"{own}(", f"{own},"))
    if said != own and not (explained and called_wrong_after(said, len(own)) == reading.seeks_wrong):
        return None
    return reading.decide(Letters(letter, contiguous=False), 0, end, "bare")


def _first_line_end(text: str) -> int:
    """The end of a first line that a blank line sets apart, or of the text."""
    apart = text.find("\n\n", len(text) - len(text.lstrip()))
    return apart if apart > 0 else len(text)
