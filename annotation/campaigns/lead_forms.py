"""Forms of the lead's pages. They check shape; the services check policy."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from annotation.accounts.models import Role, User
from annotation.bank.models import Benchmark, LanguageModel, Output
from annotation.campaigns.models import Campaign, Rubric
from annotation.campaigns.services.campaigns import open_scenarios

DEFAULT_CONDITION = "vanilla"


class CliniciansField(forms.ModelMultipleChoiceField):
    """Each by her name, as her own pages show it, and the user name that the files have."""

    def label_from_instance(self, clinician: User) -> str:
        return " ".join(filter(None, (clinician.get_full_name(), clinician.username)))


class CampaignForm(forms.ModelForm):
    """Plans one campaign on one benchmark; what can be chosen is what the benchmark has."""

    scenarios = forms.MultipleChoiceField(
        label=_("Scenarios"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only scenarios with open-ended questions can be rated."),
    )
    language_models = forms.ModelMultipleChoiceField(
        queryset=LanguageModel.objects.none(), label=_("Models"), widget=forms.CheckboxSelectMultiple
    )
    condition = forms.ChoiceField(label=_("Condition"))
    raters = CliniciansField(
        queryset=User.objects.filter(role=Role.RATER, is_active=True),
        label=_("Clinicians"),
        widget=forms.CheckboxSelectMultiple,
    )

    masked_names = forms.CharField(
        label=_("Further names to hide"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("One a line. The names of all models in this benchmark are hidden anyway."),
    )

    field_order = (
        "name",
        "scenarios",
        "language_models",
        "condition",
        "raters",
        "raters_per_unit",
        "questions_per_scenario",
        "rubric",
        "mode",
        "reference_policy",
        "guided_start",
        "stop_after",
        "asks_for_source",
        "masked_names",
    )

    class Meta:
        model = Campaign
        fields = (
            "name",
            "rubric",
            "condition",
            "questions_per_scenario",
            "raters_per_unit",
            "calibration_share",
            "repeat_share",
            "mode",
            "reference_policy",
            "guided_start",
            "stop_after",
            "asks_for_source",
            "masked_names",
            "seed",
        )
        labels = {
            "rubric": _("Rubric"),
            "questions_per_scenario": _("Questions per scenario"),
            "raters_per_unit": _("Ratings per output (k)"),
            "calibration_share": _("Share of calibration cases"),
            "repeat_share": _("Share of hidden repeats"),
            "mode": _("How outputs are judged"),
            "reference_policy": _("Reference answer"),
            "guided_start": _("Guided start with practice cases"),
            "stop_after": _("Suggest a pause after"),
            "asks_for_source": _("Ask at the end who wrote what"),
            "seed": _("Seed"),
        }
        help_texts = {
            "questions_per_scenario": _("Leave empty to take all. The sample is drawn with the seed below."),
            "raters_per_unit": _("How many clinicians judge each output. No output ever gets more."),
            "calibration_share": _("0 to 1. These cases go to every clinician first and do not count."),
            "repeat_share": _("0 to 1. Shown to the same clinician twice, to see how stable she is."),
            "mode": _("Either way the case stays where it is, and each output is judged on every dimension."),
            "reference_policy": _("When a clinician may see the reference answer."),
            "guided_start": _("The rubric, worked examples and practice cases come before the first item."),
            "stop_after": _("Items in one sitting. Leave empty to suggest none."),
            "asks_for_source": _(
                "Once all have finished or the campaign is closed. It shows how well the blinding held."
            ),
            "seed": _("The same seed on the same benchmark gives the same sample and plan."),
        }

    def __init__(self, *args: Any, benchmark: Benchmark, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outputs = Output.objects.filter(question__benchmark=benchmark, superseded_by__isnull=True)
        self._choices("scenarios").choices = [
            (code, f"{code} ({count})") for code, count in open_scenarios(benchmark).items()
        ]
        conditions = outputs.order_by("condition").values_list("condition", flat=True).distinct()
        self._choices("condition").choices = [(name, name) for name in conditions]
        self._choices("condition").initial = DEFAULT_CONDITION
        self._choices("rubric").initial = Rubric.objects.first()
        models = self.fields["language_models"]
        assert isinstance(models, forms.ModelMultipleChoiceField)
        models.queryset = LanguageModel.objects.filter(outputs__in=outputs).distinct()
        self.instance.benchmark = benchmark

    def _choices(self, name: str) -> Any:
        return self.fields[name]

    def clean_condition(self) -> str:
        return str(self.cleaned_data["condition"])

    def clean_masked_names(self) -> list[str]:
        names = (line.strip() for line in self.cleaned_data["masked_names"].splitlines())
        return sorted({name for name in names if name})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        k, raters = cleaned.get("raters_per_unit"), cleaned.get("raters")
        if k and raters is not None and len(raters) < k:
            self.add_error(
                "raters",
                _("%(n)s clinicians cannot give %(k)s ratings to every output.") % {"n": len(raters), "k": k},
            )
        return cleaned


class RubricUploadForm(forms.Form):
    file = forms.FileField(label=_("Rubric"), help_text=_("A JSON file in the form of fixtures/rubric.json."))

    def clean_file(self) -> dict[str, Any]:
        try:
            content = json.load(self.cleaned_data["file"])
        except ValueError as error:
            raise ValidationError(_("Not a JSON file: %(error)s") % {"error": error}) from error
        if not isinstance(content, dict):
            raise ValidationError(_("A rubric is a JSON object."))
        return content


class ClinicianForm(forms.Form):
    """A clinician account. How she gets in is for the view: by invitation, or by a password made for her."""

    username = forms.CharField(label=_("User name"), max_length=150, validators=[User.username_validator])
    first_name = forms.CharField(label=_("Name"), max_length=150, required=False)

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"])
        if User.objects.filter(username=username).exists():
            raise ValidationError(_("This user name is taken."))
        return username
