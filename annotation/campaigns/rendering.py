"""Model outputs as safe HTML: Markdown without raw HTML, links or images, then an allow-list on top.

An output is a stranger's text. Links would lead a rater away (and may name the author), remote images
would tell somebody who reads what; both stay as words. Headings start below the page's own.
"""

import re
from collections.abc import MutableMapping, Sequence
from html import escape
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from annotation.campaigns.blinding import HIDDEN

_TAGS = frozenset(
    (
        *("p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "hr"),
        *("h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
    )
)
_FIRST_HEADING = 4
_HIDDEN_RUN = re.compile(f"{HIDDEN}+")


def _lowered_heading(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    level = min(6, _FIRST_HEADING - 1 + int(tokens[index].tag[1]))
    return f"<{'/' if tokens[index].nesting < 0 else ''}h{level}>"


def _image_in_words(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    return f"[{escape(tokens[index].content)}]"


def _make_parser() -> MarkdownIt:
    # Indented paragraphs are common in model outputs and mean prose there, not code.
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    parser.disable("code")
    for kind in ("heading_open", "heading_close"):
        parser.add_render_rule(kind, _lowered_heading)
    parser.add_render_rule("image", _image_in_words)
    return parser


_PARSER = _make_parser()


def render_markdown(text: str, hidden_label: str = "") -> SafeString:
    """``text`` as HTML that can do nothing; masked stretches become one block that says ``hidden_label``."""
    html = nh3.clean(_PARSER.render(text), tags={*_TAGS}, attributes={}, link_rel=None)
    return mark_safe(_with_blocks(html, hidden_label))  # noqa: S308  nh3 has cleaned it


def render_raw(text: str, hidden_label: str = "") -> SafeString:
    """``text`` letter by letter, for a ``<pre>``."""
    return mark_safe(_with_blocks(escape(text), hidden_label))  # noqa: S308  escaped above


def _with_blocks(html: str, hidden_label: str) -> str:
    return _HIDDEN_RUN.sub(f'<span class="masked">{escape(hidden_label)}</span>', html)
