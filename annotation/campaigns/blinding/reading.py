"""A text as it is read: without what nobody sees, and with look-alikes as the letters they are taken for."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

# A private-use character: passes through Markdown untouched and stands in no real text.
HIDDEN = "\ue000"

# What is there and is not read: marks of Markdown and HTML, and characters without a shape.
_INVISIBLE = (
    "\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef"
)
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
UNREAD = re.compile(
    rf"{_ENTITY}|[{_INVISIBLE}*`]+|~~|</?[A-Za-z][^<>\n]{{0,200}}>|<!--[^<>\n]{{0,200}}-->"
    r"|\\(?=[\n!-/:-@\[-`{-~])|!?\[|\](?:\([^()\n]{0,300}\)|\[[^\[\]\n]{0,80}\])?"
    r"|(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])"
)
_SHAPELESS = re.compile(f"[{_INVISIBLE}]")

# Letters of other scripts that a reader takes for Latin ones.
_LOOK_ALIKES = (
    ("АВЕЅІЈКМНОРСТУХԌԚԜ", "ABESIJKMHOPCTYXGQW"),
    ("авеѕіјкмнорстухԍԛԝԁһӏ", "abesijkmhopctyxgqwdhl"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
    ("αειικνορτυχ", "aeiikvoptux"),
    ("ɑɡɩʟɢɪɴʀᴀʙᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜱ", "agiLGINRABCDEJKMOPTUVWZS"),
    ("ⅼꞮıł", "lIil"),
)
# Traditional characters of names and of sentences in which names stand.
_TRADITIONAL = (
    "訊飛義問華譜騰認雲盤湯書語醫靈團隊開發訓練為機體蘭澤樹獨聯創這裡們國類務業學習樂識產設計製從說覺興營網龍馬東門長張銀葉綠紅藍億萬",
    "讯飞义问华谱腾认云盘汤书语医灵团队开发训练为机体兰泽树独联创这里们国类务业学习乐识产设计制从说觉兴营网龙马东门长张银叶绿红蓝亿万",
)
_RINGED = (0x1F130, 0x1F150, 0x1F170, 0x1F1E6)  # squared, circled, and regional A to Z


@dataclass(frozen=True, slots=True)
class Reading:
    """``text`` as it is read; character ``i`` of it is written at ``starts[i]`` to ``ends[i]``."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def read_through(text: str, unread: re.Pattern[str], shown: Callable[[re.Match[str]], str]) -> Reading:
    """``text`` with every match of ``unread`` read as ``shown``, and where each character comes from."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for match in (*unread.finditer(text), None):
        start, end = match.span() if match else (len(text), len(text))
        instead = shown(match) if match else ""
        pieces += (text[last:start], instead)
        starts += (*range(last, start), *([start] * len(instead)))
        ends += (*range(last + 1, start + 1), *([end] * len(instead)))
        last = end
    return Reading("".join(pieces), tuple(starts), tuple(ends))


def decoded(match: re.Match[str]) -> str:
    """What an entity stands for; nothing else of what is not read stands for anything."""
    return _SHAPELESS.sub("", unescape(match[0])) if match[0].startswith("&") else ""


def fold(text: str) -> str:
    """``text`` in plain letters, character for character."""
    return text.translate({ord(sign): plain for sign in {*text} if (plain := _plain(sign)) != sign})


@lru_cache(maxsize=8192)
def _plain(sign: str) -> str:
    """Full-width, ornamental, accented, foreign and traditional signs as the plain one."""
    if sign.isascii():
        return sign
    if known := _table().get(sign):
        return known
    base = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    whole = unicodedata.normalize("NFKC", sign)
    plain = base if len(base) == 1 and base.isascii() else whole if len(whole) == 1 else sign
    return _table().get(plain, plain)


@lru_cache(maxsize=1)
def _table() -> Mapping[str, str]:
    pairs = {
        foreign: plain for row in (*_LOOK_ALIKES, _TRADITIONAL) for foreign, plain in zip(*row, strict=True)
    }
    return pairs | {chr(first + place): chr(ord("A") + place) for first in _RINGED for place in range(26)}
