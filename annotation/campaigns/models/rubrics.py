"""Rubrics: dimensions, the text of each level, and cases with an expert's answer to learn from."""

from django.db import models
from django.db.models import F, Q
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


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

    @cached_property
    def ordered_dimensions(self) -> "tuple[Dimension, ...]":
        """Read once: every request of a rater needs them several times."""
        return tuple(self.dimensions.all())

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
    evidence_up_to = models.FloatField(
        null=True, blank=True, help_text=_("Levels up to this one need a marked passage")
    )

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


class WorkedCase(models.Model):
    """A case and an output with an expert's answer: shown as an example, or first tried as practice.

    It belongs to the rubric and is no unit of any campaign, so nothing of it is ever counted as a rating.
    ``expert_values`` maps dimension codes to a level or to ``"na"``.
    """

    class Use(models.TextChoices):
        EXAMPLE = "example", _("Worked example")
        PRACTICE = "practice", _("Practice case")

    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="worked_cases")
    position = models.PositiveSmallIntegerField(default=0)
    use = models.CharField(max_length=10, choices=Use, default=Use.PRACTICE)
    language = models.CharField(max_length=16, default="zh")
    case = models.TextField()
    output = models.TextField()
    expert_values = models.JSONField(default=dict)
    explanation_zh = models.TextField(blank=True)
    explanation_en = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.rubric_id}: {self.use} {self.position}"

    @property
    def explanation(self) -> str:
        if translation.get_language() == "zh-hans":
            return self.explanation_zh or self.explanation_en
        return self.explanation_en or self.explanation_zh
