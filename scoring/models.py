"""Scoring runs, their chunks, the scores, and cached embeddings.

A run freezes which outputs it scores with which scorers. Its chunks are the unit of work: a worker claims
one with a lease, and effect and ``done`` are written in one transaction, so a chunk taken up again after a
crash scores each output once. A score belongs to (output, question version, metric, scorer identity).
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ScoringRun(models.Model):
    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        FINISHED = "finished", _("Finished")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    benchmark = models.ForeignKey("annotation.Benchmark", models.PROTECT, related_name="scoring_runs")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    filters = models.JSONField(default=dict, help_text=_("Scenario, model and condition, where given"))
    scorers = models.JSONField(default=dict, help_text=_("Metric to scorer identity, as planned"))
    encoder = models.CharField(max_length=200, blank=True)
    baselines = models.JSONField(default=dict, help_text=_("s0 of each scenario's references"))
    n_outputs = models.PositiveIntegerField(default=0)
    n_unchanged = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True, help_text=_("Why the plan could not be made"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"run {self.pk}"


class RunChunk(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    run = models.ForeignKey(ScoringRun, models.CASCADE, related_name="chunks")
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    metric = models.CharField(max_length=30)
    output_ids = models.JSONField()
    n_outputs = models.PositiveIntegerField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="one_chunk_per_position"),
        ]
        indexes = [models.Index(fields=["state", "lease_until"], name="claimable_chunks")]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.position}"


class Score(models.Model):
    """``value`` on 0-100 (Kendall's tau on -100 to 100). ``details``: secondary figures, span."""

    output = models.ForeignKey("annotation.Output", models.PROTECT, related_name="scores")
    question = models.ForeignKey("annotation.Question", models.PROTECT, related_name="scores")
    run = models.ForeignKey(ScoringRun, models.PROTECT, related_name="scores")
    metric = models.CharField(max_length=30)
    scorer = models.CharField(max_length=200, help_text=_("Scorer version, and encoder identity where used"))
    value = models.FloatField()
    status = models.CharField(max_length=20)
    answer = models.CharField(max_length=60, blank=True)
    rule = models.CharField(max_length=60, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["output", "question", "metric", "scorer"], name="one_score_per_scorer"
            ),
        ]
        indexes = [models.Index(fields=["question", "metric"], name="scores_of_question")]

    def __str__(self) -> str:
        return f"{self.metric} {self.value:g}"


class Embedding(models.Model):
    encoder = models.CharField(max_length=200)
    text_hash = models.CharField(max_length=64)
    vector = models.BinaryField(help_text=_("float32, little endian, unit length"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["encoder", "text_hash"], name="one_vector_per_text"),
        ]

    def __str__(self) -> str:
        return f"{self.encoder} {self.text_hash[:8]}"
