"""Rendered text tells where it stands in its source."""

import re
import time
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.campaigns.anchoring import anchor_html
from annotation.campaigns.blinding import HIDDEN
from annotation.campaigns.passages import SIGN, Source
from annotation.campaigns.rendering import render_markdown, render_raw

SPAN = re.compile(r'<span data-at="(\d+)">(.*?)</span>', re.DOTALL)
MASKED = re.compile(r'<span class="masked">[^<]*</span>')


def anchors(text: str, spans: tuple[tuple[int, int], ...] = ()) -> list[tuple[int, str]]:
    """Every anchored piece of the rendered text, as read."""
    html = MASKED.sub(SIGN, render_markdown(text, "hidden", (), Source(text, spans)))
    return [(int(at), unescape(piece)) for at, piece in SPAN.findall(html)]


def read_there(text: str, at: int, piece: str) -> str:
    """What the source holds there, entities decoded as the renderer does."""
    return unescape(text[at : at + len(piece) + 40])[: len(piece)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("高浓度**吸氧**不当", ["高浓度", "吸氧", "不当"]),
        ("1. 应吸氧；\n2. 𠮷 rest 🩺\n", ["应吸氧；", "𠮷 rest 🩺"]),
        ("| 药 | 用法 |\n|---|---|\n| 茶碱 | 口服 |", ["药", "用法", "茶碱", "口服"]),
        ("> 引文\n> 第二行", ["引文", "第二行"]),
        ("# 题\n\n正文  \n下一行", ["题", "正文", "下一行"]),
        ("[茶碱](https://example.org/茶碱?茶碱)和茶碱", ["茶碱", "和茶碱"]),
        ("`code` 和\n\n    缩进", ["code", "和", "缩进"]),
        ("e\u0301 é 한글", ["e\u0301 é 한글"]),
    ],
)
def test_text_is_found_behind_its_markup(text: str, pieces: list[str]) -> None:
    found = anchors(text)
    assert [piece for _, piece in found] == pieces
    for at, piece in found:
        assert text[at : at + len(piece)] == piece


def test_after_a_link_comes_what_stands_after_it() -> None:
    text = "[茶碱](https://example.org/茶碱)和茶碱"
    assert anchors(text)[1] == (text.rindex("和"), "和茶碱")


def test_escapes_and_entities_are_stepped_over() -> None:
    text = r"A &amp; B \*不当\* &lt; C"
    for at, piece in anchors(text):
        assert read_there(text, at, piece) == piece
    assert "".join(piece for _, piece in anchors(text)) == "A & B *不当* < C"


def test_a_hidden_name_is_one_sign() -> None:
    text = "我是文心一言，认为可以。"
    html = render_markdown(text, "name hidden", (), Source(text, ((2, 6),)))
    assert html == (
        '<p><span data-at="0">我是<span class="masked">name hidden</span>，认为可以。</span></p>\n'
    )
    assert "文心" not in html


def test_the_raw_view_counts_in_the_same_text() -> None:
    source = Source("我是文心一言，\n**可以**。", ((2, 6),))
    raw = render_raw(source.shown_with(HIDDEN), "name hidden")
    assert unescape(MASKED.sub(SIGN, raw)) == source.shown


def test_what_the_renderer_made_itself_has_no_place() -> None:
    assert anchor_html("<p>①药</p>", "药") == '<p>①<span data-at="0">药</span></p>'


def test_a_thousand_equal_lines_keep_their_order() -> None:
    text = "\n".join(f"{number}. 吸氧" for number in range(1, 1001))
    places = [at for at, _ in anchors(text)]
    assert len(places) == 1000
    assert places == sorted(set(places))


@given(st.text(alphabet="药a 1*_`[]()&#;<>\\\n|-.!𠮷\u0301", max_size=80))
def test_an_anchor_never_points_at_other_text(text: str) -> None:
    places = []
    for at, piece in anchors(text):
        assert read_there(text, at, piece) == piece
        places.append(at)
    assert places == sorted(places)


@given(st.text(alphabet="药a <>&*\n", max_size=80))
def test_nothing_of_the_text_is_lost_or_added(text: str) -> None:
    plain = render_markdown(text, "", ())
    anchored = render_markdown(text, "", (), Source(text))
    assert SPAN.sub(r"\2", anchored) == plain


@pytest.mark.parametrize(
    ("html", "source"),
    [
        ("甲乙" * 50_000, "丙丁" * 50_000),
        ("a b" * 30_000, "b a" * 30_000),
        ("[a](b)" * 20_000, "[a" * 60_000),
    ],
)
def test_text_that_is_found_nowhere_takes_little_time(html: str, source: str) -> None:
    """Some tenths of a second; a reader that looks through the whole source each time needs minutes."""
    started = time.process_time()
    anchor_html(html, source)
    assert time.process_time() - started < 10
