"""An output is a stranger's text: it is shown, and can do nothing."""

import re

import pytest

from annotation.campaigns.blinding import HIDDEN
from annotation.campaigns.rendering import render_markdown, render_raw


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "![scan](https://example.org/chatgpt.png)",
        "[source](https://openai.com)",
        "<https://openai.com>",
        '<a href="https://openai.com" style="color:red">x</a>',
        "```html onload=x\n<b>\n```",
    ],
)
def test_nothing_in_an_output_acts_or_loads(text: str) -> None:
    tags = re.findall("<[^>]*>", render_markdown(text))
    assert tags
    assert all(re.fullmatch("</?(p|pre|code|br)>", tag) for tag in tags), tags


def test_an_image_leaves_its_words() -> None:
    assert "[scan]" in render_markdown("![scan](https://example.org/a.png)")


def test_markdown_becomes_structure_below_the_pages_own_headings() -> None:
    html = render_markdown("# 结论\n\n1. 甲\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n**重点**")
    for part in ("<h4>结论</h4>", "<ol>", "<table>", "<strong>重点</strong>"):
        assert part in html


def test_single_line_breaks_and_indented_paragraphs_stay_prose() -> None:
    assert "<br" in render_markdown("第一行\n第二行")
    assert "<code>" not in render_markdown("    缩进的段落")


def test_masked_stretches_are_one_block_of_constant_width() -> None:
    short, long = (render_markdown(f"作为{HIDDEN * n}，", "name hidden") for n in (3, 30))
    assert short == long
    assert '<span class="masked">name hidden</span>' in short


def test_raw_text_is_letter_by_letter() -> None:
    assert render_raw("**a** <b>") == "**a** &lt;b&gt;"
    assert "masked" in render_raw(HIDDEN, "hidden")
