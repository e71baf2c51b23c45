"""What `scoring` may read of `annotation`: the one door between the two apps."""

from annotation.accounts.models import User
from annotation.accounts.permissions import IsLead, PersonRequest, lead_required
from annotation.bank.models import Benchmark, LanguageModel, Output, PublishedBoard, Question
from annotation.bank.scenarios import CORE_SCENARIOS, DS_OPEN, SCENARIOS, Scenario, board_code
from annotation.bank.selectors import current_outputs, current_questions, has_ds_choice
from annotation.campaigns.guesses import GuessRecord, guess_records, sources
from annotation.campaigns.judgements import NOT_APPLICABLE
from annotation.campaigns.models import Campaign
from annotation.campaigns.selectors import RatingRecord, RatingRow, rating_records, ratings_for_campaign
from annotation.campaigns.services.rubric_content import rubric_content

__all__ = [
    "CORE_SCENARIOS",
    "DS_OPEN",
    "NOT_APPLICABLE",
    "SCENARIOS",
    "Benchmark",
    "Campaign",
    "GuessRecord",
    "IsLead",
    "LanguageModel",
    "Output",
    "PersonRequest",
    "PublishedBoard",
    "Question",
    "RatingRecord",
    "RatingRow",
    "Scenario",
    "User",
    "board_code",
    "current_outputs",
    "current_questions",
    "guess_records",
    "has_ds_choice",
    "lead_required",
    "rating_records",
    "ratings_for_campaign",
    "rubric_content",
    "sources",
]
