"""Rubrics, campaigns, the planned work, and the ratings.

An assignment is one planned slot of one unit for one rater. Slots are made when the campaign opens and
never afterwards (a slot changes hands when a rater drops out), so no unit can get more than ``k``
regular ratings. Ratings are append-only revisions; the draft is the one row of a judgement that changes.
"""

from annotation.campaigns.models.asides import PracticeAnswer, SourceGuess
from annotation.campaigns.models.audit import AuditEvent
from annotation.campaigns.models.plans import Assignment, Campaign, Rater, Unit
from annotation.campaigns.models.ratings import Draft, HarmLevel, HarmReport, Judgement, Rating, RatingValue
from annotation.campaigns.models.rubrics import Anchor, Dimension, Level, Rubric, WorkedCase

__all__ = [
    "Anchor",
    "Assignment",
    "AuditEvent",
    "Campaign",
    "Dimension",
    "Draft",
    "HarmLevel",
    "HarmReport",
    "Judgement",
    "Level",
    "PracticeAnswer",
    "Rater",
    "Rating",
    "RatingValue",
    "Rubric",
    "SourceGuess",
    "Unit",
    "WorkedCase",
]
