"""Campaigns and the planned work."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from annotation.bank.models import Benchmark, LanguageModel, Output, Question
from annotation.campaigns.models.rubrics import Rubric


class Campaign(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", pgettext_lazy("campaign", "Open")
        PAUSED = "paused", _("Paused")
        CLOSED = "closed", _("Closed")

    class Source(models.TextChoices):
        COLLECTED = "collected", _("Collected here")
        IMPORTED = "imported", _("Imported")

    class ReferencePolicy(models.TextChoices):
        SHOW = "show", _("Always shown")
        AFTER = "after", _("Opens after the first judgement")
        HIDE = "hide", _("Never shown")

    class Mode(models.TextChoices):
        ONE = "one", _("One output at a time")
        BY_CASE = "by_case", _("By case: the outputs side by side")

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    source = models.CharField(max_length=10, choices=Source, default=Source.COLLECTED)
    benchmark = models.ForeignKey(Benchmark, models.PROTECT, null=True, blank=True, related_name="campaigns")
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="campaigns")
    scenarios = models.JSONField(default=list, help_text=_("Leaderboard codes such as WTD or DS-open"))
    language_models = models.ManyToManyField(LanguageModel, related_name="campaigns", blank=True)
    condition = models.CharField(max_length=60, default="vanilla")
    questions_per_scenario = models.PositiveIntegerField(null=True, blank=True)
    raters_per_unit = models.PositiveSmallIntegerField(_("raters per item (k)"), default=3)
    calibration_share = models.FloatField(default=0, help_text=_("Share of items that every rater gets"))
    repeat_share = models.FloatField(default=0, help_text=_("Share of a rater's items shown twice"))
    reference_policy = models.CharField(max_length=5, choices=ReferencePolicy, default=ReferencePolicy.AFTER)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.ONE)
    guided_start = models.BooleanField(default=True, help_text=_("Practice cases come before the first item"))
    stop_after = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("A pause is suggested after so many items in one sitting")
    )
    asks_for_source = models.BooleanField(
        default=False, help_text=_("Clinicians who have finished are asked to guess who wrote what")
    )
    masked_names = models.JSONField(
        default=list, blank=True, help_text=_("Names hidden beside those of the models")
    )
    seed = models.PositiveBigIntegerField(default=20241003)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    unblinded_at = models.DateTimeField(null=True, blank=True)
    unblinded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(raters_per_unit__gte=1), name="at_least_one_rater_per_unit"),
            models.CheckConstraint(
                condition=Q(calibration_share__range=(0, 1), repeat_share__range=(0, 1)),
                name="campaign_shares_in_range",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Rater(models.Model):
    """A person in one campaign. Imported raters have no account (``user`` is null)."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        LEFT = "left", _("Left")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="raters")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="raters"
    )
    label = models.CharField(max_length=150)
    pseudonym = models.CharField(max_length=20, help_text=_("Random, of this campaign; used in exports"))
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    # Null until the guided start has been gone through.
    started_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "label"], name="one_rater_per_label"),
            models.UniqueConstraint(fields=["campaign", "user"], name="one_rater_per_user"),
            models.UniqueConstraint(fields=["campaign", "pseudonym"], name="one_rater_per_pseudonym"),
        ]

    def __str__(self) -> str:
        return self.label


class Unit(models.Model):
    """One output under judgement. A bare unit (imported ratings) knows only its keys."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="units")
    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="units")
    output = models.ForeignKey(Output, models.PROTECT, null=True, blank=True, related_name="units")
    question_key = models.CharField(max_length=200)
    scenario = models.CharField(max_length=10, blank=True, help_text=_("Leaderboard code"))
    language_model = models.ForeignKey(LanguageModel, models.PROTECT, related_name="units")
    condition = models.CharField(max_length=60, default="vanilla")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "question_key", "language_model", "condition"], name="one_unit_per_output"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}:{self.pk}"


class Assignment(models.Model):
    class Purpose(models.TextChoices):
        REGULAR = "regular", _("Regular")
        CALIBRATION = "calibration", _("Calibration")
        REPEAT = "repeat", _("Hidden repeat")
        PRACTICE = "practice", _("Practice")
        GOLD = "gold", _("Gold")
        ADJUDICATION = "adjudication", _("Adjudication")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DRAFTING = "drafting", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        SKIPPED = "skipped", _("Skipped")

    # What a rater's address bar shows: says nothing about order, model or question.
    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    rater = models.ForeignKey(Rater, models.PROTECT, related_name="assignments")
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.REGULAR)
    slot = models.PositiveSmallIntegerField(help_text=_("1 to k for regular work"))
    position = models.PositiveIntegerField(default=0, help_text=_("Order in this rater's work"))
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    skip_reason = models.CharField(max_length=20, blank=True)
    skip_note = models.TextField(blank=True)
    current_rating = models.OneToOneField(
        "Rating", models.PROTECT, null=True, blank=True, related_name="current_for"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "purpose", "slot"], name="one_assignment_per_slot"),
            models.UniqueConstraint(fields=["unit", "rater", "purpose"], name="one_assignment_per_purpose"),
            models.CheckConstraint(
                condition=(Q(state="submitted") & Q(current_rating__isnull=False))
                | (~Q(state="submitted") & Q(current_rating__isnull=True)),
                name="submitted_means_rated",
            ),
        ]
        indexes = [models.Index(fields=["rater", "state", "position"], name="next_assignment")]

    def __str__(self) -> str:
        return str(self.public_id)
