"""Benchmarks, questions, models and outputs, and the imports that brought them.

Rows of an import are written while its state is ``writing`` and read by nobody until the import is
``published`` in one last update. A changed question or output is a new row with the next version; the
row before it gets ``superseded_by`` and stays, so scores and ratings keep pointing at what was judged.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Benchmark(models.Model):
    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    description = models.TextField(_("description"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """One file on its way in, and afterwards the record of where rows came from."""

    class Kind(models.TextChoices):
        QUESTIONS = "questions", _("Questions")
        OUTPUTS = "outputs", _("Outputs")
        RATINGS = "ratings", _("Ratings")
        BOARD = "board", _("Published board")

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        VALIDATING = "validating", _("Validating")
        WRITING = "writing", _("Writing")
        PUBLISHED = "published", _("Published")
        REFUSED = "refused", _("Refused")
        FAILED = "failed", _("Failed")

    UNFINISHED = (State.VALIDATING, State.WRITING)

    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    benchmark = models.ForeignKey(Benchmark, models.PROTECT, null=True, blank=True, related_name="imports")
    target = models.CharField(max_length=200, blank=True, help_text=_("Campaign or board the rows go to"))
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, blank=True)
    stored_file = models.CharField(max_length=255, blank=True, help_text=_("Uploaded file, until it is done"))
    options = models.JSONField(default=dict)
    rows_read = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_unchanged = models.PositiveIntegerField(default=0)
    rows_replaced = models.PositiveIntegerField(default=0)
    rows_bad = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, help_text=_("The first bad lines: line number and reason"))
    notes = models.JSONField(default=list)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["benchmark"],
                condition=Q(state__in=["validating", "writing"]),
                name="one_running_import_per_benchmark",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.file_name}"


class Question(models.Model):
    class Type(models.TextChoices):
        CHOICE = "choice", _("Choice")
        SEQUENCING = "sequencing", _("Sequencing")
        OPEN = "open", _("Open")

    benchmark = models.ForeignKey(Benchmark, models.PROTECT, related_name="questions")
    external_id = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)
    imported_by = models.ForeignKey(Import, models.PROTECT, related_name="questions")
    superseded_by = models.ForeignKey(
        Import, models.PROTECT, null=True, blank=True, related_name="superseded_questions"
    )
    scenario = models.CharField(max_length=10)
    type = models.CharField(max_length=10, choices=Type)
    prompt = models.TextField(blank=True)
    input = models.TextField(blank=True)
    options = models.JSONField(null=True, blank=True)
    reference = models.TextField(blank=True)
    answer = models.CharField(max_length=30, blank=True, help_text=_("Right letters of a choice question"))
    planted = models.CharField(max_length=10, blank=True)
    specialty = models.CharField(max_length=100, blank=True)
    role = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=16, default="zh")
    case_id = models.CharField(max_length=200, blank=True)
    meta = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)
    asked_hash = models.CharField(max_length=64, help_text=_("Of what a model was shown"))

    class Meta:
        ordering = ["scenario", "external_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["benchmark", "external_id", "version"], name="one_question_per_version"
            ),
        ]
        indexes = [models.Index(fields=["benchmark", "scenario", "type"])]

    def __str__(self) -> str:
        return self.external_id


class QuestionImage(models.Model):
    question = models.ForeignKey(Question, models.CASCADE, related_name="images")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255, help_text=_("Path as the import named it; never shown to raters"))
    file = models.CharField(max_length=100, help_text=_("Content-addressed path below the media root"))
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="one_image_per_position"),
        ]

    def __str__(self) -> str:
        return self.name


class LanguageModel(models.Model):
    """A model under evaluation. ``aliases`` are further names that are masked before raters."""

    name = models.CharField(max_length=120, unique=True)
    group = models.CharField(max_length=60, blank=True)
    aliases = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Output(models.Model):
    """What a model answered to a question under a condition. ``text`` may be null: it scores as such."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="outputs")
    language_model = models.ForeignKey(LanguageModel, models.PROTECT, related_name="outputs")
    condition = models.CharField(max_length=60, default="vanilla")
    version = models.PositiveIntegerField(default=1)
    imported_by = models.ForeignKey(Import, models.PROTECT, related_name="outputs")
    superseded_by = models.ForeignKey(
        Import, models.PROTECT, null=True, blank=True, related_name="superseded_outputs"
    )
    text = models.TextField(null=True, blank=True)  # noqa: DJ001  null and "" are different answers
    meta = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "language_model", "condition", "version"], name="one_output_per_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}/{self.language_model_id}/{self.condition}"


class PublishedBoard(models.Model):
    """A leaderboard somebody else published, shown beside one's own."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    source = models.TextField(blank=True)
    imported_by = models.ForeignKey(Import, models.PROTECT, related_name="boards")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class BoardCell(models.Model):
    board = models.ForeignKey(PublishedBoard, models.CASCADE, related_name="cells")
    model_name = models.CharField(max_length=120)
    group = models.CharField(max_length=60, blank=True)
    position = models.PositiveIntegerField(help_text=_("Row in the published table"))
    scenario = models.CharField(max_length=10)
    value = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["position", "scenario"]
        constraints = [
            models.UniqueConstraint(fields=["board", "model_name", "scenario"], name="one_cell_per_scenario"),
        ]

    def __str__(self) -> str:
        return f"{self.model_name} {self.scenario}"
