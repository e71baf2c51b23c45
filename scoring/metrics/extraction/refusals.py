"""Refusals, answers withheld, and programs: texts in which a stray letter is no answer."""

from __future__ import annotations

import re

_SELF = r"(?:我(?:只|仅)?是(?:一个|一名|一款|由)?[^。\n]{0,12}(?:AI|人工智能|语言模型|助手)|作为(?:一个|一名|一款)?[^。,\n]{0,10}(?:AI|人工智能|语言模型|助手)|[Aa]s an? (?:AI|artificial|language|large)|I(?:'m| am) (?:an? )?(?:AI|language model|just))"
_SORRY = r"(?:很?抱歉|对不起|非常遗憾|很遗憾|请(?:您)?谅解|[Ss]orry|[Aa]pologi[sz]e)"
_CANNOT = (
    r"(?:(?:我|本人|本模型|本助手|AI|MOSS|模型)[^。,\n]{0,6}(?:无法|不能|不便|没有办法|没法|不会|无权|难以|不具备|不应)[^。\n]{0,12}"
    r"(?:回答|提供|给出|作答|判断|做出|作出|确定|诊断|解答|协助|帮助|建议|选择|讨论|处理|代替|替代|继续|完成|资格|能力|信息)"
    r"|I(?:'m| am)? ?(?:cannot|can't|can not|unable to|not able to|won't|am not qualified)|无可奉告|拒绝回答|不予回答)"
)
_WITHHELD = (
    r"(?:(?:无法|不能|难以)[^。,\n]{0,6}(?:确定|判断|得出|给出|选出|做出|作出|选择|回答|作答|提供)[^。,\n]{0,10}(?:答案|选项|选择|问题|判断|回答|哪)"
    r"|(?:信息|资料|条件)不足[^。\n]{0,10}(?:无法|不能|难以)|[Cc]annot (?:be determined|determine|answer)|[Nn]othing to say|[Nn]ot enough information|[Ii]nsufficient information|I (?:do not|don't) know|我不知道|不知道答案)"
)
_DEFERRED = r"(?:建议|请)您?(?:尽快|及时)?(?:咨询|前往|就医|向)[^。\n]{0,10}(?:医生|医师|医院|专业)"
REFUSAL = re.compile(rf"{_SORRY}|{_CANNOT}|{_WITHHELD}")
# Alone they refuse nothing: `作为AI助手,我选B` is an answer.
EVASION = re.compile(rf"{_SELF}|{_DEFERRED}")
CONTRAST = re.compile(r"因此|所以|综上|但|不过|然而|尽管如此|只能|仅供参考|如果必须|[Hh]owever|\b[Bb]ut\b|[Tt]hat said|[Nn]evertheless")
_CODE = re.compile(r"\bdef \w|\bimport \w|\bprint\s?\(|\breturn\b|#include|\bpublic\s|\bint main|console\.log|\bfor \w+ in |System\.out|=>|==|;\n|\bvar |\bfunction\b")
CODE_SIGNS = 3


def contrasts(text: str, start: int, end: int) -> bool:
    """Whether the text turns after a refusal (`...,但我会选B`)."""
    return CONTRAST.search(text, start, end) is not None


def is_program(text: str) -> bool:
    found = 0
    for found, _ in enumerate(_CODE.finditer(text), start=1):
        if found == CODE_SIGNS:
            return True
    return False
