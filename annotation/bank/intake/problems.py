"""What is wrong with a line: a code and its parameters, so that the reason can be shown in any language."""

import dataclasses
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """``line`` is 1-based as an editor counts; 0 means the file as a whole."""

    line: int
    code: str
    field: str = ""
    params: dict[str, Any] = dataclasses.field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {"line": self.line, "field": self.field, "code": self.code, "params": self.params}


class UnreadableFileError(Exception):
    """The file cannot be read any further; whatever the mode, nothing of it is imported."""

    def __init__(self, line: int, code: str, **params: Any) -> None:
        super().__init__(code)
        self.problem = Problem(line, code, params=params)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file; ``fields`` is None when the line itself is bad."""

    line: int
    fields: dict[str, Any] | None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Checked(Generic[T]):
    """A validated row: a record, or the problems that keep it from being one."""

    row: Row
    record: T | None
    problems: tuple[Problem, ...] = ()
