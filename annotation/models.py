"""Every model of what is collected, gathered from the three folders of this app for Django to find."""

from annotation.accounts.models import Invitation, Role, User
from annotation.bank.models import (
    Benchmark,
    BoardCell,
    Import,
    LanguageModel,
    Output,
    PublishedBoard,
    Question,
    QuestionImage,
)
from annotation.campaigns.models import (
    Anchor,
    Assignment,
    AuditEvent,
    Campaign,
    Dimension,
    Draft,
    Rater,
    Rating,
    RatingValue,
    Rubric,
    Unit,
)

__all__ = [
    "Anchor",
    "Assignment",
    "AuditEvent",
    "Benchmark",
    "BoardCell",
    "Campaign",
    "Dimension",
    "Draft",
    "Import",
    "Invitation",
    "LanguageModel",
    "Output",
    "PublishedBoard",
    "Question",
    "QuestionImage",
    "Rater",
    "Rating",
    "RatingValue",
    "Role",
    "Rubric",
    "Unit",
    "User",
]
