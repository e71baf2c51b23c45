"""Words by which a text judges a proposed treatment, in Chinese and English, after `clean_text`.

A judging word has a direction, and each negation in front of it turns that direction round: `恰当` accepts,
`不恰当` rejects, `没有不恰当之处` accepts again. What only implies a judgement (a harm, a correction) is
listed apart, since endorsements mention harms as well.
"""

from __future__ import annotations

import re

SENTENCE_END = re.compile(r"[。!?;\n]|\.(?=\s|\Z)")
CLAUSE_END = re.compile(r"[,:、。;!?\n]|\.(?=\s|\Z)|但|然而|不过|却|\bbut\b|\bhowever\b", re.IGNORECASE)

# Good when a predicate: `正确处理:` and `合理的方案是` speak of another treatment.
_GOOD_WORDS = (
    "合理",
    "恰当",
    "正确",
    "得当",
    "适当",
    "妥当",
    "妥善",
    "合适",
    "适宜",
    "适合",
    "可行",
    "可取",
    "稳妥",
    "规范",
    "可靠",
    "对的",
    "无误",
    "安全有效",
    "可以接受",
    "能够?接受",
    "符合[^,。;]{0,6}(?:指南|规范|原则|标准|实际|要求)",
    "标准做法",
)
_GOOD_ENGLISH = (
    "appropriate|reasonable|correct|acceptable|sound|suitable|right|safe|adequate|fine"
    "|(?:consistent|in line|in accordance) with (?:the |current )?guidelines?"
)
GOOD = re.compile(
    rf"(?P<zh>{'|'.join(_GOOD_WORDS)})|\b(?P<en>{_GOOD_ENGLISH})\b",
    re.IGNORECASE,
)
AS_PREDICATE = re.compile(
    r"(?:的|了|之处|的地方|之举)?\s{0,2}(?:[,。;:!?、)\n]|\Z|但|而|且|并|可以|可行|规范|稳妥|无误"
    r"|[是有]?因)"
    r"|的?(?:治疗|处理|做法|方案|方法|用药|选择|措施|建议)(?:[,。;!\n]|\Z)"
)
AS_PREDICATE_EN = re.compile(
    r"\s{0,2}(?:[,.;:!?)\n]|\Z)|\s(?:and|but|as|for|in|with|because|since|here|given|to (?:continue"
    r"|proceed|give))\b"
    r"|\s(?:treatment|plan|choice|approach|management|decision|therapy)(?:[,.;!\n]|\Z)"
)
# Attributive words count only behind a copula (`这是正确的治疗`).
ATTRIBUTE = re.compile(r"的?(?:治疗|处理|做法|方案|方法|用药|选择|措施|建议)")
COPULA = re.compile(r"(?:是|属于?|为)(?:一[个种项])?[^,。;]{0,4}\Z")
COPULA_EN = re.compile(
    r"\b(?:is|are|was|be|seems?|looks?|appears?|as)\s(?:an?\s|the\s)?(?:\w+\s){0,3}\Z"
    r"|\A\W{0,3}(?:\w+\s){0,3}\Z",
    re.IGNORECASE,
)
OTHER_TREATMENT = re.compile(r"(?:更加?|最|较为?|才[是能]?|\bmore|\bmost|\bbetter)\s?\Z", re.IGNORECASE)

BAD = re.compile(
    r"错误|有误|失误|不当(?!心)|失当|不妥|欠妥|欠佳|错的|[用选判弄搞]错|错了|颠倒|不对(?!称)|缺陷"
    r"|漏洞|隐患|禁忌(?!证|症)|违反|违背|违规"
    r"|(?P<problem>问题)"
    r"|\b(?:inappropriate|incorrect|wrong|unsafe|unreasonable|harmful|dangerous|flawed|erroneous"
    r"|contraindicated|improper"
    r"|mistakes?|mistaken|errors?|unacceptable|problems?|unsuitable|hazardous)\b",
    re.IGNORECASE,
)
PROBLEM_EXISTS = re.compile(r"(?:有|存在|没|无(?!法)|出现|发现)[^,。;:]{0,8}\Z")

NEGATOR = re.compile(
    r"不(?!得不|但|仅|过|无|良|足|同意|断|妨)|没有?|(?<![不毫])无(?!不|创|论|疑)|未(?!来)"
    r"|(?<!除)非(?!常|甾)|难以|谈不上|称不上|算不上|缺乏"
    r"|\b(?:not|no|never|nothing|neither|nor|without|cannot|hardly|barely)\b|n't\b|\bfar from\b",
    re.IGNORECASE,
)
_FILLER = (
    r"(?:太|很|够|是|完全|甚|十分|应该?|能够?|可以?|算|会|存在|发现|见|看到|看出|找到|查见|有|任何"
    r"|什么|明显|严重|原则性?|重大|大|用药|的|其他"
    r"|属于?|被|您|所说|该|此|本|这[一个种]?|方案|治疗|处理|处方|医嘱|做法|建议|一种?|个|之|地方|上"
    r"|必要|特别|怎么|多少|配伍|绝对|显著|常见)"
)
_THINKING = r"(?:认为|说|觉得|视为|称为?|同意|认同|确认|断言)[^,。;:]{0,16}"
_ENGLISH_FILLER = r"(?:\s?[A-Za-z'-]{1,20}){0,6}?"
# The negations that reach the end of a clause's beginning, with nothing but light words between.
CHAIN = re.compile(
    rf"(?:(?:{NEGATOR.pattern}){_FILLER}*+(?:{_THINKING})?)+\Z"
    rf"|(?:(?:{NEGATOR.pattern}){_ENGLISH_FILLER}\s?)+\Z",
    re.IGNORECASE,
)

# Directives: what to do with the treatment.
_USE = (
    r"(?:使用|应用|采用|采取|执行|实施|这样|如此|照此|照办|继续|用(?!于)|给予|给|服用|静推|推注|注射"
    r"|选用|进行|联用|合用|单用|一期|缝合|抬高|等待|反复|直接|立即|盲目|快速|常规)"
)
FORBIDS = re.compile(
    rf"(?:不应该?|不能|不宜|不可(?!逆|避免)|不得(?!不)|不要|切勿|切忌|严禁|禁止|绝不能|不适合"
    rf"|不建议|不推荐|最好不|不予|不允许|不再?需要?){_USE}"
    r"|禁用|忌用|慎用而|(?:是|属于?|为|列为)[^,。;]{0,4}禁忌|不被推荐|不主张|不支持|不赞[成同]"
    r"|不同意|不认[可同]|反对|拒绝(?:调配|执行)?"
    r"|应(?:当|该|予以?)?(?:立即|马上|立刻|尽快)?(?:停用|停止|停药|撤销|纠正|避免|禁止)|(?:立即"
    r"|马上|立刻)(?:停用|停止|停药)|重新制定|雪上加霜|需要?修改"
    r"|\b(?:should|must|ought|do) ?(?:not|never)\b|\bcan ?not be (?:used|given|recommended"
    r"|continued|considered)\b|\bshould be (?:avoided|stopped|discontinued|withheld|held|changed)"
    r"|\b(?:not|n't) (?:recommend|advise|support|use|give)|\bdisagree|\bmust be (?:avoided|stopped)"
    r"|\badvise against|\bstop (?:the|this|it)\b",
    re.IGNORECASE,
)
PERMITS = re.compile(
    r"(?:可以?|建议|能够?|应|宜)(?:继续|按此|按原|照此|照常|使用(?=[,。;!\n]|\Z)|执行|实施|接受"
    r"|维持)|继续(?:执行|使用|原方案|按|实施|维持|目前|当前)|按(?:此|原方案|原计划"
    r"|计划)[^,。;]{0,4}(?:继续|执行|即可|治疗)"
    r"|维持(?:目前|原|现有|当前)|(?:无需|无须|不必|不需要?|不用)(?:作|做)?(?:任何)?(?:调整|更改"
    r"|修改|改动|改变|变更)|同意|赞[同成]|支持(?!治疗|疗法|对症)|认可|认同|值得肯定|审核通过"
    r"|照此(?:执行|治疗)"
    r"|\bagree\b|\b(?:can|may|should) (?:be )?(?:continued?|proceed|go ahead|used)\b|\b(?:proceed"
    r"|continue) (?:as|with|the|this|current)|\bgo ahead|\bsupport (?:the|this)",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"(?:不|不能|不可|难以|无法|没有|别|勿|反|not|n't|dis|never|cannot)\s{0,2}(?:太|应|能|可|宜|再"
    r"|be\s)?\Z",
    re.IGNORECASE,
)
DOUBLE_DENIAL = re.compile(r"不是不(?:可以|能|行)|并非不(?:可以?|能)|不是说不能")

# Implied only: harms and corrections.
IMPLIES_WRONG = re.compile(
    r"(?:会|可|能|将|易|反而|从而)[^,。;]{0,8}(?:加重|恶化|导致|引起|造成|诱发|升高|降低灌注|抑制"
    r"|延误|掩盖|更低|更高|加快|发作)|可致|延误|(?:增加|增高|加大|提高)[^,。;]{0,14}(?:风险|危险"
    r"|氨)"
    r"|危险|有害|致命|危及|不良后果|(?:应|需|须|建议|宜|可)?(?:该|当)?改[为用]|换用|而不是|而非"
    r"|应先|先[^,。;]{1,12}再|(?:太|过)(?:高|大|快|低|小|早|晚|多|量|于积极)|超量"
    r"|超过[^,。;]{0,8}(?:剂量|上限)|不够(?:积极|规范|充分|及时)|风险[^,。;]{0,3}高"
    r"|禁忌|忽[视略]|遗漏|漏[用打掉]|未(?:用|给|处理|考虑|及时)|应该?(?:打|加用|补)|不要|避免|停用"
    r"|不安全|不利|不规范|不全|对[^,。;]{1,8}(?:不安全|有害)"
    r"|\b(?:instead of|rather than|switch to|should have|increases? the risk|worsen|risk of"
    r"|first (?:give|correct)|avoid)\b",
    re.IGNORECASE,
)

HEDGES = re.compile(
    r"商榷|见仁见智|一概而论|视(?:具体|患者|病情)?情况|因人而异|有利有弊|利弊|权衡|取决于|存疑|争议"
    r"|定论|有对有错|各有(?:道理|利弊)|与否|难说|很难说|不好说|说不准|拿不准"
    r"|(?:需|要|应|须)(?:要|当)?(?:结合|根据|看|依据|视)[^。;]{0,20}(?:判断|决定|而定|来定|评估"
    r"|考虑|功能|情况|水平)|(?:无法|不能|难以|尚不能|尚难|不足以|还不能|暂时?不能)(?:确定|判断|断定"
    r"|评价|评估|下结论|明确)"
    r"|部分(?:合理|正确|恰当|可取|合适|有)|(?:既|又)有?[^。;]{1,14}(?:也|又)有?|有(?:一定"
    r"|其)的?(?:道理|合理性)"
    r"|\bdepends?\b|\bdebatable|\bmay or may not\b|\bpart(?:ly|ially)\b|\bcontroversial"
    r"|\bfor and against|\bcase[- ]by[- ]case|\b(?:unclear|uncertain|unsure)\b|\bpros and cons"
    r"|\bmixed\b",
    re.IGNORECASE,
)
# A judgement under one of these is no judgement.
UNSURE = re.compile(
    r"(?:未必|不一定|不见得|可能|也许|或许|大概|似可|部分|难说|难以判断|\bmay(?:be)?\b|\bmight\b"
    r"|\bcould\b|\bperhaps\b|\bpart(?:ly|ially)\b)[^,。;]{0,10}\Z",
    re.IGNORECASE,
)
CONDITIONAL = re.compile(
    r"(?:\A|[,:])\s{0,2}(?:如果?|若是?|倘若|假如|只要|除非|在[^,]{1,10}前提下|if|unless|provided)",
    re.IGNORECASE,
)
ASKS = re.compile(r"是否|能否|可否|是不是|对不对|合不合|恰不恰|妥不妥|吗|\bwhether\b", re.IGNORECASE)
INSTRUCTS = re.compile(
    r"请(?:判断|指出|说明|分析|你|给出)|如有(?:错误|不当|不妥)|题目(?:要求)?|任务是|下面是一段"
)
CONCEDES = re.compile(
    r"虽然?|尽管|看似|看起来|看上去|乍看|表面|似乎|貌似|固然|出发点|初衷|思路|方向|本意"
    r"|\balthough\b|\bthough\b|\bwhile\b|\bdespite\b|\bseems?\b",
    re.IGNORECASE,
)
QUOTES = re.compile(
    r"有人|有观点|有些医生|一些人|常被(?:认为|误认)|误以为|所谓|您所说|\bsome (?:people|would"
    r"|clinicians)\b",
    re.IGNORECASE,
)
CONCLUDES = re.compile(
    r"\W{0,3}(?:但是?|不过|然而)?(?:综上|总之|因此|所以|总的来[说看]|综合|结论|最终|总结|故"
    r"|整体而言|in conclusion|in summary|therefore|in short|thus)",
    re.IGNORECASE,
)
TURNS = re.compile(r"但|不过|然而|却|可是|只是|其实|\bbut\b|\bhowever\b", re.IGNORECASE)
YES = re.compile(r"\W{0,2}(?:是的?|对|可以|yes|correct)(?=[,。.!\s]|\Z)", re.IGNORECASE)
NO = re.compile(r"\W{0,2}(?:不|否|不是|并不|没有|不对|no|not really)(?=[,。.!\s]|\Z)", re.IGNORECASE)
