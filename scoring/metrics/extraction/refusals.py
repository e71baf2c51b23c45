"""Refusals, answers withheld, and programs: texts in which a stray letter is no answer."""

from __future__ import annotations

import re
from itertools import islice

_AGENTS = ("我", "本人", "本模型", "本助手", "AI", "MOSS", "模型", "助手")
_CANNOT = (
    r"[^。,\n]{0,6}(?:无法|不能|不便|没有办法|没法|不会|无权|难以|不具备|不应)[^。\n]{0,12}"
    r"(?:回答|提供|给出|作答|判断|做出|作出|确定|诊断|解答|协助|帮助|建议|选择|讨论|处理|代替|替代|继续"
    r"|完成|资格|能力|信息|排序|排列)"
)
_WITHHELD = (
    r"[^。,\n]{0,6}(?:确定|判断|得出|给出|选出|做出|作出|选择|回答|作答|提供)"
    r"[^。,\n]{0,10}(?:答案|选项|选择|问题|判断|回答|哪)"
)
# Every alternative begins with a literal (see `cues`).
_POLITE = ("抱歉", "对不起", "遗憾(?=[,，。])", "请您?谅解", "Sorry", "sorry", "Apolog", "apolog")
_HARD = (
    *(agent + _CANNOT for agent in _AGENTS),
    *(
        agent + r"[^。,\n]{0,6},\s?(?:因此|所以)?我?(?:无法|不能|不便|没有办法|没法)[^。\n]{0,12}"
        r"(?:回答|提供|给出|作答|判断|诊断|建议|选择)"
        for agent in ("AI", "模型", "助手", "机器人")
    ),
    r"I(?:'m| am)? ?(?:cannot|can't|can not|unable to|not able to|won't|am not qualified)",
    "无可奉告",
    "拒绝回答",
    "不予回答",
    *(word + _WITHHELD for word in ("无法", "不能", "难以")),
    r"答案[】\]\s:是]{0,4}(?:无法|不能|难以)(?:确定|判断|得出|给出)",
    *(what + r"不足[^。\n]{0,10}(?:无法|不能|难以)" for what in ("信息", "资料", "条件")),
    "cannot (?:be determined|determine|answer)",
    "nothing to say",
    "没有足够的?(?:信息|资料)",
    "ot (?:have )?(?:enough|sufficient) information",
    "nsufficient information",
    "I (?:do not|don't) know",
    *(word + r"(?:作答|回答)(?=[\s。,!]|\Z)" for word in ("无法", "不能", "没法")),
    "我不知道",
    "不知道答案",
)
HARD_REFUSAL = re.compile("|".join(_HARD))
REFUSAL = re.compile("|".join((*_POLITE, *_HARD)))
# Alone they refuse nothing: `作为AI助手,我选B` is an answer.
EVASION = re.compile(
    r"我(?:只|仅)?是(?:一个|一名|一款|由)?[^。\n]{0,30}(?:AI|人工智能|语言模型|大模型|助手|机器人)"
    r"|我(?:是|叫)(?:ChatGPT|GPT|MOSS|文心一言|通义千问|讯飞星火|ChatGLM)"
    r"|作为(?:一个|一名|一款)?[^。,\n]{0,10}(?:AI|人工智能|语言模型|助手)"
    r"|(?:无法|不能|难以)(?:判断|确定|作答|排序|排列)"
    r"|As an? (?:AI|artificial|language|large)|I(?:'m| am) (?:an? )?(?:AI|language model|just)"
    r"|建议您?(?:尽快|及时)?(?:咨询|前往|就医|向)[^。\n]{0,10}(?:医生|医师|医院|专业)"
    r"|请您?(?:尽快|及时)?(?:咨询|前往|就医|向)[^。\n]{0,10}(?:医生|医师|医院|专业)"
)
# Then the question is answered as one.
AS_A_QUESTION = re.compile(
    r"(?:不过|但是?|然而)?[,\s]{0,2}(?:仅?就(?:这[道个])?(?:考试|选择)?题(?:目)?(?:本身)?(?:而言|来[说看])"
    r"|从(?:教科书|考试|题目|医学知识)的?角度"
    r"|从(?:题目|题干|选项)(?:来看|来说|看|分析)|按照教材"
    r"|[Tt]hat (?:being )?said|[Hh]owever, (?:based on|from|of|among)|[Ff]or (?:the purposes|educational))"
)
CONTRAST = re.compile(
    r"因此|所以|综上|但|不过|然而|尽管如此|只能|仅供参考|如果必须"
    r"|[Hh]owever|\b[Bb]ut\b|[Tt]hat said|[Nn]evertheless"
)
_CODE = re.compile(
    r"(?P<sure>def \w|import \w{2,20}\n|print\s?\(|#include|class \w{2,30}[:({]|module\.exports|const \w"
    r"|int main|console\.log|System\.out"
    r"|=(?<=[a-z_] =) [\"'\[][A-Za-z\"'\]])"
    r"|import (?=[\w.]{1,40}(?: as |\s{0,4}[,;\n]|\Z))"
    r"|return (?=[\w.\"'\[({+*-]{1,40}(?:[\s(\[;]|\Z))(?!to |of )"
    r"|public (?=static|class|void|int |String|boolean)|for \w{1,20} in (?=[^\n]{1,60}:)"
    r"|=>(?=\s?\{)|\)(?=\s?=>)|==|;[ \t]{0,8}\n[ \t]{0,40}[a-z}]"
    r"|var (?=\w{1,30}\s?[=;])|function (?=\w{1,30}\()"
)
_STOP = re.compile(r"[\n。]")
_CODE_MARKS = frozenset("(){}=;\"'")
CODE_SIGNS = 3
SURE_SIGNS = 2
# Letters may follow in the reasons, but no option was chosen.
NONE_RIGHT = re.compile(
    r"答案[】\]\s:是为]{0,4}无(?=\s?(?:[。.,;!\n]|\Z|正确|合适|选项|答案))|无正确(?:答案|选项)|没有(?:一个)?正确的?(?:答案|选项)"
    r"|没有选项(?:是)?正确"
    r"|[以四五所全](?:上|个|有|部)的?(?:选项|答案)?(?:全部|全|都|均|皆)?(?:是)?(?:不对|不正确|错误|不符合)"
    r"|None of the (?:above|options)|none of the (?:above|options)"
)


def end_of_first(text: str) -> int:
    found = REFUSAL.search(text)
    return found.end() if found else len(text)


def in_refusal(text: str, clause_start: int, start: int) -> bool:
    """Whether the cue at `start` is what its clause refuses (`无法给出正确答案:A、B...`)."""
    refusal = REFUSAL.search(text, clause_start, start + 4)
    return refusal is not None and not contrasts(text, refusal.end(), start)


def contrasts(text: str, start: int, end: int) -> bool:
    """Whether the text turns after a refusal (`...,但我会选B`)."""
    return CONTRAST.search(text, start, end) is not None


def is_program(text: str) -> bool:
    signs = list(islice(_CODE.finditer(text), CODE_SIGNS))
    return len(signs) == CODE_SIGNS or len([sign for sign in signs if sign["sure"]]) >= SURE_SIGNS


def in_code(text: str, start: int, end: int) -> bool:
    """Whether `start:end` stands on a line of code of a program, not in a sentence beside it."""
    line_end = _STOP.search(text, end)
    begin = max(text.rfind("\n", 0, start), text.rfind("。", 0, start)) + 1
    line = text[begin : line_end.start() if line_end else len(text)]
    return not _CODE_MARKS.isdisjoint(line[:400]) and is_program(text)
