"""What the interface says, collected from the sources without gettext."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("annotation", "scoring", "climed_eval")
# As in Django's own call of xgettext.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def python_files() -> list[Path]:
    return [path for name in SOURCES for path in sorted((ROOT / name).rglob("*.py"))]


def template_files() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())


def as_python(template: str) -> str:
    """A template's texts as calls of gettext; left-aligned, since indentation means something to Python."""
    return "\n".join(line.strip() for line in templatize(template).splitlines())


def interface_texts() -> Catalog:
    """Every text that a template or a module asks gettext for."""
    catalog = Catalog()
    for path in [*python_files(), *template_files()]:
        text = path.read_text(encoding="utf-8")
        source = text if path.suffix == ".py" else as_python(text)
        where = str(path.relative_to(ROOT))
        for line, message, _, context in extract("python", BytesIO(source.encode()), KEYWORDS):
            catalog.add(message, locations=[(where, line)], context=context)
    return catalog


# --- Text that nobody marked ----------------------------------------------------------------------------

SHOWN_ATTRIBUTES = ("title", "alt", "aria-label", "aria-description", "placeholder", "label")
UNSHOWN_TAGS = ("script", "style", "code", "kbd", "pre")
_TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
_COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}", re.DOTALL)
_CLASS_BLOCK = re.compile(r"{%\s*block \w+_class\s*%}.*?{%\s*endblock\s*%}", re.DOTALL)
_TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
# The same in every language.
_NAME = re.compile(r"CliMed Eval|English|ICC\(2,[1k]\)|CSV|LaTeX|Markdown|JSON")
_WORD = re.compile(r"[A-Za-z]{2,}")


class _ShownText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in UNSHOWN_TAGS
        self.found += [value for name, value in attrs if name in SHOWN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in UNSHOWN_TAGS

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.found.append(data)


def unmarked_texts(template: str) -> Iterator[str]:
    """Words that a template shows without asking gettext."""
    plain = template
    for unshown in (_COMMENT, _TRANSLATED, _CLASS_BLOCK, _TAG):
        plain = unshown.sub("", plain)
    parser = _ShownText()
    parser.feed(plain)
    parser.close()
    for text in parser.found:
        if _WORD.search(_NAME.sub("", text)):
            yield " ".join(text.split())
