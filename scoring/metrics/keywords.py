"""The keywords of an answer to Keyword Extraction, without the explanations that models add.

Taken from the first heading (`关键词:`) on, up to the first remark about the keywords; in a list, what
follows a colon or dash in an item is its explanation.
"""

from __future__ import annotations

import re

_HEADING = re.compile(
    r"(?:关键词|关键字|主题词|[Kk]eywords?|KEYWORDS?)[^\n:：。]{0,12}[:：]|【(?:关键词|关键字)】"
)
_REMARK = re.compile(
    r"\n\s{0,8}[【(（*#\s]{0,6}(?:解释|说明|理由|解析|分析|注释?|备注|原因|选择理由|提取(?:依据|理由)|Explanation|Note|Reason)[^\n:：]{0,8}[】)）*\s]{0,4}[:：】]"
    r"|\n\s{0,8}(?:以上|这些|上述|其中)[^\n]{0,8}(?:关键词|词)"
    r"|[。;；]\s{0,4}(?:这些|以上|上述)关键词"
)
_ITEM = re.compile(
    r"(?m)^[ \t]{0,8}(?:\d{1,2}\s?[.、)）]|[-*•·]|[(（]\d{1,2}[)）])[ \t]{0,4}(?!\d)(?P<body>[^\n]{1,2000})"
)
_GLOSS = re.compile(r"[:：]|\s[-–—]{1,2}\s|——")


def keyword_part(text: str) -> str:
    """
    >>> keyword_part("关键词:高血压;心力衰竭\\n说明:文中反复提到。").strip()
    '高血压;心力衰竭'
    """
    heading = _HEADING.search(text)
    body = text[heading.end() :] if heading else text
    remark = _REMARK.search(body)
    if remark and body[: remark.start()].strip():
        body = body[: remark.start()]
    items = [item["body"] for item in _ITEM.finditer(body)]
    if len(items) < 2:
        return body
    return "\n".join(_GLOSS.split(item, maxsplit=1)[0] for item in items)
