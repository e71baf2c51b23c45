"""Open answers that refuse: short texts of which every clause declines, apologises or sends elsewhere.

A refusal is reported and changes no score: the published metrics compare texts and do not read them. So the
reading is strict. One clause of content, or 200 characters, make it an answer, whatever it cannot or will
not say besides.
"""

from __future__ import annotations

import re

from scoring.metrics.extraction.refusals import EVASION, REFUSAL

SHORT = 200
# To be sent to a doctor is advice as well: by itself that refuses nothing here.
_SPEAKER = re.compile(r"我(?:只|仅)?是|作为|AI|人工智能|语言模型|助手|As an? ")
_CLAUSE = re.compile(r"[^,。;:!?\n]+")
# Alone these refuse nothing; between the clauses of a refusal they add nothing.
_BESIDE = re.compile(
    r"超出[^,]{0,8}(?:能力|范围|权限)|能力范围"
    r"|^(?:我|本人|本助手)?(?:无法|不能|不便|不会|没法|难以)(?:直接|为您|为你|给您|给你|对[^,]{0,10})?"
    r"(?:提供|给出|回答|作答|判断|评估|评价|诊断|协助|帮助|完成|处理|替代|代替"
    r"|查看|看到|读取|分析|访问|识别|进行(?:诊断|分析|评估|评价|判断|回答|作答))"
    r"|^(?:信息|资料|条件)不足$|^请(?:您|先)?(?:提供|上传|重新|描述|补充)[^,]{0,16}$|换一?个话题"
    r"|(?:咨询|请教|联系|求助|告知)[^,]{0,12}(?:医生|医师|药师|专家|专业人[士员]|医护人员|医院|机构)"
    r"|(?:前往|去|到)[^,]{0,10}(?:医院|门诊|机构|科室)[^,]{0,4}$|(?:及时|尽快|尽早)(?:就医|就诊)"
    r"|^(?:以便?|从而)?(?:获得|获取|得到)[^,]{0,16}(?:建议|帮助|诊断|指导|治疗|意见|信息|方案)"
    r"|(?:谅解|理解|见谅|感谢|谢谢)|^(?:尊敬的[^,]{0,6})?(?:您好|你好|好的)$"
    r"|没有(?:医学|医疗|执业)[^,]{0,4}(?:资格|资质|执照)"
    r"|^我(?:只|仅)?是[^,]{0,24}$|仅供参考"
    r"|(?:consult|contact|ask|see|seek)\b[^,]{0,40}(?:doctor|physician|pharmacist|professional|provider|advice)"
    r"|medical advice|^(?:unfortunately|hello|thank you)",
    re.IGNORECASE,
)


def answers_nothing(text: str) -> bool:
    """Whether a cleaned text refuses from beginning to end.

    >>> answers_nothing("抱歉,作为AI,我无法提供医疗建议。")
    True
    >>> answers_nothing("我无法替代医生,但孕妇禁用该药。")
    False
    """
    if len(text) > SHORT:
        return False
    if not (REFUSAL.search(text) or _SPEAKER.search(text)):
        return False
    clauses = filter(None, map(str.strip, _CLAUSE.findall(text)))
    return all(any(read.search(clause) for read in (REFUSAL, EVASION, _BESIDE)) for clause in clauses)
