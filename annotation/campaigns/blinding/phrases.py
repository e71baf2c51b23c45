"""Sentences in which a model introduces itself, and what stands where its name would."""

SEPARATOR = r"[\s\u200b\u200c\u200d\ufeff\-_.·・‐-―*`]"
QUOTES = r"[\s\"'“”‘’「『《【*_`]{0,4}"
MAKING = r"(?:公司|团队)?(?:独立|自主|共同|联合)?(?:开发|研发|训练|推出|打造|创建|研制)"
ASSISTANT = r"(?:语言模型|大模型|AI|人工智能|智能助手|医疗助手|医学助手|机器人)"
# Words that go before a name or make one up with it, and tell nothing.
PLAIN = (
    r"(?:一[个名位款种]|人工智能|患者|住院|门诊|急诊|医疗|医学|医生|医师|医院|健康|智能|语言|通用|中文|临床|专业|专家|大型|预训练|问诊|咨询"
    r"|诊断|诊疗|辅助|护理|影像|放射|检验|中医|西医|全科|内科|外科|儿科|妇科|药学|用药|虚拟|在线|数字|个人|私人|家庭|教学|科研"
    r"|研究|写作|学习|信息|知识|小|级|类|型|的|您|你|我|AI|\s)"
)
HEAD = r"(?:大模型|语言模型|大语言模型|助手|助理|机器人|智能体|AI(?![A-Za-z]))"
# "我，泽兰，认为": a name set between signs.
_ASIDE = r"我\s?[，,、（(—]{1,2}\s?"
_ANSWERED = r"answer(?:ed)?|response|reply|written|generated|produced"
_GREETING = rf"\b(?:hello|hi|hey|greetings|regards|yours|{_ANSWERED})\s+"
_BYLINE = r"(?<![一-鿿])(?:模型|助手|作者|署名|回答者|答题人|签名)|\b(?:model|assistant|author|signed)"
SIGNED = rf"(?:{_GREETING}(?:from|by)\s|(?:{_BYLINE})(?:\s?[:：]\s?|\s?(?:是|为)))"
_NAMED = (
    r"(?:我是|我叫|我名叫|叫我|名叫|本人是|身为|名为|叫做|\bI\s+am|\bI['’]m|\bmy\s+name\s+is|\bpowered\s+by"
    rf"|\b(?:developed|trained|created|built|made|designed|provided)\s+by|\b(?:model|assistant|AI)\s+from|{SIGNED})"
)
_THE = rf"{QUOTES}(?:一个|一名|一款|an?\b|the\b)?{QUOTES}"
_SOON = rf"{MAKING}|模型|助手|智能体|AI|人工智能|机器人|公司|团队|技术|model|assistant"
_MODEL_SOON = rf"(?=[^。，,;；\n]{{0,12}}?(?:{_SOON}))"
_THEN_I = r"[”’」』》】]?\s?(?:[，,]|我|本|旗下|的?(?:AI|人工|大?模型|大?语言|智能|医疗|助手))"
_NO_NAME = r"\W的了在和与是有不能我您你他她它这那为以对从把被会可将由_"
_NAME = rf"[^{_NO_NAME}\d](?:[^{_NO_NAME}]|[-.· ]){{1,15}}?"
_CODE = r"(?-i:[A-Z])[A-Za-z]{2,20}[-.]?\d[A-Za-z0-9.-]{0,20}"
_MAKER = r"(?:the\s+)?(?P<{}>(?-i:[A-Z])[\w&-]*(?:\s+(?-i:[A-Z])[\w&-]*){{0,3}})"
_MADE_BY = r"\b(?:developed|trained|created|built|made|designed)\s+by\s+"


def unknown_names(hidden: str) -> tuple[str, ...]:
    """Rules for names that nobody has listed. ``hidden`` is what masked characters look like."""
    return (
        rf"(?:我|[本该](?:模型|助手|系统)|作为)[^。\n]{{0,30}}?由(?P<n1>[^，。,;；\n{hidden}]{{1,20}}?){MAKING}",
        rf"(?:我是|我叫|作为){QUOTES}(?P<n2>(?!一[个名位款种]|由|基于|您|你)[^，。,;；\s\n{hidden}]{{2,16}}?)"
        rf"[”’」』》】*_`]*[，,（(]\s*(?:是)?(?:一[个名位款种])?[^。\n]{{0,30}}?{ASSISTANT}",
        rf"(?:I\s+am|I['’]m|\bme)\b[^.\n]{{0,60}}?{_MADE_BY}{_MAKER.format('n3')}",
        r"(?:I\s+am|I['’]m|my\s+name\s+is)\s+(?P<n4>(?-i:[A-Z])[\w.-]{1,20})"
        r"(?=,?\s+(?:an?|the|your)\s+[^.\n]{0,40}?(?:language\s+model|AI\b|assistant))",
        rf"(?:我是|我叫|我名叫|作为|身为|本(?:模型|助手|系统|人)[是为叫])(?:{QUOTES}{PLAIN}){{0,8}}+{QUOTES}"
        rf"(?!{HEAD})(?P<n5>{_NAME})[”’」』》】]?{PLAIN}{{0,6}}{HEAD}",
        rf"(?:我是|我叫|本(?:模型|助手|系统)[是为叫]){QUOTES}(?:{PLAIN}){{0,8}}+(?!模型|{HEAD})(?P<n6>{_NAME}){PLAIN}{{0,6}}大?模型",
        rf"(?:我是|我叫|我名叫|本(?:模型|助手|系统)[是为叫]|\bI\s+am|\bI['’]m){QUOTES}(?P<n7>{_CODE})"
        r"(?=\s{0,2}(?:[，。,.!！;；、]|$|\n|here\b|speaking\b|from\b|by\b))",
        rf"(?:作为|\bas){QUOTES}(?P<n8>{_CODE})(?=[”’」』》】]?\s?[，,]\s?(?:我|本|I\b))",
        r"\bmy\s+name\s+is\s+(?P<n9>(?-i:[A-Z])[\w.-]{1,20}(?:\s(?-i:[A-Z])[\w.-]{1,20})?)",
        rf"我的名字(?:是|叫){QUOTES}(?P<n10>[^\W_][\w.-]{{1,15}})",
        r"\bthis\s+is\s+(?P<n11>(?-i:[A-Z])[\w.-]{1,20})(?=\s+(?:speaking|here)\b|,\s+(?:an?|your|the)\s+[^.\n]{0,40}?assistant)",
        rf"(?:\b(?:language\s+model|assistant|chatbot|AI)|\bthis\s+model)\b[^.\n]{{0,40}}?{_MADE_BY}{_MAKER.format('n12')}",
    )


def ambiguous_names(name: str) -> tuple[str, ...]:
    """Rules for ``name``, a pattern, which is a word as well: only where somebody calls himself so."""
    named = f"(?P<n0>{name})"
    return (
        f"{_NAMED}{_THE}{named}",
        rf"{_ASIDE}{named}(?=\s?[，,、）)—])",
        f"(?:作为){_THE}{named}(?={_THEN_I})",
        rf"\bas\s{_THE}(?=(?-i:[A-Z])){named}(?=[”’]?,\s?(?:I\b|an?\s|we\b))",
        rf"\bthis\s+is\s{_THE}(?=(?-i:[A-Z])){named}(?=\s+(?:speaking|here)\b|[,.!])",
        f"(?:来自|由|基于){_THE}{named}{_MODEL_SOON}",
        rf"{named}(?:{MAKING}|旗下|的?(?:大模型|语言模型|助手|智能体)|\s?(?:认为|觉得|为[您你]))",
    )


# "BI-RADS-4B" is a finding, so small sizes need the word of a tuned model behind them.
SIZED = (
    r"(?<![\w.-])(?!(?:type|stage|grade|phase|class|HLA)\b)(?-i:[A-Z])[A-Za-z]{1,20}(?:-?\d(?:\.\d)?)?-"
    r"(?:(?:[6-9]|\d{2,3}|\d{1,2}\.\d)B(?:-(?:chat|instruct|base))?|(?:\d{1,3}(?:\.\d)?B-)?(?:chat|instruct))(?![A-Za-z0-9])"
)
# What chat templates leave in a text, between angle brackets or square ones: only some families of models
# write <think>, <|im_end|> or <eoa>. Words between brackets that are no part of a template are left alone.
_TURN = r"eo[acdhmpst]|bo[acdhmpst]|so[ps]|unk|pad|mask|gmask|smask"
_SPOKEN = r"think(?:ing)?|thought|reason(?:ing)?|reflection|answer|tool_call|tool_response"
TEMPLATE_MARKS = (
    r"<\|[\w/ .:▁-]{1,40}\|>"
    rf"|<\s?/?(?:s|{_TURN}|sep|cls|{_SPOKEN}|(?:start|end)_of_[a-z]{{1,20}}|user|assistant|human|bot|system)\s?>"
    r"|</?(?:unused|reserved|extra_id|special|speaker)[a-z_]{0,30}_?\d{1,4}>|<0x[0-9a-f]{2}>|◁/?think(?:ing)?▷"
    rf"|\[/?(?:INST|{_TURN}|SEP|CLS|SYS(?:TEM)?|UNUSED_TOKEN_\d{{1,4}}|Round\s\d{{1,3}})\]|<</?SYS>>"
)
# Letters apart are spelled out; an enzyme never is.
SPELLED_GPT = r"(?<![A-Za-z0-9])G[-·]P[-·]T(?![A-Za-z0-9])"
