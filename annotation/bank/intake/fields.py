"""Checks that the validators of every kind share: take a field out of a row, or note what is wrong."""

import re
from typing import Any

from annotation.bank.intake.lines import DEPTH_LIMIT, nests_too_deep, parse_json, unstorable
from annotation.bank.intake.problems import Problem

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class Fields:
    """The fields of one row, taken out one by one; ``rest`` is what nobody asked for."""

    def __init__(self, line: int, fields: dict[str, Any]) -> None:
        self.line = line
        self.rest = dict(fields)
        self.problems: list[Problem] = []

    def bad(self, field: str, code: str, **params: Any) -> None:
        self.problems.append(Problem(self.line, code, field, params))

    def is_bad(self, field: str) -> bool:
        return any(problem.field == field for problem in self.problems)

    def take(self, name: str) -> Any:
        return self.rest.pop(name, None)

    def key(self, name: str, limit: int, default: str | None = None) -> str:
        """A name or an id: one line, without blanks around it; a number is read as it is written."""
        value = self.take(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is None or value == "":
            if default is None:
                self.bad(name, "missing")
            return default or ""
        if not isinstance(value, str):
            self.bad(name, "not_text", kind=type(value).__name__)
            return ""
        value = value.strip()
        if not value:
            self.bad(name, "missing")
        elif len(value) > limit:
            self.bad(name, "too_long", limit=limit)
        elif _CONTROL.search(value):
            self.bad(name, "control_character")
        return value

    def text(self, name: str) -> str:
        """Prose, possibly empty."""
        value = self.take(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.bad(name, "not_text", kind=type(value).__name__)
            return ""
        return value

    def structure(self, name: str, kind: type) -> Any:
        """A list or an object; in a table it is a JSON cell. None when absent or empty."""
        value = self.take(name)
        if isinstance(value, str) and (value.strip()[:1] in ("[", "{") or value.strip() == "null"):
            try:
                value = parse_json(value)
            except ValueError:
                self.bad(name, "not_json_cell")
                return None
            except RecursionError:
                self.bad(name, "too_deep", limit=DEPTH_LIMIT)
                return None
            if nests_too_deep(value):
                self.bad(name, "too_deep", limit=DEPTH_LIMIT)
                return None
            if code := unstorable(value):
                self.bad(name, code)
                return None
        if value is None or value == "" or value == kind():
            return None
        if not isinstance(value, kind):
            self.bad(name, "not_an_object" if kind is dict else "not_a_list", kind=type(value).__name__)
            return None
        return value

    def meta(self) -> dict[str, Any]:
        """What is known beside the fields that have a meaning here. Call it last."""
        meta = dict(self.structure("meta", dict) or {})
        for name, value in self.rest.items():
            if value == "" or value is None:
                continue
            if name in meta and meta[name] != value:
                self.bad(name, "also_in_meta")
            meta[name] = value
        return meta
