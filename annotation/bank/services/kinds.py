"""Which kind of import does what. A wing above the bank registers its own kind here."""

from collections.abc import Callable
from typing import Any

from annotation.bank.models import Import
from annotation.bank.services.pipeline import Kind

_KINDS: dict[str, Callable[[Import], Kind[Any]]] = {}


def register(kind: str) -> Callable[[type], type]:
    """Class decorator: the class is made from the import's row, whose options hold what it needs."""

    def add(kind_class: type) -> type:
        _KINDS[kind] = kind_class
        return kind_class

    return add


def kind_of(import_row: Import) -> Kind[Any]:
    return _KINDS[import_row.kind](import_row)
