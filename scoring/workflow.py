"""The states of a scoring run and of a chunk of its work: one table of allowed transitions each.

Pure: knows nothing of the database. Services call :func:`check_transition`, or ask for the
:func:`sources` of a state and let one guarded UPDATE decide between two who act at once.
"""

from collections.abc import Mapping

Transitions = Mapping[str, frozenset[str]]

# A run whose planning failed goes back to be planned; one with failed chunks goes on with those. Where trying
# again cannot help, either is given up.
RUN_TRANSITIONS: Transitions = {
    "planned": frozenset({"running", "failed", "cancelled"}),
    "running": frozenset({"paused", "finished", "failed", "cancelled"}),
    "paused": frozenset({"running", "cancelled"}),
    "failed": frozenset({"planned", "running", "cancelled"}),
    "finished": frozenset(),
    "cancelled": frozenset(),
}

# From running to running: the lease of whoever had it has run out, and another worker takes it over.
CHUNK_TRANSITIONS: Transitions = {
    "queued": frozenset({"running"}),
    "running": frozenset({"running", "done", "failed"}),
    "failed": frozenset({"queued"}),
    "done": frozenset(),
}

# Who moves a run on from here: a worker by itself, or a person by a button; nobody where it has ended.
OWNERS: Mapping[str, str] = {
    "planned": "worker",
    "running": "worker",
    "paused": "lead",
    "failed": "lead",
    "finished": "nobody",
    "cancelled": "nobody",
}
ENDED = frozenset(state for state, owner in OWNERS.items() if owner == "nobody") | {"failed"}


class TransitionError(ValueError):
    """The table has no way from one state to the other."""

    def __init__(self, current: str, wanted: str) -> None:
        super().__init__(f"cannot go from {current!r} to {wanted!r}")
        self.current, self.wanted = current, wanted


def check_transition(table: Transitions, current: str, wanted: str) -> None:
    """Raise :class:`TransitionError` unless the table leads from ``current`` to ``wanted``."""
    if wanted not in table[current]:
        raise TransitionError(current, wanted)


def sources(table: Transitions, wanted: str) -> frozenset[str]:
    """The states from which ``wanted`` can be reached."""
    return frozenset(state for state, targets in table.items() if wanted in targets)
