"""Upload forms, one for each kind of file. They check shape; the import itself checks every line."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from annotation.bank.intake.files import SUFFIXES, suffix_of
from annotation.bank.intake.problems import UnreadableFileError
from annotation.bank.models import Benchmark, Import

LEVELS = [
    ("", _("As the rubric says, else ordinal")),
    ("ordinal", _("Ordinal")),
    ("interval", _("Interval")),
    ("ratio", _("Ratio")),
    ("nominal", _("Nominal")),
]


class UploadForm(forms.Form):
    """What every kind of file shares."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("JSON Lines (.jsonl, .jsonl.gz), CSV or XLSX, in UTF-8."),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES) + ",.gz"}),
    )
    skip_bad = forms.BooleanField(
        label=_("Leave bad lines out"),
        help_text=_("Otherwise one bad line refuses the whole file."),
        required=False,
    )
    replace = forms.BooleanField(
        label=_("Replace what has changed"),
        help_text=_("Known ids with another content become a new version; what was judged stays as it was."),
        required=False,
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        try:
            suffix_of(file.name or "")
        except UnreadableFileError as error:
            raise ValidationError(
                _("The name must end in one of %(suffixes)s."), params={"suffixes": ", ".join(SUFFIXES)}
            ) from error
        return file

    def upload(self) -> dict[str, Any]:
        """What the import has to know beside the file."""
        strict, replace = not self.cleaned_data["skip_bad"], self.cleaned_data["replace"]
        return {"options": {"strict": strict, "replace": replace, **self.more_options()}}

    def more_options(self) -> dict[str, Any]:
        return {}


class QuestionsForm(UploadForm):
    benchmark = forms.CharField(
        label=_("Benchmark"),
        max_length=120,
        help_text=_("A new name makes a new benchmark."),
        widget=forms.TextInput(attrs={"list": "benchmark-names"}),
    )
    images = forms.FileField(
        label=_("Images"),
        help_text=_("A ZIP archive with the images that the questions name."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )
    field_order = ["file", "benchmark", "images"]

    def upload(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {**super().upload(), "benchmark_name": data["benchmark"], "images": data["images"]}


class OutputsForm(UploadForm):
    benchmark = forms.ModelChoiceField(Benchmark.objects.all(), label=_("Benchmark"))
    model = forms.CharField(
        label=_("Model"), max_length=120, required=False, help_text=_("Holds for every line, where given.")
    )
    condition = forms.CharField(
        label=_("Condition"), max_length=60, required=False, help_text=_("Holds for every line, where given.")
    )
    field_order = ["file", "benchmark", "model", "condition"]

    def upload(self) -> dict[str, Any]:
        return {**super().upload(), "benchmark_name": self.cleaned_data["benchmark"].name}

    def more_options(self) -> dict[str, Any]:
        return {"model": self.cleaned_data["model"], "condition": self.cleaned_data["condition"]}


class RatingsForm(UploadForm):
    campaign = forms.CharField(
        label=_("Campaign"), max_length=120, help_text=_("A new name makes a new, closed campaign.")
    )
    benchmark = forms.ModelChoiceField(
        Benchmark.objects.all(),
        label=_("Benchmark"),
        required=False,
        help_text=_("Where the rated questions are, if they are here."),
    )
    scale_min = forms.FloatField(label=_("Lowest value of the scale"), required=False)
    scale_max = forms.FloatField(
        label=_("Highest value of the scale"), required=False, help_text=_("Without both, 1 to 5.")
    )
    level = forms.ChoiceField(label=_("Level of measurement"), choices=LEVELS, required=False)
    field_order = ["file", "campaign", "benchmark", "scale_min", "scale_max", "level"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        low, high = data.get("scale_min"), data.get("scale_max")
        if (low is None) != (high is None):
            self.add_error("scale_max", _("Give both ends of the scale, or neither."))
        elif low is not None and high is not None and low >= high:
            self.add_error("scale_max", _("The highest value must be above the lowest."))
        return data

    def upload(self) -> dict[str, Any]:
        benchmark = self.cleaned_data["benchmark"]
        return {
            **super().upload(),
            "benchmark_name": benchmark.name if benchmark else "",
            "target": self.cleaned_data["campaign"],
        }

    def more_options(self) -> dict[str, Any]:
        low, high = self.cleaned_data["scale_min"], self.cleaned_data["scale_max"]
        return {"scale": None if low is None else [low, high], "level": self.cleaned_data["level"] or None}


class BoardForm(UploadForm):
    name = forms.CharField(label=_("Name of the board"), max_length=120)
    source = forms.CharField(
        label=_("Source"), max_length=500, required=False, help_text=_("Where it was published.")
    )
    field_order = ["file", "name", "source"]

    def upload(self) -> dict[str, Any]:
        return {**super().upload(), "target": self.cleaned_data["name"]}

    def more_options(self) -> dict[str, Any]:
        return {"source": self.cleaned_data["source"]}


FORMS: dict[str, type[UploadForm]] = {
    Import.Kind.QUESTIONS: QuestionsForm,
    Import.Kind.OUTPUTS: OutputsForm,
    Import.Kind.RATINGS: RatingsForm,
    Import.Kind.BOARD: BoardForm,
}
