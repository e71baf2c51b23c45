"""What goes into a bundle."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ExportForm(forms.Form):
    human_weight = forms.FloatField(
        label=_("Weight of the human score"),
        min_value=0,
        max_value=1,
        initial=0.5,
        widget=forms.NumberInput(attrs={"step": "0.05"}),
    )
    with_comments = forms.BooleanField(
        label=_("Include comments"),
        required=False,
        help_text=_("Comments are free text: read them for names before you publish them."),
    )
