"""What of an open answer is scored: the text without its thoughts.

Empty and missing texts are kept and score 0; so does one whose thought was never closed.
"""

from __future__ import annotations

from scoring.metrics.extraction.cleaning import clean_text, without_thought
from scoring.metrics.extraction.statuses import Status

SHORT = 200


def spoken_text(text: str | None) -> tuple[str, Status]:
    spoken, thought_open = without_thought(text or "")
    if thought_open:
        return spoken, Status.TRUNCATED
    # Only a short text can be all markup and invisible characters.
    blank = not (clean_text(spoken).text if len(spoken) <= SHORT else spoken).strip()
    return spoken, Status.EMPTY if blank else Status.OK
