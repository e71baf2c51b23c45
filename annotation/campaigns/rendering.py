"""Model outputs as safe HTML: Markdown without raw HTML, links or images, then an allow-list on top.

An output is a stranger's text. Links would lead a rater away (and may name the author), remote images
would tell somebody who reads what; both stay as words. Headings start below the page's own.
"""

import re
from collections.abc import Iterable, MutableMapping, Sequence
from html import escape, unescape
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from annotation.campaigns.anchoring import anchor_html
from annotation.campaigns.blinding import HIDDEN, mask, read_through
from annotation.campaigns.passages import Source

_TAGS = frozenset(
    (
        *("p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "hr"),
        *("h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
    )
)
_FIRST_HEADING = 4
_INLINE_TAGS = frozenset(("strong", "em", "s", "code"))
_TAG_OR_ENTITY = re.compile(r"</?(?P<tag>\w+)[^>]*>|&#?\w+;")
_BLOCK = '<span class="masked">'
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


def render_markdown(
    text: str, hidden_label: str = "", names: Iterable[str] | None = None, source: Source | None = None
) -> SafeString:
    """``text`` as HTML that can do nothing; with ``names``, blinded (see ``blinding``).

    With ``source``, its pieces tell where they stand in what that shows (see ``anchoring``).

    Names are looked for behind Markdown, which decodes entities and joins what marks part. Masked
    stretches become one block that says ``hidden_label``.
    """
    html = nh3.clean(_PARSER.render(text), tags={*_TAGS}, attributes={}, link_rel=None)
    if names is not None:
        html = _blinded(html, names)
    if source is not None:
        html = anchor_html(_HIDDEN_RUN.sub(HIDDEN, html), source.shown_with(HIDDEN))
    return mark_safe(_with_blocks(html, hidden_label))  # noqa: S308  nh3 has cleaned it


def render_raw(text: str, hidden_label: str = "") -> SafeString:
    """``text`` letter by letter, for a ``<pre>``."""
    return mark_safe(_with_blocks(escape(text), hidden_label))  # noqa: S308  escaped above


def has_hidden(html: str) -> bool:
    """Whether something is masked in rendered ``html``."""
    return _BLOCK in html


def _blinded(html: str, names: Iterable[str]) -> str:
    """``html`` with names replaced in its text alone: tags inside a name stay, in balance."""
    html = html.replace(HIDDEN, "\ufffd")
    read = read_through(html, _TAG_OR_ENTITY, _as_read)
    pieces: list[str] = []
    last = 0
    for start, end in mask(read.text, names).spans:
        pieces += (html[last : read.starts[start]], HIDDEN)
        last = read.starts[start]
        for place in range(start, end):
            pieces.append(html[last : read.starts[place]])
            last = max(last, _end_of_text(html, read.starts[place], read.ends[place]))
    return "".join((*pieces, html[last:]))


def _end_of_text(html: str, start: int, end: int) -> int:
    """A tag is read as a line break and stays where it is."""
    return start if html[start] == "<" else end


def _as_read(match: re.Match[str]) -> str:
    if match["tag"]:
        return "" if match["tag"] in _INLINE_TAGS else "\n"
    return unescape(match[0])


def _with_blocks(html: str, hidden_label: str) -> str:
    return _HIDDEN_RUN.sub(f"{_BLOCK}{escape(hidden_label)}</span>", html)
