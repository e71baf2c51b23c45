"""Random names for raters, drawn for one campaign, so that two exports cannot be joined by them. Pure."""

import secrets
from collections.abc import Iterable

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
LENGTH = 6


def draw_pseudonyms(count: int, *, taken: Iterable[str] = ()) -> list[str]:
    """``count`` different names of the form ``R-7K2MXA``, none of them in ``taken``.

    Not seeded on purpose: a name that could be drawn again would not hide anybody.
    """
    known, drawn = set(taken), list[str]()
    while len(drawn) < count:
        name = "R-" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if name not in known:
            known.add(name)
            drawn.append(name)
    return drawn
