"""What of an open answer is scored: the text without its thoughts.

Empty and missing texts are kept and score 0; so does one whose thought was never closed.
"""

from __future__ import annotations

from scoring.metrics.extraction.cleaning import without_thought
from scoring.metrics.extraction.statuses import Status


def spoken_text(text: str | None) -> tuple[str, Status]:
    spoken, thought_open = without_thought(text or "")
    if thought_open:
        return spoken, Status.TRUNCATED
    return spoken, Status.OK if spoken.strip() else Status.EMPTY
