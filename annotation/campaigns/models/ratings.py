"""Drafts, ratings and their values."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from annotation.bank.models import Import
from annotation.campaigns.models.plans import Assignment
from annotation.campaigns.models.rubrics import Dimension


class HarmLevel(models.TextChoices):
    NONE = "none", _("None")
    POSSIBLE = "possible", _("Possible")
    SEVERE = "severe", _("Severe")


class Judgement(models.Model):
    """What a draft and a submitted rating both hold beside their values."""

    comment = models.TextField(blank=True)
    harm = models.CharField(max_length=10, choices=HarmLevel, default=HarmLevel.NONE)
    harm_note = models.TextField(blank=True)
    flagged = models.BooleanField(default=False)
    # Marked passages: [{"dimension", "part": "output" or "case", "start", "end", "quote", ...}].
    evidence = models.JSONField(default=list, blank=True)
    active_seconds = models.FloatField(default=0)
    reference_opened_at = models.DateTimeField(null=True, blank=True)
    values_before_reference = models.JSONField(null=True, blank=True)

    class Meta:
        abstract = True


class Draft(Judgement):
    """The one mutable row of a judgement, saved on every click.

    ``values`` maps dimension codes to a number or to ``"na"``. ``version`` counts saves: a client that
    saves over another version is told so and nothing is overwritten. After submitting it is kept with what
    was submitted, until a change is begun: then it holds the change and its ``reason``.
    """

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="draft")
    version = models.PositiveIntegerField(default=0)
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)
    change_begun_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(change_begun_at__isnull=False) | Q(reason=""), name="only_a_change_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} v{self.version}"


class Rating(Judgement):
    """One append-only revision of a judgement."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted")
        REVISED = "revised", _("Revised")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        IMPORTED = "imported", _("Imported")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="ratings")
    revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SUBMITTED)
    reason = models.TextField(blank=True)
    language = models.CharField(max_length=16, blank=True)
    client_key = models.UUIDField(unique=True, default=uuid.uuid4)
    imported_by = models.ForeignKey(Import, models.PROTECT, null=True, blank=True, related_name="ratings")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    # When it was judged; null where an imported file does not say.
    rated_at = models.DateTimeField(default=timezone.now, null=True, blank=True)

    class Meta:
        ordering = ["assignment", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "revision"], name="one_rating_per_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} r{self.revision}"


class RatingValue(models.Model):
    """``value`` is null where the rater chose "not applicable" (``not_applicable``) or left it missing."""

    rating = models.ForeignKey(Rating, models.CASCADE, related_name="values")
    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="+")
    value = models.FloatField(null=True, blank=True)
    not_applicable = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rating", "dimension"], name="one_value_per_dimension"),
            models.CheckConstraint(
                condition=Q(not_applicable=False) | Q(value__isnull=True), name="not_applicable_has_no_value"
            ),
        ]

    def __str__(self) -> str:
        return "n/a" if self.not_applicable else f"{self.value}"


class HarmReport(models.Model):
    """A rating that says severe harm, on its way to the lead: unseen until somebody says she has read it."""

    rating = models.OneToOneField(Rating, models.CASCADE, related_name="harm_report")
    created_at = models.DateTimeField(default=timezone.now)
    mailed_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.rating_id}"
