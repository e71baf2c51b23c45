"""What clinicians say beside their ratings: practice answers, and guesses at the source."""

from django.db import models
from django.utils import timezone

from annotation.bank.models import LanguageModel
from annotation.campaigns.models.plans import Assignment, Rater
from annotation.campaigns.models.rubrics import WorkedCase


class PracticeAnswer(models.Model):
    """A rater's own answer to a practice case, given before she saw the expert's. The first one stays."""

    rater = models.ForeignKey(Rater, models.CASCADE, related_name="practice_answers")
    worked_case = models.ForeignKey(WorkedCase, models.CASCADE, related_name="answers")
    values = models.JSONField(default=dict)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rater", "worked_case"], name="one_practice_answer_per_case"),
        ]

    def __str__(self) -> str:
        return f"{self.rater_id}: {self.worked_case_id}"


class SourceGuess(models.Model):
    """Who a rater thinks wrote what she judged; no model where she would not say.

    The row is there as soon as she is asked; ``guessed_at`` is empty until she answers.
    """

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="source_guess")
    language_model = models.ForeignKey(LanguageModel, models.PROTECT, null=True, blank=True, related_name="+")
    guessed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.language_model_id}"
