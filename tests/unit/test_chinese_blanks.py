"""No blank follows a Chinese full stop, colon or comma: where English has one, it belongs to the text.

Every template is read in Chinese, each way through its branches, with what it includes.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import Engine
from django.template.base import Node, TextNode, VariableNode
from django.template.defaulttags import FirstOfNode, ForNode, IfNode
from django.template.loader_tags import IncludeNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.translation import gettext, ngettext, override, pgettext

from tests.unit.catalogue_sources import ROOT, template_files

STOPS = "。：；，、！？"
INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|cite|code|em|kbd|label|mark|q|small|span|strong|sub|sup|time)\b[^>]*>"
)
WORD = "x"  # in place of what only a request can tell
SEAM = "\0"  # in place of a tag that begins or ends something on a line of its own
BLANK = re.compile(rf"[^{SEAM}]*[{STOPS}]\s+[^\s<{SEAM}].{{0,20}}")
OPEN_END = re.compile(rf"(?:[^{SEAM}\s]*[{STOPS}]\s*)?(?:<[^>]*)?$")


class Reader:
    """Goes on from every end that the text may have so far; an end is what matters of it."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def read(self, nodes: Any, ends: set[str]) -> set[str]:
        for node in nodes or ():
            ends = self._node(node, ends)
        return ends

    def _node(self, node: Node, ends: set[str]) -> set[str]:
        match node:
            case IfNode():
                ways = [self.read(nodes, ends) for _, nodes in node.conditions_nodelists]
                is_whole = any(condition is None for condition, _ in node.conditions_nodelists)
                return set().union(*ways, set() if is_whole else ends)
            case ForNode():
                once = self.read(node.nodelist_loop, ends)
                again = self.read(node.nodelist_loop, once)
                return ends | once | again | self.read(node.nodelist_empty, ends)
            case IncludeNode() if isinstance(name := node.template.var, str):
                return self.read(compiled(name), ends)
            case _ if (text := text_of(node)) is not None:
                return {self._after(end, text) for end in ends}
        for name in node.child_nodelists:
            ends = self.read(getattr(node, name, None), ends)
        return ends

    def _after(self, end: str, text: str) -> str:
        text = re.sub(r"<[^>]*>", SEAM, INLINE.sub("", end + text))
        self.found |= {" ".join(blank.split()) for blank in BLANK.findall(text)}
        rest = OPEN_END.search(text)
        return rest[0] if rest else ""


def text_of(node: Node) -> str | None:
    """What one node says in the language that is active; ``None`` when it says nothing of its own."""
    match node:
        case TextNode():
            return node.s
        case TranslateNode(asvar=None) if said := node.filter_expression.var.literal:
            said = said.replace("%", "%%")
            return pgettext(node.message_context.var, said) if node.message_context else gettext(said)
        case BlockTranslateNode(asvar=None):
            one, many = (node.render_token_list(tokens)[0] for tokens in (node.singular, node.plural))
            return ngettext(one, many, 2) if many else gettext(one)
        case TranslateNode(asvar=None) | VariableNode() | FirstOfNode(asvar=None) | IncludeNode():
            return WORD
    return None


def compiled(name: str) -> Any:
    return Engine.get_default().get_template(name).nodelist


def blanks_in(nodes: Any) -> Iterator[str]:
    reader = Reader()
    with override("zh-hans"):
        reader.read(nodes, {""})
    yield from sorted(reader.found)


@pytest.mark.parametrize("template", template_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_blank_follows_a_chinese_stop(template: Path) -> None:
    assert not [*blanks_in(compiled(str(template.relative_to(ROOT / "templates"))))]


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('<p>{% translate "This field is required." %} <a href="{{ url }}">{{ name }}</a></p>', True),
        ("<p>好。{% if one %} {{ two }}{% endif %}</p>", True),
        ("<p>{% for one in all %}{{ one }}， {% endfor %}</p>", True),
        ("<p>{% if one %}好。{% else %}{{ one }}{% endif %} <b>{{ two }}</b></p>", True),
        ('<p>好。</p> <p title="{{ one }}">{{ two }}</p>', False),
        ("<p>{% if one %}好。 {% else %}{{ one }}{% endif %}</p>", False),
        ("<p>{{ one }}。{{ two }}</p>", False),
    ],
)
def test_blanks_are_noticed(template: str, found: bool) -> None:
    nodes = Engine.get_default().from_string("{% load i18n %}" + template).nodelist
    assert bool([*blanks_in(nodes)]) == found
