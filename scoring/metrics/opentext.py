"""What of an open answer is scored, the text without its thoughts, and what became of it.

Empty and missing texts are kept and score 0; so does one whose thought was never closed. A refusal is
reported as one and scores what its words score: the metrics of open texts compare, they do not read.
"""

from __future__ import annotations

from scoring.metrics.extraction.cleaning import clean_text, without_thought
from scoring.metrics.extraction.statuses import Status
from scoring.metrics.withheld import SHORT, answers_nothing

# With any other status there is nothing to compare.
COMPARED = (Status.OK, Status.REFUSED)


def spoken_text(text: str | None) -> tuple[str, Status]:
    """The text to compare, empty unless its status is one of those compared."""
    spoken, thought_open = without_thought(text or "")
    if thought_open:
        return "", Status.TRUNCATED
    # Only a short text can be all markup and invisible characters, or a refusal.
    cleaned = clean_text(spoken).text if len(spoken) <= SHORT else spoken
    if not cleaned.strip():
        return "", Status.EMPTY
    return spoken, Status.REFUSED if answers_nothing(cleaned) else Status.OK


def rule_of(status: Status) -> str:
    """The rule that the page names: a refusal alone was read."""
    return "refusal" if status is Status.REFUSED else ""
