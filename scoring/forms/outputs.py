"""The filters of the list of outputs, read from the address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from annotation.selectors import Question
from scoring.forms.runs import RunForm
from scoring.wording.codes import STATUS_LABELS


class OutputFilterForm(RunForm):
    type = forms.ChoiceField(
        label=_("Type"), required=False, choices=[("", _("all")), *Question.Type.choices]
    )
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("all")), *STATUS_LABELS.items()]
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
