from __future__ import annotations

import numpy as np
import pytest

from scoring.metrics.extraction import Status
from scoring.metrics.opentext import spoken_text
from scoring.metrics.rouge import rouge1, score_rouge
from scoring.metrics.similarity import score_similarity

REFUSALS = [
    "抱歉，我无法回答。",
    "作为AI，我无法提供医疗建议。",
    "作为一个人工智能语言模型，我不能替代医生做出诊断，请咨询专业医生。",
    "很抱歉，这个问题超出了我的能力范围，建议您咨询专科医师。",
    "很抱歉，我只是一个语言模型，没有医疗资质，无法评价该治疗方案。建议您咨询专业医师以获得准确的诊断。",
    "抱歉，我无法查看或分析医学影像，请咨询放射科医生。",
    "您好，我无法查看图片，请提供文字描述。",
    "信息不足，无法判断。",
    "I'm sorry, but I cannot provide medical advice. Please consult a qualified healthcare professional.",
    "As an AI language model, I can't assist with that.",
    "**抱歉**，我无法回答。",
    "<think>孕妇禁用该药。</think>抱歉，我无法回答。",
]
ANSWERS = [
    "我无法替代医生，但孕妇禁用该药。",
    "抱歉，该方案错误：孕妇禁用多西环素。",
    "作为AI助手，我认为该方案不当。",
    "患者昏迷，不能回答问题。",
    "信息不足，无法确定诊断：右肺结节，建议增强CT。",
    "我无法排除肺炎，建议复查胸片。",
    "知情拒绝；拒绝回答；依从性",
    "患者出院后请及时就医，咨询专科医生。",
    "请咨询心内科医生调整抗凝药。",
    "无法给出口服药，改静脉补液。",
    "抱歉，刚才说错了，应为青霉素过敏。",
    "谢谢。",
]


@pytest.mark.parametrize("text", REFUSALS)
def test_a_text_that_does_nothing_but_refuse_is_refused(text):
    assert spoken_text(text)[1] is Status.REFUSED


@pytest.mark.parametrize("text", ANSWERS)
def test_one_clause_of_content_makes_it_an_answer(text):
    assert spoken_text(text) == (text, Status.OK)


def test_a_long_text_is_an_answer_whatever_it_cannot_say():
    text = "抱歉，我无法回答。" * 30
    assert spoken_text(text) == (text, Status.OK)


def test_what_is_not_spoken_is_not_compared():
    assert spoken_text("<think>孕妇禁用该药。") == ("", Status.TRUNCATED)
    assert spoken_text("<think>孕妇禁用该药。</think>") == ("", Status.EMPTY)


def test_a_refusal_scores_by_rouge_what_its_words_score():
    text, reference = "抱歉，我无法回答。", "我国指南未作回答"
    found = score_rouge(text, reference)
    assert (found.status, found.rule) == (Status.REFUSED, "refusal")
    assert found.value == 100 * rouge1(reference, text).f1 > 0


def test_a_refusal_scores_by_similarity_what_its_vector_scores():
    rows, references = np.array([[3.0, 4], [3.0, 4]]), np.array([[1.0, 0], [1.0, 0]])
    answer, refusal = score_similarity(rows, references, 0.2, [Status.OK, Status.REFUSED])
    assert (refusal.status, refusal.rule) == (Status.REFUSED, "refusal")
    assert refusal.value == answer.value == pytest.approx(60)
    assert refusal.secondary == answer.secondary == {"similarity_corrected": pytest.approx(50)}
