"""A marked passage keeps its place whatever a page hides; in a changed text it is looked for again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.campaigns.judgements import JudgementError, JudgementRules, Scale
from annotation.campaigns.passages import (
    MAX_LENGTH,
    MAX_PASSAGES,
    SIGN,
    Source,
    Stored,
    digest,
    dimensions_with_passage,
    find_quote,
    locate,
    passage_key,
    read_passages,
    with_plain_breaks,
)

DIMENSIONS = ("correctness", "fluency")
TEXT = "我是文心一言，认为**吸氧𠮷不当**🩺：\n1. 低流量\u0301吸氧；\n2. avoid sedatives & rest"
OUTPUT = Source(TEXT, ((2, 6),))
CASE = Source("## 现病史: 咳嗽20年。")
SOURCES = {"output": OUTPUT, "case": CASE}


def sent(start: int, end: int, source: Source = OUTPUT, **values: object) -> dict[str, object]:
    part = "output" if source is OUTPUT else "case"
    return {
        "dimension": "correctness",
        "part": part,
        "start": start,
        "end": end,
        "text": digest(source.shown),
    } | values


def read(*items: object, kept: tuple[Stored, ...] = ()) -> list[Stored]:
    return read_passages([*items], SOURCES, DIMENSIONS, kept)


def place_of(words: str, source: Source = OUTPUT) -> tuple[int, int]:
    start = source.shown.index(words)
    return start, start + len(words)


def test_a_hidden_name_is_one_sign_whatever_its_length() -> None:
    assert OUTPUT.shown.startswith(f"我是{SIGN}，认为")
    assert Source(TEXT, ((2, 4),)).shown.startswith(f"我是{SIGN}一言")


@pytest.mark.parametrize("words", ["吸氧𠮷不当", "🩺：\n1. 低流量\u0301", "avoid sedatives & rest", "我"])
def test_positions_count_code_points_of_the_source(words: str) -> None:
    passage = read(sent(*place_of(words)))[0]
    assert TEXT[passage["start"] : passage["end"]] == passage["quote"] == words


def test_a_passage_over_a_hidden_name_quotes_the_sign_alone() -> None:
    passage = read(sent(*place_of(f"是{SIGN}，")))[0]
    assert passage["quote"] == f"是{SIGN}，"
    assert TEXT[passage["start"] : passage["end"]] == "是文心一言，"
    assert "文心" not in str(passage)


def test_a_passage_stays_where_it_is_when_more_is_hidden() -> None:
    passage = read(sent(*place_of("avoid sedatives & rest")))[0]
    start = TEXT.index("吸氧")
    more = Source(TEXT, ((2, 6), (start, start + 3)))
    assert locate(passage, more) == place_of("avoid sedatives & rest", more)


def test_a_passage_that_begins_inside_a_name_hidden_later_holds_all_of_it() -> None:
    passage = read(sent(*place_of("氧𠮷不")))[0]
    start = TEXT.index("吸氧")
    more = Source(TEXT, ((2, 6), (start, start + 4)))
    assert [more.shown[slice(*place)] for place in [locate(passage, more)] if place] == [f"{SIGN}当"[:1]]


def test_a_passage_is_found_again_in_a_changed_text() -> None:
    passage = read(sent(*place_of("吸氧𠮷不当")))[0]
    changed = Source("新的开头。" + TEXT, ((7, 11),))
    assert locate(passage, changed) == place_of("吸氧𠮷不当", changed)


def test_a_passage_whose_words_are_gone_is_not_found() -> None:
    passage = read(sent(*place_of("吸氧𠮷不当")))[0]
    assert locate(passage, Source("别的回答。")) is None


def test_of_several_likenesses_the_one_in_its_old_surroundings_is_taken() -> None:
    text = "先吸氧后观察。再吸氧两次。又吸氧。"
    assert find_quote(text, "吸氧", "观察。再", "两次", near=0) == text.index("吸氧两次")
    assert find_quote(text, "吸氧", "丙", "丁") is None
    assert find_quote(text, "吸氧", near=14) == text.rindex("吸氧")


def test_what_a_page_could_not_find_stays_as_it_is_kept() -> None:
    kept = read(sent(*place_of("吸氧𠮷不当")))[0]
    lost = read({"kept": passage_key(kept)}, kept=(kept,))
    assert lost == [kept | {"lost": True}]
    assert read({"kept": passage_key(lost[0])}, kept=tuple(lost)) == lost
    assert dimensions_with_passage(lost) == set()
    assert read({"kept": "unknown"}, kept=(kept,)) == []


def test_a_page_drawn_before_more_was_hidden_is_understood_by_its_quote() -> None:
    old = sent(*place_of("avoid"), text="older", quote="avoid")
    assert read(old)[0]["quote"] == "avoid"


@pytest.mark.parametrize("quote", [None, "我是文心一言"])
def test_words_that_nobody_can_check_are_not_kept(quote: str | None) -> None:
    passage = read(sent(0, 3, text="older", quote=quote))[0]
    assert passage["lost"]
    assert passage["quote"] == ""


def test_the_same_passage_twice_is_one_and_the_order_is_that_of_the_text() -> None:
    items = [sent(8, 10), sent(0, 2, CASE), sent(1, 3), sent(8, 10), sent(8, 10, dimension="fluency")]
    read_twice = [read(*items), read(*reversed(items))]
    assert read_twice[0] == read_twice[1]
    assert [(p["part"], p["dimension"]) for p in read_twice[0]] == [
        ("output", "correctness"),
        ("output", "correctness"),
        ("output", "fluency"),
        ("case", "correctness"),
    ]


@pytest.mark.parametrize(
    "item",
    [
        "no object",
        sent(1, 2, part="reference"),
        sent(1, 2, dimension="harm"),
        sent(2, 2),
        sent(3, 2),
        sent(-1, 2),
        sent(0, len(OUTPUT.shown) + 1),
        sent(0, MAX_LENGTH + 1),
        sent(0, 10**12, text="older"),
        sent(True, 2),
        sent(0, 2) | {"start": "0"},
        sent(0, 2, quote="别的"),
        sent(0, 2, quote=5),
        sent(len(OUTPUT.shown) - 5, len(OUTPUT.shown) - 4),
    ],
)
def test_what_does_not_fit_is_refused(item: object) -> None:
    with pytest.raises(JudgementError, match="evidence"):
        read(item)


def test_there_is_an_end_to_marking() -> None:
    with pytest.raises(JudgementError, match="no more than"):
        read(*[sent(1, 2)] * (MAX_PASSAGES + 1))
    with pytest.raises(JudgementError, match="list"):
        read_passages({"0": sent(1, 2)}, SOURCES, DIMENSIONS)


def test_every_kind_of_line_break_counts_one() -> None:
    assert with_plain_breaks("a\r\nb\rc\n") == "a\nb\nc\n"


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=4))
def test_every_place_on_the_page_has_its_place_in_the_source_and_back(
    text: str, wanted: list[tuple[int, int]]
) -> None:
    spans: list[tuple[int, int]] = []
    for start, length in sorted(wanted):
        if (not spans or start > spans[-1][1]) and start + length <= len(text):
            spans.append((start, start + length))
    source = Source(text, tuple(spans))
    shown = source.shown
    for start in range(len(shown)):
        there = source.to_source(start), source.to_source(start + 1)
        assert (source.to_shown(there[0]), source.to_shown(there[1], is_end=True)) == (start, start + 1)
        assert there in spans or text[there[0] : there[1]] == shown[start]


def test_only_low_levels_need_a_passage() -> None:
    rules = JudgementRules(Scale(1, 5), DIMENSIONS, frozenset(), {"correctness": 2})
    assert rules.without_evidence({"correctness": 2, "fluency": 1}, set()) == ("correctness",)
    assert rules.without_evidence({"correctness": 2}, {"correctness"}) == ()
    assert rules.without_evidence({"correctness": 3}, set()) == ()
    assert rules.without_evidence({"correctness": "na"}, set()) == ()
    assert rules.without_evidence({}, set()) == ()
