"""The states of a campaign and of an assignment: one table of allowed transitions each.

Pure: knows nothing of the database. Services call :func:`check_transition` before they write.
"""

from collections.abc import Mapping

CAMPAIGN_TRANSITIONS: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"open"}),
    "open": frozenset({"paused", "closed"}),
    "paused": frozenset({"open", "closed"}),
    "closed": frozenset(),
}

# Undo reopens the same assignment; a skipped one may be taken up again.
ASSIGNMENT_TRANSITIONS: Mapping[str, frozenset[str]] = {
    "waiting": frozenset({"drafting", "submitted", "skipped"}),
    "drafting": frozenset({"submitted", "skipped", "waiting"}),
    "submitted": frozenset({"drafting"}),
    "skipped": frozenset({"waiting", "drafting"}),
}


class TransitionError(ValueError):
    """The table has no way from one state to the other."""

    def __init__(self, current: str, wanted: str) -> None:
        super().__init__(f"cannot go from {current!r} to {wanted!r}")
        self.current, self.wanted = current, wanted


def check_transition(table: Mapping[str, frozenset[str]], current: str, wanted: str) -> None:
    """Raise :class:`TransitionError` unless the table leads from ``current`` to ``wanted``."""
    if wanted not in table[current]:
        raise TransitionError(current, wanted)
