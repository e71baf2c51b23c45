"""The filters of the list of outputs, read from the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotation.selectors import Question
from scoring.forms.runs import RunForm
from scoring.wording.codes import STATUS_LABELS

# Kendall's tau begins at -100.
LOWEST, HIGHEST = -100, 100
SCORE = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"})


class OutputFilterForm(RunForm):
    type = forms.ChoiceField(
        label=_("Type"), required=False, choices=[("", _("all")), *Question.Type.choices]
    )
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("all")), *STATUS_LABELS.items()]
    )
    score_from = forms.FloatField(
        label=_("Score from"), required=False, min_value=LOWEST, max_value=HIGHEST, widget=SCORE
    )
    score_to = forms.FloatField(
        label=_("Score to"), required=False, min_value=LOWEST, max_value=HIGHEST, widget=SCORE
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("by question")),
            ("score", _("lowest score first")),
            ("-score", _("highest score first")),
        ],
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        lower, upper = cleaned.get("score_from"), cleaned.get("score_to")
        if lower is not None and upper is not None and upper < lower:
            for field in ("score_from", "score_to"):
                self.add_error(field, _("The upper score is below the lower one."))
        return cleaned
