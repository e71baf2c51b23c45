"""Which metric scores which question, under which version, and the one way in for all but similarity.

A metric's version is part of a score's identity: raise it whenever a score could come out differently.
"""

from __future__ import annotations

from dataclasses import dataclass

from scoring.metrics.choice import reference_letters, score_choice, score_false_treatment
from scoring.metrics.fit import OUTCOMES, score_fit
from scoring.metrics.rouge import score_rouge
from scoring.metrics.scored import QuestionContent, ScoredOutput
from scoring.metrics.sequencing import score_sequence
from scoring.metrics.stance import OUTCOMES as OUTCOMES_OF_STANCE
from scoring.metrics.stance import score_stance


@dataclass(frozen=True, slots=True)
class Metric:
    """`secondary` are the names that may stand beside the value.

    A metric `beside` another scores the same outputs and enters no leaderboard.
    """

    name: str
    scorer_version: str
    needs_encoder: bool = False
    secondary: tuple[str, ...] = ()
    beside: str = ""


ACCURACY = Metric("accuracy", "accuracy-8", secondary=OUTCOMES)
KENDALL_TAU = Metric(
    "kendall_tau",
    "kendall_tau-4",
    secondary=("kendall_tau_valid", "kendall_tau_strict", "validity", "pairs_lenient"),
)
ROUGE1 = Metric("rouge1", "rouge1-2", secondary=("rouge1_precision", "rouge1_recall"))
SIMILARITY = Metric("similarity", "similarity-2", needs_encoder=True, secondary=("similarity_corrected",))
STANCE = Metric("stance", "stance-2", secondary=OUTCOMES_OF_STANCE, beside=SIMILARITY.name)

METRICS = {metric.name: metric for metric in (ACCURACY, KENDALL_TAU, ROUGE1, SIMILARITY, STANCE)}
SCORER_VERSION = {name: metric.scorer_version for name, metric in METRICS.items()}
ROUGE_SCENARIOS = frozenset({"KE", "DS"})
STANCE_SCENARIOS = frozenset({"WTD"})


def metrics_for(scenario_code: str, question_type: str) -> tuple[Metric, ...]:
    """Every metric of a question, the one that counts first.

    Scenario and question type together decide; an open question outside KE and DS gets similarity.
    """
    if question_type == "choice":
        return (ACCURACY,)
    if question_type == "sequencing":
        return (KENDALL_TAU,)
    if question_type != "open":
        raise ValueError(f"question_type {question_type!r} is none of choice, sequencing, open")
    if scenario_code in ROUGE_SCENARIOS:
        return (ROUGE1,)
    return (SIMILARITY, STANCE) if scenario_code in STANCE_SCENARIOS else (SIMILARITY,)


def metric_for(scenario_code: str, question_type: str) -> Metric:
    """The metric that counts: leaderboards and statuses take this one."""
    return metrics_for(scenario_code, question_type)[0]


def score_output(question: QuestionContent, text: str | None, metric_name: str = "") -> ScoredOutput:
    """Score one output, by the metric that counts for its question unless another is named.

    Raises
    ------
    ValueError
        For a question scored by similarity (see `similarity.score_similarity`), and for a reference
        that fits no option.
    """
    name = metric_name or metric_for(question.scenario, question.type).name
    if name == KENDALL_TAU.name:
        return score_sequence(text, question.options, question.reference)
    if name == ROUGE1.name:
        return score_rouge(text, question.reference, keywords=question.scenario == "KE")
    if name == ACCURACY.name:
        return _score_choice(question, text)
    if name == STANCE.name:
        return score_stance(text, question.reference)
    raise ValueError(f"scenario {question.scenario!r} is scored by similarity, in batches")


def _score_choice(question: QuestionContent, text: str | None) -> ScoredOutput:
    if question.scenario == "FIT" and question.planted:
        return score_fit(text, question.options, question.reference, question.planted, question.answer)
    right = question.answer or question.reference
    if question.scenario == "FTT":
        return score_false_treatment(text, question.options, right)
    return score_choice(text, question.options, right, question=question.input)


__all__ = [
    "METRICS",
    "SCORER_VERSION",
    "Metric",
    "QuestionContent",
    "ScoredOutput",
    "metric_for",
    "metrics_for",
    "reference_letters",
    "score_output",
]
