"""The benchmark's clinical scenarios, as the CliMedBench paper defines them (arXiv 2410.03502).

Roles of ID1 to ID4 are the paper's; where its text gives none, the role is this project's choice
(``role_source``).
"""

from dataclasses import dataclass

CHOICE, SEQUENCING, OPEN = "choice", "sequencing", "open"
QUESTION_TYPES = (CHOICE, SEQUENCING, OPEN)


@dataclass(frozen=True)
class Scenario:
    code: str
    name_en: str
    name_zh: str
    dimension: str
    types: tuple[str, ...]
    roles: tuple[str, ...]
    role_source: str = "project"
    core: bool = True


_QA, _HALLUCINATION = "clinical_question_answering", "hallucination"
_SUMMARY, _REASONING, _TOXICITY = "summarization", "reasoning", "toxicity"
_DOCTOR, _PATIENT, _RADIOGRAPHER = "specialist_doctor", "patient", "radiographer"
_PHARMACIST, _STUDENT = "pharmacist", "medical_student"

# fmt: off
SCENARIOS: dict[str, Scenario] = {
    scenario.code: scenario
    for scenario in (
        Scenario("ID1", "In-hospital diagnosis: examinations", "住院诊疗：检查", _QA, (CHOICE,),
                 (_DOCTOR, _PATIENT, _RADIOGRAPHER), "paper"),
        Scenario("ID2", "In-hospital diagnosis: diagnosis", "住院诊疗：诊断", _QA, (CHOICE,),
                 (_DOCTOR, _RADIOGRAPHER, _PATIENT), "paper"),
        Scenario("ID3", "In-hospital diagnosis: treatment", "住院诊疗：治疗", _QA, (CHOICE,),
                 (_DOCTOR, _PHARMACIST, _PATIENT), "paper"),
        Scenario("ID4", "In-hospital diagnosis: discharge advice", "住院诊疗：出院建议", _QA, (CHOICE,),
                 (_DOCTOR, _PATIENT), "paper"),
        Scenario("BKT", "Basic knowledge test", "基础知识测试", "knowledge_application", (CHOICE,),
                 (_STUDENT, _DOCTOR)),
        Scenario("FIT", "False info test", "虚假信息测试", _HALLUCINATION, (CHOICE,), (_STUDENT, _DOCTOR)),
        Scenario("FTT", "False treatment test", "虚假治疗测试", _HALLUCINATION, (CHOICE,),
                 (_DOCTOR, _PHARMACIST)),
        Scenario("MC", "Medicine consultation", "用药咨询", _TOXICITY, (CHOICE,), (_PHARMACIST, _PATIENT)),
        Scenario("WTD", "Wrong treatment detection", "错误治疗识别", _TOXICITY, (OPEN,),
                 (_DOCTOR, _PHARMACIST)),
        Scenario("DS", "Discharge summary", "出院小结", _SUMMARY, (CHOICE, OPEN), (_DOCTOR,)),
        Scenario("CS", "Case summary", "病例总结", _SUMMARY, (CHOICE,), (_DOCTOR, _STUDENT)),
        Scenario("CPR", "Clinical pathway reasoning", "临床路径推理", _REASONING, (SEQUENCING,), (_DOCTOR,)),
        Scenario("SSO", "Surgical steps organization", "手术步骤排序", _REASONING, (SEQUENCING,), (_DOCTOR,)),
        Scenario("KE", "Keyword extraction", "关键词提取", "information_retrieval", (OPEN,), (_STUDENT,)),
        Scenario("MRA", "Multimodal report analysis", "多模态报告分析", "multimodal", (OPEN,),
                 (_RADIOGRAPHER, _DOCTOR), core=False),
    )
}

# fmt: on
CORE_SCENARIOS = tuple(code for code, scenario in SCENARIOS.items() if scenario.core)
DS_OPEN = "DS-open"


def board_code(scenario: str, question_type: str, *, has_ds_choice: bool = True) -> str:
    """The leaderboard column a question counts in.

    Open discharge summaries are a row of their own outside the 14; only where a benchmark has no DS
    choice question do they stand in for DS.
    """
    if scenario == "DS" and question_type == OPEN and has_ds_choice:
        return DS_OPEN
    return scenario
