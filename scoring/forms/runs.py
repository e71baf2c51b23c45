"""What a lead may ask a scoring run for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotation.selectors import Benchmark
from scoring.selectors.filters import filter_choices


class RunForm(forms.Form):
    """One benchmark's run; every filter may be left open."""

    scenario = forms.ChoiceField(label=_("Scenario"), required=False)
    language_model = forms.ChoiceField(label=_("Model"), required=False)
    condition = forms.ChoiceField(label=_("Condition"), required=False)

    def __init__(self, *args: Any, benchmark: Benchmark, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = filter_choices(benchmark)
        for name, known in (
            ("scenario", choices.scenarios),
            ("language_model", choices.language_models),
            ("condition", choices.conditions),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("all")), *((value, value) for value in known)]
