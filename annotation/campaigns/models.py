"""Rubrics, campaigns, the planned work, and the ratings.

An assignment is one planned slot of one unit for one rater. Slots are made when the campaign opens and
never afterwards (a slot changes hands when a rater drops out), so no unit can get more than ``k``
regular ratings. Ratings are append-only revisions; the draft is the one row of a judgement that changes.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from annotation.bank.models import Benchmark, Import, LanguageModel, Output, Question


class Level(models.TextChoices):
    """Level of measurement (Stevens), which decides the agreement metric."""

    NOMINAL = "nominal", _("Nominal")
    ORDINAL = "ordinal", _("Ordinal")
    INTERVAL = "interval", _("Interval")
    RATIO = "ratio", _("Ratio")


class Rubric(models.Model):
    """One version of a rubric. It does not change once a campaign uses it; a change is a new version."""

    name = models.CharField(_("name"), max_length=120)
    version = models.PositiveIntegerField(default=1)
    scale_min = models.FloatField(default=1)
    scale_max = models.FloatField(default=5)
    level = models.CharField(max_length=10, choices=Level, default=Level.ORDINAL)
    guidelines_zh = models.TextField(blank=True)
    guidelines_en = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="one_rubric_per_version"),
            models.CheckConstraint(condition=Q(scale_min__lt=F("scale_max")), name="rubric_scale_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"

    @property
    def guidelines(self) -> str:
        return self.guidelines_zh if translation.get_language() == "zh-hans" else self.guidelines_en


class Dimension(models.Model):
    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="dimensions")
    code = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    name_zh = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=60, blank=True)
    description_zh = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    weight = models.FloatField(default=1)
    allow_na = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "code"], name="one_dimension_per_code"),
            models.CheckConstraint(condition=Q(weight__gte=0), name="dimension_weight_not_negative"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        names = (self.name_zh, self.name_en) if translation.get_language() == "zh-hans" else (self.name_en,)
        return next((name for name in names if name), self.code)


class Anchor(models.Model):
    """What one level of a dimension means."""

    dimension = models.ForeignKey(Dimension, models.CASCADE, related_name="anchors")
    value = models.FloatField()
    text_zh = models.TextField(blank=True)
    text_en = models.TextField(blank=True)

    class Meta:
        ordering = ["value"]
        constraints = [
            models.UniqueConstraint(fields=["dimension", "value"], name="one_anchor_per_level"),
        ]

    def __str__(self) -> str:
        return f"{self.dimension_id}: {self.value:g}"

    @property
    def text(self) -> str:
        if translation.get_language() == "zh-hans":
            return self.text_zh or self.text_en
        return self.text_en or self.text_zh


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
    active_seconds = models.FloatField(default=0)
    reference_opened_at = models.DateTimeField(null=True, blank=True)
    values_before_reference = models.JSONField(null=True, blank=True)

    class Meta:
        abstract = True


class Draft(Judgement):
    """The one mutable row of a judgement, saved on every click.

    ``values`` maps dimension codes to a number or to ``"na"``. ``version`` counts saves: a client that
    saves over another version is told so and nothing is overwritten.
    """

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="draft")
    version = models.PositiveIntegerField(default=0)
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

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


ACTS = {
    "created": _("planned"),
    "opened": _("opened, sample and plan frozen"),
    "paused": _("paused"),
    "open": _("opened again"),
    "closed": _("closed"),
    "unblinded": _("unblinded"),
    "rater_left": _("a clinician left, her work was dealt again"),
    "ratings_imported": _("ratings imported"),
}


class AuditEvent(models.Model):
    """An act with a name and a time: opening, closing, unblinding, dealing work again, exporting."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="audit_events")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    action = models.CharField(max_length=40)
    details = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.action

    @property
    def act(self) -> str:
        """The act in the reader's language; the database keeps the code."""
        return str(ACTS.get(self.action, self.action))
