"""Which option does a text choose? A staged, negation-aware reader of Chinese and English answers."""

from scoring.metrics.extraction.reader import extract_answer
from scoring.metrics.extraction.statuses import Extraction, Status

__all__ = ["Extraction", "Status", "extract_answer"]
