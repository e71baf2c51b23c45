"""The leaderboard's codes in the reader's words."""

from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from annotation.selectors import DS_OPEN, SCENARIOS
from scoring.wording.codes import METRIC_LABELS, label

GROUPS: dict[str, Any] = {
    "clinical_question_answering": gettext_lazy("Clinical questions"),
    "knowledge_application": gettext_lazy("Knowledge"),
    "hallucination": gettext_lazy("Hallucination"),
    "toxicity": gettext_lazy("Toxicity"),
    "summarization": gettext_lazy("Summarization"),
    "reasoning": gettext_lazy("Reasoning"),
    "information_retrieval": gettext_lazy("Information retrieval"),
    "multimodal": gettext_lazy("Images"),
    "specialist_doctor": gettext_lazy("Specialist doctor"),
    "patient": gettext_lazy("Patient"),
    "radiographer": gettext_lazy("Radiographer"),
    "pharmacist": gettext_lazy("Pharmacist"),
    "medical_student": gettext_lazy("Medical student"),
}
MODEL_GROUPS: dict[str, Any] = {
    "general": gettext_lazy("General model"),
    "specialized": gettext_lazy("Medical model"),
}
REASONS: dict[str, Any] = {
    "no_outputs": gettext_lazy("no outputs"),
    "not_rated": gettext_lazy("not rated"),
    "unscored": gettext_lazy("not scored yet"),
    "scenarios_missing": gettext_lazy("scenarios missing"),
    "human_missing": gettext_lazy("not rated everywhere"),
    "one_question": gettext_lazy("one question only"),
    "published": gettext_lazy("as published"),
}


def reason_text(code: str | None) -> str:
    """A reason by its code; sentences of the statistics are translated as they are."""
    return str(REASONS[code]) if code in REASONS else _(code) if code else ""


def missing_text(row: dict[str, Any]) -> str:
    """What keeps a model from an overall score."""
    parts = []
    if row["missing"]:
        parts.append(_("without %(codes)s") % {"codes": ", ".join(row["missing"])})
    if row["missing_human"]:
        parts.append(_("without ratings in %(codes)s") % {"codes": ", ".join(row["missing_human"])})
    return "; ".join(parts)


def column_title(code: str, facts: dict[str, Any]) -> str:
    """The name of a scenario and how it is measured, for the head of its column."""
    scenario = SCENARIOS["DS" if code == DS_OPEN else code]
    name = scenario.name_zh if (get_language() or "").startswith("zh") else scenario.name_en
    if code == DS_OPEN:
        name = _("%(name)s, open questions") % {"name": name}
    return f"{name} ({label(METRIC_LABELS, facts['metric'])})" if facts["metric"] else name
