"""The Chinese catalogue is complete, true to its sources, and compiled; gettext is not needed to know."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.unit.catalogue_sources import ROOT, interface_texts, template_files, unmarked_texts

LOCALE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES"
REFRESH = "run `make messages`, translate what is new, and run it again"
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd%]|{\w*}|</?\w+")


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    return interface_texts()


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    with (LOCALE / "django.po").open("rb") as file:
        return read_po(file, locale="zh_Hans")


def keyed(catalog: Catalog) -> dict[tuple[str | None, str], Message]:
    """Messages by context and singular, without the header."""
    return {(context_of(message), singular(message)): message for message in catalog if message.id}


def context_of(message: Message) -> str | None:
    """Babel reads contexts of compiled catalogues as bytes."""
    context: str | bytes | None = message.context
    return context.decode() if isinstance(context, bytes) else context


def singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def wordings(message: Message) -> list[str]:
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return [string or "" for string in strings]


def placeholders(text: str) -> list[str]:
    return sorted(set(_PLACEHOLDER.findall(text)))


def test_some_texts_are_found(wanted: Catalog) -> None:
    texts = keyed(wanted)
    assert len(texts) > 300
    assert any(isinstance(message.id, tuple) for message in texts.values())


def test_every_text_of_the_interface_is_in_the_catalogue(wanted: Catalog, chinese: Catalog) -> None:
    known = keyed(chinese)
    missing = [
        f"{message.locations[0][0]}: {singular(message)!r}"
        for key, message in keyed(wanted).items()
        if key not in known or isinstance(known[key].id, str) != isinstance(message.id, str)
    ]
    assert not missing, REFRESH


def test_the_catalogue_holds_nothing_else(wanted: Catalog, chinese: Catalog) -> None:
    assert not sorted(key[1] for key in keyed(chinese).keys() - keyed(wanted).keys()), REFRESH
    assert not chinese.obsolete, REFRESH


def test_every_text_is_translated_for_good(chinese: Catalog) -> None:
    assert not [singular(m) for m in keyed(chinese).values() if m.fuzzy or not all(wordings(m))]


def test_placeholders_and_tags_survive_translation(chinese: Catalog) -> None:
    for message in keyed(chinese).values():
        # Chinese has one form; it takes the place of the plural, which always names the number.
        source = message.id if isinstance(message.id, str) else message.id[-1]
        for wording in wordings(message):
            assert placeholders(wording) == placeholders(source), source


def test_the_compiled_catalogue_says_the_same(chinese: Catalog) -> None:
    with (LOCALE / "django.mo").open("rb") as file:
        compiled = read_mo(file)
    said = {key: wordings(message) for key, message in keyed(compiled).items()}
    assert said == {key: wordings(message) for key, message in keyed(chinese).items()}, REFRESH


@pytest.mark.parametrize("template", template_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_shows_words_that_nobody_can_translate(template: Path) -> None:
    assert not list(unmarked_texts(template.read_text(encoding="utf-8")))


def test_unmarked_words_are_noticed() -> None:
    template = '<p title="Close">{% translate "Open" %} {{ name }} <b>{# note #}Save it</b></p>'
    assert list(unmarked_texts(template)) == ["Close", "Save it"]
