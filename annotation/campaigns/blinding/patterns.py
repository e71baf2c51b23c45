"""Patterns of names: with or without blanks and hyphens, spelled out, in any case, with a version behind."""

import re
from collections.abc import Iterable

from annotation.campaigns.blinding.phrases import SEPARATOR
from annotation.campaigns.blinding.reading import fold

_SUFFIX = (
    rf"(?:{SEPARATOR}?(?:v?\d++(?:\.\d++)*+(?:[bkm]|o\d?)?|turbo|plus|max|pro|mini|chat|instruct|base|lite"
    r"|preview|sonnet|opus|haiku|flash|大模型|语言模型)){0,5}"
)
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]|[^\w\s\-.·]")


def any_of(names: Iterable[str]) -> str:
    """Longest first, so that a version belongs to its name. One letter is an option, not a name."""
    folded = {fold(name).strip() for name in names}
    usable = sorted((name for name in folded if len(name) > 1), key=lambda name: (-len(name), name))
    if not usable:
        return r"(?!)"
    heads = "".join(sorted({re.escape(name[0]) for name in usable}))  # looked at first: it is faster
    return f"(?=[{heads}])(?:{'|'.join(name_pattern(name) for name in usable)})"


def name_pattern(name: str) -> str:
    """``name`` with or without blanks and hyphens between its parts, and with a version after it.

    ASCII names end where ASCII letters end: Chinese characters on either side are neighbours, not parts.
    """
    parts = _PARTS.findall(name)
    body = f"{SEPARATOR}{{0,3}}".join(re.escape(part) for part in parts) or re.escape(name)
    if len(re.findall("[A-Za-z]", name)) >= 3:  # C-h-a-t-G-P-T
        spelled = f"{SEPARATOR}{{1,3}}".join(re.escape(sign) for sign in "".join(parts))
        body = f"(?:{body}|{spelled})"
    before = r"(?<![A-Za-z0-9])" if name[0].isascii() and name[0].isalnum() else ""
    no_more_digits = r"(?!\d)" if name[-1].isdigit() else ""
    plural = r"(?:s(?![A-Za-z0-9]))?" if name[-1].isascii() and name[-1].isalpha() else ""
    return rf"{before}{body}{no_more_digits}{_SUFFIX}{plural}(?:(?<![A-Za-z0-9])|(?![A-Za-z0-9]))"


def name_start(name: str) -> str:
    """A name with a capital is only that name with it: 'Meridian', but 'the liver meridian'."""
    return f"(?=(?-i:{name[0]}))" if name[0].isascii() and name[0].isupper() else ""
