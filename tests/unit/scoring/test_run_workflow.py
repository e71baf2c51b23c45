from itertools import product

import pytest

from scoring.workflow import (
    CHUNK_TRANSITIONS,
    ENDED,
    OWNERS,
    RUN_TRANSITIONS,
    TransitionError,
    Transitions,
    check_transition,
    sources,
)

ALLOWED_RUN = {
    ("planned", "running"),
    ("planned", "failed"),
    ("planned", "cancelled"),
    ("running", "paused"),
    ("running", "finished"),
    ("running", "failed"),
    ("running", "cancelled"),
    ("paused", "running"),
    ("paused", "cancelled"),
    ("failed", "planned"),
    ("failed", "running"),
    ("failed", "cancelled"),
}
ALLOWED_CHUNK = {
    ("queued", "running"),
    ("running", "running"),
    ("running", "done"),
    ("running", "failed"),
    ("failed", "queued"),
}


@pytest.mark.parametrize(
    ("table", "allowed"), [(RUN_TRANSITIONS, ALLOWED_RUN), (CHUNK_TRANSITIONS, ALLOWED_CHUNK)]
)
def test_every_pair_of_states_is_allowed_or_refused(
    table: Transitions, allowed: set[tuple[str, str]]
) -> None:
    for current, wanted in product(table, repeat=2):
        if (current, wanted) in allowed:
            check_transition(table, current, wanted)
        else:
            with pytest.raises(TransitionError, match=f"from '{current}' to '{wanted}'"):
                check_transition(table, current, wanted)


def test_every_state_of_a_run_has_an_owner_and_only_ends_have_no_way_out() -> None:
    assert set(OWNERS) == set(RUN_TRANSITIONS)
    for state, owner in OWNERS.items():
        assert bool(RUN_TRANSITIONS[state]) == (owner != "nobody")
    assert {"finished", "failed", "cancelled"} == ENDED


def test_every_state_but_the_first_can_be_reached() -> None:
    for table, first in ((RUN_TRANSITIONS, "planned"), (CHUNK_TRANSITIONS, "queued")):
        assert {state for state in table if not sources(table, state)} <= {first}
