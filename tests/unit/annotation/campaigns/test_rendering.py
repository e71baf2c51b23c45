"""An output is a stranger's text: it is shown, and can do nothing."""

import re

import pytest

from annotation.campaigns.blinding import HIDDEN
from annotation.campaigns.rendering import has_hidden, render_markdown, render_raw


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


@pytest.mark.parametrize(
    "text",
    [
        "&#71;PT-4 says",
        "**G**PT-4 says",
        "G\u200bPT-4 says",
        "[GP](https://example.org)T-4 says",
        "`G`*P*T-4 says",
        "G&#8203;PT-4 says",
        "&amp;#71;PT-4 says",
        "| a |\n|---|\n| GPT-4 |\n\nsays",
        "# **GPT**-4\n\nsays",
    ],
)
def test_a_name_is_hidden_as_it_will_be_read(text: str) -> None:
    html = render_markdown(text, "name hidden", [])
    assert html.count('<span class="masked">name hidden</span>') == 1
    assert "says" in html
    assert "PT" not in html


def test_tags_inside_a_hidden_name_stay_in_balance() -> None:
    html = render_markdown("**G**PT-4 says *R & D* <b>", "x", [])
    assert html == '<p><strong><span class="masked">x</span></strong> says <em>R &amp; D</em> &lt;b&gt;</p>\n'


def test_the_mark_of_a_hidden_letter_cannot_come_from_an_output() -> None:
    assert not has_hidden(render_markdown(f"a{HIDDEN}b &#xE000;", "x", []))


def test_raw_text_is_letter_by_letter() -> None:
    assert render_raw("**a** <b>") == "**a** &lt;b&gt;"
    assert "masked" in render_raw(HIDDEN, "hidden")
